"""Known family links from the records: parents by birth, adoptive parents, spouses of all times."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.kernel.population.models import LifeEvent, Person
from dean06.kernel.population.projection import END_OF_TIME, happenings
from dean06.kernel.population.rules.kinship import LONGEST_LINE
from dean06.kernel.population.rules.state import state_on
from dean06.kernel.population.types import EventKind

ParentsByBirth = dict[int, tuple[int | None, int | None]]


def parents_by_birth(person_ids: Iterable[int], generations: int = LONGEST_LINE) -> ParentsByBirth:
    """Person → (father, mother) by birth for the persons and their ancestors. Two queries a generation."""
    found: ParentsByBirth = {}
    layer = set(person_ids)
    for _ in range(generations):
        layer -= found.keys()
        if not layer:
            break
        rows = Person.objects.filter(pk__in=layer).values_list("pk", "father_id", "mother_id")
        step: ParentsByBirth = {pk: (father, mother) for pk, father, mother in rows}
        adopted = LifeEvent.objects.filter(person_id__in=layer, kind=EventKind.ADOPTION).values_list("person_id")
        for (pk,) in adopted.distinct():
            before = [event for event in happenings(pk) if event.kind != EventKind.ADOPTION]
            state = state_on(before, END_OF_TIME) or {}
            step[pk] = (state.get("father"), state.get("mother"))
        found |= step
        layer = {parent for pair in step.values() for parent in pair if parent is not None}
    return found


def adoptive_parents(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Person → who ever adopted them. One query."""
    found: dict[int, set[int]] = {}
    rows = LifeEvent.objects.filter(person_id__in=list(person_ids), kind=EventKind.ADOPTION)
    for pk, facts in rows.values_list("person_id", "facts"):
        found.setdefault(pk, set()).update(facts.get("adopters", ()))
    return found


def spouses_ever(person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Person → everybody they are or were married to, as far as known. One query."""
    found: dict[int, set[int]] = {}
    rows = LifeEvent.objects.filter(person_id__in=list(person_ids)).values_list("person_id", "facts")
    for pk, facts in rows:
        if facts.get("spouse"):
            found.setdefault(pk, set()).add(facts["spouse"])
    return found


def links_of(members: Iterable[Person]) -> tuple[ParentsByBirth, dict[int, int | None]]:
    """Parents (of today's record) and spouses of people of a household, for their roles in it."""
    people = list(members)
    parents: ParentsByBirth = {person.pk: (person.father_id, person.mother_id) for person in people}
    known = [parent for pair in parents.values() for parent in pair if parent is not None and parent not in parents]
    rows = Person.objects.filter(pk__in=known).values_list("pk", "father_id", "mother_id")
    parents |= {pk: (father, mother) for pk, father, mother in rows}
    return parents, {person.pk: person.spouse_id for person in people}
