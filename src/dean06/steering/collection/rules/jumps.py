"""Is a figure far beyond what the unit has reported before? A robust rule: median and spread of its own history.

Logarithms make "three times as much" the same distance for a small and a large commune; the median and the median
absolute deviation do not move when one earlier month was wrong itself. With fewer than four earlier figures the rule
only looks for the slip of a digit: ten times as much or as little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

#: Distance from the median, in spreads, beyond which a figure is doubted.
FAR = 4.0
#: The least spread taken, so that a steady series does not cry at every change: a quarter more or less.
LEAST_SPREAD = math.log(1.25)
#: Changes smaller than this many cases are never doubted: in small communes everything jumps.
SMALL = 10
LEAST_HISTORY = 4


@dataclass(frozen=True, slots=True)
class Jump:
    """The figure is ``higher`` (or lower) than ``low`` to ``high``, what ``periods`` earlier periods had."""

    higher: bool
    low: int
    high: int
    periods: int


def jump(value: int, history: Sequence[int]) -> Jump | None:
    """What is unusual about ``value`` after ``history`` (counts, oldest first), or ``None``.

    Small values: ``SMALL`` cases of difference are needed. With an empty history nothing can be said.
    """
    if not history:
        return None
    logs = [math.log1p(one) for one in history]
    middle = median(logs)
    spread = max(1.4826 * median(abs(one - middle) for one in logs), LEAST_SPREAD)
    # An earlier month that was wrong itself does not make its like usual.
    usual = [one for one, log in zip(history, logs, strict=True) if abs(log - middle) <= FAR * spread] or list(history)
    if min(usual) - SMALL < value < max(usual) + SMALL:
        return None
    told = Jump(value > max(usual), min(usual), max(usual), len(history))
    if len(history) < LEAST_HISTORY:
        last = history[-1]
        tenfold = value >= 10 * max(last, 1) or (last >= 10 * max(value, 1))
        return told if tenfold and abs(value - last) >= 5 * SMALL else None
    return told if abs(math.log1p(value) - middle) > FAR * spread else None


def increments(history: Sequence[int]) -> list[int]:
    """What was added from one figure to the next; a fall (a correction) counts as nothing added."""
    return [max(after - before, 0) for before, after in pairwise(history)]
