"""PUBLIC. A figure is always two counts; the rate is computed on reading."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Pair:
    """``numerator`` of ``denominator`` (both counts, or both đồng). ``denominator`` is ``None`` for a plain count."""

    numerator: int
    denominator: int | None = None

    def __add__(self, other: Pair) -> Pair:
        """Sum of two pairs of one kind. Raises ``ValueError`` for a count and a rate together."""
        if (self.denominator is None) != (other.denominator is None):
            raise ValueError("a plain count and a rate cannot be added")
        if self.denominator is None or other.denominator is None:
            return Pair(self.numerator + other.numerator)
        return Pair(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def rate(self) -> Fraction | None:
        """Exact share, ``None`` for a plain count and for 0 of 0: never 0 %."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None
