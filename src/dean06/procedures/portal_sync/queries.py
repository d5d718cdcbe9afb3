"""PUBLIC reads: the portal's copy by agency, its records, and facts for the index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.procedures.portal_sync.errors import SyncRecordNotFound
from dean06.procedures.portal_sync.models import InboundDossier, SyncAttempt, SyncRecord
from dean06.procedures.portal_sync.types import SyncFacts, SyncState, UnitSync

VIEW = "portal_sync.view"


def by_agency(actor: Actor) -> list[UnitSync]:
    """Counts by receiving agency that the actor may see, most refused first. Raises ``NotAllowed``."""
    counts: dict[str, dict[str, int]] = {}
    for row in _visible(actor).values("agency", "state").annotate(count=Count("pk")).order_by():
        counts.setdefault(row["agency"], {})[row["state"]] = row["count"]
    units = [
        UnitSync(agency, *(found.get(state, 0) for state in (SyncState.WAITING, SyncState.SENT, SyncState.REFUSED)))
        for agency, found in counts.items()
    ]
    return sorted(units, key=lambda unit: (-unit.refused, -unit.waiting, unit.agency))


def records(actor: Actor, *, state: str = "", agency: str = "", problem: str = "") -> QuerySet[SyncRecord]:
    """Records that the actor may see, what waits longest first. Raises ``NotAllowed``."""
    rows = _visible(actor)
    if state:
        rows = rows.filter(state=state)
    if agency:
        rows = rows.filter(agency=agency)
    if problem:
        rows = rows.filter(problem_code=problem)
    return rows.order_by("waiting_since", "pk")


def reasons(actor: Actor) -> list[tuple[str, str, int]]:
    """Why the portal refuses: code, its words, number of records; most frequent first."""
    rows = _visible(actor).filter(state=SyncState.REFUSED).values("problem_code")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "problem_code")
    words = dict(_visible(actor).filter(state=SyncState.REFUSED).values_list("problem_code", "problem")[:500])
    return [(row["problem_code"], words.get(row["problem_code"], ""), row["count"]) for row in counted]


def record(actor: Actor, record_id: int) -> tuple[SyncRecord, list[SyncAttempt]]:
    """One record with its last fifty attempts. Raises ``NotAllowed``, ``SyncRecordNotFound``."""
    row = _visible(actor).filter(pk=record_id).first()
    if row is None:
        raise SyncRecordNotFound()
    return row, list(row.log.all()[:50])


def inbound(actor: Actor, *, state: str = "") -> QuerySet[InboundDossier]:
    """What the portal handed in, newest first; for those who see the whole province. Raises ``NotAllowed``."""
    actor.require(VIEW)
    rows = InboundDossier.objects.order_by("-pk")
    if WHOLE_PROVINCE not in actor.agencies_for(VIEW):
        return rows.none()
    return rows.filter(state=state) if state else rows


def facts(case_ids: Iterable[int]) -> dict[int, SyncFacts]:
    """When the portal first took each case (index 766, 1.4); cases it does not know are absent."""
    rows = SyncRecord.objects.filter(case_id__in=list(case_ids))
    return {row.case_id: SyncFacts(row.case_id, row.first_sent_at, row.state) for row in rows}


def _visible(actor: Actor) -> QuerySet[SyncRecord]:
    actor.require(VIEW)
    mine = actor.agencies_for(VIEW)
    rows = SyncRecord.objects.all()
    return rows if WHOLE_PROVINCE in mine else rows.filter(agency__in=mine)
