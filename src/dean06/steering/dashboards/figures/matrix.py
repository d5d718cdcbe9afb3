"""PRIVATE. Units × indicators for one period: the pages of one group at a time, so that the table stays light."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import ascii_fold
from dean06.steering.dashboards.figures.reading import Figure, Sheet, closed, periods_for, sheet
from dean06.steering.dashboards.figures.scope import scope
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Direction, IndicatorRef, Level, PeriodKind, PeriodRef, UnitRef

#: Utility groups of the scheme (QĐ 06/QĐ-TTg): what the group number of an indicator means.
GROUPS = {
    1: "Giải quyết thủ tục hành chính",
    2: "Phát triển kinh tế, xã hội",
    3: "Công dân số",
    4: "Kết nối, chia sẻ, làm sạch dữ liệu",
    5: "Chỉ đạo, điều hành",
}
#: Columns on one page.
MOST_COLUMNS = 40
MATRIX_LEVELS = (Level.COMMUNE, Level.AGENCY, Level.FACILITY)


@dataclass(frozen=True, slots=True)
class Matrix:
    """``units`` are rows in the order asked for; ``refs`` the columns of this page of the group."""

    level: Level
    group: int
    groups: Sequence[int]
    period: PeriodRef
    periods: Sequence[PeriodRef]
    over: Mapping[PeriodKind, PeriodRef]
    refs: Sequence[IndicatorRef]
    units: Sequence[UnitRef]
    sheet: Sheet
    page: int
    pages: int
    only_below: bool
    sort: str

    def row(self, unit: UnitRef) -> list[Figure]:
        """The figures of a unit, in the order of the columns."""
        return [self.sheet.get(ref.code, unit.id) for ref in self.refs]

    def below(self, unit: UnitRef) -> int:
        """How many targets of this page the unit misses."""
        return sum(figure.below for figure in self.row(unit))

    def column_below(self, ref: IndicatorRef) -> int:
        """How many units miss the target of a column."""
        return sum(figure.below for figure in self.sheet.of(ref.code))


def matrix(
    actor: Actor,
    *,
    today: dt.date,
    level: str = "",
    group: int = 0,
    period: str = "",
    only_below: bool = False,
    sort: str = "",
    page: int = 1,
    whole: bool = False,
) -> Matrix:
    """The table for an actor; what may not be seen is an empty cell. ``group`` 0: all groups, page by page. ``sort``:
    "name", "below", or an indicator's code, with "-" the other way round. ``whole``: all columns at once.
    Raises ``NotAllowed``, ``PeriodNotFound``.
    """
    scope(actor)
    chosen = indicators.period(period) if period else closed(PeriodKind.MONTH, today)
    shown = next((one for one in MATRIX_LEVELS if one.value == level), Level.COMMUNE)
    catalogue = [ref for ref in indicators.in_force(chosen.last) if shown in ref.levels]
    groups = sorted({ref.group for ref in catalogue})
    group = group if group in groups else 0
    over = periods_for(chosen)
    units = indicators.units(chosen.last, shown)
    reporters = indicators.reporter_table([ref for ref in catalogue if group in (0, ref.group)], chosen.last)
    ids = {unit.id for unit in units}
    wanted = [ref for ref in catalogue if ids & reporters.get(ref.code, frozenset())]
    asked = {unit_id for ref in wanted for unit_id in reporters[ref.code]}
    units = [unit for unit in units if unit.id in asked]
    columns = max(len(wanted), 1) if whole else MOST_COLUMNS
    pages = max(1, -(-len(wanted) // columns))
    page = min(max(page, 1), pages)
    refs = wanted[(page - 1) * columns : page * columns]
    figures = sheet(actor, refs, units, over, indicators.targets(chosen.last))
    if only_below:
        units = [unit for unit in units if any(figure.below for figure in figures.of_unit(unit.id))]
        refs = [ref for ref in refs if any(figure.below for figure in figures.of(ref.code))]
    return Matrix(
        level=shown,
        group=group,
        groups=groups,
        period=chosen,
        periods=indicators.recent(PeriodKind.MONTH, 24, today)[::-1],
        over=over,
        refs=refs,
        units=_sorted(units, refs, figures, sort),
        sheet=Sheet(refs, units, figures.figures),
        page=page,
        pages=pages,
        only_below=only_below,
        sort=sort,
    )


def _sorted(units: Sequence[UnitRef], refs: Sequence[IndicatorRef], figures: Sheet, sort: str) -> list[UnitRef]:
    """Worst first for "below" and for a code; units without an amount stand last either way."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    if key == "name":
        return sorted(units, key=lambda unit: ascii_fold(unit.short_name).casefold(), reverse=descending)
    if key == "below":
        count = {unit.id: sum(figures.get(ref.code, unit.id).below for ref in refs) for unit in units}
        return sorted(units, key=lambda unit: count[unit.id], reverse=not descending)
    ref = next((one for one in refs if one.code == key), None)
    if ref is None:
        return list(units)
    amounts = {unit.id: figures.get(ref.code, unit.id).amount for unit in units}
    known = [unit for unit in units if amounts[unit.id] is not None]
    unknown = [unit for unit in units if amounts[unit.id] is None]
    best_first = (ref.direction is not Direction.LOWER) is descending
    return sorted(known, key=lambda unit: amounts[unit.id] or 0, reverse=best_first) + unknown
