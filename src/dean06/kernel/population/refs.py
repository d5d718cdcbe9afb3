"""A record as other apps see it."""

from __future__ import annotations

from dean06.kernel.population.lookup_types import PersonRef
from dean06.kernel.population.models import Person
from dean06.kernel.population.types import Sex


def ref_of(person: Person) -> PersonRef:
    """The record for the apps above; ``permanent_unit`` is best selected with it."""
    unit = person.permanent_unit
    return PersonRef(
        person_id=person.pk,
        personal_id=person.personal_id,
        full_name=person.full_name,
        sex=Sex(person.sex).value,
        birth_year=person.birth_year,
        birth_month=person.birth_month,
        birth_day=person.birth_day,
        unit_code=unit.code if unit else "",
        unit_name=unit.name if unit else "",
        village=person.permanent_village,
        father_name=person.father_name,
        mother_name=person.mother_name,
        life_status=person.life_status,
        id_status=person.id_status,
        merged_into=person.merged_into_id,
    )
