"""Residence: permanent, temporary, stays, absence, and their end (Luật Cư trú 68/2020/QH14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.population import projection
from dean06.kernel.population.acts import homes
from dean06.kernel.population.acts.common import (
    RESIDENCE,
    Office,
    check_version,
    moment,
    police_office,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import HouseholdChanged, ResidenceChanged
from dean06.kernel.population.locking import Locked, lock
from dean06.kernel.population.models import Guardianship, Household, LifeEvent, Person, Residence
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.rules import residence as rules
from dean06.kernel.population.rules.persons import check_day, check_in_use, check_living, check_reason
from dean06.kernel.population.types import EventKind, ResidenceKind
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service


@service(permission=RESIDENCE)
def register_permanent_residence(
    *,
    actor: Actor,
    write: Write,
    person_ids: list[int],
    village: str = "",
    address: str = "",
    household_id: int | None = None,
    head_id: int | None = None,
    roles: Mapping[int, str] | None = None,
    old_heads: Mapping[int, int] | None = None,
    owner_consents: bool = False,
    guardian_consents: bool = False,
    moved_on: dt.date | None = None,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Household:
    """Register the permanent residence of people who move in together, in the commune of the registering police;
    returns their household.

    ``household_id``: an open household of the commune that they join (its head consents: ``owner_consents``); without
    it a new household with ``head_id`` is formed (the only mover, when there is one). ``roles``: person → role, else by
    the known links. ``old_heads``: household that loses its head → who heads it next. A minor moves with a parent, to a
    parent, or with ``guardian_consents``. Temporary residence and other places where they live in fact end.
    Luật Cư trú 2020 Điều 10, 12, 20, 21. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``, ``StaleRecord``.
    """
    now = moment(now)
    day = moved_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    if not person_ids:
        raise ActRefused(Reason.NOBODY, field="persons")
    locked = lock([*person_ids, head_id], [household_id])
    movers = [locked.person(pk) for pk in dict.fromkeys(person_ids)]
    for person in movers:
        check_living(subject(person))
    check_day(day, today_of(now), *(subject(person) for person in movers), field="moved_on")
    target = locked.household(household_id) if household_id is not None else None
    if target is not None:
        _check_joining(target, movers, office, owner_consents)
        village, address = village or target.village, address or target.address
    rules.check_place(village, address)
    _check_minors(locked, movers, target, day, guardian_consents)
    nexts = homes.check_leaving(locked, [person.pk for person in movers], old_heads, day)
    before = {person.pk: person.permanent_unit_id for person in movers}
    by = registration(actor, office, now, paper=paper)
    home = _settle(
        locked, movers, target, head_id, office, day, by, roles=roles, village=village, address=address, moving=True
    )
    homes.settle_left(locked, nexts, on=day, by=by)
    _end_other_places(movers, day)
    previous = units.unit_refs(pk for pk in before.values() if pk is not None)
    for person in movers:
        old = previous.get(before[person.pk] or 0)
        write.audit(
            "population.permanent_residence_registered",
            subject=person,
            details={"agency": office.agency, "unit": office.unit.code, "household": home.pk},
        )
        write.publish(
            ResidenceChanged(
                person_id=person.pk,
                agency=office.agency,
                kind="permanent",
                unit=office.unit.code,
                previous_unit=old.code if old else "",
            )
        )
    write.publish(HouseholdChanged(household_id=home.pk, act="moved_in"))
    return home


@service(permission=RESIDENCE)
def register_temporary_residence(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    village: str = "",
    address: str = "",
    from_on: dt.date | None = None,
    until: dt.date,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Residence:
    """Register temporary residence in the commune of the registering police, for 30 days to two years.

    Luật Cư trú 2020 Điều 27, 28. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = from_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    person = lock([person_id]).person(person_id)
    check_living(subject(person))
    check_day(day, today_of(now), subject(person), field="from_on")
    rules.check_temporary(day, until, same_unit=person.permanent_unit_id == office.unit_pk)
    rules.check_place(village, address)
    _check_none_open(person, ResidenceKind.TEMPORARY)
    return _begin(
        write,
        person,
        ResidenceKind.TEMPORARY,
        EventKind.TEMPORARY_RESIDENCE,
        office,
        registration(actor, office, now, paper=paper),
        day=day,
        until=until,
        village=village,
        address=address,
        facts={"current_unit": office.unit_key},
        action="population.temporary_residence_registered",
    )


