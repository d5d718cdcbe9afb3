"""PRIVATE. Which cases, requests and files an actor may know of: the one filter every read and write starts from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.review.errors import CaseNotFound, RequestNotFound
from dean06.ecosystem.review.models import CorrectionRequest, Decision, ReviewCase
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.units import queries as units

DECIDE = "review.decide"
HANDLE = "review.handle_corrections"

#: Length of a commune's code; provinces have two digits.
_COMMUNE_CODE = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """A record is in scope if and only if ``everything``, or its list or its commune is named."""

    everything: bool
    sectors: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def condition(self) -> Q:
        """As a filter of models with ``sector`` and ``unit_code``."""
        return Q() if self.everything else Q(sector__in=self.sectors) | Q(unit_code__in=self.units)

    def owns(self, sector: str) -> bool:
        """The whole list, as its owner or for the province."""
        return self.everything or sector in self.sectors


def scope_of(actor: Actor, permission: str = DECIDE) -> Scope:
    """Stewards: their sector; bodies of communes: their commune; the registry: everything. Raises ``NotAllowed``."""
    actor.require(permission)
    agencies = actor.agencies_for(permission)
    if WHOLE_PROVINCE in agencies:
        return Scope(everything=True)
    owned = frozenset(sector.code for sector in datasets.sectors(active_only=False) if sector.agency in agencies)
    served = (units.agency_unit(agency) for agency in sorted(agencies))
    return Scope(False, owned, frozenset(code for code in served if code and len(code) == _COMMUNE_CODE))


def visible_cases(actor: Actor) -> QuerySet[ReviewCase]:
    """Cases in the actor's scope. Raises ``NotAllowed``."""
    return ReviewCase.objects.filter(scope_of(actor).condition())


def get_case(actor: Actor, case_id: int, *, lock: bool = False) -> ReviewCase:
    """One case, locked for the transaction on demand. Raises ``CaseNotFound`` alike for a missing and a hidden one."""
    cases = visible_cases(actor)
    found = (cases.select_for_update() if lock else cases).filter(pk=case_id).first()
    if found is None:
        raise CaseNotFound
    return found


def get_decision(actor: Actor, decision_id: int) -> Decision:
    """One decision on a case in scope. Raises ``CaseNotFound``."""
    found = Decision.objects.select_related("case").filter(pk=decision_id).first()
    if found is None:
        raise CaseNotFound
    get_case(actor, found.case_id)
    return found


def visible_requests(actor: Actor) -> QuerySet[CorrectionRequest]:
    """Requests that the actor's bodies must answer or have sent; the registry sees all. Raises ``NotAllowed``.

    Police officers see the police queue of their commune, civil-status officers the justice queue of theirs: the
    addressee is on the request.
    """
    if not (actor.can(HANDLE) or actor.can(DECIDE)):
        actor.require(HANDLE)
    handling = actor.agencies_for(HANDLE)
    if WHOLE_PROVINCE in handling or WHOLE_PROVINCE in actor.agencies_for(DECIDE):
        return CorrectionRequest.objects.all()
    condition = Q(agency__in=handling)
    if actor.can(DECIDE):
        scope = scope_of(actor)
        condition |= Q(sector__in=scope.sectors) | Q(sent_agency__in=actor.agencies_for(DECIDE))
    return CorrectionRequest.objects.filter(condition)


def get_request(actor: Actor, request_id: int, *, lock: bool = False) -> CorrectionRequest:
    """One request, locked on demand. Raises ``RequestNotFound`` alike for a missing and a hidden one."""
    requests = visible_requests(actor)
    found = (requests.select_for_update(of=("self",)) if lock else requests).filter(pk=request_id).first()
    if found is None:
        raise RequestNotFound
    return found


def may_handle(actor: Actor, request: CorrectionRequest) -> bool:
    """True if the actor answers requests for the body the request is addressed to."""
    agencies = actor.agencies_for(HANDLE)
    return WHOLE_PROVINCE in agencies or (bool(request.agency) and request.agency in agencies)


def may_open_evidence(actor: Actor, owner: str) -> bool:
    """Whether the actor may open a file of the request named ``"review.correctionrequest:<id>"``: who sees it may."""
    key = owner.partition(":")[2]
    if not key.isdigit() or not (actor.can(HANDLE) or actor.can(DECIDE)):
        return False
    return visible_requests(actor).filter(pk=int(key)).exists()
