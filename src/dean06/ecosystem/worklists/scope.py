"""PRIVATE. Which findings an actor may know of here: the filter that every read and write of this app starts from.

Officers and heads of commune bodies: their commune; whoever holds the permission for the province: everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.worklists.errors import ItemNotFound
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, system_actor
from dean06.kernel.units import queries as units

VIEW, ASSIGN, WORK, MANAGE = "worklists.view", "worklists.assign", "worklists.work", "campaigns.manage"
#: Opens names and numbers of people; heads of bodies do without.
RECORDS = "cleaning.view_records"
#: Opens counts of the whole province: leaders, the steering office, heads, stewards.
COUNTS = "cleaning.view"

#: Length of a commune's code; provinces have two digits.
_COMMUNE_CODE = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """A finding is in scope if and only if ``everything``, or its commune is in ``units``."""

    everything: bool
    units: frozenset[str] = frozenset()

    def condition(self) -> Q:
        """As a filter of findings."""
        return Q() if self.everything else Q(unit_code__in=self.units)

    def covers(self, unit: str) -> bool:
        """Whether the commune is in it."""
        return self.everything or unit in self.units


def scope_of(actor: Actor, permission: str) -> Scope:
    """Where the actor holds ``permission``. Raises ``NotAllowed`` when nowhere. One query a body."""
    actor.require(permission)
    agencies = actor.agencies_for(permission)
    if WHOLE_PROVINCE in agencies:
        return Scope(everything=True)
    return Scope(everything=False, units=_communes_of(agencies))


def findings_in(scope: Scope) -> QuerySet[Any]:
    """Findings of a scope, whatever their state; rows hold no names. The caller has authorised."""
    return cleaning.findings(system_actor("Danh sách cần làm sạch")).filter(scope.condition())


def visible(actor: Actor, permission: str = VIEW) -> QuerySet[Any]:
    """Findings where the actor holds ``permission``. Raises ``NotAllowed``."""
    return findings_in(scope_of(actor, permission))


def finding_of(actor: Actor, finding_id: int, permission: str = VIEW) -> Any:
    """One finding in scope. Raises ``ItemNotFound`` alike for a missing and a hidden one: nothing leaks."""
    found = visible(actor, permission).filter(pk=finding_id).first()
    if found is None:
        raise ItemNotFound
    return found


def findings_of(actor: Actor, finding_ids: Iterable[int], permission: str) -> list[Any]:
    """All of these findings, in the order given. Raises ``ItemNotFound`` when one is not in scope."""
    wanted = list(dict.fromkeys(finding_ids))
    found = {row.pk: row for row in visible(actor, permission).filter(pk__in=wanted)}
    if len(found) < len(wanted):
        raise ItemNotFound
    return [found[pk] for pk in wanted]


def may_open_evidence(actor: Actor, owner: str) -> bool:
    """Whether the actor may open a file of the item named ``"worklists.workitem:<id>"``: who sees its records may."""
    key = owner.partition(":")[2]
    if not key.isdigit() or not (actor.can(VIEW) and actor.can(RECORDS)):
        return False
    return visible(actor).filter(work_item__pk=int(key)).exists()


def _communes_of(agencies: Iterable[str]) -> frozenset[str]:
    served = (units.agency_unit(agency) for agency in sorted(agencies))
    return frozenset(code for code in served if code and len(code) == _COMMUNE_CODE)
