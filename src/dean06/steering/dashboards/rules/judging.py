"""What a figure is called against its target, and what counts as a step for the better."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.types import Direction, TargetRef


class Verdict(StrEnum):
    """Five words for a figure; "no cases" and "no data" are neither met nor missed."""

    BELOW = "below"
    MET = "met"
    NO_TARGET = "no_target"
    NO_CASES = "no_cases"
    NO_DATA = "no_data"

    @property
    def label(self) -> str:
        """The words on screen."""
        return _LABELS[self]

    @property
    def kind(self) -> str:
        """Colour of the badge that carries the words."""
        return _KINDS[self]

    @property
    def level(self) -> str:
        """Colour on maps."""
        return _LEVELS[self]


_LABELS = {
    Verdict.BELOW: "Chưa đạt",
    Verdict.MET: "Đạt",
    Verdict.NO_TARGET: "Theo dõi",
    Verdict.NO_CASES: "Không phát sinh",
    Verdict.NO_DATA: "Chưa có số liệu",
}
_KINDS = {
    Verdict.BELOW: "danger",
    Verdict.MET: "success",
    Verdict.NO_TARGET: "info",
    Verdict.NO_CASES: "neutral",
    Verdict.NO_DATA: "warning",
}
_LEVELS = {
    Verdict.BELOW: "danger",
    Verdict.MET: "success",
    Verdict.NO_TARGET: "info",
    Verdict.NO_CASES: "neutral",
    Verdict.NO_DATA: "none",
}


def amount(pair: Pair | None) -> Fraction | None:
    """What is compared with a target: percent of a rate, the count otherwise; ``None`` for no value and for 0 of 0."""
    if pair is None:
        return None
    if pair.denominator is None:
        return Fraction(pair.numerator)
    return None if pair.rate is None else pair.rate * 100


def judge(pair: Pair | None, target: TargetRef | None, direction: Direction, *, reached: bool | None) -> Verdict:
    """The word for a figure. ``reached``: what the rule of indicators says of value and target (``None``: nothing)."""
    if pair is None:
        return Verdict.NO_DATA
    if pair.denominator == 0:
        return Verdict.NO_CASES
    if target is None or direction is Direction.NONE or reached is None:
        return Verdict.NO_TARGET
    return Verdict.MET if reached else Verdict.BELOW


def is_zero(pair: Pair | None) -> bool:
    """0 of something: nothing was done although there were cases (not "no cases", not "no data")."""
    return pair is not None and pair.numerator == 0 and bool(pair.denominator)


def better(change: Fraction | None, direction: Direction) -> bool | None:
    """Whether a change is for the better; ``None`` for no change, an unknown one, and a figure that is only watched."""
    if not change or direction is Direction.NONE:
        return None
    return (change > 0) is (direction is Direction.HIGHER)
