"""PUBLIC facts about datasets: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetVersionConfirmed(Event):
    """A version was taken in and is now the present of its sector's dataset."""

    name: ClassVar[str] = "datasets.version_confirmed"
    version_id: int
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetVersionWithdrawn(Event):
    """A version that had been taken in no longer counts; its rows are removed."""

    name: ClassVar[str] = "datasets.version_withdrawn"
    version_id: int
    sector: str
