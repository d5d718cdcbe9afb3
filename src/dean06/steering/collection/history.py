"""PRIVATE. The unit's own earlier figures, as the rules of checking want them."""

from __future__ import annotations

from functools import cached_property

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.collection.rules.checking import Known
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import IndicatorRef, PeriodRef, UnitRef, ValueRow

#: Periods looked back at: a year of months, a quarter of weeks.
BACK = 12


class Histories:
    """Earlier figures of one unit, read once when first asked for: two queries."""

    def __init__(self, actor: Actor, unit: UnitRef, period: PeriodRef) -> None:
        self._actor, self._unit, self._period = actor, unit, period

    @cached_property
    def periods(self) -> list[PeriodRef]:
        """The periods before, oldest first."""
        return indicators.periods_back(self._period, BACK + 1)[:-1]

    @cached_property
    def _rows(self) -> dict[str, dict[tuple[str, str], ValueRow]]:
        return indicators.values_over(self._actor, self._unit.id, self.periods)

    def of(self, code: str, breakdown: str = "") -> list[Pair]:
        """The earlier figures that exist, oldest first."""
        rows = (self._rows.get(period.code, {}).get((code, breakdown)) for period in self.periods)
        return [Pair(row.numerator, row.denominator) for row in rows if row is not None]

    def last(self, code: str, breakdown: str = "") -> Pair | None:
        """The figure of the period just before."""
        if not self.periods:
            return None
        row = self._rows.get(self.periods[-1].code, {}).get((code, breakdown))
        return Pair(row.numerator, row.denominator) if row else None


def known_of(ref: IndicatorRef, breakdown: str, histories: Histories) -> Known:
    """What the rules may know of one row."""
    return Known(
        is_rate=ref.is_rate,
        accumulation=ref.accumulation,
        history=histories.of(ref.code, breakdown),
        last=histories.last(ref.code, breakdown),
        may_exceed=ref.may_exceed,
    )
