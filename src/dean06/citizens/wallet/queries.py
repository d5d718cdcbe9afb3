"""PUBLIC reads of the personal store: its owner, and officials for a dossier, whose look the owner sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from dean06.citizens.wallet import access, reading, rules
from dean06.citizens.wallet.audit_actions import LISTED
from dean06.citizens.wallet.errors import DocumentNotFound
from dean06.citizens.wallet.models import Use, WalletDocument
from dean06.citizens.wallet.paper_types import paper_types, type_names
from dean06.citizens.wallet.types import Copy, ReuseCount, WalletRef, WalletUse
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor

__all__ = [
    "document",
    "documents_of",
    "metadata_of",
    "own_documents",
    "paper_types",
    "reuse_counts",
    "reused_in",
    "revocable",
    "type_names",
    "usable",
    "uses_of",
]


def documents_of(
    actor: Actor, person_id: int, *, purpose: str = "", dossier: str = "", on: dt.date | None = None
) -> list[WalletRef]:
    """Papers of a person, newest first: for himself or who represents him; for an official with a purpose and the
    dossier he works on (one audit row the owner sees). Raises ``DocumentNotFound`` (a citizen asks for a stranger's),
    ``NotAllowed``, ``NoDossier``, ``InvalidInput``.
    """
    if case := access.require_owner(actor, person_id, purpose=purpose, dossier=dossier):
        access.leave_read_row(actor, person_id, action=LISTED, purpose=purpose, dossier=case, details={})
    rows = WalletDocument.objects.filter(owner_id=person_id).order_by("-pk")
    return reading.refs(list(rows), on or timezone.localdate())


def own_documents(actor: Actor, *, person_id: int | None = None, on: dt.date | None = None) -> list[WalletRef]:
    """ "Giấy tờ của tôi": the citizen's own papers, or those of a child or ward. Raises ``NotAllowed``,
    ``DocumentNotFound`` for anybody else.
    """
    actor.require("wallet.own")
    wanted = person_id or actor.person_id
    if wanted is None or not access.acts_for(actor, wanted):
        raise DocumentNotFound()
    rows = WalletDocument.objects.filter(owner_id=wanted).order_by("-pk")
    return reading.refs(list(rows), on or timezone.localdate())


def document(
    actor: Actor, document_id: int, *, purpose: str = "", dossier: str = "", on: dt.date | None = None
) -> WalletRef:
    """One paper; rights, refusals and audit row as ``documents_of``: one that does not exist is refused as a
    stranger's is."""
    row = WalletDocument.objects.filter(pk=document_id).first()
    case = access.require_owner(actor, row.owner_id if row else None, purpose=purpose, dossier=dossier)
    if row is None:  # require_owner raised already
        raise DocumentNotFound()
    if case:
        access.leave_read_row(
            actor, row.owner_id, action=LISTED, purpose=purpose, dossier=case, details={"document": row.pk}
        )
    return reading.ref(row, on or timezone.localdate())


def revocable(actor: Actor, document_id: int, *, on: dt.date | None = None) -> WalletRef:
    """A paper that the actor's agency kept or issued, so may revoke. Raises ``NotAllowed``, ``DocumentNotFound``."""
    return reading.ref(access.revocable(actor, document_id), on or timezone.localdate())


def usable(person_id: int, type_codes: Iterable[str], on: dt.date, *, case_code: str = "") -> list[WalletRef]:
    """Which papers of these types may be used on a day: compared ones first, then the newest; for the apps of the
    platform. Ids, types and titles only (no data, no number, no file): whoever shows more asks ``documents_of``.
    """
    rows = WalletDocument.objects.filter(owner_id=person_id, type_code__in=set(type_codes), revoked_at__isnull=True)
    names = type_names()
    found = []
    for row in rows.order_by("-verified", "-pk"):
        seen = reading.ref(row, on, names=names, case_code=case_code)
        if seen.is_valid:
            found.append(
                WalletRef(
                    document_id=seen.document_id,
                    type_code=seen.type_code,
                    title=seen.title,
                    number="",
                    issuer="",
                    issued_on=None,
                    validity=seen.validity,
                    valid_until=seen.valid_until,
                    is_valid=True,
                    file_id=None,
                    verified=seen.verified,
                    type_name=seen.type_name,
                    copy=seen.copy,
                    owner_person_id=person_id,
                )
            )
    return found


def uses_of(actor: Actor, document_id: int) -> list[WalletUse]:
    """Who used a paper in which dossier, newest first; for its owner. Raises ``DocumentNotFound``."""
    row = WalletDocument.objects.filter(pk=document_id).first()
    if row is None or not (actor.is_system or access.acts_for(actor, row.owner_id)):
        raise DocumentNotFound()
    return [
        WalletUse(use.used_at, use.case_code, use.agency, use.used_by_name, use.released_at is not None)
        for use in row.uses.order_by("-used_at", "-pk")
    ]


def reused_in(case_codes: Iterable[str]) -> dict[str, int]:
    """Dossier → how many papers of stores it used instead of uploads (index 766, 4.3: "khai thác, sử dụng lại")."""
    rows = Use.objects.filter(case_code__in=set(case_codes), released_at__isnull=True)
    return dict(rows.values_list("case_code").annotate(count=Count("pk")))


def reuse_counts(actor: Actor, *, since: dt.datetime, until: dt.datetime) -> list[ReuseCount]:
    """Digitised, certified and reused per agency, ``since`` ≤ moment < ``until``; only agencies of the actor.

    Raises ``NotAllowed``.
    """
    actor.require("wallet.digitise")
    mine = actor.agencies_for("wallet.digitise")
    kept = WalletDocument.objects.filter(digitised_at__gte=since, digitised_at__lt=until, source="scan")
    used = Use.objects.filter(used_at__gte=since, used_at__lt=until, released_at__isnull=True)
    if WHOLE_PROVINCE not in mine:
        kept, used = kept.filter(kept_by_agency__in=mine), used.filter(agency__in=mine)
    made = {
        agency: (count, signed)
        for agency, count, signed in kept.values_list("kept_by_agency").annotate(
            count=Count("pk"), signed=Count("pk", filter=Q(copy=Copy.CERTIFIED))
        )
    }
    taken: dict[str, int] = dict(used.values_list("agency").annotate(count=Count("pk")))
    return [
        ReuseCount(agency, *made.get(agency, (0, 0)), taken.get(agency, 0)) for agency in sorted(set(made) | set(taken))
    ]


def metadata_of(document_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The national record (MaGiayTo … ThongTinKhac) of papers, for the app that hands dossiers over; it records the
    read."""
    return {
        row.pk: rules.metadata(
            code=row.code,
            title=row.title,
            number=row.number,
            owner_number=row.owner_number,
            owner_name=row.owner_name,
            issuer_agency=row.issuer_agency,
            issuer_name=row.issuer_name,
            issued_on=row.issued_on,
            validity=row.validity,
            valid_until=row.valid_until,
            scope=row.scope,
            digitised_at=timezone.localtime(row.digitised_at),
            data=row.data,
        )
        for row in WalletDocument.objects.filter(pk__in=set(document_ids))
    }
