"""PUBLIC facts about cleaning: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Event):
    """A run is done: its counts, findings and quality are the present ones of its list."""

    name: ClassVar[str] = "cleaning.run_finished"
    run_id: int
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsChanged(Event):
    """How many findings of a list were opened (or opened again) and resolved by one act."""

    name: ClassVar[str] = "cleaning.findings_changed"
    sector: str
    opened: int
    resolved: int
