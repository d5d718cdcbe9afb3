"""What every act shares: the moment, the office that registers and its area, persons as the rules see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import projection
from dean06.kernel.population.errors import ActRefused, PersonNotFound, Reason, StaleRecord
from dean06.kernel.population.models import Person, Residence
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.rules.dates import BirthDate
from dean06.kernel.population.rules.persons import Subject
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind, UnitRef
from dean06.kernel.writing.services import Write

CIVIL_STATUS = "population.register_civil_status"
RESIDENCE = "population.register_residence"
PROPOSE = "population.propose_change"
DECIDE = "population.decide_change"


@dataclass(frozen=True, slots=True)
class Office:
    """The body that registers, with the commune it serves."""

    agency: str
    unit: UnitRef

    @property
    def unit_key(self) -> list[str]:
        """The commune as ``facts`` hold it."""
        return projection.unit_key(self.unit.code, self.unit.valid_from)

    @property
    def unit_pk(self) -> int:
        """The commune as foreign keys hold it."""
        found = units.unit_ids([(self.unit.code, self.unit.valid_from)])
        return found[self.unit.code, self.unit.valid_from]


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def today_of(now: dt.datetime) -> dt.date:
    """The local calendar day of a moment."""
    return timezone.localdate(now)


def civil_office(actor: Actor, write: Write, agency: str | None, on: dt.date) -> Office:
    """The commune committee that registers civil status (Luật Hộ tịch 2014 Điều 13, 17, 32…); the actor's own body
    when none is named. Raises ``NotAllowed``, ``ActRefused`` (``WRONG_AGENCY``)."""
    return _office(actor, write, agency, on, AgencyKind.COMMITTEE_COMMUNE, "Ủy ban nhân dân cấp xã")


def police_office(actor: Actor, write: Write, agency: str | None, on: dt.date) -> Office:
    """The commune police that registers residence (Luật Cư trú 2020 Điều 2 khoản 4). Raises as ``civil_office``."""
    return _office(actor, write, agency, on, AgencyKind.POLICE_COMMUNE, "Công an cấp xã")


def _office(actor: Actor, write: Write, agency: str | None, on: dt.date, kind: AgencyKind, expected: str) -> Office:
    code = agency or actor.agency
    if not code:
        raise ActRefused(Reason.WRONG_AGENCY, expected=expected)
    write.authorise(agency=code)
    known = units.get_agencies([code]).get(code)
    unit_code = units.agency_unit(code) if known and known.kind == kind else None
    if unit_code is None:
        raise ActRefused(Reason.WRONG_AGENCY, expected=expected)
    return Office(code, units.unit_on(unit_code, on))


def registration(actor: Actor, office: Office, now: dt.datetime, *, paper: str = "", reason: str = "") -> Registration:
    """What the events of the act share."""
    return Registration(now=now, actor_id=actor.user_id, agency=office.agency, paper=paper[:120], reason=reason[:300])


def subject(person: Person) -> Subject:
    """The person as the rules see it."""
    return Subject(
        id=person.pk,
        name=person.full_name,
        sex=person.sex,
        birth=BirthDate(person.birth_year, person.birth_month, person.birth_day),
        life_status=person.life_status,
        died_on=person.died_on,
        marital_status=person.marital_status,
        spouse=person.spouse_id,
        ethnicity=person.ethnicity,
        id_status=person.id_status,
    )


def check_competent(office: Office, persons: Iterable[Person]) -> None:
    """One of the persons lives in the office's commune: permanently, temporarily or in fact; also where nothing at all
    is known of their residence. Raises ``ActRefused`` (``NOT_COMPETENT``)."""
    people = list(persons)
    homes = {pk for person in people for pk in (person.permanent_unit_id, person.current_unit_id) if pk is not None}
    homes |= set(
        Residence.objects.filter(
            person__in=[person.pk for person in people], ended_on__isnull=True, unit__isnull=False
        ).values_list("unit_id", flat=True)
    )
    if homes and office.unit_pk not in homes:
        raise ActRefused(Reason.NOT_COMPETENT, unit=office.unit.name)


def check_version(person: Person, version: int | None) -> None:
    """The record is the one the form was filled for. Raises ``StaleRecord``."""
    if version is not None and person.version != version:
        raise StaleRecord(person=person.pk)


def existing(person_id: int | None) -> Person | None:
    """A person without a lock. Raises ``PersonNotFound``."""
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound()
    return person
