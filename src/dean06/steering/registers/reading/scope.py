"""PRIVATE. Whose records a reader sees: everything in the province, or what concerns the own bodies."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.units import queries as territory
from dean06.steering.registers.models import Campaign, Finding, HistoryLine, Inspection, Pilot, Recommendation
from dean06.steering.registers.types import PilotState, Register

VIEW = "registers.view"
EDIT = "registers.edit"
ANSWER = "registers.answer"

#: A model that runs is there to be copied: everybody may see it.
OPEN_PILOTS = (PilotState.RUNNING, PilotState.FINISHED, PilotState.SPREAD)


def own_bodies(actor: Actor) -> frozenset[str] | None:
    """Agencies whose records the actor may see; ``None``: all of them. Raises ``NotAllowed``."""
    actor.require(VIEW)
    agencies = actor.agencies_for(VIEW)
    return None if WHOLE_PROVINCE in agencies else agencies


def recommendations_of(actor: Actor) -> QuerySet[Recommendation]:
    """Recommendations that the actor's bodies raised or that are addressed to them."""
    bodies = own_bodies(actor)
    rows = Recommendation.objects.all()
    return rows if bodies is None else rows.filter(Q(agency_code__in=bodies) | Q(to_code__in=bodies))


def inspections_of(actor: Actor) -> QuerySet[Inspection]:
    """Inspections that the actor's bodies lead, or at which they are inspected."""
    bodies = own_bodies(actor)
    rows = Inspection.objects.all()
    if bodies is None:
        return rows
    return rows.filter(Q(lead_code__in=bodies) | Q(units__agency_code__in=bodies)).distinct()


def findings_of(actor: Actor) -> QuerySet[Finding]:
    """Findings at the actor's bodies, and those of inspections that they lead."""
    bodies = own_bodies(actor)
    rows = Finding.objects.select_related("inspection")
    return rows if bodies is None else rows.filter(Q(agency_code__in=bodies) | Q(inspection__lead_code__in=bodies))


def pilots_of(actor: Actor) -> QuerySet[Pilot]:
    """The own models in any state, and everybody's once they run."""
    bodies = own_bodies(actor)
    rows = Pilot.objects.all()
    return rows if bodies is None else rows.filter(Q(agency_code__in=bodies) | Q(state__in=OPEN_PILOTS))


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns in which the actor's bodies have a target."""
    bodies = own_bodies(actor)
    rows = Campaign.objects.all()
    return rows if bodies is None else rows.filter(targets__agency_code__in=bodies).distinct()


def history_of(actor: Actor, register: Register, record: Model) -> QuerySet[HistoryLine]:
    """The history of a record, newest first, without lines about other units' findings and counts."""
    rows = HistoryLine.objects.filter(register=register, record_id=record.pk).order_by("-at", "-pk")
    bodies = own_bodies(actor)
    if bodies is None or getattr(record, "lead_code", "") in bodies:
        return rows
    return rows.filter(Q(agency_code="") | Q(agency_code__in=bodies))


def names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of agencies by code; unknown codes stand for themselves. One query."""
    wanted = {code for code in codes if code}
    found = territory.get_agencies(wanted) if wanted else {}
    return {code: (found[code].short_name or found[code].name) if code in found else code for code in wanted}
