"""What every act shares: the moment, the locked submission, its line of history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.steering.collection import access, standing
from dean06.steering.collection.errors import NothingOwed, PeriodIsLocked, ReasonMissing
from dean06.steering.collection.models import Submission, SubmissionAct
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import IndicatorRef, PeriodRef, UnitRef

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, a period, and what the one owes in the other."""

    unit: UnitRef
    period: PeriodRef
    refs: tuple[IndicatorRef, ...]

    @property
    def label(self) -> str:
        """ "UBND xã Mẫu, tháng 11/2026": how messages name it."""
        return f"{self.unit.short_name}, {self.period.label[:1].lower()}{self.period.label[1:]}"


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def place_of(actor: Actor, unit: str, period: str) -> Place:
    """The place that the actor may know of. Raises ``SubmissionNotFound``, ``NothingOwed``, ``PeriodNotFound``."""
    found = access.visible_unit(actor, unit)
    when = indicators.period(period)
    refs = standing.owed_by(found, when)
    if not refs:
        raise NothingOwed
    return Place(found, when, refs)


def check_open(period: PeriodRef) -> None:
    """Raise ``PeriodIsLocked`` for a locked period."""
    if period.locked:
        raise PeriodIsLocked


def locked(place: Place) -> Submission | None:
    """The submission of a place, locked for the rest of the transaction; ``None`` while nothing was entered."""
    rows = Submission.objects.select_for_update().filter(unit_id=place.unit.id, period_id=place.period.id)
    return rows.first()


def begun(place: Place, actor: Actor, now: dt.datetime) -> Submission:
    """The submission of a place, locked; made, with its first act, when the unit begins."""
    submission = locked(place)
    if submission is None:
        submission, made = Submission.objects.get_or_create(
            unit_id=place.unit.id, period_id=place.period.id, defaults={"begun_at": now, "state": State.DRAFT}
        )
        if made:
            record(submission, Act.BEGIN, actor=actor, now=now)
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
    return submission


def record(
    submission: Submission, act: Act, *, actor: Actor, now: dt.datetime, reason: str = "", **details: Any
) -> SubmissionAct:
    """One line of the submission's history."""
    return SubmissionAct.objects.create(
        submission=submission,
        act=act,
        reason=reason,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name[:150],
        details=details,
    )


def check_reason(reason: str, field: str = "reason", message: str | None = None) -> str:
    """The reason without blanks at its ends. Raises ``ReasonMissing`` for one that says nothing."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(message, field=field)
    return reason[:500]
