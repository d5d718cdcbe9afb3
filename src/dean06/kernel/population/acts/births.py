"""Registration of a birth: the person comes into the registry and gets a number for life."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.population import numbers, projection
from dean06.kernel.population.acts.common import (
    CIVIL_STATUS,
    Office,
    check_competent,
    civil_office,
    moment,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import BirthRegistered
from dean06.kernel.population.locking import Locked, lock
from dean06.kernel.population.models import Person
from dean06.kernel.population.rules import civil_status
from dean06.kernel.population.rules.persons import check_day, check_in_use, check_name
from dean06.kernel.population.types import EventKind, HouseholdRole, MaritalStatus, Sex
from dean06.kernel.writing.services import Write, service

#: Role of the newborn in the household, by the parent's own role in it; else "other".
_ROLE_OF_CHILD = {
    HouseholdRole.HEAD: HouseholdRole.CHILD,
    HouseholdRole.SPOUSE: HouseholdRole.CHILD,
    HouseholdRole.CHILD: HouseholdRole.GRANDCHILD,
}


@service(permission=CIVIL_STATUS)
def register_birth(
    *,
    actor: Actor,
    write: Write,
    full_name: str,
    sex: str,
    born_on: dt.date,
    mother_id: int | None = None,
    father_id: int | None = None,
    mother_name: str = "",
    father_name: str = "",
    ethnicity: str = "",
    nationality: str = "VN",
    home_of: str = "mother",
    surname_by_custom: bool = False,
    paternity_basis: str = "",
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Person:
    """Register a birth and issue the number; returns the child. Twins: one call for each child.

    ``home_of``: ``"mother"`` or ``"father"``, whose household and permanent residence the child shares (that of the
    other parent where this one has none), or ``"none"``. ``mother_name``/``father_name``: of a parent without a record.
    Luật Hộ tịch 2014 Điều 13-16; BLDS 2015 Điều 26; Luật HNGĐ 2014 Điều 88; Luật Cư trú 2020 Điều 12.
    Raises ``ActRefused``, ``PersonNotFound``, ``NumbersUsedUp``, ``NotAllowed``.
    """
    now = moment(now)
    today = today_of(now)
    office = civil_office(actor, write, agency, today)
    locked = lock([mother_id, father_id])
    mother = locked.person(mother_id) if mother_id else None
    father = locked.person(father_id) if father_id else None
    parents = [person for person in (mother, father) if person is not None]
    name = check_name(full_name)
    check_day(born_on, today, field="born_on")
    for person in parents:
        check_in_use(subject(person))
    civil_status.check_parents(
        born_on,
        father=subject(father) if father else None,
        mother=subject(mother) if mother else None,
        paternity_basis=paternity_basis,
    )
    father_name = father.full_name if father else clean_line(father_name)
    mother_name = mother.full_name if mother else clean_line(mother_name)
    civil_status.check_surname(name, [father_name, mother_name], by_custom=surname_by_custom)
    check_competent(office, parents)
    _check_not_registered(name, born_on, parents)
    facts: dict[str, Any] = {
        "full_name": name,
        "sex": Sex(sex).value,
        "birth_year": born_on.year,
        "birth_month": born_on.month,
        "birth_day": born_on.day,
        "birth_unit": office.unit_key,
        "ethnicity": ethnicity or next((one.ethnicity for one in (father, mother) if one and one.ethnicity), ""),
        "nationality": nationality,
        "marital_status": MaritalStatus.SINGLE.value,
        "father": father_id,
        "mother": mother_id,
        "father_name": father_name[:100],
        "mother_name": mother_name[:100],
        **_home(locked, mother, father, home_of, born_on),
    }
    by = registration(actor, office, now, paper=paper, reason=clean_line(paternity_basis))
    child = projection.create(facts, kind=EventKind.BIRTH, day=born_on, by=by)
    _issue_number(child, office, born_on, today, by)
    late = civil_status.is_late(born_on, today, "birth_days")
    write.audit("population.birth_registered", subject=child, details={"agency": office.agency, "late": late})
    write.publish(BirthRegistered(person_id=child.pk, agency=office.agency, mother_id=mother_id, father_id=father_id))
    return child


def _issue_number(child: Person, office: Office, born_on: dt.date, today: dt.date, by: projection.Registration) -> None:
    place = numbers.place_code_of(office.unit.code, today)
    number = numbers.issue(child, place_code=place, sex=child.sex, birth_year=born_on.year, on=today)
    # The number holds from birth on, though it is issued on the day of registration (``PersonNumber.issued_on``).
    facts = {"personal_id": number, "issued_on": today.isoformat()}
    projection.record(child, kind=EventKind.ID_ISSUED, day=born_on, facts=facts, by=by)


def _home(
    locked: Locked, mother: Person | None, father: Person | None, home_of: str, born_on: dt.date
) -> dict[str, Any]:
    """Household and permanent residence of the parent chosen, of the other where that one has none."""
    order = {"mother": (mother, father), "father": (father, mother)}.get(home_of, ())
    parent = next((one for one in order if one and one.permanent_unit_id and one.life_status == "alive"), None)
    if parent is None:
        return {}
    state = projection.stored_state(parent)
    home = {name: state[name] for name in ("permanent_unit", "permanent_village", "permanent_address")}
    home["permanent_since"] = born_on.isoformat()
    household = locked.households.get(parent.household_id or 0)
    if household is not None and household.closed_on is None:
        role = _ROLE_OF_CHILD.get(HouseholdRole(parent.household_role or "other"), HouseholdRole.OTHER)
        home |= {"household": household.pk, "household_role": role.value}
    return home


def _check_not_registered(name: str, born_on: dt.date, parents: list[Person]) -> None:
    """No child of the same name, day and parent is there already. Raises ``ActRefused``."""
    same = Person.objects.filter(
        full_name=name, birth_year=born_on.year, birth_month=born_on.month, birth_day=born_on.day
    ).exclude(id_status="merged")
    for parent in parents:
        if same.filter(**{"father" if parent.sex == "M" else "mother": parent}).exists():
            raise ActRefused(Reason.BIRTH_REGISTERED, field="full_name")
