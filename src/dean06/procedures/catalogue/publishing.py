"""PRIVATE. Publishing: a version is stored once, hashed and dated, and closes the one before it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.procedures.catalogue import checks, parsing
from dean06.procedures.catalogue.errors import NotInForce, PackHasErrors, VersionExists, VersionOverlaps
from dean06.procedures.catalogue.events import PackPublished, PackWithdrawn
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.pack_format import PackFiles, PackMeta
from dean06.procedures.catalogue.reading import read_pack
from dean06.procedures.catalogue.siblings import known_schemas

EDIT = "procedures.edit"


@service(permission=EDIT)
def publish_pack(
    *, actor: Actor, write: Write, pack: Path | str | PackFiles, decision: str, now: dt.datetime
) -> ProcedureVersion:
    """Publish a pack (a folder, or one already read). The same version with the same content again changes nothing.

    It applies from ``valid_from`` of its pack.yaml; the version before it ends that day. ``decision``: the document
    that announces it. Raises ``PackUnreadable``, ``PackHasErrors``, ``VersionExists``, ``VersionOverlaps``.
    """
    write.authorise()
    folder = None if isinstance(pack, PackFiles) else Path(pack).resolve()
    files = pack if isinstance(pack, PackFiles) else read_pack(Path(pack))
    _refuse_errors(files, folder.parent if folder else None, now)
    return store(files, decision=decision, now=now, write=write)


def _refuse_errors(files: PackFiles, root: Path | None, now: dt.datetime) -> None:
    errors = [
        finding
        for finding in checks.findings(files, on=timezone.localdate(now), schemas=known_schemas(root))
        if finding.is_error
    ]
    if errors:
        first = errors[0]
        raise PackHasErrors(
            f"Gói {files.meta.code} còn {len(errors)} lỗi nên chưa công bố được. Lỗi đầu tiên: {first.file}, "
            f"{first.place}: {first.sentence}",
            findings=[[one.code, one.file, one.place, one.sentence] for one in errors],
        )


def store(files: PackFiles, *, decision: str, now: dt.datetime, write: Write | None) -> ProcedureVersion:
    """Store a checked pack. Without ``write`` (tests) nothing is audited or announced."""
    meta = files.meta
    content = parsing.canonical_json(files)
    digest = parsing.sha256_of(content)
    procedure = _entry(files, now)
    same = procedure.versions.filter(version=meta.version).first()
    if same is not None:
        if same.sha256 != digest:
            raise VersionExists(
                f"Phiên bản {meta.version} của thủ tục {meta.code} đã được công bố với nội dung khác. "
                "Hãy tăng số phiên bản trong pack.yaml (dòng version).",
                procedure=meta.code,
                version=meta.version,
            )
        if write:
            write.audit("procedure.published", subject=same, details={"sha256": digest, "again": True})
        return same
    _close_before(procedure, meta.valid_from, meta.valid_to)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        version=meta.version,
        valid_from=meta.valid_from,
        valid_to=meta.valid_to,
        sha256=digest,
        content=content,
        published_at=now,
        published_by_id=write.actor.user_id if write else None,
        decision=decision,
    )
    parsing.forget(version.pk)
    if write:
        write.audit(
            "procedure.published",
            subject=version,
            details={"procedure": meta.code, "version": meta.version, "sha256": digest},
        )
        write.publish(PackPublished(version_id=version.pk, procedure_code=meta.code))
    return version


def _entry(files: PackFiles, now: dt.datetime) -> Procedure:
    """The catalogue entry of the pack, locked, its words brought up to what the pack says."""
    meta = files.meta
    Procedure.objects.get_or_create(
        code=meta.code, defaults={"title": meta.title, "field_name": meta.field_name, "level": meta.level}
    )
    row = Procedure.objects.select_for_update().get(code=meta.code)
    row.title, row.field_code, row.field_name = meta.title, meta.field_code, meta.field_name
    row.level, row.online_level = meta.level, meta.online_level
    row.agency_text = row.agency_text or decided_by(meta)
    row.has_fee = any(fee.amount or fee.online_amount for fee in files.fees.fees)
    row.returns_paper = any(result.returns_paper for result in meta.results)
    row.life_events = list(meta.life_events)
    row.parts_complete = True
    row.is_active = True
    row.published_on = row.published_on or now.date()
    row.search_text = search_text(meta.code, meta.title, meta.field_name, meta.summary, *meta.keywords)
    row.save()
    return row


#: Who decides where the commune does.
_BODIES = {"committee_commune": "Ủy ban nhân dân cấp xã", "police_commune": "Công an cấp xã"}


def decided_by(meta: PackMeta) -> str:
    """The deciding body in words."""
    if meta.competence.by == "fixed":
        found = units.get_agencies([meta.competence.agency]).get(meta.competence.agency)
        return found.name if found else ""
    return _BODIES.get(meta.competence.kind, "Nhiều cơ quan (liên thông)")


def search_text(*words: str) -> str:
    """Words under which an entry is found, without marks."""
    return search_key(" ".join(filter(None, words)))


def _close_before(procedure: Procedure, start: dt.date, end: dt.date | None) -> None:
    """End the open version on ``start``; refuse any other version that covers a day of the new one."""
    before = procedure.versions.filter(valid_to=None, valid_from__lt=start).first()
    if before is not None:
        ProcedureVersion.objects.filter(pk=before.pk).update(valid_to=start)
        parsing.forget(before.pk)
    overlap = procedure.versions.filter(Q(valid_to=None) | Q(valid_to__gt=start))
    if end is not None:
        overlap = overlap.filter(valid_from__lt=end)
    other = overlap.first()
    if other is not None:
        raise VersionOverlaps(
            f"Phiên bản {other.version} đã áp dụng từ {other.valid_from:%d/%m/%Y}, trùng với ngày hiệu lực "
            f"{start:%d/%m/%Y} của phiên bản mới. Hãy sửa valid_from trong pack.yaml.",
            procedure=procedure.code,
            version=other.version,
        )


@service(permission=EDIT)
def withdraw_pack(
    *, actor: Actor, write: Write, code: str, from_day: dt.date, reason: str, now: dt.datetime
) -> ProcedureVersion:
    """The procedure takes no new cases from ``from_day`` on; running cases go on. Raises ``NotInForce``."""
    write.authorise()
    version = (
        ProcedureVersion.objects.select_for_update()
        .filter(Q(valid_to=None) | Q(valid_to__gt=from_day), procedure__code=code, valid_from__lt=from_day)
        .first()
    )
    if version is None:
        raise NotInForce(procedure=code)
    ProcedureVersion.objects.filter(pk=version.pk).update(
        valid_to=from_day, withdrawn_at=now, withdrawal_reason=reason.strip()
    )
    parsing.forget(version.pk)
    version.refresh_from_db()
    write.audit("procedure.withdrawn", subject=version, details={"procedure": code, "from_day": from_day.isoformat()})
    write.publish(PackWithdrawn(version_id=version.pk, procedure_code=code))
    return version


__all__ = ["EDIT", "PackHasErrors", "publish_pack", "search_text", "store", "withdraw_pack"]
