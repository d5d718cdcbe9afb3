"""For whom a person may act by the registry: minor children and wards."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.population.models import Person
from dean06.kernel.population.types import IdStatus, LifeStatus

#: Age of majority (BLDS 2015 Đ.20).
ADULT = 18


def represented(person_id: int, on: dt.date | None = None) -> list[Person]:
    """Living minor children and wards of a person on the day ``on`` (today), eldest first. One query."""
    day = on or timezone.localdate()
    # A child whose birth is known to the year is a minor until the end of the year of majority.
    minor = Q(birth_year__gt=day.year - ADULT) | (
        Q(birth_year=day.year - ADULT)
        & (
            Q(birth_month=None)
            | Q(birth_month__gt=day.month)
            | Q(birth_month=day.month, birth_day=None)
            | Q(birth_month=day.month, birth_day__gt=day.day)
        )
    )
    children = (Q(father_id=person_id) | Q(mother_id=person_id)) & minor
    wards = Q(guardianships__guardian_id=person_id, guardianships__ended_on=None)
    living = Person.objects.filter(id_status=IdStatus.ACTIVE, life_status=LifeStatus.ALIVE)
    found = living.filter(children | wards).select_related("permanent_unit").distinct()
    return list(found.order_by("birth_year", "birth_month", "birth_day", "pk"))
