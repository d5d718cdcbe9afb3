"""Rows of an act, locked in one order for everybody: households by number, then persons by number. No dead-locks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dean06.kernel.population.errors import HouseholdNotFound, PersonNotFound, StaleRecord
from dean06.kernel.population.models import Household, Person


@dataclass(slots=True)
class Locked:
    """What an act may change: persons, their households, and everybody who lives in these."""

    persons: dict[int, Person]
    households: dict[int, Household]

    def person(self, person_id: int) -> Person:
        """A locked person. Raises ``PersonNotFound``."""
        if person_id not in self.persons:
            raise PersonNotFound()
        return self.persons[person_id]

    def household(self, household_id: int) -> Household:
        """A locked household. Raises ``HouseholdNotFound``."""
        if household_id not in self.households:
            raise HouseholdNotFound()
        return self.households[household_id]

    def members(self, household_id: int) -> list[Person]:
        """Who lives in a household now, by number of the record."""
        return [person for person in self.persons.values() if person.household_id == household_id]


def lock(person_ids: Iterable[int | None], household_ids: Iterable[int | None] = ()) -> Locked:
    """Lock the persons, the households named and theirs, and all members of these.

    Raises ``PersonNotFound``, ``HouseholdNotFound``; ``StaleRecord`` when somebody changed household meanwhile.
    """
    wanted = {pk for pk in person_ids if pk is not None}
    homes = {pk for pk in household_ids if pk is not None}
    homes |= set(Person.objects.filter(pk__in=wanted, household__isnull=False).values_list("household_id", flat=True))
    households = {row.pk: row for row in Household.objects.select_for_update().filter(pk__in=homes).order_by("pk")}
    if len(households) < len(homes):
        raise HouseholdNotFound()
    everybody = wanted | set(Person.objects.filter(household__in=homes).values_list("pk", flat=True))
    persons = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=everybody).order_by("pk")}
    if not wanted <= persons.keys():
        raise PersonNotFound()
    if any(person.household_id not in households for person in persons.values() if person.household_id is not None):
        raise StaleRecord()
    return Locked(persons, households)
