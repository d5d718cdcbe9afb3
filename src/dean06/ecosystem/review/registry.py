"""PRIVATE. Registered people as far as a decision needs them: compared fields, whether they live, where."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.ecosystem.review.rules.comparing import Values
from dean06.ecosystem.review.sources import PersonView, sex_label
from dean06.ecosystem.review.types import BirthDate
from dean06.kernel.population import queries as population


def people(person_ids: Iterable[int]) -> dict[int, PersonView]:
    """Compared fields of these people by id; unknown ids are absent. Callers leave the audit rows."""
    found = {}
    for key, ref in population.persons(person_ids).items():
        values = Values(
            full_name=ref.full_name,
            birth=BirthDate(ref.birth_year, ref.birth_month, ref.birth_day),
            sex=sex_label(ref.sex),
            personal_id=ref.personal_id or "",
            unit=ref.unit_name,
            village=ref.village,
            father_name=ref.father_name,
            mother_name=ref.mother_name,
        )
        found[key] = PersonView(key, values, ref.life_status, ref.id_status, ref.unit_code)
    return found
