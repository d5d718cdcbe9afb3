"""PRIVATE. Figures that modules declare: each once, with what is counted and how. Offered through ``services``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dean06.steering.indicators.types import Accumulation, Counted


class Fact(NamedTuple):
    """What was counted for one place: code of an agency, or of a commune where the figure is ``by_commune``."""

    place: str
    numerator: int
    denominator: int = 0
    #: Only for figures counted by day.
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a module of the platform counts. Exactly one of ``daily``, ``at`` and ``over`` is given.

    ``daily(first, last)``: counts of each day that may be added up; ``revisit``: how many days before the last counted
    one are counted again in each run, as what happened on them may still change (events mark older days stale).
    ``at(today)``: how things stand today, kept by day; what was not counted on its day is not known later.
    ``over(first, last, today)``: counted for a period as a whole, from tables that are small or indexed by day.
    ``always``: nothing counted means 0, not "no value".
    """

    key: str
    label: str
    counts: str
    counted: Counted
    accumulation: Accumulation
    daily: Callable[[dt.date, dt.date], Iterable[Fact]] | None = None
    at: Callable[[dt.date], Iterable[Fact]] | None = None
    over: Callable[[dt.date, dt.date, dt.date], Iterable[Fact]] | None = None
    by_commune: bool = False
    revisit: int = 7
    always: bool = True

    def __post_init__(self) -> None:
        if sum(way is not None for way in (self.daily, self.at, self.over)) != 1:
            raise ValueError(f"{self.key}: one way of counting is needed")


_figures: dict[str, Figure] = {}


def register_figure(figure: Figure) -> None:
    """Declare a figure, from ``AppConfig.ready`` of the app that counts it. Raises ``ValueError`` for a taken key."""
    if _figures.setdefault(figure.key, figure) != figure:
        raise ValueError(f"figure {figure.key} is declared twice")


def figures() -> list[Figure]:
    """All declared figures, by key: key, label, what is counted."""
    return [figure for _, figure in sorted(_figures.items())]


def find(key: str) -> Figure | None:
    """A declared figure."""
    return _figures.get(key)
