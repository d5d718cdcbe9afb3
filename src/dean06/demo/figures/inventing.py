"""Made-up counts of an indicator for a unit and period: steady trends, strong and weak units, no jumps, sums that hold.

Pure: the same seed gives the same figures. A rate begins below its target and comes near it; a cumulative count never
falls; a count that is the rest of another one ("still paid in cash") is computed from it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.types import Accumulation, Counted, Direction, IndicatorRef, Level, UnitRef

#: What a commune of middle size counts in a month.
_BASE = {
    Counted.PERSON: 4_200,
    Counted.HOUSEHOLD: 1_500,
    Counted.DOSSIER: 170,
    Counted.MONEY: 850_000_000,
    Counted.FACILITY: 7,
    Counted.ACCOUNT: 2_600,
    Counted.CARD: 4_000,
    Counted.RECORD: 5_200,
    Counted.LOOKUP: 900,
    Counted.PROCEDURE: 120,
    Counted.SERVICE: 46,
    Counted.TASK: 14,
    Counted.DOCUMENT: 6,
    Counted.BODY: 5,
    Counted.DEVICE: 9,
    Counted.CASE: 34,
    Counted.DAY: 20,
    Counted.POINT: 100,
}
#: As large for the whole province as for one body.
_NOT_SUMMED = {Counted.POINT, Counted.SERVICE, Counted.PROCEDURE, Counted.DAY, Counted.DOCUMENT, Counted.TASK}
#: Code of a count → the rate whose rest it is.
RESTS = {"KTX-02": "KTX-01", "DL-02": "DL-01", "DL-04": "DL-03", "DL-10": "DL-09"}
#: Whole numbers of the province that everybody knows: code → of how many.
_OF = {
    "DVC-22": 25, "DVC-23": 10, "KTX-04": 69, "CD-04": 18, "CD-05": 8, "CD-06": 14, "CD-09": 110, "CD-16": 40,
    "DL-26": 69,
}  # fmt: skip
#: All of them are there: the appendices list each.
_ALL = {"DVC-22", "DVC-23"}
#: Plain counts of the province that hardly move.
_ABOUT = {"CD-08": 6, "CD-17": 3, "DL-25": 14, "CDS-09": 35, "DVC-38": 1_762, "DVC-46": 1_923, "KTX-27": 5}
#: Online payment: so many communes have dossiers and not one paid online.
ZERO_CODE, ZERO_UNITS = "DVC-04", 7
_START_BELOW, _WIDEST = 24.0, 7.0


class Inventor:
    """Figures of one province over ``months`` months; ``goals``: code → target in percent, where there is one."""

    def __init__(self, seed: str, goals: dict[str, float], months: int) -> None:
        self._seed, self._goals, self._months = seed, goals, months

    def pair(self, ref: IndicatorRef, unit: UnitRef, month: int) -> Pair:
        """Counts of month ``month`` (0: the oldest). ``RESTS`` are given by ``rest`` instead."""
        if ref.code in _ABOUT:
            return Pair(_ABOUT[ref.code] + self._chance("about", ref.code, month).randint(0, 2))
        size = self._size(ref, unit)
        along = month / max(self._months - 1, 1)
        if not ref.is_rate:
            return Pair(self._count(ref, unit, month, along, size))
        denominator = self._denominator(ref, unit, month, size)
        if ref.code in _ALL:
            return Pair(denominator, denominator)
        share = self._share(ref, unit, month, along)
        return Pair(min(denominator, round(denominator * share)), denominator)

    def rest(self, of: IndicatorRef, unit: UnitRef, month: int) -> Pair:
        """What the rate ``of`` leaves over."""
        pair = self.pair(of, unit, month)
        return Pair((pair.denominator or 0) - pair.numerator)

    def parts(self, ref: IndicatorRef, whole: Pair) -> dict[str, Pair]:
        """The whole, divided among the parts of the breakdown so that they add up."""
        keys = [key for key, _ in ref.breakdown]
        chance = self._chance("parts", ref.code)
        weights = [chance.uniform(0.5, 2) for _ in keys]
        numerators = _divided(whole.numerator, weights)
        if whole.denominator is None:
            return {key: Pair(number) for key, number in zip(keys, numerators, strict=True)}
        rests = _divided(whole.denominator - whole.numerator, weights)
        return {key: Pair(number, number + rest) for key, number, rest in zip(keys, numerators, rests, strict=True)}

    def _size(self, ref: IndicatorRef, unit: UnitRef) -> float:
        """How large a unit is, seen from a commune of today."""
        own = 0.55 + 0.9 * self._chance("size", unit.code).random()
        if unit.level == Level.COMMUNE:
            return own * (0.3 if unit.valid_to is not None else 1.0)
        if Level.PROVINCE in ref.levels:
            return 1.0 if ref.counted in _NOT_SUMMED else 69.0
        return own * 1.6

    def _denominator(self, ref: IndicatorRef, unit: UnitRef, month: int, size: float) -> int:
        if ref.code in _OF:
            return _OF[ref.code]
        base = _BASE[ref.counted] * size
        if ref.accumulation == Accumulation.CUMULATIVE:
            return max(1, round(base))
        if ref.accumulation == Accumulation.STOCK:
            return max(1, round(base * (1 + 0.001 * month)))
        return round(base * self._noise(ref, unit, month, 0.12))

    def _share(self, ref: IndicatorRef, unit: UnitRef, month: int, along: float) -> float:
        own = self._chance("quality", ref.code, unit.code).gauss(0, 0.45) + self._chance("all", unit.code).gauss(0, 0.7)
        own = max(-1.8, min(1.8, own))
        wobble = (
            0.0
            if ref.accumulation == Accumulation.CUMULATIVE
            else self._chance("m", ref.code, unit.code, month).gauss(0, 0.5)
        )
        if ref.direction == Direction.LOWER:
            percent = 11 - 7 * along - 1.6 * own + wobble
        else:
            goal = self._goals.get(ref.code, self._chance("goal", ref.code).uniform(78, 95))
            top = min(99.7, goal + 2.5)
            percent = (
                top - _START_BELOW * (1 - along) * min(1.0, top / 60) + (own - 0.4) * min(_WIDEST, top / 8) + wobble
            )
        return max(0.0, min(100.0, percent)) / 100

    def _count(self, ref: IndicatorRef, unit: UnitRef, month: int, along: float, size: float) -> int:
        base = _BASE[ref.counted] * size * (0.25 if ref.counted in (Counted.PERSON, Counted.RECORD) else 1.0)
        if ref.accumulation == Accumulation.CUMULATIVE:
            return round(base * (0.45 + 0.55 * along))
        if ref.accumulation == Accumulation.STOCK:
            return round(base * (1 - 0.4 * along if ref.direction == Direction.LOWER else 0.9 + 0.1 * along))
        return round(base * self._noise(ref, unit, month, 0.14))

    def _noise(self, ref: IndicatorRef, unit: UnitRef, month: int, width: float) -> float:
        return 1 + self._chance("noise", ref.code, unit.code, month).uniform(-width, width)

    def _chance(self, *key: object) -> random.Random:
        return random.Random(":".join((self._seed, *map(str, key))))  # noqa: S311 - invented figures, not secrets


def _divided(whole: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``whole``."""
    total, given, parts = sum(weights), 0, []
    for number, weight in enumerate(weights):
        last = number == len(weights) - 1
        part = whole - given if last else int(whole * weight / total)
        parts.append(part)
        given += part
    return parts
