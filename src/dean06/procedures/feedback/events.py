"""PUBLIC facts about ratings and feedback: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRated(Event):
    """The applicant said how it went."""

    name: ClassVar[str] = "feedback.case_rated"
    case_id: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSent(Event):
    """Somebody sent a feedback; ``case_id`` when it is about a dossier."""

    name: ClassVar[str] = "feedback.sent"
    feedback_id: int
    case_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackMoved(Event):
    """A feedback changed its state."""

    name: ClassVar[str] = "feedback.moved"
    feedback_id: int
    before: str
    after: str
