"""Handing a part of a task to another body: offered with a reason, taken or refused with a reason, counted."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    body_of,
    day_of,
    moment,
    move,
    record,
    settle,
    settle_names,
    settle_percent,
)
from dean06.steering.assignments.errors import (
    AlreadyAnswered,
    AlreadyPending,
    AssignmentNotFound,
    HandOverRefused,
)
from dean06.steering.assignments.events import HandOverDecided, HandOverOffered
from dean06.steering.assignments.models import Assignment, HandOver, PartyBody
from dean06.steering.assignments.rules import progress
from dean06.steering.assignments.types import Act
from dean06.steering.assignments.visibility import lock_visible

HAND_OVER = "assignments.hand_over"


@service(permission=HAND_OVER)
def offer_hand_over(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    to_code: str,
    reason: str,
    from_code: str | None = None,
    now: dt.datetime | None = None,
) -> HandOver:
    """A body of the task (or the issuing side for it: ``from_code``) offers its part to the body ``to_code``.

    Until that body answers, the part stays where it is. Raises ``HandOverRefused`` (a group, the same body, a body that
    already takes part, a member of a group), ``AlreadyPending``, ``ReasonMissing``, ``NotAllowed``, ``UnknownBody``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    body = body_of(assignment, actor, HAND_OVER, agency_code=from_code)
    write.authorise(agency=body.agency_code)
    move(assignment, Act.OFFER_HAND_OVER)
    reason = progress.check_reason(reason)
    target = registry.bodies([to_code], on=day_of(now))[to_code]
    _check_target(assignment, body, target)
    if assignment.hand_overs.filter(accepted__isnull=True).exists():
        raise AlreadyPending("Đã có một đề nghị chuyển nhiệm vụ đang chờ trả lời.")
    offer = HandOver.objects.create(
        assignment=assignment,
        party=body.party,
        from_code=body.agency_code,
        from_name=body.name,
        to_code=target.code,
        to_name=target.name[:255],
        reason=reason,
        offered_by_id=actor.user_id,
        offered_by_name=actor.name[:160],
        offered_at=now,
    )
    record(
        assignment,
        act=Act.OFFER_HAND_OVER,
        title=f"{body.name} đề nghị chuyển nhiệm vụ cho {target.name}",
        text=reason,
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.hand_over_offered",
        subject=assignment,
        details={"hand_over": offer.pk, "from": body.agency_code, "to": target.code},
    )
    telling.hand_over_offered(assignment, offer, actor=actor)
    write.publish(
        HandOverOffered(
            assignment_id=assignment.pk, hand_over_id=offer.pk, from_agency=body.agency_code, to_agency=target.code
        )
    )
    return offer


@service(permission=HAND_OVER)
def decide_hand_over(
    *,
    actor: Actor,
    write: Write,
    hand_over_id: int,
    accepted: bool,
    reason: str = "",
    now: dt.datetime | None = None,
) -> HandOver:
    """The other body takes the part over, or refuses with a reason. Never decided by those who offered.

    Raises ``AlreadyAnswered``, ``ReasonMissing``, ``NotAllowed``, ``TransitionRefused``.
    """
    now = moment(now)
    offer = HandOver.objects.select_related("party").filter(pk=hand_over_id).first()
    if offer is None:
        raise AssignmentNotFound
    assignment = lock_visible(actor, offer.assignment_id)
    offer.refresh_from_db()
    write.authorise(agency=offer.to_code)
    if actor.user_id is not None and actor.user_id == offer.offered_by_id:
        raise HandOverRefused("Người đề nghị chuyển không tự trả lời thay cơ quan nhận.")
    if offer.accepted is not None:
        raise AlreadyAnswered
    move(assignment, Act.DECIDE_HAND_OVER)
    if not accepted:
        reason = progress.check_reason(reason)
    offer.accepted = accepted
    offer.decision_reason = reason.strip()
    offer.decided_by_id = actor.user_id
    offer.decided_by_name = actor.name[:160]
    offer.decided_at = now
    offer.save()
    assignment.hand_over_count += 1
    if accepted:
        _change_hands(assignment, offer, on=day_of(now))
    settle(assignment)
    verb = "nhận" if accepted else "từ chối nhận"
    record(
        assignment,
        act=Act.DECIDE_HAND_OVER,
        title=f"{offer.to_name} {verb} nhiệm vụ từ {offer.from_name}",
        text=offer.decision_reason,
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.hand_over_decided",
        subject=assignment,
        details={"hand_over": offer.pk, "accepted": accepted, "count": assignment.hand_over_count},
    )
    telling.hand_over_decided(assignment, offer, actor=actor)
    write.publish(HandOverDecided(assignment_id=assignment.pk, hand_over_id=offer.pk, accepted=accepted))
    return offer


def _check_target(assignment: Assignment, body: PartyBody, target: registry.Body) -> None:
    if body.party.is_group:
        raise HandOverRefused("Cơ quan được giao chung trong một nhóm không chuyển phần việc của mình cho nơi khác.")
    if target.is_group:
        raise HandOverRefused("Chỉ chuyển nhiệm vụ cho một cơ quan cụ thể, không chuyển cho một nhóm.")
    if assignment.bodies.filter(agency_code=target.code, role=body.role).exists():
        raise HandOverRefused(f"{target.name} đã tham gia nhiệm vụ này với cùng vai trò. Hãy chọn cơ quan khác.")


def _change_hands(assignment: Assignment, offer: HandOver, *, on: dt.date) -> None:
    """The part, as it is, belongs to the new body; the head who answers becomes the new body's for a single lead."""
    party = offer.party
    party.agency_code, party.text = offer.to_code, offer.to_name[:500]
    party.save(update_fields=["agency_code", "text"])
    PartyBody.objects.filter(party=party).update(
        agency_code=offer.to_code, name=offer.to_name, percent=0, last_report_at=None, reported_done_on=None
    )
    target = registry.bodies([offer.to_code], on=on)[offer.to_code]
    leads = [lead for lead in assignment.parties.all() if lead.role == "lead"]
    if [lead.pk for lead in leads][:1] == [party.pk]:
        assignment.head_name, assignment.head_position = target.head_name, target.head_title
        assignment.acknowledged_at, assignment.acknowledged_by_name = None, ""
    settle_names(assignment, list(assignment.parties.all()))
    settle_percent(assignment)
