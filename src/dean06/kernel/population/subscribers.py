"""Counts follow what happens: after each fact about people, the units they touch are counted afresh."""

from __future__ import annotations

from dataclasses import fields

from dean06.kernel.events.services import subscribe
from dean06.kernel.population import counting, events
from dean06.kernel.population.models import Person

_OF_PERSONS = (
    events.BirthRegistered,
    events.DeathRegistered,
    events.AdoptionRegistered,
    events.ResidenceChanged,
    events.PersonCorrected,
    events.NumberChanged,
    events.PersonsMerged,
    events.PersonsUnmerged,
)


def recount_people(event: events.PersonEvent, delivery_id: int) -> None:
    """Count the units of everybody whom the event names; doing it again gives the same."""
    counting.recount(counting.units_of(_people(event)))


def recount_household(event: events.HouseholdChanged, delivery_id: int) -> None:
    """Count the units of those who live in the household."""
    members = Person.objects.filter(household_id=event.household_id).values_list("pk", flat=True)
    counting.recount(counting.units_of(list(members)))


def _people(event: events.PersonEvent) -> set[int]:
    found: set[int] = set()
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name.endswith("_id") and field.name != "proposal_id" and isinstance(value, int):
            found.add(value)
        elif field.name.endswith("_ids"):
            found.update(value)
    return found


for _event in _OF_PERSONS:
    subscribe(_event, subscriber=f"population.recount.{_event.name}")(recount_people)
subscribe(events.HouseholdChanged, subscriber="population.recount.household")(recount_household)
