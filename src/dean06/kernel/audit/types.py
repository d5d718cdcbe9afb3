"""PUBLIC. What reads of the log give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What to look for; empty fields do not filter. ``since`` is included, ``until`` is not."""

    actor_id: int | None = None
    actor_name: str = ""
    subject: str = ""
    action: str = ""
    purpose: str = ""
    dossier: str = ""
    request_id: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def used(self) -> list[str]:
        """Names of the fields that filter."""
        return [name for name in self.__slots__ if getattr(self, name)]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the log, newest first: everything after it is older."""

    time: datetime
    row_id: int


class SealState(StrEnum):
    """Whether the tree vouches for a row."""

    WAITING = "waiting"
    SEALED = "sealed"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One row of the log, for screens."""

    row_id: int
    time: datetime
    actor_id: int | None
    actor_name: str
    actor_agency: str
    action: str
    action_label: str
    subject: str
    is_read: bool
    purpose: str
    dossier: str
    request_id: str
    #: Place in the tree; ``None`` while the row waits to be sealed.
    position: int | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, newest first, and where the next page begins (``None`` at the end)."""

    entries: list[LogEntry]
    older: Cursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectEntry:
    """One row about a record, for whom the record is about: no request ids, no place in the tree."""

    row_id: int
    time: datetime
    actor_id: int | None
    actor_name: str
    actor_agency: str
    action: str
    action_label: str
    is_read: bool
    purpose: str
    dossier: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """Entries, newest first, and where the next page begins (``None`` at the end)."""

    entries: list[SubjectEntry]
    older: Cursor | None


@dataclass(frozen=True, slots=True)
class Seal:
    """Evidence for one row: its leaf hash and the first signed head that covers it."""

    state: SealState
    leaf_hash: str = ""
    head_number: int | None = None
    head_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogDetail:
    """One row with its details and its seal."""

    entry: LogEntry
    details: dict[str, Any]
    seal: Seal


@dataclass(frozen=True, slots=True)
class LogStatus:
    """How far the log is sealed. ``waiting_since`` is the time of the oldest row that waits."""

    size: int
    head_number: int | None
    head_time: datetime | None
    waiting_since: datetime | None
