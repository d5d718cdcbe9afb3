"""PUBLIC facts about review: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade(Event):
    """A decision on a record came into force: the next run follows it."""

    name: ClassVar[str] = "review.decision_made"
    decision_id: int
    finding_id: int
    sector: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUndone(Event):
    """Its reader took back a verdict that a decision in force rested on."""

    name: ClassVar[str] = "review.decision_undone"
    decision_id: int
    finding_id: int
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentToCommune(Event):
    """A reader cannot tell from the data: the commune must find out."""

    name: ClassVar[str] = "review.sent_to_commune"
    case_id: int
    finding_id: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequested(Event):
    """A body was asked to look at values of the registry."""

    name: ClassVar[str] = "review.correction_requested"
    request_id: int
    queue: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswered(Event):
    """The body answered: ``state`` is approved, refused or returned."""

    name: ClassVar[str] = "review.correction_answered"
    request_id: int
    finding_id: int
    state: str
