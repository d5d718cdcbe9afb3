"""Handing out cases: one reader at a time, the most valuable first; skipping."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from dean06.ecosystem.review.acts.common import WAITING, free_for, has_read, moment
from dean06.ecosystem.review.errors import CaseTaken, OwnReading, QueueEmpty
from dean06.ecosystem.review.models import LIVING, Reading, ReviewCase, Skip
from dean06.ecosystem.review.rules.deciding import LEASE_MINUTES, SKIP_HOURS
from dean06.ecosystem.review.scopes import DECIDE, get_case, visible_cases
from dean06.ecosystem.review.types import CaseState
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

#: How many cases are tried before giving up: each was snatched by somebody else in the same instant.
_ATTEMPTS = 20


@service(permission=DECIDE)
def take_next(
    *,
    actor: Actor,
    write: Write,
    sector: str | None = None,
    unit: str | None = None,
    state: str = CaseState.OPEN,
    now: dt.datetime | None = None,
) -> ReviewCase:
    """The next case of a queue for this reader, theirs for ``LEASE_MINUTES``. ``state``: open, second or disputed.

    A case the reader already holds comes first; then by uncertainty, then commune by commune. Cases the reader skipped
    lately or has already read are left out. Two readers never get the same case: whoever writes the lease first has it.
    Raises ``QueueEmpty``.
    """
    now = moment(now)
    for case_id in waiting_for(actor, sector=sector, unit=unit, state=state, now=now)[:_ATTEMPTS]:
        if _lease(case_id, actor, state, now):
            write.audit("review.case_taken", subject=f"review.reviewcase:{case_id}", details={"state": str(state)})
            return ReviewCase.objects.get(pk=case_id)
    raise QueueEmpty


@service(permission=DECIDE)
def take(*, actor: Actor, write: Write, case_id: int, now: dt.datetime | None = None) -> ReviewCase:
    """Take one chosen case. Raises ``CaseTaken`` (somebody else has it, or it waits for nobody), ``OwnReading``."""
    now = moment(now)
    case = get_case(actor, case_id)
    if has_read(case, actor.user_id):
        raise OwnReading
    if case.state not in WAITING or not _lease(case_id, actor, case.state, now):
        raise CaseTaken
    write.audit("review.case_taken", subject=case, details={"state": case.state})
    case.refresh_from_db()
    return case


@service(permission=DECIDE)
def skip(*, actor: Actor, write: Write, case_id: int, now: dt.datetime | None = None) -> ReviewCase:
    """Pass a case over: it goes back to the others at once, and to this reader only after ``SKIP_HOURS``."""
    now = moment(now)
    case = get_case(actor, case_id, lock=True)
    if case.state not in WAITING:
        raise CaseTaken
    Skip.objects.update_or_create(case=case, user_id=actor.user_id or 0, defaults={"at": now})
    if case.leased_to == actor.user_id:
        case.leased_to, case.leased_until = None, None
        case.save(update_fields=["leased_to", "leased_until"])
    write.audit("review.skipped", subject=case)
    return case


def waiting_for(
    actor: Actor, *, sector: str | None, unit: str | None, state: str, now: dt.datetime
) -> QuerySet[ReviewCase, int]:
    """Ids of the cases that this reader may take now, in the order of the queue."""
    cases = visible_cases(actor).filter(free_for(actor.user_id, now), state=state)
    if sector:
        cases = cases.filter(sector=sector)
    if unit is not None:
        cases = cases.filter(unit_code=unit)
    lately = Skip.objects.filter(user_id=actor.user_id or 0, at__gt=now - dt.timedelta(hours=SKIP_HOURS))
    read = Reading.objects.filter(
        reviewer_id=actor.user_id or 0, undone_at__isnull=True, decision__state__in=LIVING
    ).values("decision__case_id")
    mine_first = Case(When(leased_to=actor.user_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    ordered = cases.exclude(pk__in=lately.values("case_id")).exclude(pk__in=read)
    return ordered.order_by(mine_first, "-uncertainty", "unit_code", "pk").values_list("pk", flat=True)


def _lease(case_id: int, actor: Actor, state: str, now: dt.datetime) -> bool:
    """Write the lease if the case is still free: one statement, so that of two readers exactly one succeeds."""
    free = ReviewCase.objects.filter(free_for(actor.user_id, now), pk=case_id, state=state)
    until = now + dt.timedelta(minutes=LEASE_MINUTES)
    return free.update(leased_to=actor.user_id, leased_until=until) == 1


def today_of(now: dt.datetime) -> dt.date:
    """The local day of a moment."""
    return timezone.localdate(now)
