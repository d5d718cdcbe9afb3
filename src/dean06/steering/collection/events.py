"""PUBLIC facts about collecting: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionEvent(Event):
    """Base of the facts about the figures of one unit in one period."""

    unit: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSent(SubmissionEvent):
    """The head sent them; ``late_days`` of the first sending."""

    name: ClassVar[str] = "collection.sent"
    late_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAccepted(SubmissionEvent):
    """The province accepted them."""

    name: ClassVar[str] = "collection.accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReturned(SubmissionEvent):
    """The province gave them back with a reason."""

    name: ClassVar[str] = "collection.returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReopened(SubmissionEvent):
    """The province let the unit correct accepted figures."""

    name: ClassVar[str] = "collection.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLockChanged(Event):
    """A period was locked or opened again; ``exceptions``: units that were missing then."""

    name: ClassVar[str] = "collection.lock_changed"
    period: str
    locked: bool
    exceptions: int
