"""Comparing figures: ranks with ties, changes, targets. Exact fractions; 0 of 0 is never compared."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.types import Direction, IndicatorRef, TargetRef

__all__ = ["change", "measure", "percent", "ranks", "reached"]

Key = TypeVar("Key", bound=Hashable)
_CENT = Decimal("0.01")


def measure(pair: Pair | None) -> Fraction | None:
    """What is compared: the rate, or the count; ``None`` without a value and for 0 of 0."""
    if pair is None:
        return None
    return Fraction(pair.numerator) if pair.denominator is None else pair.rate


def ranks(pairs: Mapping[Key, Pair | None], direction: Direction) -> dict[Key, int]:
    """Rank 1 for the best; ties share a rank and the next one is left out (1, 2, 2, 4).

    What has no value or no cases has no rank; nobody has one where neither more nor less is better.
    """
    if direction == Direction.NONE:
        return {}
    sign = -1 if direction == Direction.HIGHER else 1
    order = sorted((sign * found, key) for key, pair in pairs.items() if (found := measure(pair)) is not None)
    places: dict[Key, int] = {}
    for place, (value, key) in enumerate(order, start=1):
        tied = place > 1 and order[place - 2][0] == value
        places[key] = places[order[place - 2][1]] if tied else place
    return places


def change(before: Pair | None, after: Pair | None) -> Fraction | None:
    """Percentage points (as a fraction of 1) for a rate, a difference for a count; ``None`` when either is missing."""
    if before is None or after is None:
        return None
    first, second = before.denominator, after.denominator
    if first is None and second is None:
        return Fraction(after.numerator - before.numerator)
    if not first or not second:
        return None
    return Fraction(after.numerator * first - before.numerator * second, first * second)


def reached(ref: IndicatorRef, target: TargetRef | None, pair: Pair | None) -> bool | None:
    """Whether a figure meets its target (percent for a rate, a count otherwise).

    More is better: at least ``minimum``, the lower end of a range such as 25-30 %. Less is better: at most ``maximum``,
    or ``minimum`` where there is no range. ``None``: no target, no value, no cases, or a figure that is only watched.
    """
    found = measure(pair)
    if target is None or found is None or ref.direction == Direction.NONE:
        return None
    if ref.is_rate:
        found *= 100
    if ref.direction == Direction.HIGHER:
        return found >= Fraction(target.minimum)
    return found <= Fraction(target.minimum if target.maximum is None else target.maximum)


def percent(pair: Pair | None) -> Decimal | None:
    """The rate in per cent with two decimals, rounded half up, but 99,996 % never becomes 100 and 0,001 % never 0.

    ``None`` for a plain count, without a value, and for 0 of 0.
    """
    rate = pair.rate if pair is not None else None
    if rate is None:
        return None
    exact = rate * 100
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_HALF_UP)
    for edge in (0, 100):
        if shown == edge and exact != edge:
            return shown + (_CENT if exact > edge else -_CENT)
    return shown
