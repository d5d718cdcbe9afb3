"""PRIVATE. Which tasks an actor may know of: the one filter that every read and every write starts from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.assignments.errors import AssignmentNotFound
from dean06.steering.assignments.models import Assignment, HandOver, PartyBody
from dean06.steering.assignments.types import Track

VIEW = "assignments.view"


def visible(actor: Actor) -> QuerySet[Assignment]:
    """A task is visible if and only if the actor may view tasks of the whole province, or one of the actor's bodies
    leads it, takes part in it (itself or as a member of a group), or is asked to take it over. Drafts are the
    issuing side's alone. Raises ``NotAllowed`` without any right to view tasks.
    """
    actor.require(VIEW)
    agencies = actor.agencies_for(VIEW)
    if WHOLE_PROVINCE in agencies:
        return Assignment.objects.all()
    own = PartyBody.objects.filter(agency_code__in=agencies).values("assignment_id")
    offered = HandOver.objects.filter(to_code__in=agencies, accepted__isnull=True).values("assignment_id")
    return Assignment.objects.filter(Q(pk__in=own) | Q(pk__in=offered)).exclude(track=Track.DRAFT)


def get_visible(actor: Actor, assignment_id: int) -> Assignment:
    """One task. Raises ``AssignmentNotFound`` alike for a missing and a hidden one: nothing leaks."""
    found = visible(actor).select_related("basis", "issue", "merged_into").filter(pk=assignment_id).first()
    if found is None:
        raise AssignmentNotFound
    return found


def lock_visible(actor: Actor, assignment_id: int) -> Assignment:
    """The same, locked for the rest of the transaction."""
    found = visible(actor).select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if found is None:
        raise AssignmentNotFound
    return found


def may_open_evidence(actor: Actor, owner: str) -> bool:
    """Whether the actor may open a file of the task named ``"assignments.assignment:<id>"``: who sees the task may."""
    key = owner.partition(":")[2]
    return actor.can(VIEW) and key.isdigit() and visible(actor).filter(pk=int(key)).exists()
