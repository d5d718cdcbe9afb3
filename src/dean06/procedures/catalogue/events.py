"""PUBLIC facts of the catalogue: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPublished(Event):
    """A version of a procedure was published."""

    name: ClassVar[str] = "catalogue.pack_published"
    version_id: int
    procedure_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWithdrawn(Event):
    """A procedure has no version in force any more from a day on."""

    name: ClassVar[str] = "catalogue.pack_withdrawn"
    version_id: int
    procedure_code: str
