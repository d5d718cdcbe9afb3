"""Persons and families by legal state, for the tests of every app. All people are made up.

``place()`` sets up a province with two communes, their committees and police; ``officers()`` one actor a role;
``person(…)`` a stored person with an enrolment event; ``family(…)`` a couple with children in one household.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.personal_id import prefix_of
from dean06.kernel.population import projection
from dean06.kernel.population.models import Household, Person, PersonNumber
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.types import EventKind, NumberKind
from dean06.kernel.units.models import AdminUnit, Agency
from dean06.kernel.units.naming import name_key

PROVINCE, HERE, THERE = "42", "18001", "18002"
START_OF_UNITS = dt.date(2025, 7, 1)
CIVIL_HERE, CIVIL_THERE = "ubnd-xa-cam-mau", "ubnd-xa-son-mau"
POLICE_HERE, POLICE_THERE = "ca-xa-cam-mau", "ca-xa-son-mau"

#: The moment of all acts, unless a test says otherwise: a Tuesday at nine.
NOW = dt.datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
#: The day the made-up registry was loaded.
ENROLLED_ON = dt.date(2025, 7, 1)

_tails = itertools.count(1)
_homes = itertools.count(1)


def place() -> None:
    """A province, two communes and the four bodies that register in them."""
    province = _unit(PROVINCE, "Tỉnh Hà Tĩnh", "province", None)
    for code, name, civil, police in (
        (HERE, "Xã Cẩm Mẫu", CIVIL_HERE, POLICE_HERE),
        (THERE, "Xã Sơn Mẫu", CIVIL_THERE, POLICE_THERE),
    ):
        commune = _unit(code, name, "commune", province)
        _agency(civil, f"UBND {name[0].lower()}{name[1:]}", "committee_commune", commune)
        _agency(police, f"Công an {name[0].lower()}{name[1:]}", "police_commune", commune)


@dataclass(frozen=True)
class Officers:
    """One actor a role."""

    civil: Actor
    civil_there: Actor
    police: Actor
    police_there: Actor
    registry: Actor
    registry_other: Actor


def officers() -> Officers:
    """Stored accounts with their roles."""
    return Officers(
        civil=make_actor("civil_status_officer", CIVIL_HERE),
        civil_there=make_actor("civil_status_officer", CIVIL_THERE),
        police=make_actor("commune_police", POLICE_HERE),
        police_there=make_actor("commune_police", POLICE_THERE),
        registry=make_actor("registry_officer"),
        registry_other=make_actor("registry_officer"),
    )


def unit_key(code: str = HERE) -> list[str]:
    """A commune of ``place()`` as facts hold it."""
    return projection.unit_key(code, START_OF_UNITS)


def person(
    name: str = "Nguyễn Văn Mẫu",
    *,
    sex: str = "M",
    born: dt.date | int = dt.date(1990, 3, 15),
    unit: str | None = HERE,
    number: bool = True,
    **facts: Any,
) -> Person:
    """A person as the first load of the registry leaves one: an enrolment event and a number.

    ``born``: a day, or a year when only that is known. ``facts`` as in ``rules.state``.
    """
    year, month, day = (born, None, None) if isinstance(born, int) else (born.year, born.month, born.day)
    personal_id = f"{prefix_of('042', sex, year)}{next(_tails):06d}" if number else None
    known: dict[str, Any] = {
        "full_name": name,
        "sex": sex,
        "birth_year": year,
        "birth_month": month,
        "birth_day": day,
        "ethnicity": "01",
        "personal_id": personal_id,
        "permanent_unit": unit_key(unit) if unit else None,
        "permanent_village": "Thôn 3" if unit else "",
        "permanent_address": "Số 5" if unit else "",
        **facts,
    }
    by = Registration(now=NOW - dt.timedelta(days=400), actor_id=None)
    on = max(ENROLLED_ON, born) if isinstance(born, dt.date) else ENROLLED_ON
    made = projection.create(known, kind=EventKind.ENROLLED, day=on, by=by)
    if personal_id:
        PersonNumber.objects.create(number=personal_id, kind=NumberKind.PERSONAL_ID, person=made, issued_on=on)
    return made


def household(*members: Person, unit: str = HERE, roles: tuple[str, ...] = ()) -> Household:
    """A household of existing persons; the first is the head. ``roles`` of the others, in order."""
    home = Household.objects.create(
        number=f"H-{next(_homes):06d}",
        unit=AdminUnit.objects.get(code=unit, valid_from=START_OF_UNITS),
        village="Thôn 3",
        address="Số 5",
    )
    by = Registration(now=NOW - dt.timedelta(days=399), actor_id=None)
    named = ("head", *roles, *("other",) * len(members))
    for one, role in zip(members, named, strict=False):
        projection.record(
            one,
            kind=EventKind.HOUSEHOLD_JOINED,
            day=max(ENROLLED_ON, one.events.order_by("pk")[0].occurred_on),
            facts={"household": home.pk, "household_role": role},
            by=by,
        )
    home.head = members[0]
    home.save(update_fields=["head"])
    return home


@dataclass(frozen=True)
class Family:
    """A couple with their children in one household."""

    father: Person
    mother: Person
    children: tuple[Person, ...]
    home: Household


def couple(husband: Person, wife: Person) -> None:
    """Married since long ago, as the first load knows."""
    by = Registration(now=NOW - dt.timedelta(days=399), actor_id=None)
    for one, other in ((husband, wife), (wife, husband)):
        facts = {"marital_status": "married", "spouse": other.pk}
        projection.record(one, kind=EventKind.MARRIAGE, day=ENROLLED_ON, facts=facts, by=by)


def family(*, children: int = 1, unit: str = HERE, surname: str = "Nguyễn") -> Family:
    """A married couple born 1985 and 1987; children born from 2012 on, a boy first, then a girl, and so on."""
    father = person(f"{surname} Văn Cha", born=dt.date(1985, 2, 3), unit=unit)
    mother = person("Trần Thị Mẹ", sex="F", born=dt.date(1987, 4, 5), unit=unit)
    couple(father, mother)
    born = [
        person(
            f"{surname} {'Văn' if index % 2 == 0 else 'Thị'} Con {['Một', 'Hai', 'Ba', 'Bốn', 'Năm'][index]}",
            sex="M" if index % 2 == 0 else "F",
            born=dt.date(2012 + index, 5, 6),
            unit=unit,
            father=father.pk,
            mother=mother.pk,
            father_name=father.full_name,
            mother_name=mother.full_name,
        )
        for index in range(children)
    ]
    home = household(father, mother, *born, unit=unit, roles=("spouse", *("child",) * children))
    return Family(father, mother, tuple(born), home)


def _unit(code: str, name: str, level: str, parent: AdminUnit | None) -> AdminUnit:
    unit, _ = AdminUnit.objects.get_or_create(
        code=code,
        valid_from=START_OF_UNITS if level == "commune" else dt.date(2004, 1, 1),
        defaults={
            "name": name,
            "short_name": name.partition(" ")[2],
            "level": level,
            "kind": "xa" if level == "commune" else "tinh",
            "parent": parent,
            "short_key": name_key(name.partition(" ")[2]),
            "name_key": name_key(name),
            "path_key": name_key(name),
        },
    )
    return unit


def _agency(code: str, name: str, kind: str, unit: AdminUnit) -> None:
    Agency.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "short_name": name,
            "kind": kind,
            "unit": unit,
            "name_key": name_key(name),
            "search_key": f" {name_key(name)} |",
        },
    )
