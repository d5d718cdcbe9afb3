"""Adoption and guardianship."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import (
    CIVIL_STATUS,
    check_competent,
    civil_office,
    moment,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.acts.family import parents_by_birth
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import AdoptionRegistered, GuardianshipChanged
from dean06.kernel.population.locking import lock
from dean06.kernel.population.models import Guardianship, LifeEvent
from dean06.kernel.population.rules import civil_status
from dean06.kernel.population.rules.persons import check_day, check_name
from dean06.kernel.population.types import EventKind
from dean06.kernel.writing.services import Write, service


@service(permission=CIVIL_STATUS)
def register_adoption(
    *,
    actor: Actor,
    write: Write,
    child_id: int,
    adopter_ids: list[int],
    adopted_on: dt.date | None = None,
    relation: str = civil_status.STRANGER,
    child_consents: bool = False,
    new_name: str = "",
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> LifeEvent:
    """Register an adoption; returns its event. The adopters stand as parents from that day on; the parents by birth
    stay in the history and still count for the prohibitions of marriage.

    ``relation``: ``"stranger"``, ``"step_parent"`` or ``"aunt_or_uncle"`` (other ages). ``new_name``: the child's name
    from that day on, where it changes. Luật Nuôi con nuôi 52/2010/QH12 Điều 8, 13, 14, 21, 24.
    Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = adopted_on or today_of(now)
    office = civil_office(actor, write, agency, today_of(now))
    locked = lock([child_id, *adopter_ids])
    child = locked.person(child_id)
    adopters = [locked.person(pk) for pk in dict.fromkeys(adopter_ids)]
    check_day(day, today_of(now), subject(child), field="adopted_on")
    civil_status.check_adoption(
        subject(child),
        [subject(adopter) for adopter in adopters],
        day,
        relation=relation,
        child_consents=child_consents,
        parents=parents_by_birth([child_id, *adopter_ids]),
    )
    check_competent(office, [child, *adopters])
    facts: dict[str, Any] = {"adopters": [adopter.pk for adopter in adopters], "relation": relation}
    if relation == civil_status.STRANGER:
        facts |= {"father": None, "mother": None, "father_name": "", "mother_name": ""}
    for adopter in adopters:
        side = "father" if adopter.sex == "M" else "mother"
        facts |= {side: adopter.pk, f"{side}_name": adopter.full_name}
    if new_name:
        facts |= {"full_name": check_name(new_name, "new_name"), "other_names": _with_former(child)}
    by = registration(actor, office, now, paper=paper)
    event = projection.record(child, kind=EventKind.ADOPTION, day=day, facts=facts, by=by)
    write.audit("population.adoption_registered", subject=child, details={"agency": office.agency})
    write.publish(
        AdoptionRegistered(
            person_id=child_id, agency=office.agency, adopter_ids=tuple(adopter.pk for adopter in adopters)
        )
    )
    return event


@service(permission=CIVIL_STATUS)
def register_guardianship(
    *,
    actor: Actor,
    write: Write,
    ward_id: int,
    guardian_id: int,
    basis: str,
    by_court: bool = False,
    started_on: dt.date | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Guardianship:
    """Register who acts for a minor, or by a court's decision for an adult. BLDS 2015 Điều 46-54; Luật Hộ tịch 2014
    Điều 19-21. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``."""
    now = moment(now)
    day = started_on or today_of(now)
    office = civil_office(actor, write, agency, today_of(now))
    locked = lock([ward_id, guardian_id])
    ward, guardian = locked.person(ward_id), locked.person(guardian_id)
    check_day(day, today_of(now), subject(ward), field="started_on")
    civil_status.check_guardianship(subject(ward), subject(guardian), day, basis=basis, by_court=by_court)
    if Guardianship.objects.filter(ward=ward, ended_on__isnull=True).exists():
        raise ActRefused(Reason.ALREADY_GUARDED, field="ward")
    check_competent(office, [ward, guardian])
    by = registration(actor, office, now, reason=clean_line(basis))
    projection.record(
        ward, kind=EventKind.GUARDIANSHIP, day=day, facts={"guardian": guardian_id, "ended": False}, by=by
    )
    guardianship = Guardianship.objects.create(
        ward=ward, guardian=guardian, basis=clean_line(basis)[:200], started_on=day
    )
    write.audit("population.guardianship_registered", subject=ward, details={"agency": office.agency})
    write.publish(GuardianshipChanged(person_id=ward_id, agency=office.agency, guardian_id=guardian_id, ended=False))
    return guardianship


@service(permission=CIVIL_STATUS)
def end_guardianship(
    *,
    actor: Actor,
    write: Write,
    guardianship_id: int,
    basis: str,
    ended_on: dt.date | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Guardianship:
    """End a guardianship. BLDS 2015 Điều 62. Raises ``NotFound``, ``ActRefused``, ``NotAllowed``."""
    now = moment(now)
    day = ended_on or today_of(now)
    office = civil_office(actor, write, agency, today_of(now))
    found = Guardianship.objects.filter(pk=guardianship_id).values_list("ward_id", "guardian_id").first()
    if found is None:
        raise NotFound("Không tìm thấy việc giám hộ này.")
    locked = lock(found)
    guardianship = Guardianship.objects.get(pk=guardianship_id)
    if guardianship.ended_on is not None or day < guardianship.started_on:
        raise ActRefused(Reason.DAY_ORDER, field="ended_on")
    check_day(day, today_of(now), field="ended_on")
    if len(basis.strip()) < 10:
        raise ActRefused(Reason.BASIS_MISSING, field="basis")
    ward = locked.person(guardianship.ward_id)
    check_competent(office, [ward, locked.person(guardianship.guardian_id)])
    by = registration(actor, office, now, reason=clean_line(basis))
    facts = {"guardian": guardianship.guardian_id, "ended": True}
    projection.record(ward, kind=EventKind.GUARDIANSHIP, day=day, facts=facts, by=by)
    guardianship.ended_on = day
    guardianship.save(update_fields=["ended_on"])
    write.audit("population.guardianship_ended", subject=ward, details={"agency": office.agency})
    write.publish(
        GuardianshipChanged(person_id=ward.pk, agency=office.agency, guardian_id=guardianship.guardian_id, ended=True)
    )
    return guardianship


def _with_former(child: Any) -> str:
    names = [name for name in child.other_names.split("; ") if name]
    return "; ".join([*names, child.full_name])[:250]
