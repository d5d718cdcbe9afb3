"""Who lives in a household and who heads it: the moves that several acts are made of. Callers hold the locks."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import Office, subject
from dean06.kernel.population.acts.family import links_of
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.locking import Locked
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.rules.kinship import role_towards
from dean06.kernel.population.rules.residence import check_new_head
from dean06.kernel.population.types import EventKind, HouseholdRole

#: Out of a household.
OUT: dict[str, Any] = {"household": None, "household_role": ""}


def found_household(office: Office, *, village: str, address: str) -> Household:
    """A new household without people, in the office's commune."""
    household = Household.objects.create(
        # The lasting number holds the row's own, which is known only then.
        number=secrets.token_hex(10),
        unit_id=office.unit_pk,
        village=village[:80],
        address=address[:200],
    )
    household.number = f"{office.unit.code}-{household.pk:07d}"
    household.save(update_fields=["number"])
    return household


def roles_under(head: Person, members: Iterable[Person], given: Mapping[int, str] | None = None) -> dict[int, str]:
    """The role of each member towards the head: as given, else by the known links."""
    people = [head, *(member for member in members if member.pk != head.pk)]
    parents, spouses = links_of(people)
    known = {HouseholdRole(role) for role in HouseholdRole.values}
    roles = {person.pk: role_towards(head.pk, person.pk, parents, spouses) for person in people}
    for pk, role in (given or {}).items():
        if pk in roles and pk != head.pk and role in known and role != HouseholdRole.HEAD:
            roles[pk] = str(role)
    return roles


def check_leaving(
    locked: Locked, leavers: Iterable[int], heads: Mapping[int, int] | None, on: dt.date
) -> dict[int, Person | None]:
    """For each household that the leavers head: its next head, ``None`` when it stays empty.

    ``heads``: household → chosen head. Raises ``ActRefused`` (``HEAD_MISSING``, ``HEAD_NOT_MEMBER``, ``HEAD_NOT_FIT``).
    """
    gone = set(leavers)
    nexts: dict[int, Person | None] = {}
    for household in locked.households.values():
        members = locked.members(household.pk)
        if not any(member.pk in gone for member in members):
            continue
        rest = [member for member in members if member.pk not in gone]
        if not rest:
            nexts[household.pk] = None
        elif household.head_id in gone or household.head_id is None:
            chosen = locked.persons.get((heads or {}).get(household.pk, 0))
            check_new_head(
                subject(chosen) if chosen else None, [subject(member) for member in rest], on, _left(household, members)
            )
            nexts[household.pk] = chosen
    return nexts


def _left(household: Household, members: Iterable[Person]) -> str:
    head = next((member for member in members if member.pk == household.head_id), None)
    return f"thay {head.full_name} ở nơi cũ, nơi còn người ở lại" if head else "ở nơi cũ, nơi còn người ở lại"


def settle_left(locked: Locked, nexts: Mapping[int, Person | None], *, on: dt.date, by: Registration) -> None:
    """Give the households that lost their head the next one, and close the empty ones; after the leavers are out."""
    for household_id, head in nexts.items():
        household = locked.households[household_id]
        if head is None:
            household.head = None
            household.closed_on = on
            household.save(update_fields=["head", "closed_on"])
        else:
            make_head(household, head, locked.members(household_id), on=on, by=by)


def make_head(
    household: Household,
    head: Person,
    members: Iterable[Person],
    *,
    on: dt.date,
    by: Registration,
    roles: Mapping[int, str] | None = None,
) -> None:
    """Set the head and the roles towards the head; members whose role stays get no event."""
    people = list(members)
    for pk, role in roles_under(head, people, roles).items():
        person = next((one for one in people if one.pk == pk), head)
        if person.household_role != role:
            projection.record(person, kind=EventKind.HOUSEHOLD_JOINED, day=on, facts={"household_role": role}, by=by)
    household.head = head
    household.save(update_fields=["head"])


def check_open(household: Household, office: Office | None = None) -> None:
    """Not closed, and in the office's commune. Raises ``ActRefused``."""
    if household.closed_on is not None:
        raise ActRefused(Reason.HOUSEHOLD_CLOSED, field="household")
    if office is not None and household.unit_id not in (None, office.unit_pk):
        raise ActRefused(Reason.HOUSEHOLD_ELSEWHERE, field="household")
