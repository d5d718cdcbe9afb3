"""PRIVATE. Who owes what in a period, how each unit stands: computed on reading, nothing is stored for idle units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.steering.collection.models import Exemption, Submission
from dean06.steering.collection.rules.days import days_late, warn_on
from dean06.steering.collection.types import Duty, State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import IndicatorRef, PeriodKind, PeriodRef, UnitRef

#: How many periods back a unit is told of what it still owes.
BACK = {PeriodKind.WEEK: 4, PeriodKind.MONTH: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 2}
#: A half-year or year that ends later is nobody's work yet.
AHEAD = dt.timedelta(days=31)


def due_on(period: PeriodRef) -> dt.date:
    """The day the figures of a period are due."""
    return period.due_on or period.last


def owed(period: PeriodRef) -> dict[int, tuple[IndicatorRef, ...]]:
    """Indicators by id of the unit that types them in ``period``, as defined on its last day. Three queries."""
    return indicators.owed_over([period])[period.code]


def owed_by(unit: UnitRef, period: PeriodRef) -> tuple[IndicatorRef, ...]:
    """What one unit reports in a period, in the order of the catalogue."""
    return owed(period).get(unit.id, ())


def standing(period: PeriodRef, units: Sequence[UnitRef], today: dt.date) -> list[UnitStatus]:
    """How those of ``units`` stand that owe something in ``period``, in their order. Six queries at most."""
    return _standing(period, units, owed(period), today)


def standing_over(unit: UnitRef, periods: Sequence[PeriodRef], today: dt.date) -> list[UnitStatus]:
    """How one unit stands in each of ``periods`` in which it owes something. Three queries and three a period."""
    owes = indicators.owed_over(periods)
    return [row for period in periods for row in _standing(period, [unit], owes[period.code], today)]


def _standing(
    period: PeriodRef, units: Sequence[UnitRef], owes: Mapping[int, tuple[IndicatorRef, ...]], today: dt.date
) -> list[UnitStatus]:
    wanted = [unit for unit in units if unit.id in owes]
    if not wanted:
        return []
    ids = [unit.id for unit in wanted]
    filled = indicators.filled(period, ids)
    submissions = {row.unit_id: row for row in Submission.objects.filter(period_id=period.id, unit_id__in=ids)}
    exempt = exempt_units(period)
    return [
        _status(unit, period, owes[unit.id], submissions.get(unit.id), filled.get(unit.id, set()), exempt, today)
        for unit in wanted
    ]


def exempt_units(period: PeriodRef) -> set[int]:
    """Ids of the units that owe nothing in ``period`` since they were excused."""
    rows = Exemption.objects.filter(period_id=period.id, withdrawn_at=None)
    return set(rows.values_list("unit_id", flat=True))


def began_on() -> dt.date | None:
    """First day of the earliest period that any unit ever entered: nobody owes what was before. One query."""
    return Submission.objects.order_by("period__first").values_list("period__first", flat=True).first()


def duties(units: Sequence[UnitRef], on: dt.date) -> list[Duty]:
    """What each of ``units`` owes in the present and the last periods of every kind, by due day."""
    since = began_on()
    periods = []
    for kind, back in BACK.items():
        running = indicators.period_on(kind, on)
        for period in indicators.periods_back(running, back):
            # The period before the running one is being collected now, whenever collecting began.
            recent = running.first - dt.timedelta(days=1) <= period.last <= on + AHEAD
            if recent or (since is not None and since <= period.last < running.first):
                periods.append(period)
    calendar = work_calendar()
    owes = indicators.owed_over(periods)
    found = [
        duty
        for period in periods
        for duty in _duties(period, units, owes[period.code], on, warn_on(due_on(period), calendar))
    ]
    return sorted(found, key=lambda duty: (duty.due_on, duty.unit.name))


def _duties(
    period: PeriodRef,
    units: Sequence[UnitRef],
    owes: Mapping[int, tuple[IndicatorRef, ...]],
    on: dt.date,
    warn: dt.date,
) -> list[Duty]:
    ids = [unit.id for unit in units if unit.id in owes]
    if not ids:
        return []
    filled = indicators.filled(period, ids)
    submissions = {row.unit_id: row for row in Submission.objects.filter(period_id=period.id, unit_id__in=ids)}
    exempt = exempt_units(period)
    found = []
    for unit in units:
        if unit.id not in owes:
            continue
        submission = submissions.get(unit.id)
        status = _status(unit, period, owes[unit.id], submission, filled.get(unit.id, set()), exempt, on)
        found.append(
            Duty(
                period=period,
                unit=unit,
                due_on=status.due_on,
                warn_on=warn,
                indicators=owes[unit.id],
                state=status.state,
                filled=status.filled,
                late_days=status.late_days,
                reason=submission.reason if submission else "",
                locked=period.locked,
            )
        )
    return found


def _status(
    unit: UnitRef,
    period: PeriodRef,
    refs: tuple[IndicatorRef, ...],
    submission: Submission | None,
    filled: set[str],
    exempt: set[int],
    today: dt.date,
) -> UnitStatus:
    mine = filled & {ref.code for ref in refs}
    # What the province took over from files or documents is there: nobody has to send it again.
    taken_over = submission is None and len(mine) == len(refs)
    state = State(submission.state) if submission else State.ACCEPTED if taken_over else State.OPEN
    received = state in (State.SENT, State.ACCEPTED)
    if unit.id in exempt and not received:
        state = State.EXEMPT
    first = submission.first_sent_at if submission else None
    late = days_late(due_on(period), timezone.localdate(first) if first else None, today)
    return UnitStatus(
        unit=unit,
        due_on=due_on(period),
        state=state,
        sent_at=submission.sent_at if submission else None,
        late_days=0 if state == State.EXEMPT or taken_over else late,
        filled=len(mine),
        expected=len(refs),
    )
