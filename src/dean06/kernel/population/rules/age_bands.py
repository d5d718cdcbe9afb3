"""Age bands of statistics, from fine to coarse. Age is the year of the figures less the birth year. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Ages from ``low`` to ``high`` (both included); ``None``: and older."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """ "0–4", "85+", "Mọi tuổi"."""
        if self.high is None:
            return f"{self.low}+" if self.low else "Mọi tuổi"
        return f"{self.low}–{self.high}"


def bands(starts: Sequence[int]) -> tuple[Band, ...]:
    """Bands that begin at these ages; the last one is open."""
    return tuple(
        Band(low, starts[position + 1] - 1 if position + 1 < len(starts) else None)
        for position, low in enumerate(starts)
    )


#: One scheme serves the tables of all communes: the first in which no figure of the province is small and few communes
#: are hidden whole. The province itself is shown in the first in which none of its figures is small.
SCHEMES: tuple[tuple[Band, ...], ...] = (
    bands(range(0, 90, 5)),
    bands(range(0, 85, 5)),
    bands(range(0, 80, 10)),
    bands((0, 15, 60)),
    bands((0,)),
)


def band_of(age: int, scheme: Sequence[Band]) -> int:
    """Position of the band of an age; an age below zero (a birth later in the year) counts as zero."""
    return next(position for position in range(len(scheme) - 1, -1, -1) if max(age, 0) >= scheme[position].low)
