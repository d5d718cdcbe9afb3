"""PRIVATE. Who may be given work in a commune, and names of communes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from dean06.ecosystem.worklists.scope import ASSIGN, WORK
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.accounts.types import PersonRef
from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.types import AgencyKind, AgencyRef, UnitRef

#: The commune's own bodies; branches and schools that merely serve it answer to others.
_BODIES = (AgencyKind.POLICE_COMMUNE, AgencyKind.COMMITTEE_COMMUNE)
UNKNOWN_UNIT = "Chưa rõ xã, phường"


def bodies_of(unit: str, today: dt.date | None = None) -> list[AgencyRef]:
    """The commune's police and committee. Two queries."""
    try:
        served = units.agencies_of_area(unit, today or timezone.localdate())
    except UnitNotFound:
        return []
    return [agency for agency in served if agency.kind in _BODIES]


def workers_of(unit: str) -> list[PersonRef]:
    """People who may verify records of a commune, by name; each once."""
    found = {person.user_id: person for body in bodies_of(unit) for person in accounts.users_of_agency(body.code, WORK)}
    return sorted(found.values(), key=lambda person: (person.full_name.split()[-1], person.full_name))


def heads_of(unit: str) -> list[PersonRef]:
    """People who may assign work of a commune."""
    found = {
        person.user_id: person for body in bodies_of(unit) for person in accounts.users_of_agency(body.code, ASSIGN)
    }
    return list(found.values())


def communes(today: dt.date) -> list[UnitRef]:
    """The province's communes of a day. One query."""
    return units.current_units(on=today, province=settings.PROVINCE_CODE)


def commune_names(today: dt.date) -> dict[str, str]:
    """Code → name of every commune of the province. One query."""
    return {unit.code: unit.name for unit in communes(today)}


def commune_name(code: str, today: dt.date) -> str:
    """Name of a commune; words for an unknown one."""
    if not code:
        return UNKNOWN_UNIT
    try:
        return units.unit_on(code, today).name
    except UnitNotFound:
        return code


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """Full names by id. One query."""
    return accounts.display_names(people)
