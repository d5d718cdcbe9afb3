"""The one place that writes ``Person``: its columns are the sum of the person's life events, nothing else.

``record`` adds an event and writes the columns anew; ``rebuild`` computes them from the events alone; ``state_on``
shows any past day. Callers hold the locks (``locking``).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.population.errors import ActRefused, PersonNotFound, Reason, StaleRecord
from dean06.kernel.population.models import LifeEvent, Person
from dean06.kernel.population.rules import state as reducer
from dean06.kernel.population.rules.state import BLANK, DATE_FIELDS, PERSON_FIELDS, UNIT_FIELDS, Happening, State
from dean06.kernel.population.types import EventKind
from dean06.kernel.units import queries as units

#: Later than any event: "now" for the stored columns, whatever the clock says.
END_OF_TIME = dt.date.max

_EVENT_FIELDS = ("id", "kind", "occurred_on", "facts", "corrects_id", "recorded_at")


@dataclass(frozen=True, slots=True)
class Registration:
    """Who registers, when, on what paper: what the events of one act share."""

    now: dt.datetime
    actor_id: int | None
    agency: str = ""
    paper: str = ""
    reason: str = ""
    evidence_id: int | None = None
    approved_by: int | None = None
    act: uuid.UUID = field(default_factory=uuid.uuid4)


def happenings(person_id: int) -> list[Happening]:
    """The person's events for the reducer, in the order of recording. One query."""
    rows = LifeEvent.objects.filter(person_id=person_id).order_by("pk").values_list(*_EVENT_FIELDS)
    return [Happening(*row) for row in rows]


def create(facts: Mapping[str, Any], *, kind: EventKind, day: dt.date, by: Registration) -> Person:
    """A new person with the first event. ``facts`` as in ``rules.state``."""
    state = dict(BLANK) | {name: value for name, value in facts.items() if name in BLANK}
    # The number's own row needs the person first; ``record`` writes the columns in full.
    person = Person.objects.create(**_columns(state | {"personal_id": None}), version=0)
    record(person, kind=kind, day=day, facts=facts, by=by)
    return person


def record(
    person: Person,
    *,
    kind: EventKind,
    day: dt.date,
    facts: Mapping[str, Any],
    by: Registration,
    corrects: int | None = None,
) -> LifeEvent:
    """Add one event to a locked person and write the columns anew.

    Raises ``ActRefused`` (``LATER_EVENT``) when a later event already sets one of the values: history is not
    overwritten from behind; ``StaleRecord`` when somebody else wrote the person meanwhile.
    """
    known = happenings(person.pk)
    if kind != EventKind.CORRECTION:
        _check_order(known, facts, day)
    left = _household_left(person, kind, facts)
    event = LifeEvent.objects.create(
        person=person,
        kind=kind,
        occurred_on=day,
        recorded_at=by.now,
        facts=dict(facts),
        act=by.act,
        agency=by.agency,
        paper=by.paper,
        reason=by.reason,
        evidence_id=by.evidence_id,
        actor_id=by.actor_id,
        approved_by=by.approved_by,
        corrects_id=corrects,
        left_household_id=left,
    )
    known.append(Happening(event.pk, kind, day, event.facts, corrects, by.now))
    _write(person, known)
    return event


def stored_state(person: Person) -> State:
    """The columns of a stored person in the reducer's words. One query for the units."""
    return _states_of([person])[person.pk]


def rebuilt_state(person_id: int) -> State:
    """The state from the events alone. Raises ``PersonNotFound`` for a person without events."""
    state = reducer.state_on(happenings(person_id), END_OF_TIME)
    if state is None:
        raise PersonNotFound()
    return state


def differences(person: Person) -> dict[str, tuple[Any, Any]]:
    """Fields whose stored value is not what the events say: name → (stored, from events). Empty when all is well."""
    stored, rebuilt = stored_state(person), rebuilt_state(person.pk)
    return {name: (stored[name], rebuilt[name]) for name in BLANK if stored[name] != rebuilt[name]}


