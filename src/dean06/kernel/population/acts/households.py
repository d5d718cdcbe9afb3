"""Households: splitting, joining, another head (Luật Cư trú 68/2020/QH14 Điều 10, 25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dean06.kernel.common.actors import Actor
from dean06.kernel.population.acts import homes
from dean06.kernel.population.acts.common import RESIDENCE, moment, police_office, registration, subject, today_of
from dean06.kernel.population.acts.residence import settle
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import HouseholdChanged
from dean06.kernel.population.locking import Locked, lock
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.rules.persons import check_day
from dean06.kernel.population.rules.residence import check_new_head
from dean06.kernel.population.types import EventKind
from dean06.kernel.writing.services import Write, service


@service(permission=RESIDENCE)
def split_household(
    *,
    actor: Actor,
    write: Write,
    household_id: int,
    member_ids: list[int],
    head_id: int | None = None,
    old_head_id: int | None = None,
    roles: Mapping[int, str] | None = None,
    owner_consents: bool = False,
    split_on: dt.date | None = None,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Household:
    """Members leave a household and form one of their own at the same address; returns the new household.

    ``head_id``: its head, of full age (the only member, when there is one). ``old_head_id``: next head of the old one
    when its head leaves. The owner of the place consents. Luật Cư trú 2020 Điều 25. Raises ``ActRefused``,
    ``HouseholdNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = split_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    locked = lock(member_ids, [household_id])
    old = locked.household(household_id)
    homes.check_open(old, office)
    leavers = _members(locked, household_id, member_ids)
    check_day(day, today_of(now), *(subject(person) for person in leavers), field="split_on")
    if len(leavers) == len(locked.members(household_id)):
        raise ActRefused(Reason.WHOLE_HOUSEHOLD, field="members")
    if not owner_consents:
        raise ActRefused(Reason.OWNER_CONSENT, field="owner_consents")
    chosen = {household_id: old_head_id} if old_head_id is not None else {}
    nexts = homes.check_leaving(locked, member_ids, chosen, day)
    by = registration(actor, office, now, paper=paper)
    new = settle(
        locked,
        leavers,
        None,
        head_id,
        office,
        day,
        by,
        roles=roles,
        village=old.village,
        address=old.address,
        moving=False,
        kind=EventKind.HOUSEHOLD_SPLIT,
    )
    homes.settle_left(locked, nexts, on=day, by=by)
    write.audit("population.household_split", subject=old, details={"new": new.pk, "people": len(leavers)})
    write.publish(HouseholdChanged(household_id=old.pk, act="split"))
    write.publish(HouseholdChanged(household_id=new.pk, act="formed"))
    return new


@service(permission=RESIDENCE)
def join_household(
    *,
    actor: Actor,
    write: Write,
    household_id: int,
    person_ids: list[int],
    roles: Mapping[int, str] | None = None,
    old_heads: Mapping[int, int] | None = None,
    owner_consents: bool = False,
    joined_on: dt.date | None = None,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Household:
    """People who live permanently in the commune join another household of it; returns that household. From elsewhere:
    ``register_permanent_residence``. Raises ``ActRefused``, ``PersonNotFound``, ``HouseholdNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = joined_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    if not person_ids:
        raise ActRefused(Reason.NOBODY, field="persons")
    locked = lock(person_ids, [household_id])
    target = locked.household(household_id)
    homes.check_open(target, office)
    movers = [locked.person(pk) for pk in dict.fromkeys(person_ids)]
    for person in movers:
        if person.life_status != "alive":
            raise ActRefused(Reason.NOT_LIVING, field="persons", name=person.full_name)
        if person.household_id == household_id:
            raise ActRefused(Reason.ALREADY_IN_HOUSEHOLD, field="persons", name=person.full_name)
        if person.permanent_unit_id != office.unit_pk:
            raise ActRefused(Reason.NOT_COMPETENT, field="persons", unit=office.unit.name)
    check_day(day, today_of(now), *(subject(person) for person in movers), field="joined_on")
    if not owner_consents:
        raise ActRefused(Reason.OWNER_CONSENT, field="owner_consents")
    nexts = homes.check_leaving(locked, person_ids, old_heads, day)
    by = registration(actor, office, now, paper=paper)
    settle(
        locked,
        movers,
        target,
        None,
        office,
        day,
        by,
        roles=roles,
        village=target.village,
        address=target.address,
        moving=False,
        kind=EventKind.HOUSEHOLD_JOINED,
    )
    homes.settle_left(locked, nexts, on=day, by=by)
    write.audit("population.household_joined", subject=target, details={"people": len(movers)})
    write.publish(HouseholdChanged(household_id=target.pk, act="joined"))
    return target


@service(permission=RESIDENCE)
def change_head(
    *,
    actor: Actor,
    write: Write,
    household_id: int,
    head_id: int,
    roles: Mapping[int, str] | None = None,
    changed_on: dt.date | None = None,
    paper: str = "",
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> Household:
    """Another member heads the household; the roles of all follow. Luật Cư trú 2020 Điều 10, 26. Raises
    ``ActRefused``, ``HouseholdNotFound``, ``NotAllowed``."""
    now = moment(now)
    day = changed_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    locked = lock([head_id], [household_id])
    household = locked.household(household_id)
    homes.check_open(household, office)
    members = locked.members(household_id)
    if household.head_id == head_id:
        raise ActRefused(Reason.ALREADY_HEAD, field="head")
    check_day(day, today_of(now), field="changed_on")
    head = locked.person(head_id)
    check_new_head(subject(head), [subject(member) for member in members], day)
    by = registration(actor, office, now, paper=paper)
    homes.make_head(household, head, members, on=day, by=by, roles=roles)
    write.audit("population.head_changed", subject=household, details={"agency": office.agency})
    write.publish(HouseholdChanged(household_id=household.pk, act="head_changed"))
    return household


def _members(locked: Locked, household_id: int, member_ids: list[int]) -> list[Person]:
    people = [locked.person(pk) for pk in dict.fromkeys(member_ids)]
    if not people:
        raise ActRefused(Reason.NOBODY, field="members")
    if any(person.household_id != household_id for person in people):
        raise ActRefused(Reason.NOT_A_MEMBER, field="members")
    return people
