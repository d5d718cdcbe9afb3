"""Figures of the past: what units reported before the platform was there, taken over month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from dean06.demo.figures.inventing import RESTS, ZERO_CODE, ZERO_UNITS, Inventor
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators import services as values
from dean06.steering.indicators.types import ImportedRow, IndicatorRef, Level, PeriodKind, PeriodRef, UnitRef

MONTHS = 24
#: Periods of other kinds that are told of.
_OTHERS = {PeriodKind.WEEK: 10, PeriodKind.HALF: 4, PeriodKind.YEAR: 2}
#: What was asked from the beginning; the other figures began a year ago.
_EARLY = {
    *("DVC-01", "DVC-03", "DVC-04", "DVC-05", "DVC-06", "KTX-01", "KTX-02", "KTX-09", "KTX-13", "CDS-01", "CDS-03"),
    *("DL-01", "DL-02", "DL-13"),
}
_ALL_SINCE = 13
#: Figures that the platform itself counts truly in the demo.
COUNTED_HERE = ("tasks.", "reporting.")
_REASON = "Số liệu trước khi dùng hệ thống"


class Figures:
    """What each unit reports in each period, and the counts it will give."""

    def __init__(self, seed: str, today: dt.date) -> None:
        self.running = indicators.period_on(PeriodKind.MONTH, today)
        self.collected = indicators.previous(self.running)
        self.months = indicators.periods_back(self.collected, MONTHS)
        table = indicators.targets(today)
        province = indicators.province()
        refs = indicators.in_force(today)
        goals = {}
        for ref in refs:
            of = [table.of(ref.code, unit) for unit in (province, *indicators.units(today, Level.COMMUNE)[:1])]
            found = next((target for target in of if target is not None), None)
            if found is not None and ref.is_rate:
                goals[ref.code] = float(found.minimum)
        self._bases = {ref.code: ref for ref in refs if ref.code in RESTS.values()}
        self._inventor = Inventor(seed, goals, MONTHS)
        self._zeros = {unit.id for unit in indicators.units(self.collected.last, Level.COMMUNE)[5::9][:ZERO_UNITS]}

    def owed(self, period: PeriodRef) -> dict[UnitRef, list[IndicatorRef]]:
        """Unit → the indicators it reports in a period, computed ones too."""
        refs = [ref for ref in indicators.in_force(period.last) if ref.frequency == period.kind]
        if period.last < self.months[-_ALL_SINCE].last:
            refs = [ref for ref in refs if ref.code in _EARLY]
        table = indicators.reporter_table(refs, period.last)
        found: dict[UnitRef, list[IndicatorRef]] = {}
        for unit in indicators.units(period.last):
            mine = [ref for ref in refs if unit.id in table[ref.code]]
            if mine:
                found[unit] = mine
        return found

    def given(self, unit: UnitRef, refs: Sequence[IndicatorRef], period: PeriodRef) -> list[ImportedRow]:
        """The rows of a unit for a period, parts of breakdowns after their whole."""
        month = self._month(period)
        rows: list[ImportedRow] = []
        for ref in refs:
            whole = self._whole(ref, unit, month)
            rows.append(ImportedRow(unit.code, ref.code, whole.numerator, whole.denominator))
            if ref.breakdown and period.last >= self.months[-3].last and not ref.is_computed:
                rows += [
                    ImportedRow(unit.code, ref.code, part.numerator, part.denominator, breakdown=key)
                    for key, part in self._inventor.parts(ref, whole).items()
                ]
        return rows

    def _whole(self, ref: IndicatorRef, unit: UnitRef, month: int) -> Pair:
        # The rate may be counted by the platform while the unit reports its rest: both must tell the same.
        if (rate := self._bases.get(RESTS.get(ref.code, ""))) is not None:
            return self._inventor.rest(rate, unit, month)
        pair = self._inventor.pair(ref, unit, month)
        if ref.code == ZERO_CODE and unit.id in self._zeros and month >= MONTHS - 2:
            return Pair(0, pair.denominator)
        return pair

    def _month(self, period: PeriodRef) -> int:
        """How many months after the oldest one the period ends; for periods of every kind."""
        first = self.months[0].last
        months = (period.last.year - first.year) * 12 + period.last.month - first.month
        return max(0, min(MONTHS, months))


def take_over(figures: Figures, actor: Actor, today: dt.date) -> int:
    """Import the months before the one being collected, its computed figures, and periods of other kinds."""
    count = 0
    for period in figures.months[:-1]:
        count += _import(figures, actor, period, lambda ref: True)
    count += _import(figures, actor, figures.collected, lambda ref: ref.is_computed)
    for kind, back in _OTHERS.items():
        last = indicators.previous(indicators.period_on(kind, today))
        for period in indicators.periods_back(last, back):
            count += _import(figures, actor, period, lambda ref: True)
    return count


def _import(figures: Figures, actor: Actor, period: PeriodRef, wanted: Callable[[IndicatorRef], bool]) -> int:
    rows = list(_rows(figures, period, wanted))
    refused = values.import_values(actor=actor, period=period.code, rows=rows, reason=_REASON)
    if refused:
        raise RuntimeError(f"the demo's figures of {period.code} were refused: {refused[:3]}")
    return len(rows)


def _rows(figures: Figures, period: PeriodRef, wanted: Callable[[IndicatorRef], bool]) -> Iterable[ImportedRow]:
    for unit, refs in figures.owed(period).items():
        mine = [ref for ref in refs if wanted(ref) and not ref.figure.startswith(COUNTED_HERE)]
        yield from figures.given(unit, mine, period)
