"""Where a figure will stand at the end of the year if things go on as they did: plain rules that a person can redo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.rules.ranking import percent
from dean06.steering.indicators.types import Accumulation, PeriodKind

__all__ = ["FEWEST", "LOOKED_AT", "Forecast", "forecast"]

#: Fewer known figures say nothing about a direction.
FEWEST = 3
#: How many of the latest figures are looked at.
LOOKED_AT = 6


@dataclass(frozen=True, slots=True)
class Forecast:
    """``value`` at the end of the year, between ``low`` and ``high``: percent for a rate, a count otherwise.

    ``pair``: the counts expected; ``method``: how it was found, as a sentence.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    pair: Pair
    method: str


def forecast(
    points: Sequence[Pair | None],
    *,
    this_year: int,
    remaining: int,
    accumulation: Accumulation,
    kind: PeriodKind,
    may_exceed: bool = False,
) -> Forecast | None:
    """The figure at the end of the year from the ``points`` so far, oldest first, one a period.

    ``this_year``: how many of the last points lie in the year; ``remaining``: how many periods are still to come.
    ``None`` with fewer than ``FEWEST`` known points, or when nothing is there to be counted.
    """
    known = [(place, point) for place, point in enumerate(points) if point is not None][-LOOKED_AT:]
    shapes = {point.denominator is None for _, point in known}
    if len(known) < FEWEST or len(shapes) != 1:
        return None
    rate = shapes == {False}
    runs = [[(place, Fraction(point.numerator)) for place, point in known]]
    if rate:
        runs.append([(place, Fraction(point.denominator or 0)) for place, point in known])
    word = {PeriodKind.WEEK: "tuần", PeriodKind.MONTH: "tháng"}.get(kind, "kỳ")
    if accumulation == Accumulation.FLOW:
        current = [point for point in points[len(points) - this_year :] if point is not None]
        # What was not reported happened all the same.
        remaining += this_year - len(current)
        so_far = [sum(point.numerator for point in current), sum(point.denominator or 0 for point in current)]
        ends = [_by_mean(run, start, remaining) for run, start in zip(runs, so_far, strict=False)]
        method = (
            f"Cộng số đã có trong năm với bình quân {len(known)} {word} gần nhất cho {remaining} {word} chưa có số."
        )
    else:
        ahead = remaining + len(points) - 1 - known[-1][0]
        rising = accumulation == Accumulation.CUMULATIVE
        ends = [_by_trend(run, ahead, rising) for run in runs]
        method = f"Kéo dài mức tăng, giảm thường thấy của {len(known)} {word} gần nhất thêm {ahead} {word}."
    if not rate:
        low, middle, high = ends[0]
        return Forecast(Decimal(middle), Decimal(low), Decimal(high), Pair(middle), method)
    whole = ends[1][1]
    pairs = [Pair(count if may_exceed else min(count, whole), whole) for count in ends[0]]
    shown = [percent(pair) for pair in pairs]
    if shown[0] is None or shown[1] is None or shown[2] is None:
        return None
    return Forecast(shown[1], shown[0], shown[2], pairs[1], method)


Run = Sequence[tuple[int, Fraction]]


def _by_mean(run: Run, so_far: int, remaining: int) -> tuple[int, int, int]:
    values = [value for _, value in run]
    mean = sum(values, Fraction(0)) / len(values)
    low, middle, high = (so_far + remaining * step for step in (min(values), mean, max(values)))
    return round(low), round(middle), round(high)


def _by_trend(run: Run, ahead: int, rising: bool) -> tuple[int, int, int]:
    """The last value continued by the smallest, the median (Theil-Sen) and the largest step of a period."""
    steps = [(run[b][1] - run[a][1]) / (run[b][0] - run[a][0]) for a in range(len(run)) for b in range(a + 1, len(run))]
    neighbours = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(run)]
    last, floor = run[-1][1], run[-1][1] if rising else Fraction(0)
    found = sorted(
        max(floor, last + ahead * step)
        for step in (min(neighbours, default=Fraction(0)), median(steps), max(neighbours, default=Fraction(0)))
    )
    return round(found[0]), round(found[1]), round(found[2])
