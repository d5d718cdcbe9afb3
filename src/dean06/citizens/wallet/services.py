"""PUBLIC writes of the personal store.

``keep``, ``reuse`` and ``release`` do their part inside somebody else's write (a case), which authorises for the case;
they leave their own audit rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, BinaryIO, Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dean06.citizens.wallet import access, keeping, reading
from dean06.citizens.wallet.access import register_dossier_check
from dean06.citizens.wallet.audit_actions import KEPT, OPENED, REUSED
from dean06.citizens.wallet.errors import AlreadyUsed, DocumentNotFound, NotUsable
from dean06.citizens.wallet.models import PaperType, Use, WalletDocument
from dean06.citizens.wallet.scanning import scanned_pdf, usable_scan
from dean06.citizens.wallet.types import STATE_LABELS, Copy, PaperFacts, Source, Validity, WalletRef
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.files import queries as file_queries
from dean06.kernel.files import services as files
from dean06.kernel.files.queries import stored_file
from dean06.kernel.signing import services as signing
from dean06.kernel.writing.services import Write, service

__all__ = [
    "add_own",
    "digitise",
    "keep",
    "open_document",
    "register_dossier_check",
    "release",
    "remove_own",
    "reuse",
    "revoke",
    "save_type",
]


def keep(
    *,
    actor: Actor,
    owner_person_id: int,
    file_id: int | None,
    data: Mapping[str, Any] | None = None,
    source: str = Source.RESULT,
    case_code: str = "",
    verified: bool = True,
    copy: str = "",
    signed_code: str = "",
    now: dt.datetime | None = None,
    **facts: Unpack[PaperFacts],
) -> WalletDocument:
    """Put a paper into a person's store, inside the caller's authorised write (a result that was signed, a scan).

    A ``file_id`` that belongs to another record stays there; the store gets its own row on the same content. Raises
    ``PersonUnknown``, ``TypeUnknown``, ``InvalidInput`` (dates).
    """
    with transaction.atomic():
        document = keeping.store(
            actor=actor,
            owner_person_id=owner_person_id,
            file_id=file_id,
            data=data,
            source=source,
            copy=copy or (Copy.ORIGINAL if signed_code or source == Source.RESULT else Copy.PLAIN),
            verified=verified,
            case_code=case_code,
            signed_code=signed_code,
            now=now or timezone.now(),
            **facts,
        )
        audit.record(
            actor=actor,
            action=KEPT,
            subject=f"population.person:{owner_person_id}",
            dossier=case_code,
            details={"document": document.pk, "type": document.type_code, "source": source},
        )
    return document


def reuse(
    *,
    actor: Actor,
    document_id: int,
    case_code: str,
    purpose: str = "GIAI_QUYET_TTHC",
    agency: str = "",
    now: dt.datetime | None = None,
) -> WalletRef:
    """Take a paper into a dossier instead of an upload, inside the caller's write; counted once a dossier.

    ``agency``: where the dossier is received (the actor's own without it). By the owner or who represents him, or by
    an official with ``wallet.use``, whose act the owner sees. A paper that counts once is then used up. Raises
    ``DocumentNotFound``, ``NotUsable``, ``AlreadyUsed``, ``NotAllowed``.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        document = WalletDocument.objects.select_for_update().filter(pk=document_id).first()
        if actor.person_id is None:
            actor.require("wallet.use")
        if document is None or not (actor.person_id is None or access.acts_for(actor, document.owner_id)):
            raise DocumentNotFound()
        seen = reading.ref(document, timezone.localdate(moment), case_code=case_code)
        if seen.state == "used":
            raise AlreadyUsed(document_id=document_id)
        if not seen.is_valid:
            raise NotUsable(f"Giấy tờ “{seen.title}”: {STATE_LABELS[seen.state].lower()}. Hãy nộp giấy tờ khác.")
        use, first = Use.objects.get_or_create(
            document=document,
            case_code=case_code,
            defaults={
                "agency": agency or actor.agency or "",
                "used_at": moment,
                "used_by_id": actor.user_id,
                "used_by_name": actor.name[:200],
                "purpose": purpose,
            },
        )
        if not first and use.released_at is not None:
            use.released_at, use.used_at, first = None, moment, True
            use.save(update_fields=["released_at", "used_at"])
        if first:
            document.reuse_count = F("reuse_count") + 1
            document.consumed_by = case_code if document.validity == Validity.ONCE else ""
            document.save(update_fields=["reuse_count", "consumed_by"])
            document.refresh_from_db()
            access.leave_read_row(
                actor,
                document.owner_id,
                action=REUSED,
                purpose=purpose,
                dossier=case_code,
                details={"document": document.pk, "type": document.type_code},
            )
        return reading.ref(document, timezone.localdate(moment), case_code=case_code)


def release(*, actor: Actor, case_code: str, now: dt.datetime | None = None) -> int:
    """Give back what a dossier took but did not need (refused, withdrawn), inside the caller's write; returns how
    many papers. A paper that counts once may be used again."""
    moment = now or timezone.now()
    released = 0
    with transaction.atomic():
        uses = Use.objects.select_for_update().filter(case_code=case_code, released_at__isnull=True)
        for use in uses.order_by("document_id"):
            use.released_at = moment
            use.save(update_fields=["released_at"])
            document = WalletDocument.objects.select_for_update().get(pk=use.document_id)
            document.reuse_count = max(0, document.reuse_count - 1)
            if document.consumed_by == case_code:
                document.consumed_by = ""
            document.save(update_fields=["reuse_count", "consumed_by"])
            audit.record(
                actor=actor,
                action="wallet.released",
                subject=f"wallet.walletdocument:{document.pk}",
                dossier=case_code,
            )
            released += 1
    return released


@service(permission="wallet.own")
def add_own(
    *,
    actor: Actor,
    write: Write,
    data: bytes,
    filename: str,
    for_person_id: int | None = None,
    now: dt.datetime | None = None,
    **facts: Unpack[PaperFacts],
) -> WalletDocument:
    """A citizen keeps a scan of his own paper (or of a child or ward); officials will see that nobody compared it.

    Raises ``PaperUnusable`` with what is wrong with the picture, ``TypeUnknown``, ``InvalidInput``, ``FileRefused``.
    """
    person_id = for_person_id or actor.person_id
    if person_id is None or not access.acts_for(actor, person_id):
        raise DocumentNotFound()
    usable_scan(data, filename, accept_warnings=True)
    facts["issuer_agency"] = ""  # a citizen's word makes no agency of ours the issuer
    stored = files.store_upload(actor=actor, data=data, filename=filename)
    document = keeping.store(
        actor=actor,
        owner_person_id=person_id,
        file_id=stored.pk,
        source=Source.OWN,
        copy=Copy.PLAIN,
        verified=False,
        now=now or timezone.now(),
        **facts,
    )
    write.audit("wallet.added", subject=document, details={"type": document.type_code})
    return document


@service(permission="wallet.own")
def remove_own(*, actor: Actor, write: Write, document_id: int) -> None:
    """A citizen takes out a scan that he added himself and no dossier used. Raises ``DocumentNotFound``,
    ``NotUsable`` when a dossier uses it.
    """
    document = WalletDocument.objects.select_for_update().filter(pk=document_id, source=Source.OWN).first()
    if document is None or not access.acts_for(actor, document.owner_id):
        raise DocumentNotFound()
    if document.uses.exists():
        raise NotUsable("Giấy tờ này đã nằm trong một hồ sơ nên phải giữ lại để kiểm tra về sau.")
    write.audit("wallet.removed", subject=document, details={"type": document.type_code})
    document.delete()


@service(permission="wallet.digitise")
def digitise(
    *,
    actor: Actor,
    write: Write,
    owner_person_id: int,
    data: bytes,
    filename: str,
    case_code: str,
    compared: bool,
    read_off: Mapping[str, Any] | None = None,
    accept_warnings: bool = False,
    now: dt.datetime | None = None,
    **facts: Unpack[PaperFacts],
) -> WalletDocument:
    """Digitise a paper at the desk. ``compared``: the official held the original beside the scan; then the agency
    signs the copy ("sao y điện tử") and it stands for the paper. ``read_off``: data of the paper by field name.

    Raises ``PaperUnusable`` (bad scan; or warnings not accepted), ``PersonUnknown``, ``TypeUnknown``,
    ``InvalidInput``, ``NoCertificate``, ``NotSignable``.
    """
    moment = now or timezone.now()
    if not case_code.strip():
        raise InvalidInput("Hãy ghi mã hồ sơ.", fields={"case_code": "Hãy ghi mã hồ sơ mà giấy tờ này phục vụ."})
    usable_scan(data, filename, accept_warnings=accept_warnings)
    document = keeping.store(
        actor=actor,
        owner_person_id=owner_person_id,
        data=read_off,
        source=Source.SCAN,
        copy=Copy.CERTIFIED if compared else Copy.PLAIN,
        verified=compared,
        case_code=clean_line(case_code),
        now=moment,
        **facts,
    )
    label = access.label_of(document.pk)
    if compared:
        signed = signing.sign_pdf(
            actor=actor,
            pdf=scanned_pdf(data, title=document.title),
            agency=actor.agency or "",
            title=document.title,
            owner=label,
            holder=document.owner_name,
            certified_copy=True,
            now=moment,
        )
        document.file_id, document.signed_code = signed.file_id, signed.code
    else:
        document.file_id = files.store_upload(actor=actor, data=data, filename=filename, owner=label).pk
    document.save(update_fields=["file_id", "signed_code"])
    write.audit(
        "wallet.digitised",
        subject=f"population.person:{owner_person_id}",
        purpose="GIAI_QUYET_TTHC",
        details={"document": document.pk, "type": document.type_code, "compared": compared, "case": document.case_code},
    )
    return document


@service(permission="wallet.digitise")
def revoke(
    *, actor: Actor, write: Write, document_id: int, reason: str, now: dt.datetime | None = None
) -> WalletDocument:
    """Say that a paper does not count any more (a result was annulled, a scan was wrong); by the agency that kept it
    or issued it. The signed copy is withdrawn too. Raises ``DocumentNotFound``, ``InvalidInput``, ``NotUsable``.
    """
    if not reason.strip():
        raise InvalidInput("Hãy ghi lý do thu hồi.", fields={"reason": "Hãy ghi lý do thu hồi."})
    moment = now or timezone.now()
    document = access.revocable(actor, document_id, lock=True)
    if document.revoked_at is not None:
        raise NotUsable("Giấy tờ này đã được thu hồi từ trước.")
    document.revoked_at, document.revoked_reason = moment, reason.strip()[:300]
    document.save(update_fields=["revoked_at", "revoked_reason"])
    if document.signed_code:
        signing.withdraw_document(actor=actor, code=document.signed_code, reason=reason, now=moment)
    write.audit("wallet.revoked", subject=document, details={"type": document.type_code})
    return document


def open_document(*, actor: Actor, document_id: int, purpose: str = "", dossier: str = "") -> tuple[Any, BinaryIO]:
    """The stored file and its content, opened; the caller closes it. The owner needs neither purpose nor dossier; an
    official both, and his look is a row that the owner sees. Raises ``DocumentNotFound``, ``NoDossier``,
    ``NotAllowed``, ``InvalidInput``.
    """
    document = WalletDocument.objects.filter(pk=document_id).first()
    case = access.require_owner(actor, document.owner_id if document else None, purpose=purpose, dossier=dossier)
    if document is None or document.file_id is None:
        raise DocumentNotFound()
    content = file_queries.content_path(document.file_id).open("rb")
    access.leave_read_row(
        actor,
        document.owner_id,
        action=OPENED,
        purpose=purpose if case else "YEU_CAU_CUA_NGUOI_DAN",
        dossier=case,
        details={"document": document.pk, "type": document.type_code},
    )
    return stored_file(document.file_id), content


@service(permission="procedures.edit")
def save_type(
    *, actor: Actor, write: Write, code: str, name: str, validity: str, source: str, is_active: bool = True
) -> PaperType:
    """Add a kind of paper or reword a shipped one. Raises ``InvalidInput``."""
    key = code.strip().upper()
    fields = {}
    if not key or not key.replace("_", "").isalnum() or not key.isascii() or len(key) > 40:
        fields["code"] = "Mã gồm chữ in hoa không dấu, số và dấu gạch dưới, ví dụ GIAY_KHAI_SINH."
    if not name.strip():
        fields["name"] = "Hãy ghi tên loại giấy tờ."
    if not source.strip():
        fields["source"] = "Hãy ghi căn cứ (văn bản quy định giấy tờ này)."
    if validity not in Validity.values:
        fields["validity"] = "Hãy chọn hiệu lực."
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields=fields)
    row, _ = PaperType.objects.update_or_create(
        code=key,
        defaults={
            "name": clean_line(name)[:200],
            "validity": validity,
            "source": clean_line(source)[:250],
            "is_active": is_active,
        },
    )
    write.audit("wallet.type_saved", subject=row, details={"code": key})
    return row
