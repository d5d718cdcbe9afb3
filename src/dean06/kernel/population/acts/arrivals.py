"""Somebody comes from another province, to live here or as the parent of a child registered here: the registry of this
one does not know him yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.common.vietnamese import clean_line, compare_key
from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import (
    CIVIL_STATUS,
    RESIDENCE,
    Office,
    civil_office,
    moment,
    police_office,
    registration,
    today_of,
)
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import PersonEnrolled
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.rules.dates import BirthDate, check_parts
from dean06.kernel.population.rules.persons import check_day, check_name, check_paper
from dean06.kernel.population.types import EventKind, MaritalStatus, NumberKind, Sex
from dean06.kernel.writing.services import Write, service


@service(permission=RESIDENCE)
def enrol_arrival(
    *,
    actor: Actor,
    write: Write,
    personal_id: str,
    full_name: str,
    sex: str,
    birth_date: str,
    paper: str,
    nationality: str = "VN",
    ethnicity: str = "",
    old_address: str = "",
    arrived_on: dt.date | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Person:
    """Bring a person who arrives into the registry, with the number that he has; the residence follows by its own act.

    ``birth_date``: yyyy, yyyy-mm or yyyy-mm-dd. ``paper``: what the registration rests on (code of the dossier).
    ``old_address`` is kept with the event. Luật Cư trú 2020 Điều 20, 22; Luật Căn cước 2023 Điều 12. Raises
    ``ActRefused`` (``NUMBER_INVALID``, ``NUMBER_TAKEN``, ``ALREADY_KNOWN``, ``NAME_INVALID``, ``VALUE_INVALID``,
    ``PAPER_MISSING``, ``DAY_IN_FUTURE``, ``DAY_BEFORE_BIRTH``), ``NotAllowed``.
    """
    now = moment(now)
    office = police_office(actor, write, agency, today_of(now))
    came_from = clean_line(old_address)
    reason = f"Chuyển đến từ {came_from}" if came_from else "Chuyển đến từ tỉnh khác"
    arrival = _Arrival(personal_id, full_name, sex, birth_date, nationality, ethnicity, paper, arrived_on, reason)
    return _enrol(actor, write, office, arrival, now)


@service(permission=CIVIL_STATUS)
def enrol_parent(
    *,
    actor: Actor,
    write: Write,
    personal_id: str,
    full_name: str,
    sex: str,
    birth_date: str,
    paper: str,
    nationality: str = "VN",
    ethnicity: str = "",
    old_address: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Person:
    """As ``enrol_arrival``, by the committee that registers the birth of the person's child: the parent lives in
    another province, the record holds no residence. Luật Hộ tịch 2014 Điều 13, 14. Raises as ``enrol_arrival``."""
    now = moment(now)
    office = civil_office(actor, write, agency, today_of(now))
    lives_at = clean_line(old_address)
    reason = f"Cha, mẹ của trẻ được khai sinh; cư trú tại {lives_at}" if lives_at else "Cha, mẹ của trẻ được khai sinh"
    arrival = _Arrival(personal_id, full_name, sex, birth_date, nationality, ethnicity, paper, None, reason)
    return _enrol(actor, write, office, arrival, now)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Who comes into the registry, as declared."""

    personal_id: str
    full_name: str
    sex: str
    birth_date: str
    nationality: str
    ethnicity: str
    paper: str
    day: dt.date | None
    reason: str


def _enrol(actor: Actor, write: Write, office: Office, given: _Arrival, now: dt.datetime) -> Person:
    """The record with its number, event and traces. Raises ``ActRefused``."""
    today = today_of(now)
    name = check_name(given.full_name)
    born = _birth(given.birth_date, today)
    if given.sex not in Sex.values:
        raise ActRefused(Reason.VALUE_INVALID, field="sex", label="giới tính")
    basis = check_paper(given.paper)
    day = given.day or today
    check_day(day, today, field="arrived_on")
    if day < born.earliest:
        raise ActRefused(Reason.DAY_BEFORE_BIRTH, field="arrived_on", day=f"{day:%d/%m/%Y}")
    number = _free_number(given.personal_id, name, given.sex, born)
    facts = {
        "full_name": name,
        "sex": given.sex,
        "birth_year": born.year,
        "birth_month": born.month,
        "birth_day": born.day,
        "ethnicity": given.ethnicity,
        "nationality": given.nationality or "VN",
        "marital_status": MaritalStatus.SINGLE.value,
        "personal_id": number,
    }
    by = registration(actor, office, now, paper=basis, reason=given.reason)
    try:
        with transaction.atomic():
            person = projection.create(facts, kind=EventKind.ENROLLED, day=day, by=by)
            PersonNumber.objects.create(number=number, kind=NumberKind.PERSONAL_ID, person=person)
    except IntegrityError as trouble:
        # Another office enrolled the number between the look and the write.
        raise ActRefused(Reason.NUMBER_TAKEN, field="personal_id") from trouble
    write.audit("population.arrival_enrolled", subject=person, details={"agency": office.agency})
    write.publish(PersonEnrolled(person_id=person.pk, agency=office.agency))
    return person


def _birth(text: str, today: dt.date) -> BirthDate:
    try:
        parts = [int(part) for part in str(text).split("-")]
        born = check_parts(parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None)
    except ValueError as trouble:
        raise ActRefused(Reason.VALUE_INVALID, field="birth_date", label="ngày sinh") from trouble
    if born.earliest > today:
        raise ActRefused(Reason.DAY_IN_FUTURE, field="birth_date", day=born.text)
    return born


def _free_number(text: str, name: str, sex: str, born: BirthDate) -> str:
    """The 12 digits, which fit sex and birth year and which nobody here has or had. Raises ``ActRefused``."""
    checked = check_personal_id(text, sex=sex, birth_year=born.year)
    if not checked.is_valid:
        raise ActRefused(Reason.NUMBER_INVALID, field="personal_id", why=" ".join(checked.sentences))
    held = (
        PersonNumber.objects.filter(number=checked.number, kind=NumberKind.PERSONAL_ID).select_related("person").first()
    )
    if held is None:
        return checked.number
    raise ActRefused(
        Reason.ALREADY_KNOWN if is_same(held.person, name, born) else Reason.NUMBER_TAKEN, field="personal_id"
    )


def is_same(person: Person, full_name: str, born: BirthDate) -> bool:
    """Name and birth date agree with the record, as far as both are known (the number was compared before)."""
    known = BirthDate(person.birth_year, person.birth_month, person.birth_day)
    days_meet = known.earliest <= born.latest and born.earliest <= known.latest
    return days_meet and compare_key(person.full_name) == compare_key(full_name)
