"""PRIVATE. Cells, series, ranks of indicators. Ratios, ranks, changes and totals are made here, when they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from dean06.kernel.common.actors import Actor
from dean06.steering.indicators.aggregation.figures import Figures
from dean06.steering.indicators.aggregation.world import is_longer
from dean06.steering.indicators.catalogue import reading as catalogue
from dean06.steering.indicators.catalogue import units
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.rules import ranking as rules
from dean06.steering.indicators.rules.forecasting import LOOKED_AT, Forecast
from dean06.steering.indicators.rules.forecasting import forecast as forecast_of
from dean06.steering.indicators.types import (
    Cell,
    Direction,
    IndicatorRef,
    Level,
    PeriodKind,
    PeriodRef,
    Ranked,
)
from dean06.steering.indicators.values import periods as calendar

__all__ = ["Forecast", "Table", "cells", "cells_of", "cells_over", "forecast", "ranking", "ranks", "series"]


class Table:
    """Cells of one period by indicator and unit, each made when it is asked for."""

    def __init__(self, figures: Figures, period: PeriodRef, codes: Collection[str]) -> None:
        self._figures = figures
        self._codes = frozenset(codes)
        self._made: dict[tuple[str, int], Cell] = {}
        self.period = period

    def get(self, code: str, unit_id: int) -> Cell:
        """One cell; an empty one for what was not asked for, is not known or not to be seen."""
        key = (code, unit_id)
        if key not in self._made:
            known = unit_id in self._figures.world.tree.units and code in self._codes
            self._made[key] = (
                self._figures.cell(code, unit_id, self.period) if known else Cell(code, unit_id, self.period.code, None)
            )
        return self._made[key]

    def ref(self, code: str) -> IndicatorRef | None:
        """The indicator as it was defined on the last day of the period."""
        return self._figures.definitions.on(code, self.period.last)


def cells(
    actor: Actor, codes: Collection[str], unit_ids: Collection[int], period: PeriodRef, breakdown: str = ""
) -> Table:
    """The matrix of indicators and units for one period, of the whole or of one part of a ``breakdown``.

    An indicator of another frequency is brought to the period: a weekly one in a month by the weeks that end in it, a
    yearly one in a month by the last year that ended (``Cell.period`` says of which period the figure is).
    Raises ``UnitNotFound`` for an id that is none, ``NotAllowed``. Six queries.
    """
    return Table(Figures(actor, {period: codes}, unit_ids, breakdown=breakdown), period, codes)


def cells_over(
    actor: Actor, codes: Collection[str], unit_ids: Collection[int], periods: Sequence[PeriodRef]
) -> dict[str, Table]:
    """``cells`` of several periods by code, oldest first in the order given. Six queries."""
    return cells_of(actor, dict.fromkeys(periods, codes), unit_ids)


def cells_of(actor: Actor, asked: Mapping[PeriodRef, Collection[str]], unit_ids: Collection[int]) -> dict[str, Table]:
    """``cells`` of several periods by code, each with the indicators ``asked`` of it. Six queries."""
    figures = Figures(actor, asked, unit_ids)
    return {period.code: Table(figures, period, codes) for period, codes in asked.items()}


def series(
    actor: Actor, codes: Collection[str], unit_id: int, periods: Sequence[PeriodRef], breakdown: str = ""
) -> dict[str, list[Cell]]:
    """Indicator → its cells over ``periods`` for one unit, across the merger. Seven queries at most."""
    figures = Figures(actor, dict.fromkeys(periods, codes), [unit_id], breakdown=breakdown)
    return {code: [figures.cell(code, unit_id, period) for period in periods] for code in figures.codes}


def ranking(actor: Actor, code: str, period: PeriodRef, level: Level = Level.COMMUNE) -> list[Ranked]:
    """The units of a level for which an indicator is reported, best first; ties share a rank.

    Units without cases, and then those without a value, come last, unranked. Who does not see the whole province sees
    the public ranking: accepted values only, one's own too, so that a rank is the same for everybody. An indicator that
    is only watched is sorted, not ranked. One of a longer frequency is ranked by its last period that ended.
    Raises ``IndicatorNotFound``, ``NotAllowed``. At most fourteen queries.
    """
    ref = catalogue.indicator(code, period.last)
    base = calendar.latest_ended(ref.frequency, period.last) if is_longer(ref.frequency, period.kind) else period
    before = calendar.previous(base)
    bodies = units.units(base.last, level)
    figures = Figures(actor, {before: [code], base: [code]}, [unit.id for unit in bodies], public_only=True)
    targets = catalogue.targets(base.last)
    present = {unit.id: figures.cell(code, unit.id, base) for unit in bodies}
    concerned = [unit for unit in bodies if present[unit.id].expected or present[unit.id].pair is not None]
    places = rules.ranks({unit.id: present[unit.id].pair for unit in concerned}, ref.direction)
    rows = []
    for unit in concerned:
        cell = present[unit.id]
        met = rules.reached(ref, targets.of(code, unit), cell.pair)
        moved = rules.change(figures.cell(code, unit.id, before).pair, cell.pair)
        rows.append(Ranked(unit, cell, places.get(unit.id), moved, None if met is None else not met))
    return sorted(rows, key=lambda row: _order(row, ref.direction))


def ranks(actor: Actor, codes: Collection[str], unit_id: int, period: PeriodRef) -> dict[str, tuple[int, int]]:
    """Indicator → (rank of a unit, how many are ranked) among the units of its level, as ``ranking`` ranks them.

    Indicators without a rank are absent. Raises ``UnitNotFound``, ``NotAllowed``. At most eight queries.
    """
    everything = units.units(period.last)
    level = next((unit.level for unit in everything if unit.id == unit_id), None)
    if level is None:
        raise UnitNotFound(unit=unit_id)
    bodies = [unit.id for unit in everything if unit.level == level]
    figures = Figures(actor, {period: codes}, bodies, public_only=True)
    found = {}
    for code in figures.codes:
        ref = figures.definitions.on(code, period.last)
        if ref is None:
            continue
        places = rules.ranks({body: figures.cell(code, body, period).pair for body in bodies}, ref.direction)
        if unit_id in places:
            found[code] = (places[unit_id], len(places))
    return found


def forecast(actor: Actor, code: str, unit_id: int, period: PeriodRef) -> Forecast | None:
    """Where a weekly or monthly figure will stand at the end of the year in which the period lies.

    ``None`` with too few figures, for a longer frequency, and in the last period of the year.
    Raises ``IndicatorNotFound``, ``UnitNotFound``, ``NotAllowed``. At most fifteen queries.
    """
    ref = catalogue.indicator(code, period.last)
    if ref.frequency not in (PeriodKind.WEEK, PeriodKind.MONTH):
        return None
    last = calendar.latest_ended(ref.frequency, period.last)
    this_year, remaining = calendar.place_in_year(last)
    if not remaining:
        return None
    back = calendar.periods_back(last, max(this_year, LOOKED_AT))
    points = [cell.pair for cell in series(actor, [code], unit_id, back)[code]]
    return forecast_of(
        points,
        this_year=this_year,
        remaining=remaining,
        accumulation=ref.accumulation,
        kind=ref.frequency,
        may_exceed=ref.may_exceed,
    )


def _order(row: Ranked, direction: Direction) -> tuple[int, Fraction, str]:
    found = rules.measure(row.cell.pair)
    if found is None:
        return (1 if row.cell.no_cases else 2), Fraction(0), row.unit.name
    return 0, (found if direction == Direction.LOWER else -found), row.unit.name
