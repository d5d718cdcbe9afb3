"""Marriage and divorce: both sides change in one act, or neither."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import (
    CIVIL_STATUS,
    check_competent,
    civil_office,
    existing,
    moment,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.acts.family import adoptive_parents, parents_by_birth, spouses_ever
from dean06.kernel.population.errors import ActRefused, PersonNotFound, Reason
from dean06.kernel.population.events import DivorceRegistered, MarriageRegistered
from dean06.kernel.population.locking import lock
from dean06.kernel.population.models import LifeEvent
from dean06.kernel.population.rules import civil_status
from dean06.kernel.population.rules.persons import check_day, check_living, check_paper
from dean06.kernel.population.types import EventKind, MaritalStatus
from dean06.kernel.writing.services import Write, service


@service(permission=CIVIL_STATUS)
def register_marriage(
    *,
    actor: Actor,
    write: Write,
    first_id: int,
    second_id: int,
    married_on: dt.date | None = None,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> LifeEvent:
    """Register a marriage, on ``married_on`` (today by default); returns the event of the first person.

    Luật HNGĐ 2014 Điều 5, 8; Luật Hộ tịch 2014 Điều 17, 18. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = married_on or today_of(now)
    office = civil_office(actor, write, agency, today_of(now))
    if first_id == second_id:
        raise ActRefused(Reason.SAME_PERSON, field="second")
    locked = lock([first_id, second_id])
    first, second = locked.person(first_id), locked.person(second_id)
    check_day(day, today_of(now), subject(first), subject(second), field="married_on")
    spouses = spouses_ever([first_id, second_id])
    everybody = {first_id, second_id, *(pk for pks in spouses.values() for pk in pks)}
    civil_status.check_marriage(
        subject(first),
        subject(second),
        day,
        parents=parents_by_birth(everybody),
        adoptive=adoptive_parents([first_id, second_id]),
        former_spouses=spouses,
    )
    check_competent(office, [first, second])
    by = registration(actor, office, now, paper=paper)
    event, _ = (
        projection.record(
            one,
            kind=EventKind.MARRIAGE,
            day=day,
            facts={"marital_status": MaritalStatus.MARRIED.value, "spouse": other.pk},
            by=by,
        )
        for one, other in ((first, second), (second, first))
    )
    write.audit("population.marriage_registered", subject=first, details={"agency": office.agency, "with": second_id})
    write.audit("population.marriage_registered", subject=second, details={"agency": office.agency, "with": first_id})
    write.publish(MarriageRegistered(person_id=first_id, agency=office.agency, spouse_id=second_id))
    return event


@service(permission=CIVIL_STATUS)
def register_divorce(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    divorced_on: dt.date,
    paper: str,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> LifeEvent:
    """Note a divorce by the court's judgement or decision (``paper``), on the day it took effect; returns the event.

    Luật HNGĐ 2014 Điều 57; Luật Hộ tịch 2014 Điều 30. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    office = civil_office(actor, write, agency, today_of(now))
    found = existing(person_id)
    if found is None:
        raise PersonNotFound()
    locked = lock([person_id, found.spouse_id])
    person = locked.person(person_id)
    spouse = locked.persons.get(person.spouse_id or 0)
    check_living(subject(person))
    if person.marital_status != MaritalStatus.MARRIED:
        raise ActRefused(Reason.NOT_MARRIED)
    check_day(divorced_on, today_of(now), subject(person), field="divorced_on")
    paper = check_paper(paper)
    check_competent(office, [one for one in (person, spouse) if one])
    by = registration(actor, office, now, paper=paper)
    facts = {"marital_status": MaritalStatus.DIVORCED.value, "spouse": None}
    event = projection.record(person, kind=EventKind.DIVORCE, day=divorced_on, facts=facts, by=by)
    write.audit("population.divorce_registered", subject=person, details={"agency": office.agency})
    if spouse is not None and spouse.spouse_id == person_id:
        projection.record(spouse, kind=EventKind.DIVORCE, day=divorced_on, facts=facts, by=by)
        write.audit("population.divorce_registered", subject=spouse, details={"agency": office.agency})
    write.publish(DivorceRegistered(person_id=person_id, agency=office.agency, spouse_id=spouse.pk if spouse else None))
    return event
