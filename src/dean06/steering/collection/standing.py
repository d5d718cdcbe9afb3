"""PRIVATE. Who owes what in a period, how each unit stands: computed on reading, nothing is stored for idle units."""

from __future__ import annotations

import datetime as dt

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
    """Indicators by id of the unit that reports them in ``period``, as defined on its last day. Three queries."""
    refs = [ref for ref in indicators.in_force(period.last) if ref.frequency == period.kind and not ref.is_computed]
    if not refs:
        return {}
    table = indicators.reporter_table(refs, period.last)
    found: dict[int, list[IndicatorRef]] = {}
    for ref in refs:
        for unit_id in table[ref.code]:
            found.setdefault(unit_id, []).append(ref)
    return {unit_id: tuple(refs) for unit_id, refs in found.items()}


def owed_by(unit: UnitRef, period: PeriodRef) -> tuple[IndicatorRef, ...]:
    """What one unit reports in a period, in the order of the catalogue."""
    return owed(period).get(unit.id, ())


def standing(period: PeriodRef, units: list[UnitRef], today: dt.date) -> list[UnitStatus]:
    """How those of ``units`` stand that owe something in ``period``, in their order. Seven queries at most."""
    owes = owed(period)
    wanted = [unit for unit in units if unit.id in owes]
    ids = [unit.id for unit in wanted]
    filled = indicators.filled(period.code, ids)
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


def duties(units: list[UnitRef], on: dt.date) -> list[Duty]:
    """What each of ``units`` owes in the present and the last periods of every kind, by due day."""
    since = began_on()
    calendar = work_calendar()
    ids = [unit.id for unit in units]
    found = []
    for kind, back in BACK.items():
        running = indicators.period_on(kind, on)
        for period in indicators.periods_back(running, back):
            # The period before the running one is being collected now, whenever collecting began.
            recent = running.first - dt.timedelta(days=1) <= period.last <= on + AHEAD
            if recent or (since is not None and since <= period.last < running.first):
                found += _duties(period, units, ids, on, warn_on(due_on(period), calendar))
    return sorted(found, key=lambda duty: (duty.due_on, duty.unit.name))


def _duties(period: PeriodRef, units: list[UnitRef], ids: list[int], on: dt.date, warn: dt.date) -> list[Duty]:
    owes = owed(period)
    if not any(unit_id in owes for unit_id in ids):
        return []
    filled = indicators.filled(period.code, ids)
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
    state = State(submission.state) if submission else State.OPEN
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
        late_days=0 if state == State.EXEMPT else late,
        filled=len(filled & {ref.code for ref in refs}),
        expected=len(refs),
    )
