"""PRIVATE. What the actor may do with a task now: the state table and the actor's rights, joined for the task page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dean06.kernel.common.actors import Actor
from dean06.steering.assignments.acts.common import awaits_guidance
from dean06.steering.assignments.models import (
    Assignment,
    DeadlineChange,
    ExplanationRequest,
    HandOver,
    PartyBody,
)
from dean06.steering.assignments.rules.states import allowed
from dean06.steering.assignments.types import Act, Role, State


@dataclass(frozen=True, slots=True)
class Situation:
    """A task with what its possible acts depend on."""

    assignment: Assignment
    bodies: Sequence[PartyBody]
    pending_change: DeadlineChange | None
    pending_hand_over: HandOver | None
    open_explanations: Sequence[ExplanationRequest]


def situation(assignment: Assignment) -> Situation:
    """Read it. Four queries."""
    return Situation(
        assignment,
        list(assignment.bodies.select_related("party")),
        assignment.deadline_changes.filter(approved__isnull=True).first(),
        assignment.hand_overs.filter(accepted__isnull=True).first(),
        list(assignment.explanations.filter(answered_at__isnull=True)),
    )


#: Acts of a leading body or any body: the permission and whether only leads have it.
_OF_BODIES: dict[Act, tuple[str, bool]] = {
    Act.ACKNOWLEDGE: ("assignments.report", True),
    Act.REPORT_PROGRESS: ("assignments.report", False),
    Act.REPORT_DONE: ("assignments.report", False),
    Act.REQUEST_DEADLINE: ("assignments.request_deadline", True),
    Act.OFFER_HAND_OVER: ("assignments.hand_over", False),
}
_OF_ISSUER: dict[Act, str] = {
    Act.EDIT: "assignments.issue",
    Act.ISSUE: "assignments.issue",
    Act.AMEND: "assignments.issue",
    Act.COLLECT: "assignments.accept",
    Act.ACCEPT: "assignments.accept",
    Act.RETURN: "assignments.accept",
    Act.URGE: "assignments.urge",
    Act.REQUEST_EXPLANATION: "assignments.request_explanation",
    Act.WAIT_FOR_CENTRE: "assignments.issue",
    Act.GUIDANCE_ARRIVED: "assignments.issue",
    Act.CANCEL: "assignments.issue",
}
_OWN_WORK_REFUSED = (Act.COLLECT, Act.ACCEPT, Act.RETURN, Act.DECIDE_DEADLINE)


def bodies_for(actor: Actor, act: Act, at: Situation) -> list[tuple[str, str]]:
    """Code and name of the bodies for which the actor may do ``act`` (for acts of the issuer: those it may concern)."""
    if act is Act.REQUEST_EXPLANATION:
        asked = {request.agency_code for request in at.open_explanations}
        return _distinct(body for body in at.bodies if body.role == Role.LEAD and body.agency_code not in asked)
    permission, leads_only = _OF_BODIES[act]
    return _distinct(
        body
        for body in at.bodies
        if actor.can(permission, agency=body.agency_code)
        and not (leads_only and body.role != Role.LEAD)
        and not (act is Act.OFFER_HAND_OVER and body.party.is_group)
    )


def possible(actor: Actor, at: Situation) -> list[Act]:
    """Acts that the actor may do now, in the order of the table. What a form must say is checked when it is sent."""
    return [act for act in Act if _may(actor, act, at)]


def _may(actor: Actor, act: Act, at: Situation) -> bool:
    assignment = at.assignment
    if not allowed(State(assignment.state), act):
        return False
    if act in _OWN_WORK_REFUSED and actor.agency in {body.agency_code for body in at.bodies}:
        return False
    match act:
        case Act.DECIDE_DEADLINE:
            return at.pending_change is not None and actor.can(
                "assignments.approve_deadline", agency=assignment.issuer_code
            )
        case Act.DECIDE_HAND_OVER:
            offer = at.pending_hand_over
            return (
                offer is not None
                and offer.offered_by_id != actor.user_id
                and actor.can("assignments.hand_over", agency=offer.to_code)
            )
        case Act.ANSWER_EXPLANATION:
            return any(actor.can("assignments.explain", agency=asked.agency_code) for asked in at.open_explanations)
        case Act.ACKNOWLEDGE if assignment.acknowledged_at:
            return False
        case Act.REQUEST_DEADLINE if at.pending_change:
            return False
        case Act.OFFER_HAND_OVER if at.pending_hand_over:
            return False
        case Act.COLLECT if sum(body.role == Role.LEAD for body in at.bodies) < 2:
            return False
        case Act.REQUEST_EXPLANATION if not bodies_for(actor, act, at):
            return False
        case Act.GUIDANCE_ARRIVED if not awaits_guidance(assignment):
            return False
    if act in _OF_ISSUER:
        return actor.can(_OF_ISSUER[act], agency=assignment.issuer_code)
    return bool(bodies_for(actor, act, at))


def _distinct(bodies: Iterable[PartyBody]) -> list[tuple[str, str]]:
    return list({body.agency_code: body.name for body in bodies}.items())
