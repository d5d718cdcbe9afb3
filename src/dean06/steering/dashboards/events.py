"""PUBLIC facts of the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotTaken(Event):
    """The day's counts are kept."""

    name: ClassVar[str] = "dashboards.snapshot_taken"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuestioned(Event):
    """A unit was asked to explain its figure of an indicator."""

    name: ClassVar[str] = "dashboards.figure_questioned"
    question_id: int
    indicator: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureExplained(Event):
    """The unit answered."""

    name: ClassVar[str] = "dashboards.figure_explained"
    question_id: int
