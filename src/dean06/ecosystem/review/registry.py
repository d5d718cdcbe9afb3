"""PRIVATE. Registered people as far as a decision needs them: compared fields, whether they live, their household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.apps import apps  # PROVISIONAL until population.queries exists

from dean06.ecosystem.review.rules.comparing import Values
from dean06.ecosystem.review.sources import PersonView, sex_label, unit_name
from dean06.ecosystem.review.types import BirthDate


def people(person_ids: Iterable[int], today: dt.date) -> dict[int, PersonView]:
    """Compared fields of these people by id; unknown ids are absent. A merged record is shown as the one that stays."""
    Person = apps.get_model("population", "Person")
    found = {}
    for row in Person.objects.filter(pk__in=list(person_ids)).select_related("permanent_unit", "father", "mother"):
        olds = sorted(one.number for one in row.numbers.all() if one.kind == "old_id")
        values = Values(
            full_name=row.full_name,
            birth=BirthDate(row.birth_year, row.birth_month, row.birth_day),
            sex=sex_label(row.sex),
            personal_id=row.personal_id or "",
            old_ids=tuple(olds),
            unit=row.permanent_unit.name if row.permanent_unit else "",
            village=row.permanent_village,
            father_name=row.father_name,
            mother_name=row.mother_name,
        )
        found[row.pk] = PersonView(row.pk, values, row.life_status)
    return found