def state_on(person_id: int, day: dt.date, known_at: dt.datetime | None = None) -> State | None:
    """The person's state on a day (as known at ``known_at``); ``None`` before the first event. One query."""
    return reducer.state_on(happenings(person_id), day, known_at)


def rebuild(person: Person) -> None:
    """Write the columns of a locked person anew from the events."""
    _write(person, happenings(person.pk))


def unit_key(code: str, valid_from: dt.date) -> list[str]:
    """A unit as ``facts`` hold it."""
    return [code, valid_from.isoformat()]


def unit_of(key: list[str] | None) -> tuple[str, dt.date] | None:
    """The key of ``units`` for a unit as ``facts`` hold it."""
    return (key[0], dt.date.fromisoformat(key[1])) if key else None


def unit_pk(key: list[str] | None) -> int | None:
    """What a foreign key holds for a unit of ``facts``. Raises ``ValueError`` for an unknown one."""
    wanted = unit_of(key)
    if wanted is None:
        return None
    found = units.unit_ids([wanted])
    if wanted not in found:
        raise ValueError(f"no unit {wanted}")
    return found[wanted]


def _check_order(known: Iterable[Happening], facts: Mapping[str, Any], day: dt.date) -> None:
    later = reducer.later_setter(known, facts, day)
    if later is not None:
        raise ActRefused(
            Reason.LATER_EVENT,
            later=f"{later.day:%d/%m/%Y}",
            kind=EventKind(later.kind).label,
            day=f"{day:%d/%m/%Y}",
        )


def _household_left(person: Person, kind: EventKind, facts: Mapping[str, Any]) -> int | None:
    if "household" not in facts or person.household_id == facts["household"]:
        return None
    return person.household_id


def _write(person: Person, events: list[Happening]) -> None:
    state = reducer.state_on(events, END_OF_TIME)
    if state is None:  # pragma: no cover - a person is created with its first event
        raise PersonNotFound()
    columns = _columns(state)
    changed = Person.objects.filter(pk=person.pk, version=person.version).update(
        **columns, version=F("version") + 1, updated_at=events[-1].recorded_at
    )
    if not changed:
        raise StaleRecord(person=person.pk)
    for name, value in columns.items():
        setattr(person, name, value)
    person.version += 1


def _columns(state: State) -> dict[str, Any]:
    """The state as columns of ``Person``."""
    keys = {name: unit_of(state[name]) for name in UNIT_FIELDS}
    found = units.unit_ids([key for key in keys.values() if key])
    columns: dict[str, Any] = {}
    for name, value in state.items():
        if name in UNIT_FIELDS:
            key = keys[name]
            columns[f"{name}_id"] = found[key] if key else None
        elif name in PERSON_FIELDS or name == "household":
            columns[f"{name}_id"] = value
        elif name in DATE_FIELDS:
            columns[name] = dt.date.fromisoformat(value) if value else None
        else:
            columns[name] = value
    columns["name_key"] = search_key(state["full_name"])[:100]
    return columns


def _states_of(persons: list[Person]) -> dict[int, State]:
    """The stored columns of several persons in the reducer's words. One query."""
    refs = units.unit_refs(
        pk for person in persons for name in UNIT_FIELDS if (pk := getattr(person, f"{name}_id")) is not None
    )
    found: dict[int, State] = {}
    for person in persons:
        state: State = {}
        for name in BLANK:
            if name in UNIT_FIELDS:
                pk = getattr(person, f"{name}_id")
                state[name] = unit_key(refs[pk].code, refs[pk].valid_from) if pk else None
            elif name in PERSON_FIELDS or name == "household":
                state[name] = getattr(person, f"{name}_id")
            elif name in DATE_FIELDS:
                value = getattr(person, name)
                state[name] = value.isoformat() if value else None
            else:
                state[name] = getattr(person, name)
        found[person.pk] = state
    return found
