"""Adding counts: the figures of units to a total, those of months to a year. Sums of counts, never of ratios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.types import Accumulation, Cell

__all__ = ["NOTHING", "Sum", "combine_periods", "total"]


class Sum(NamedTuple):
    """Values added up: how many they were, and how many of them were accepted."""

    numerator: int
    denominator: int
    number: int
    accepted: int


NOTHING = Sum(0, 0, 0, 0)


def total(
    code: str,
    unit_id: int,
    period: str,
    *,
    expected: int,
    found: Sum,
    stated: Callable[[], Sum],
    heads: int,
    is_rate: bool,
    split: bool = False,
) -> Cell:
    """The cell of what ``expected`` reporters gave.

    Where no reporter gave anything, what the unit itself (or its predecessors, ``heads`` in number) states is used and
    marked.
    """
    number = found.number
    if number:
        whole = number == expected and found.accepted == number
        pair = Pair(found.numerator, found.denominator if is_rate else None)
        return Cell(code, unit_id, period, pair, number, expected, not whole, split)
    said = stated()
    if said.number:
        whole = said.number == heads and said.accepted == said.number
        pair = Pair(said.numerator, said.denominator if is_rate else None)
        return Cell(code, unit_id, period, pair, 0, expected, not whole, split, True)
    return Cell(code, unit_id, period, None, 0, expected, expected > 0, split)


def combine_periods(cell: Cell, parts: Sequence[Cell], complete: bool, accumulation: Accumulation, rate: bool) -> Cell:
    """The cell of a longer period from those of its parts, oldest first; ``complete``: none is still to come.

    What happened in the period is added up; of what stands at a moment the last known part is taken, so that figures of
    different days are never mixed, and the cell bears the period of that part. ``reported`` and ``expected`` count the
    figures of the parts used. Parts counted in another way (a plain count where this is a rate) are left out.
    """
    fitting = [part for part in parts if part.pair is not None and (part.pair.denominator is not None) == rate]
    if accumulation == Accumulation.FLOW:
        pairs = [part.pair for part in fitting if part.pair is not None]
        return replace(
            cell,
            pair=sum(pairs[1:], pairs[0]) if pairs else None,
            reported=sum(part.reported for part in parts),
            expected=sum(part.expected for part in parts),
            provisional=not complete or len(fitting) < len(parts) or any(part.provisional for part in parts),
            split=any(part.split for part in parts),
            stated=any(part.stated for part in fitting),
        )
    if not fitting:
        return replace(cell, expected=parts[-1].expected if parts else 0, provisional=True)
    last = fitting[-1]
    final = complete and last is parts[-1]
    return replace(last, provisional=last.provisional or not final)
