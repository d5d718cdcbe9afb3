"""Made-up people for trying procedures out: for the system only, inside a transaction that is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.personal_id import prefix_of
from dean06.kernel.population import projection
from dean06.kernel.population.models import Household, Person, PersonNumber
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.types import EventKind, HouseholdRole, NumberKind
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service

#: Serial part of made-up numbers begins here, far from those that are issued.
_FIRST_TAIL = 990_000


@service(permission="population.import")
def enrol_samples(
    *, actor: Actor, write: Write, people: Mapping[str, Mapping[str, Any]], now: dt.datetime
) -> dict[str, Person]:
    """Put made-up people into the registry, as its first load would: key → person. ``commune`` (code), ``village``,
    ``address``, ``sex``, ``birth_date``, ``ethnicity``; ``father``, ``mother``, ``spouse`` by key; ``old_number``;
    ``household``: people of one household share its value (else its place), the first is the head; ``role`` of others.

    The caller rolls its transaction back: these people never stay. Raises ``NotAllowed`` but for the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    by = Registration(now=now - dt.timedelta(days=400), actor_id=None)
    made: dict[str, Person] = {}
    for number, (key, values) in enumerate(people.items()):
        made[key] = _person(values, number, made, by)
    for key, values in people.items():
        spouse = made.get(str(values.get("spouse") or ""))
        if spouse is not None:
            _marry(made[key], spouse, by)
            _marry(spouse, made[key], by)
    _settle(people, made, by)
    write.audit("population.samples_enrolled", subject="population.registry:samples", details={"people": len(made)})
    return made


def _person(values: Mapping[str, Any], number: int, made: Mapping[str, Person], by: Registration) -> Person:
    born = dt.date.fromisoformat(str(values["birth_date"]))
    sex = str(values.get("sex") or "M")
    tail = _FIRST_TAIL + number
    while PersonNumber.objects.filter(number=f"{prefix_of('042', sex, born.year)}{tail:06d}").exists():
        tail += 100
    personal_id = str(values.get("personal_id") or f"{prefix_of('042', sex, born.year)}{tail:06d}")
    father, mother = made.get(str(values.get("father") or "")), made.get(str(values.get("mother") or ""))
    commune = str(values.get("commune") or "")
    day = max(born, dt.date(2025, 7, 1))
    facts = {
        "full_name": str(values["full_name"]),
        "sex": sex,
        "birth_year": born.year,
        "birth_month": born.month,
        "birth_day": born.day,
        "ethnicity": str(values.get("ethnicity") or "01"),
        "personal_id": personal_id,
        "marital_status": str(values.get("marital_status") or "single"),
        "permanent_unit": _unit_key(commune, day) if commune else None,
        "permanent_village": str(values.get("village") or ("Thôn Mẫu" if commune else "")),
        "permanent_address": str(values.get("address") or ""),
        "father": father.pk if father else None,
        "mother": mother.pk if mother else None,
        "father_name": father.full_name if father else str(values.get("father_name") or ""),
        "mother_name": mother.full_name if mother else str(values.get("mother_name") or ""),
    }
    person = projection.create(facts, kind=EventKind.ENROLLED, day=day, by=by)
    rows = [(personal_id, NumberKind.PERSONAL_ID)]
    rows += [(str(values["old_number"]), NumberKind.OLD_ID)] if values.get("old_number") else []
    for text, kind in rows:
        PersonNumber.objects.create(number=text, kind=kind, person=person, issued_on=day)
    return person


def _marry(person: Person, spouse: Person, by: Registration) -> None:
    person.refresh_from_db()
    if person.spouse_id == spouse.pk:
        return
    facts = {"marital_status": "married", "spouse": spouse.pk}
    projection.record(person, kind=EventKind.MARRIAGE, day=dt.date(2025, 7, 1), facts=facts, by=by)


def _settle(people: Mapping[str, Mapping[str, Any]], made: Mapping[str, Person], by: Registration) -> None:
    """Households: those who share a household's name, else a full address."""
    homes: dict[object, list[str]] = {}
    for key, values in people.items():
        if values.get("commune"):
            place = (values["commune"], values.get("village"), values.get("address") or key)
            homes.setdefault(values.get("household") or place, []).append(key)
    for number, members in enumerate(homes.values()):
        _form(number, [(people[key], made[key]) for key in members], by)


def _form(number: int, members: Sequence[tuple[Mapping[str, Any], Person]], by: Registration) -> None:
    members[0][1].refresh_from_db()
    first = members[0][1]
    home = Household.objects.create(
        number=f"MAU-{first.pk}-{number}",
        unit_id=first.permanent_unit_id,
        village=first.permanent_village,
        address=first.permanent_address,
    )
    for index, (values, person) in enumerate(members):
        person.refresh_from_db()
        role = HouseholdRole.HEAD if index == 0 else HouseholdRole(str(values.get("role") or "other"))
        facts = {"household": home.pk, "household_role": role.value}
        day = max(dt.date(2025, 7, 1), dt.date(person.birth_year, person.birth_month or 1, person.birth_day or 1))
        projection.record(person, kind=EventKind.HOUSEHOLD_JOINED, day=day, facts=facts, by=by)
    home.head = first
    home.save(update_fields=["head"])


def _unit_key(code: str, on: dt.date) -> list[str]:
    unit = units.unit_on(code, on)
    return projection.unit_key(unit.code, unit.valid_from)
