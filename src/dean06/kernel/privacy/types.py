"""PUBLIC. A look at a person's data, in words for that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One look. ``who`` is position and body, never a name: the name is in the log for whoever examines a complaint."""

    row_id: int
    time: datetime
    who: str
    agency: str
    what: str
    purpose: str
    dossier: str
    is_own: bool
    is_system: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks, newest first; ``older`` is the mark of the next page, empty at the end."""

    looks: list[Look]
    older: str
