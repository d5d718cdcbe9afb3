"""A person's state as the sum of life events: the reducer behind the registry's columns and behind any past day.

Events set values from their day on. A correction holds for every day: it does not stand in the row itself but replaces
values of the event that it mends. ``facts`` use the names in ``BLANK``; other keys are notes that change no state.
Values are JSON: days as ISO text, units as ``[code, valid_from]``, persons and households by their row number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: The state before any event; exactly the columns of ``Person`` that come from events.
BLANK: dict[str, Any] = {
    "personal_id": None,
    "full_name": "",
    "other_names": "",
    "sex": "",
    "birth_year": None,
    "birth_month": None,
    "birth_day": None,
    "birth_unit": None,
    "ethnicity": "",
    "nationality": "VN",
    "marital_status": "single",
    "life_status": "alive",
    "died_on": None,
    "id_status": "active",
    "merged_into": None,
    "permanent_unit": None,
    "permanent_village": "",
    "permanent_address": "",
    "permanent_since": None,
    "current_unit": None,
    "household": None,
    "household_role": "",
    "father": None,
    "mother": None,
    "spouse": None,
    "father_name": "",
    "mother_name": "",
}
UNIT_FIELDS = frozenset({"birth_unit", "permanent_unit", "current_unit"})
PERSON_FIELDS = frozenset({"father", "mother", "spouse", "merged_into"})
DATE_FIELDS = frozenset({"died_on", "permanent_since"})
#: A correction may also move the day of the event it mends (a death on another day).
EVENT_DAY = "occurred_on"

CORRECTION = "correction"
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """A life event as the reducer needs it. ``id`` grows in the order of recording."""

    id: int
    kind: str
    occurred_on: dt.date
    facts: Mapping[str, Any]
    corrects: int | None = None
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """An event with the corrections that were made to it."""

    id: int
    kind: str
    day: dt.date
    facts: State = field(default_factory=dict)


def mended(events: Iterable[Happening], known_at: dt.datetime | None = None) -> list[Mended]:
    """The events with their corrections, in the order in which they took effect (day, then recording).

    ``known_at``: only what was recorded by then. A correction that names no event mends the first one.
    """
    known = sorted(
        (event for event in events if known_at is None or event.recorded_at is None or event.recorded_at <= known_at),
        key=lambda event: event.id,
    )
    facts = {event.id: dict(event.facts) for event in known if event.kind != CORRECTION}
    if not facts:
        return []
    first = min((event for event in known if event.id in facts), key=lambda event: (event.occurred_on, event.id)).id
    for event in known:
        if event.kind == CORRECTION:
            target = event.corrects if event.corrects in facts else first
            facts[target].update(event.facts)  # type: ignore[index]
    found = [
        Mended(event.id, event.kind, _day(facts[event.id], event.occurred_on), facts[event.id])
        for event in known
        if event.id in facts
    ]
    return sorted(found, key=lambda event: (event.day, event.id))


def state_on(events: Iterable[Happening], day: dt.date, known_at: dt.datetime | None = None) -> State | None:
    """What held on a day, as known at ``known_at`` (now, when empty); ``None`` before the first event."""
    done = [event for event in mended(events, known_at) if event.day <= day]
    if not done:
        return None
    state = dict(BLANK)
    for event in done:
        state.update({name: value for name, value in event.facts.items() if name in BLANK})
    return state


def setter_of(events: Iterable[Happening], name: str, day: dt.date) -> Mended | None:
    """The event that a correction of ``name``, as it stood on a day, has to mend; the first when none set it."""
    done = [event for event in mended(events) if event.day <= day]
    return next((event for event in reversed(done) if name in event.facts), done[0] if done else None)


def later_setter(events: Iterable[Happening], names: Iterable[str], day: dt.date) -> Mended | None:
    """An event after ``day`` that already sets one of ``names``: what happened earlier may no longer overwrite it."""
    wanted = set(names) & BLANK.keys()
    return next((event for event in mended(events) if event.day > day and wanted & event.facts.keys()), None)


def _day(facts: Mapping[str, Any], occurred_on: dt.date) -> dt.date:
    moved = facts.get(EVENT_DAY)
    return dt.date.fromisoformat(moved) if moved else occurred_on
