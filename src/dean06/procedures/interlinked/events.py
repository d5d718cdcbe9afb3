"""PUBLIC facts about linked cases: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMoved(Event):
    """A leg changed its state."""

    name: ClassVar[str] = "interlinked.leg_moved"
    case_id: int
    leg_id: int
    leg: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked(Event):
    """The head of a household is asked to agree."""

    name: ClassVar[str] = "interlinked.consent_asked"
    case_id: int
    consent_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemWentDown(Event):
    """A connected system stopped answering."""

    name: ClassVar[str] = "interlinked.system_down"
    connector: str
