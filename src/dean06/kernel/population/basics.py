"""PRIVATE. How complete the registry is, by commune: counts only, no person can be told from them."""

from __future__ import annotations

from django.db.models import Count, Q

from dean06.kernel.population.models import Person
from dean06.kernel.population.types import IdStatus, LifeStatus

_COMPLETE = (
    ~Q(personal_id="")
    & Q(personal_id__isnull=False)
    & ~Q(full_name="")
    & Q(birth_year__isnull=False, birth_month__isnull=False, birth_day__isnull=False)
    & Q(sex__in=("M", "F"))
)


def basic_counts() -> dict[str, tuple[int, int]]:
    """Code of a commune of today → (with number, name, whole date of birth and sex; all) of those who live there.

    Looks at every person once: for a nightly count, not for a page. One query.
    """
    people = Person.objects.filter(life_status=LifeStatus.ALIVE, permanent_unit__valid_to=None)
    people = people.exclude(id_status=IdStatus.MERGED)
    rows = (
        people.order_by().values("permanent_unit__code").annotate(above=Count("pk", filter=_COMPLETE), all=Count("pk"))
    )
    return {row["permanent_unit__code"]: (row["above"], row["all"]) for row in rows if row["permanent_unit__code"]}
