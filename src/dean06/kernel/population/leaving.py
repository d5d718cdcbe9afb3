"""Who stays in a household when others move out of it, and who of them may head it (Luật Cư trú 2020 Điều 10).

No audit row is left here: the calling app records the read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dean06.kernel.population.acts.common import subject
from dean06.kernel.population.errors import ActRefused
from dean06.kernel.population.lookup_types import PersonRef
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.refs import ref_of
from dean06.kernel.population.rules.residence import check_new_head


@dataclass(frozen=True, slots=True)
class LeftHousehold:
    """An open household that loses its head while others stay. ``may_head``: those of them who may head it, the oldest
    first; ``stay`` is how many stay."""

    household_id: int
    head_id: int | None
    head_name: str
    stay: int
    may_head: tuple[PersonRef, ...]


def left_behind(movers: Iterable[int], on: dt.date) -> list[LeftHousehold]:
    """The households that lose their head when these people move out together on a day and somebody stays: each needs
    another head. Three queries at most."""
    gone = set(movers)
    homes = Household.objects.filter(members__in=gone, closed_on=None).select_related("head").distinct()
    found = []
    for home in homes.order_by("pk"):
        if home.head_id is not None and home.head_id not in gone:
            continue
        rest = list(
            Person.objects.filter(household=home)
            .exclude(pk__in=gone)
            .select_related("permanent_unit")
            .order_by("birth_year", "birth_month", "birth_day", "pk")
        )
        if rest:
            may_head = tuple(ref_of(one) for one in rest if _may_head(one, rest, on))
            name = home.head.full_name if home.head else ""
            found.append(LeftHousehold(home.pk, home.head_id, name, len(rest), may_head))
    return found


def _may_head(person: Person, members: list[Person], on: dt.date) -> bool:
    try:
        check_new_head(subject(person), [subject(one) for one in members], on)
    except ActRefused:
        return False
    return True
