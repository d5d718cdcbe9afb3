"""PRIVATE. From facts to values: for each period, the figures of every unit that reports a computed indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.aggregation.world import World
from dean06.steering.indicators.catalogue import reading
from dean06.steering.indicators.computed import facts
from dean06.steering.indicators.computed.places import Places, roll_up
from dean06.steering.indicators.computed.registry import Figure, figures, find
from dean06.steering.indicators.events import ValuesComputed
from dean06.steering.indicators.models import FigureProgress, Value, ValueChange
from dean06.steering.indicators.types import IndicatorRef, Level, Origin, PeriodRef, ValueState
from dean06.steering.indicators.values import periods as calendar

Wanted = dict[tuple[int, int], tuple[int, int | None]]


@service(permission="indicators.edit")
def refresh_computed(
    *, actor: Actor, write: Write, periods: Sequence[str], today: dt.date | None = None
) -> dict[str, int]:
    """Count what the modules of the platform count and make it the values of these periods (codes).

    Returns how many values changed in each. First the daily facts are brought up to date; a locked period stays as it
    is, and so does a figure that a person entered. Repeating it changes nothing. A value that changes after its period
    is over leaves a row in the history; before that it simply moves on. Raises ``PeriodNotFound``, ``NotAllowed``.
    """
    on = today or timezone.localdate()
    wanted = [calendar.period(code) for code in periods]
    world = World()
    places = Places(world.bodies)
    for figure in figures():
        facts.bring_up_to_date(figure, on, places)
    result = {}
    for period in wanted:
        result[period.code] = 0 if period.locked or period.first > on else _refresh(period, on, world, places)
        if result[period.code]:
            write.publish(ValuesComputed(period=period.code, changed=result[period.code]))
    write.audit("indicators.computed", subject="indicators.value:computed", details={"changed": result})
    return result


def _refresh(period: PeriodRef, today: dt.date, world: World, places: Places) -> int:
    until = min(period.last, today)
    refs = [ref for ref in reading.in_force(period.last) if ref.is_computed]
    sums = facts.added_up(period.first, until)
    wanted: Wanted = {}
    counted: dict[str, facts.Counts | None] = {}
    for ref in refs:
        figure = find(ref.figure)
        if figure is None:
            continue
        if figure.key not in counted:
            counted[figure.key] = _counts(figure, period, until, today, sums, places)
        _add(wanted, ref, figure, counted[figure.key], period, world)
    return _store(wanted, {ref.id for ref in refs if find(ref.figure)}, period, today)


def _counts(
    figure: Figure, period: PeriodRef, until: dt.date, today: dt.date, sums: dict[str, facts.Counts], places: Places
) -> facts.Counts | None:
    """Unit → counts of a figure in a period; ``None`` when it was not counted then."""
    if figure.daily:
        return sums.get(figure.key, {})
    if figure.at:
        began = FigureProgress.objects.filter(figure=figure.key).exists()
        found = facts.standing_on(figure.key, until)
        # What stood at the end of a time before the first count is not known, which is not the same as 0.
        return found if found or (began and until == today) else None
    assert figure.over is not None
    found = {}
    for fact in figure.over(period.first, until, today):
        unit = facts.place_of(figure, fact, places, until)
        if unit is not None:
            before = found.get(unit, (0, 0))
            found[unit] = (before[0] + fact.numerator, before[1] + fact.denominator)
    return found


def _add(
    wanted: Wanted, ref: IndicatorRef, figure: Figure, counts: facts.Counts | None, period: PeriodRef, world: World
) -> None:
    if counts is None:
        return
    reporters = world.reporters(ref, period.last)
    owner = next((unit.id for unit in world.bodies if unit.id in reporters and unit.code == ref.owner), None)
    if Level.PROVINCE in ref.levels and owner is None:
        owner = next((unit.id for unit in world.bodies if unit.id in reporters), None)
    whole_province = owner if Level.PROVINCE in ref.levels else None
    found = roll_up(counts, reporters, world.tree.units, whole_province)
    # Where nothing was counted in the whole province the module was not in use yet: that is no value, not 0.
    if figure.always and counts:
        for unit in reporters:
            found.setdefault(unit, (0, 0))
    for unit, (numerator, denominator) in found.items():
        wanted[ref.id, unit] = (numerator, denominator if ref.is_rate else None)


def _store(wanted: Wanted, indicators: set[int], period: PeriodRef, today: dt.date) -> int:
    rows = Value.objects.select_for_update(no_key=True).filter(period=period.id, indicator__in=indicators, breakdown="")
    stored = {(row.indicator_id, row.unit_id): row for row in rows.order_by("pk")}
    now, over = timezone.now(), today > period.last
    new: list[Value] = []
    changed: list[Value] = []
    gone: list[int] = []
    history: list[ValueChange] = []
    for key, row in stored.items():
        if row.origin == Origin.COMPUTED and key not in wanted:
            gone.append(row.pk)
            history.append(_change(row, None, period, now))
    for (indicator, unit), pair in wanted.items():
        found = stored.get((indicator, unit))
        if found is not None and (found.origin != Origin.COMPUTED or (found.numerator, found.denominator) == pair):
            continue
        target = found or Value(
            indicator_id=indicator, unit_id=unit, period_id=period.id, origin=Origin.COMPUTED, state=ValueState.ACCEPTED
        )
        if found is not None:
            history.append(_change(found, pair, period, now))
        target.numerator, target.denominator, target.updated_at = pair[0], pair[1], now
        (changed if found else new).append(target)
    Value.objects.filter(pk__in=gone).delete()
    Value.objects.bulk_create(new, batch_size=2_000)
    Value.objects.bulk_update(changed, ["numerator", "denominator", "updated_at"], batch_size=500)
    if over:
        ValueChange.objects.bulk_create(history, batch_size=2_000)
    return len(new) + len(changed) + len(gone)


def _change(row: Value, after: tuple[int, int | None] | None, period: PeriodRef, now: dt.datetime) -> ValueChange:
    return ValueChange(
        indicator_id=row.indicator_id,
        unit_id=row.unit_id,
        period_id=period.id,
        numerator_before=row.numerator,
        denominator_before=row.denominator,
        numerator_after=after[0] if after else None,
        denominator_after=after[1] if after else None,
        state=ValueState.ACCEPTED,
        origin=Origin.COMPUTED,
        reason="Hệ thống tính lại sau khi hết kỳ",
        at=now,
        by_name="Hệ thống",
    )
