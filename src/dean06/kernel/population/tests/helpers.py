"""What many tests of the registry look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.population import projection
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.models import (
    ChangeProposal,
    Guardianship,
    Household,
    IdCard,
    LifeEvent,
    Person,
    PersonNumber,
    Residence,
)

_TABLES = (
    Person,
    LifeEvent,
    PersonNumber,
    Household,
    Residence,
    Guardianship,
    IdCard,
    ChangeProposal,
    AuditRow,
    OutboxEvent,
)


def everything() -> list[list[tuple]]:
    """All rows of the registry, the log and the outbox."""
    return [list(table.objects.order_by("pk").values_list()) for table in _TABLES]


@contextmanager
def refused(reason: Reason) -> Iterator[pytest.ExceptionInfo[ActRefused]]:
    """The act inside is refused for this reason, and nothing at all changes; gives the refusal."""
    before = everything()
    with pytest.raises(ActRefused) as refusal:
        yield refusal
    assert refusal.value.reason == reason, refusal.value
    assert refusal.value.code == f"POPULATION_{reason}"
    assert refusal.value.message and "{" not in refusal.value.message
    assert everything() == before


def check_invariants() -> None:
    """What must hold after any sequence of acts."""
    persons = {person.pk: person for person in Person.objects.all()}
    for person in persons.values():
        assert projection.differences(person) == {}, person.pk
        if person.spouse_id is not None:
            assert persons[person.spouse_id].spouse_id == person.pk or person.life_status == "dead"
        if person.life_status == "alive" and person.marital_status == "married" and person.spouse_id is not None:
            assert persons[person.spouse_id].spouse_id == person.pk
        married_to = [other.pk for other in persons.values() if other.spouse_id == person.pk and _living(other)]
        assert len(married_to) <= 1
        if person.personal_id:
            numbers = PersonNumber.objects.filter(number=person.personal_id, kind="personal_id")
            assert [(row.person_id, row.status) for row in numbers] == [(person.pk, "active")]
        active = person.numbers.filter(kind="personal_id", status="active").count()
        assert active == (1 if person.personal_id else 0)
    for household in Household.objects.all():
        members = [person for person in persons.values() if person.household_id == household.pk]
        if household.closed_on is not None:
            assert not members and household.head_id is None
        else:
            assert household.head_id in {person.pk for person in members}
            assert persons[household.head_id].life_status == "alive"
            assert [person.pk for person in members if person.household_role == "head"] == [household.head_id]


def _living(person: Person) -> bool:
    return person.life_status == "alive" and person.id_status != "merged"