@service(permission=RESIDENCE)
def notify_stay(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    village: str = "",
    address: str = "",
    from_on: dt.date | None = None,
    until: dt.date,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Residence:
    """Note a stay shorter than 30 days. Luật Cư trú 2020 Điều 2 khoản 6, Điều 30. Raises ``ActRefused``,
    ``PersonNotFound``, ``NotAllowed``."""
    now = moment(now)
    day = from_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    person = lock([person_id]).person(person_id)
    check_living(subject(person))
    check_day(day, today_of(now), subject(person), field="from_on")
    rules.check_stay(day, until)
    rules.check_place(village, address)
    return _begin(
        write,
        person,
        ResidenceKind.STAY,
        EventKind.STAY,
        office,
        registration(actor, office, now),
        day=day,
        until=until,
        village=village,
        address=address,
        facts={},
        action="population.stay_notified",
    )


@service(permission=RESIDENCE)
def declare_absence(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    destination: str,
    from_on: dt.date | None = None,
    until: dt.date,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Residence:
    """Note that a resident of the commune is away until a day. Luật Cư trú 2020 Điều 31. Raises ``ActRefused``,
    ``PersonNotFound``, ``NotAllowed``."""
    now = moment(now)
    day = from_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    person = lock([person_id]).person(person_id)
    check_living(subject(person))
    if office.unit_pk not in (person.permanent_unit_id, person.current_unit_id):
        raise ActRefused(Reason.NOT_COMPETENT, unit=office.unit.name)
    check_day(day, today_of(now), subject(person), field="from_on")
    rules.check_absence(day, until)
    rules.check_place("", destination)
    _check_none_open(person, ResidenceKind.ABSENCE)
    return _begin(
        write,
        person,
        ResidenceKind.ABSENCE,
        EventKind.ABSENCE,
        office,
        registration(actor, office, now),
        day=day,
        until=until,
        village="",
        address=destination,
        facts={},
        action="population.absence_declared",
    )


@service(permission=RESIDENCE)
def end_residence(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    residence_id: int | None = None,
    ended_on: dt.date | None = None,
    reason: str,
    new_head_id: int | None = None,
    version: int | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> LifeEvent:
    """End a temporary residence, stay or absence (``residence_id``), or delete the permanent residence (without it),
    also that of a dead person; returns the event. Luật Cư trú 2020 Điều 24, 29.

    Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``, ``StaleRecord``.
    """
    now = moment(now)
    day = ended_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    locked = lock([person_id])
    person = locked.person(person_id)
    check_version(person, version)
    check_in_use(subject(person))
    check_day(day, today_of(now), subject(person), field="ended_on")
    reason = check_reason(reason)
    by = registration(actor, office, now, reason=reason)
    if residence_id is not None:
        event, kind = _end_other(person, residence_id, office, day, by), "other"
    else:
        event, kind = _end_permanent(locked, person, office, day, by, new_head_id), "permanent"
    write.audit("population.residence_ended", subject=person, details={"agency": office.agency, "kind": kind})
    write.publish(
        ResidenceChanged(
            person_id=person_id,
            agency=office.agency,
            kind=event.facts.get("ended_kind", "permanent"),
            previous_unit=office.unit.code,
            ended=True,
        )
    )
    return event


def _check_joining(target: Household, movers: list[Person], office: Office, owner_consents: bool) -> None:
    homes.check_open(target, office)
    for person in movers:
        if person.household_id == target.pk:
            raise ActRefused(Reason.ALREADY_IN_HOUSEHOLD, field="household", name=person.full_name)
    if not owner_consents:
        raise ActRefused(Reason.OWNER_CONSENT, field="owner_consents")


def _check_minors(
    locked: Locked, movers: list[Person], target: Household | None, day: dt.date, guardian_consents: bool
) -> None:
    there = {person.pk for person in movers} | {person.pk for person in locked.members(target.pk if target else 0)}
    guardians = Guardianship.objects.filter(ward__in=[person.pk for person in movers], ended_on__isnull=True)
    guarded = {ward for ward, guardian in guardians.values_list("ward_id", "guardian_id") if guardian in there}
    rules.check_minors(
        [subject(person) for person in movers if person.pk not in guarded],
        day,
        parents={person.pk: (person.father_id, person.mother_id) for person in movers},
        there=there,
        guardian_consents=guardian_consents,
    )


def _settle(
    locked: Locked,
    movers: list[Person],
    target: Household | None,
    head_id: int | None,
    office: Office,
    day: dt.date,
    by: Registration,
    *,
    roles: Mapping[int, str] | None,
    village: str,
    address: str,
    moving: bool,
    kind: EventKind = EventKind.PERMANENT_MOVE,
) -> Household:
    """Put the movers into the target household, or into a new one under its head."""
    village, address = clean_line(village)[:80], clean_line(address)[:200]
    head = _head_of(locked, movers, target, head_id, day)
    home = target or homes.found_household(office, village=village, address=address)
    members = [*(locked.members(home.pk) if target else []), *movers]
    given = homes.roles_under(head, members, roles)
    for person in movers:
        facts: dict[str, Any] = {"household": home.pk, "household_role": given[person.pk]}
        if moving:
            facts |= {
                "permanent_unit": office.unit_key,
                "permanent_village": village,
                "permanent_address": address,
                "permanent_since": day.isoformat(),
                "current_unit": None,
            }
        projection.record(person, kind=kind, day=day, facts=facts, by=by)
    if target is None or target.head_id is None:
        home.head = head
        home.save(update_fields=["head"])
    return home


def _head_of(
    locked: Locked, movers: list[Person], target: Household | None, head_id: int | None, day: dt.date
) -> Person:
    """The head under whom the movers will live: the target's, else the one chosen among them."""
    if target is not None and target.head_id is not None:
        return locked.person(target.head_id)
    if head_id is None and len(movers) == 1:
        head_id = movers[0].pk
    chosen = locked.persons.get(head_id or 0)
    rules.check_new_head(subject(chosen) if chosen else None, [subject(one) for one in movers], day, "của hộ mới")
    return locked.person(head_id or 0)


def _end_other_places(movers: list[Person], day: dt.date) -> None:
    """Who lives permanently somewhere new no longer lives temporarily anywhere."""
    open_ones = Residence.objects.filter(
        person__in=[person.pk for person in movers],
        kind__in=[ResidenceKind.TEMPORARY, ResidenceKind.ABSENCE],
        ended_on__isnull=True,
    )
    open_ones.update(ended_on=day)


def _check_none_open(person: Person, kind: ResidenceKind) -> None:
    if Residence.objects.filter(person=person, kind=kind, ended_on__isnull=True).exists():
        raise ActRefused(Reason.ALREADY_RESIDENT)


def _begin(
    write: Write,
    person: Person,
    kind: ResidenceKind,
    event_kind: EventKind,
    office: Office,
    by: Registration,
    *,
    day: dt.date,
    until: dt.date,
    village: str,
    address: str,
    facts: dict[str, Any],
    action: str,
) -> Residence:
    residence = Residence.objects.create(
        person=person,
        kind=kind,
        unit_id=office.unit_pk,
        village=clean_line(village)[:80],
        address=clean_line(address)[:200],
        started_on=day,
        until=until,
    )
    notes = {"residence": residence.pk, "until": until.isoformat(), "unit": office.unit_key}
    projection.record(person, kind=event_kind, day=day, facts={**facts, **notes}, by=by)
    write.audit(action, subject=person, details={"agency": office.agency, "unit": office.unit.code})
    write.publish(ResidenceChanged(person_id=person.pk, agency=office.agency, kind=kind.value, unit=office.unit.code))
    return residence


def _end_other(person: Person, residence_id: int, office: Office, day: dt.date, by: Registration) -> LifeEvent:
    row = Residence.objects.filter(pk=residence_id, person=person, ended_on__isnull=True).first()
    if row is None:
        raise ActRefused(Reason.NO_RESIDENCE)
    if row.unit_id not in (None, office.unit_pk):
        raise ActRefused(Reason.NOT_COMPETENT, unit=office.unit.name)
    if day < row.started_on:
        raise ActRefused(Reason.DAY_ORDER, field="ended_on")
    row.ended_on = day
    row.save(update_fields=["ended_on"])
    facts: dict[str, Any] = {"residence": row.pk, "ended_kind": row.kind}
    if row.kind == ResidenceKind.TEMPORARY:
        facts["current_unit"] = None
    return projection.record(person, kind=EventKind.RESIDENCE_ENDED, day=day, facts=facts, by=by)


def _end_permanent(
    locked: Locked, person: Person, office: Office, day: dt.date, by: Registration, new_head_id: int | None
) -> LifeEvent:
    if person.permanent_unit_id is None:
        raise ActRefused(Reason.NO_RESIDENCE)
    if person.permanent_unit_id != office.unit_pk:
        raise ActRefused(Reason.NOT_COMPETENT, unit=office.unit.name)
    home = person.household_id
    chosen = {home: new_head_id} if home is not None and new_head_id is not None else {}
    nexts = homes.check_leaving(locked, [person.pk], chosen, day)
    facts: dict[str, Any] = {
        "permanent_unit": None,
        "permanent_village": "",
        "permanent_address": "",
        "permanent_since": None,
        "ended_kind": "permanent",
        **homes.OUT,
    }
    event = projection.record(person, kind=EventKind.RESIDENCE_ENDED, day=day, facts=facts, by=by)
    homes.settle_left(locked, nexts, on=day, by=by)
    return event


#: For ``households``: the same settling without a move.
settle = _settle
