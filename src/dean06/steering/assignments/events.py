"""PUBLIC facts about tasks: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentsIssued(Event):
    """Tasks became live together."""

    name: ClassVar[str] = "assignments.issued"
    issue_id: int
    count: int
    overridden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentEvent(Event):
    """Base of the facts about one task."""

    assignment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentAcknowledged(AssignmentEvent):
    """The head of a body confirmed that the task arrived."""

    name: ClassVar[str] = "assignments.acknowledged"
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReported(AssignmentEvent):
    """A body reported on its part."""

    name: ClassVar[str] = "assignments.progress_reported"
    agency: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneReported(AssignmentEvent):
    """All leading bodies have reported the result: the issuer must look at it."""

    name: ClassVar[str] = "assignments.done_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentAccepted(AssignmentEvent):
    """The issuer accepted the result. ``on_time`` is ``None`` for a task without a due date."""

    name: ClassVar[str] = "assignments.accepted"
    on_time: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentReturned(AssignmentEvent):
    """The issuer sent the result back."""

    name: ClassVar[str] = "assignments.returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChangeRequested(AssignmentEvent):
    """A body asked for another deadline."""

    name: ClassVar[str] = "assignments.deadline_change_requested"
    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineChangeDecided(AssignmentEvent):
    """The request was approved or refused."""

    name: ClassVar[str] = "assignments.deadline_change_decided"
    change_id: int
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentUrged(AssignmentEvent):
    """Somebody urged the bodies, for the ``count``-th time."""

    name: ClassVar[str] = "assignments.urged"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationRequested(AssignmentEvent):
    """A body must explain."""

    name: ClassVar[str] = "assignments.explanation_requested"
    request_id: int
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationAnswered(AssignmentEvent):
    """The body answered."""

    name: ClassVar[str] = "assignments.explanation_answered"
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverOffered(AssignmentEvent):
    """A body offers its part to another."""

    name: ClassVar[str] = "assignments.hand_over_offered"
    hand_over_id: int
    from_agency: str
    to_agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverDecided(AssignmentEvent):
    """The other body took it or refused."""

    name: ClassVar[str] = "assignments.hand_over_decided"
    hand_over_id: int
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreAwaited(AssignmentEvent):
    """The task waits for guidance of the centre: not the body's failure."""

    name: ClassVar[str] = "assignments.centre_awaited"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceArrived(AssignmentEvent):
    """The guidance came; the task has a date from now on."""

    name: ClassVar[str] = "assignments.guidance_arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCancelled(AssignmentEvent):
    """The task was withdrawn, or went up in ``merged_into``."""

    name: ClassVar[str] = "assignments.cancelled"
    merged_into: int | None
