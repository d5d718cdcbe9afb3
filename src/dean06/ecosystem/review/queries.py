"""PUBLIC reads of review. Every function takes the actor first and shows only what is in the actor's scope.

``case_page`` shows people: it leaves an audit row for the record and for each candidate.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from dean06.ecosystem.review import scopes
from dean06.ecosystem.review.acts.common import WAITING, has_read
from dean06.ecosystem.review.acts.leasing import waiting_for
from dean06.ecosystem.review.models import (
    CorrectionBatch,
    CorrectionItem,
    CorrectionRequest,
    Decision,
    Reading,
    ReviewCase,
)
from dean06.ecosystem.review.rules.agreement import Agreement, cohens_kappa
from dean06.ecosystem.review.scopes import HANDLE
from dean06.ecosystem.review.types import CaseState, DecisionState, ItemState, RequestState, Verdict
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor

__all__ = [
    "Progress",
    "QueueCount",
    "ReaderScore",
    "Statistics",
    "batches",
    "cases",
    "decisions_of",
    "may_read",
    "open_requests",
    "opinions",
    "progress",
    "queue_counts",
    "requests",
    "statistics",
    "waiting_for_request",
    "waiting_items",
]


@dataclass(frozen=True, slots=True)
class QueueCount:
    """Cases of one sector in one commune, by where they stand."""

    sector: str
    unit_code: str
    open: int
    second: int
    disputed: int
    commune: int
    decided: int

    def waiting(self, state: str) -> int:
        """How many stand in ``state`` (open, second, disputed, commune)."""
        return {
            CaseState.OPEN: self.open,
            CaseState.SECOND: self.second,
            CaseState.DISPUTED: self.disputed,
            CaseState.COMMUNE: self.commune,
        }[CaseState(state)]


@dataclass(frozen=True, slots=True)
class Progress:
    """One reader's day: verdicts given today, and what waits that the reader may take."""

    today: int
    left: int
    second: int
    disputed: int


@dataclass(frozen=True, slots=True)
class ReaderScore:
    """What one reader did since a day. ``agreed`` of ``compared``: readings that a second or third person confirmed."""

    user_id: int
    name: str
    readings: int
    same: int
    refused: int
    unclear: int
    undone: int
    compared: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Readers and their agreement since a day."""

    since: dt.date
    agreement: Agreement
    readers: list[ReaderScore]
    disputed: int


def queue_counts(actor: Actor, *, sector: str | None = None) -> list[QueueCount]:
    """Cases by sector and commune in the actor's scope; one grouped query. Raises ``NotAllowed``."""
    cases = scopes.visible_cases(actor)
    if sector:
        cases = cases.filter(sector=sector)
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    grouped = cases.order_by().values_list("sector", "unit_code", "state").annotate(number=Count("pk"))
    for code, unit, state, number in grouped:
        found[code, unit][state] = number
    return [
        QueueCount(
            code,
            unit,
            states[CaseState.OPEN],
            states[CaseState.SECOND],
            states[CaseState.DISPUTED],
            states[CaseState.COMMUNE],
            states[CaseState.DECIDED],
        )
        for (code, unit), states in sorted(found.items())
    ]


def progress(
    actor: Actor, *, sector: str | None = None, unit: str | None = None, now: dt.datetime | None = None
) -> Progress:
    """Done today and left, for the counter on the review page. Four counts over indexes."""
    now = now or timezone.now()
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    done = Reading.objects.filter(reviewer_id=actor.user_id or 0, at__gte=start, undone_at__isnull=True).count()
    waiting = {
        state: waiting_for(actor, sector=sector, unit=unit, state=state, now=now).count()
        for state in (CaseState.OPEN, CaseState.SECOND, CaseState.DISPUTED)
    }
    return Progress(done, waiting[CaseState.OPEN], waiting[CaseState.SECOND], waiting[CaseState.DISPUTED])


def cases(actor: Actor, *, state: str, sector: str | None = None, unit: str | None = None) -> QuerySet[ReviewCase]:
    """Cases of one state in the order of the queue; no names, no numbers of people. Raises ``NotAllowed``."""
    found = scopes.visible_cases(actor).filter(state=state)
    if sector:
        found = found.filter(sector=sector)
    if unit is not None:
        found = found.filter(unit_code=unit)
    return found.order_by("-uncertainty", "unit_code", "pk")


def may_read(actor: Actor, case: ReviewCase) -> bool:
    """True while the case waits for a reader and the actor is not one of its readers."""
    return case.state in WAITING and not has_read(case, actor.user_id)


def decisions_of(actor: Actor, case_id: int) -> QuerySet[Decision]:
    """The decisions on a case, newest first, with their readings. Only when nobody is to read it blind any more.

    Raises ``CaseNotFound``.
    """
    case = scopes.get_case(actor, case_id)
    found = Decision.objects.filter(case=case).exclude(state=DecisionState.SECOND)
    if may_read(actor, case) and case.state != CaseState.DISPUTED:
        found = found.exclude(state=DecisionState.DISPUTED)
    return found.order_by("-pk").prefetch_related("readings", "requests")


