"""PUBLIC. What the queries of ``accounts`` return."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person with an open account, as other apps see it."""

    user_id: int
    full_name: str
    email: str
    position: str
    agency_code: str
