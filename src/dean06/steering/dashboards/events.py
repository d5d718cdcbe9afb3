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
