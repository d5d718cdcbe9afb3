"""PRIVATE. Daily facts: only days since the last run and days marked stale are counted again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, Sum

from dean06.steering.indicators.computed.places import Places
from dean06.steering.indicators.computed.registry import Fact, Figure, figures
from dean06.steering.indicators.models import DailyFact, FigureProgress, StaleDay

#: The first run looks back so far: two years of months, and the half-year before them.
FIRST_LOOK_BACK = dt.timedelta(days=915)
Counts = dict[int, tuple[int, int]]


def mark_stale(figures: Iterable[str], days: Iterable[dt.date]) -> None:
    """Have these days of these figures counted again by the next run. Doing it twice changes nothing."""
    StaleDay.objects.bulk_create(
        [StaleDay(figure=figure, day=day) for figure in figures for day in days], ignore_conflicts=True
    )


def bring_up_to_date(figure: Figure, today: dt.date, places: Places) -> int:
    """Count a figure's days that may have changed; returns how many facts did. Running twice changes nothing."""
    if figure.over is not None:
        return 0
    with transaction.atomic():
        progress, new = FigureProgress.objects.select_for_update().get_or_create(
            figure=figure.key, defaults={"up_to": today}
        )
        changed = _standing(figure, today, places) if figure.at else _days(figure, today, places, progress, new)
        progress.up_to = max(progress.up_to, today)
        progress.save(update_fields=["up_to"])
    return changed


def _days(figure: Figure, today: dt.date, places: Places, progress: FigureProgress, new: bool) -> int:
    assert figure.daily is not None
    start = today - FIRST_LOOK_BACK if new else progress.up_to - dt.timedelta(days=figure.revisit)
    stale = list(StaleDay.objects.filter(figure=figure.key).values_list("pk", "day"))
    # Taken off before counting: what happens meanwhile marks the day once more.
    StaleDay.objects.filter(pk__in=[pk for pk, _ in stale]).delete()
    spans = [(min(start, today), today), *((day, day) for _, day in stale if day < start)]
    changed = 0
    for first, last in spans:
        counted = _by_unit(figure, figure.daily(first, last), places)
        changed += _replace(figure.key, first, last, counted)
    return changed


def _by_unit(figure: Figure, found: Iterable[Fact], places: Places) -> dict[tuple[int, dt.date], tuple[int, int]]:
    counted: dict[tuple[int, dt.date], tuple[int, int]] = {}
    for fact in found:
        if fact.day is None:
            raise ValueError(f"{figure.key}: a fact counted by day needs its day")
        unit = place_of(figure, fact, places, fact.day)
        if unit is not None and (fact.numerator or fact.denominator):
            before = counted.get((unit, fact.day), (0, 0))
            counted[unit, fact.day] = (before[0] + fact.numerator, before[1] + fact.denominator)
    return counted


def place_of(figure: Figure, fact: Fact, places: Places, day: dt.date) -> int | None:
    """Id of the reporting unit that a fact counts for."""
    return places.of_commune(fact.place, day) if figure.by_commune else places.of_agency(fact.place, day)


def _replace(key: str, first: dt.date, last: dt.date, counted: dict[tuple[int, dt.date], tuple[int, int]]) -> int:
    """Make the stored facts of these days what was counted; only what differs is written."""
    stored = {(row.unit_id, row.day): row for row in DailyFact.objects.filter(figure=key, day__range=(first, last))}
    new, changed = [], []
    for (unit, day), (numerator, denominator) in counted.items():
        row = stored.pop((unit, day), None)
        if row is None:
            fact = DailyFact(figure=key, unit_id=unit, day=day, numerator=numerator, denominator=denominator)
            new.append(fact)
        elif (row.numerator, row.denominator) != (numerator, denominator):
            row.numerator, row.denominator = numerator, denominator
            changed.append(row)
    DailyFact.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    DailyFact.objects.bulk_create(new, batch_size=2_000)
    DailyFact.objects.bulk_update(changed, ["numerator", "denominator"], batch_size=500)
    return len(new) + len(changed) + len(stored)


def _standing(figure: Figure, today: dt.date, places: Places) -> int:
    """How things stand today; a unit's fact is written only when it differs from its last one."""
    assert figure.at is not None
    counted: Counts = {}
    for fact in figure.at(today):
        unit = place_of(figure, fact, places, today)
        if unit is not None:
            before = counted.get(unit, (0, 0))
            counted[unit] = (before[0] + fact.numerator, before[1] + fact.denominator)
    earlier = standing_on(figure.key, today - dt.timedelta(days=1))
    for unit in earlier:
        counted.setdefault(unit, (0, 0))
    wanted = {(unit, today): pair for unit, pair in counted.items() if earlier.get(unit) != pair}
    return _replace(figure.key, today, today, wanted)


def standing_on(key: str, day: dt.date) -> Counts:
    """Unit → its last fact of a figure up to a day. One query."""
    latest = DailyFact.objects.filter(figure=key, day__lte=day).values("unit_id").annotate(last=Max("day"))
    wanted = {row["unit_id"]: row["last"] for row in latest}
    rows = DailyFact.objects.filter(figure=key, day__in=set(wanted.values()))
    return {
        unit: (numerator, denominator)
        for unit, found, numerator, denominator in rows.values_list("unit_id", "day", "numerator", "denominator")
        if wanted.get(unit) == found
    }


def added_up(first: dt.date, last: dt.date) -> dict[str, Counts]:
    """Figure → unit → sum of its facts of these days, for all figures counted by day. One query."""
    keys = [figure.key for figure in figures() if figure.daily]
    rows = DailyFact.objects.filter(figure__in=keys, day__range=(first, last)).order_by()
    found: dict[str, Counts] = {}
    for row in rows.values("figure", "unit_id").annotate(above=Sum("numerator"), below=Sum("denominator")):
        found.setdefault(row["figure"], {})[row["unit_id"]] = (int(row["above"]), int(row["below"]))
    return found
