"""Registration of a death: the spouse is widowed, the household gets another head, the number stays."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import (
    CIVIL_STATUS,
    check_competent,
    check_version,
    civil_office,
    existing,
    moment,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.acts.homes import OUT, check_leaving, settle_left
from dean06.kernel.population.errors import PersonNotFound
from dean06.kernel.population.events import DeathRegistered, GuardianshipChanged
from dean06.kernel.population.locking import lock
from dean06.kernel.population.models import Guardianship, IdCard, LifeEvent, Person, Residence
from dean06.kernel.population.rules.civil_status import is_late
from dean06.kernel.population.rules.persons import check_day, check_living
from dean06.kernel.population.types import EventKind, LifeStatus, MaritalStatus
from dean06.kernel.writing.services import Write, service


@service(permission=CIVIL_STATUS)
def register_death(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    died_on: dt.date,
    new_head_id: int | None = None,
    paper: str = "",
    version: int | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> LifeEvent:
    """Register a death; returns its event. The personal number stays with the record for ever.

    ``new_head_id``: next head when the dead person headed a household in which others live. Temporary residence,
    cards and guardianships end with the life; the permanent residence is deleted by the police (``end_residence``).
    Luật Hộ tịch 2014 Điều 32-34; Luật Cư trú 2020 Điều 10, 24. Raises ``ActRefused``, ``PersonNotFound``,
    ``StaleRecord``, ``NotAllowed``.
    """
    now = moment(now)
    office = civil_office(actor, write, agency, today_of(now))
    found = existing(person_id)
    if found is None:
        raise PersonNotFound()
    locked = lock([person_id, found.spouse_id])
    person = locked.person(person_id)
    check_version(person, version)
    check_living(subject(person))
    check_day(died_on, today_of(now), subject(person), field="died_on")
    check_competent(office, [person])
    home = person.household_id
    chosen = {home: new_head_id} if home is not None and new_head_id is not None else {}
    nexts = check_leaving(locked, [person_id], chosen, died_on)
    by = registration(actor, office, now, paper=paper)
    facts = {"life_status": LifeStatus.DEAD.value, "died_on": died_on.isoformat(), "current_unit": None, **OUT}
    event = projection.record(person, kind=EventKind.DEATH, day=died_on, facts=facts, by=by)
    spouse = locked.persons.get(person.spouse_id or 0)
    if spouse is not None and spouse.spouse_id == person_id:
        widowed = {"marital_status": MaritalStatus.WIDOWED.value, "spouse": None}
        projection.record(spouse, kind=EventKind.WIDOWED, day=died_on, facts=widowed, by=by)
    settle_left(locked, nexts, on=died_on, by=by)
    wards = _end_what_ends_with_a_life(write, person, died_on, office.agency)
    late = is_late(died_on, today_of(now), "death_days")
    write.audit("population.death_registered", subject=person, details={"agency": office.agency, "late": late})
    write.publish(
        DeathRegistered(
            person_id=person_id,
            agency=office.agency,
            spouse_id=spouse.pk if spouse else None,
            ward_ids=tuple(wards),
        )
    )
    return event


def _end_what_ends_with_a_life(write: Write, person: Person, died_on: dt.date, agency: str) -> list[int]:
    """Temporary residence, cards, guardianships; returns the wards that lost their guardian."""
    Residence.objects.filter(person=person, ended_on__isnull=True).update(ended_on=died_on)
    IdCard.objects.filter(person=person, revoked_on__isnull=True).update(revoked_on=died_on)
    wards = []
    for role in ("ward", "guardian"):
        for guardianship in Guardianship.objects.filter(ended_on__isnull=True, **{role: person}).order_by("pk"):
            guardianship.ended_on = max(died_on, guardianship.started_on)
            guardianship.save(update_fields=["ended_on"])
            write.publish(
                GuardianshipChanged(
                    person_id=guardianship.ward_id, agency=agency, guardian_id=guardianship.guardian_id, ended=True
                )
            )
            if role == "guardian":
                wards.append(guardianship.ward_id)
    return wards
