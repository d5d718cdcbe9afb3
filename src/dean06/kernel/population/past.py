"""Persons and households on a day of the past, for reading. Callers have authorised and logged the look."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dean06.kernel.population import projection
from dean06.kernel.population.errors import HouseholdNotFound
from dean06.kernel.population.models import Guardianship, Household, IdCard, LifeEvent, Person, PersonNumber, Residence
from dean06.kernel.population.rules.state import State
from dean06.kernel.population.types import NumberStatus


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """A number on a day; ``status`` as it was on that day."""

    number: str
    kind: str
    status: str
    issued_on: dt.date | None
    annulled_on: dt.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class PersonOn:
    """A person on a day: the state of the events, numbers, other residence, guardians, cards."""

    person_id: int
    day: dt.date
    state: State
    numbers: tuple[HeldNumber, ...]
    residences: tuple[Residence, ...]
    guardianships: tuple[Guardianship, ...]
    cards: tuple[IdCard, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Who lived in a household on a day, in which role."""

    person_id: int
    name: str
    role: str
    state: State


@dataclass(frozen=True, slots=True)
class HouseholdOn:
    """A household on a day."""

    household: Household
    day: dt.date
    members: tuple[Member, ...]

    @property
    def head_id(self) -> int | None:
        """Who headed it."""
        return next((member.person_id for member in self.members if member.role == "head"), None)


def person_on(person_id: int, day: dt.date, known_at: dt.datetime | None = None) -> PersonOn | None:
    """Everything the registry says of a person on a day, as known at ``known_at`` (now, when empty); ``None`` before
    the first event. Five queries."""
    state = projection.state_on(person_id, day, known_at)
    if state is None:
        return None
    return PersonOn(
        person_id,
        day,
        state,
        _numbers(person_id, day),
        tuple(_held(Residence.objects.filter(person=person_id), day).select_related("unit__parent")),
        tuple(_held(Guardianship.objects.filter(ward=person_id), day).select_related("guardian")),
        tuple(IdCard.objects.filter(person=person_id, issued_on__lte=day).order_by("-issued_on", "-pk")),
    )


def household_on(household_id: int, day: dt.date) -> HouseholdOn:
    """Who lived in a household on a day: those who live in it and those who left it later, each looked at on the day.

    Raises ``HouseholdNotFound``. One query for each candidate beside three.
    """
    household = Household.objects.select_related("unit__parent").filter(pk=household_id).first()
    if household is None:
        raise HouseholdNotFound()
    candidates = set(Person.objects.filter(household=household_id).values_list("pk", flat=True))
    candidates |= set(LifeEvent.objects.filter(left_household=household_id).values_list("person_id", flat=True))
    members = []
    for pk in sorted(candidates):
        state = projection.state_on(pk, day)
        if state is not None and state["household"] == household_id:
            members.append(Member(pk, state["full_name"], state["household_role"], state))
    return HouseholdOn(household, day, tuple(sorted(members, key=_rank)))


def _numbers(person_id: int, day: dt.date) -> tuple[HeldNumber, ...]:
    found = []
    for row in PersonNumber.objects.filter(person=person_id).order_by("issued_on", "pk"):
        if row.issued_on is not None and row.issued_on > day:
            continue
        gone = row.status == NumberStatus.ANNULLED and (row.annulled_on is None or row.annulled_on <= day)
        status = NumberStatus.ANNULLED if gone else NumberStatus.ACTIVE
        found.append(HeldNumber(row.number, row.kind, status, row.issued_on, row.annulled_on, row.reason))
    return tuple(found)


def _held(rows: Any, day: dt.date) -> Any:
    """Spells that cover a day; the day they end no longer counts."""
    from_then = rows.filter(started_on__lte=day)
    return (from_then.filter(ended_on__isnull=True) | from_then.filter(ended_on__gt=day)).order_by("-started_on", "-pk")


_ORDER = {"head": 0, "spouse": 1, "parent": 2, "child": 3, "grandchild": 4, "sibling": 5}


def _rank(member: Member) -> tuple[int, int, int]:
    return _ORDER.get(member.role, 9), member.state["birth_year"] or 0, member.person_id