def opinions(actor: Actor, case: ReviewCase) -> list[tuple[str, Verdict, int | None, str]]:
    """The two readings that differ, without names, for the one who settles them. Empty for anybody else.

    Raises ``CaseNotFound``.
    """
    scopes.get_case(actor, case.pk)
    decision = Decision.objects.filter(case=case, state=DecisionState.DISPUTED).first()
    if decision is None or not may_read(actor, case):
        return []
    readings = decision.readings.filter(undone_at__isnull=True)
    return [(label, Verdict(one.verdict), one.person_id, one.note) for label, one in zip("AB", readings, strict=False)]


def waiting_for_request(actor: Actor) -> QuerySet[Decision]:
    """Decisions in force in which a reader thinks the registry wrong, and nobody has sent a request yet."""
    final = Decision.objects.filter(state=DecisionState.FINAL, verdict=Verdict.SAME, requests__isnull=True)
    visible = scopes.visible_cases(actor).values("pk")
    return final.filter(case__in=visible).exclude(registry_fields=[]).select_related("case").order_by("-decided_at")


def requests(actor: Actor, *, queue: str | None = None, state: str | None = None) -> QuerySet[CorrectionRequest]:
    """Requests that the actor answers or sent, soonest due first. Raises ``NotAllowed``."""
    found = scopes.visible_requests(actor)
    if queue:
        found = found.filter(queue=queue)
    if state:
        found = found.filter(state=state)
    return found.order_by("due_on", "pk")


def open_requests(actor: Actor) -> int:
    """How many requests wait for an answer of the actor's body."""
    if not actor.can(HANDLE):
        return 0
    waiting = scopes.visible_requests(actor).filter(state__in=(RequestState.SENT, RequestState.IN_WORK))
    return sum(1 for request in waiting.only("agency") if scopes.may_handle(actor, request))


def batches(actor: Actor, *, sector: str | None = None) -> QuerySet[CorrectionBatch]:
    """Correction files of the actor's own sectors, newest first. Raises ``NotAllowed``."""
    scope = scopes.scope_of(actor)
    found = (
        CorrectionBatch.objects.all() if scope.everything else CorrectionBatch.objects.filter(sector__in=scope.sectors)
    )
    return (found.filter(sector=sector) if sector else found).order_by("-built_at", "-pk")


def waiting_items(actor: Actor) -> dict[str, int]:
    """Sector → values that wait for its next correction file, for sectors the actor owns."""
    scope = scopes.scope_of(actor)
    items = CorrectionItem.objects.filter(state=ItemState.WAITING)
    if not scope.everything:
        items = items.filter(sector__in=scope.sectors)
    return dict(items.order_by("sector").values_list("sector").annotate(number=Count("pk")))


def statistics(actor: Actor, *, since: dt.date, sector: str | None = None) -> Statistics:
    """Readers in the actor's scope and how far first and second readings agree. Raises ``NotAllowed``."""
    visible = scopes.visible_cases(actor)
    if sector:
        visible = visible.filter(sector=sector)
    begin = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    readings = list(
        Reading.objects.filter(decision__case__in=visible.values("pk"), at__gte=begin)
        .exclude(decision__state=DecisionState.UNDONE, undone_at__isnull=True)
        .select_related("decision")
        .order_by("decision_id", "order")
    )
    counted: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.undone_at is None:
            counted[reading.decision_id].append(reading)
    pairs = [_labels(both[0], both[1]) for both in counted.values() if len(both) >= 2]
    disputed = visible.filter(state=CaseState.DISPUTED).count()
    return Statistics(since, cohens_kappa(pairs), _scores(readings, counted), disputed)


def _labels(first: Reading, second: Reading) -> tuple[str, str]:
    """Verdicts as categories of agreement: two links to different people do not agree."""
    link_differs = first.verdict == second.verdict == Verdict.SAME and first.person_id != second.person_id
    return _category(first), "other_person" if link_differs else _category(second)


def _category(reading: Reading) -> str:
    return "refused" if reading.verdict in (Verdict.DIFFERENT, Verdict.NOBODY) else reading.verdict


def _scores(readings: list[Reading], counted: dict[int, list[Reading]]) -> list[ReaderScore]:
    by_reader: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_reader[reading.reviewer_id].append(reading)
    names = accounts.display_names(by_reader)
    scores = []
    for user_id, mine in by_reader.items():
        kept = [one for one in mine if one.undone_at is None]
        compared = [one for one in kept if len(counted[one.decision_id]) >= 2]
        agreed = [one for one in compared if _confirmed(one, counted[one.decision_id])]
        verdicts = [one.verdict for one in kept]
        scores.append(
            ReaderScore(
                user_id,
                names.get(user_id, "Tài khoản đã xóa"),
                len(kept),
                verdicts.count(Verdict.SAME),
                verdicts.count(Verdict.DIFFERENT) + verdicts.count(Verdict.NOBODY),
                verdicts.count(Verdict.UNCLEAR),
                len(mine) - len(kept),
                len(compared),
                len(agreed),
            )
        )
    return sorted(scores, key=lambda score: (-score.readings, score.name))


def _confirmed(reading: Reading, all_of_case: list[Reading]) -> bool:
    """True when another reader of the case said the same."""
    return any(
        _category(other) == _category(reading)
        and (reading.verdict != Verdict.SAME or other.person_id == reading.person_id)
        for other in all_of_case
        if other.pk != reading.pk
    )
