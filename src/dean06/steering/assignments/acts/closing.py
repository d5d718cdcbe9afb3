"""The issuer's side of the end: collecting, accepting, returning, cancelling, merging."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    check_act,
    day_of,
    doing_bodies,
    moment,
    move,
    record,
    settle,
)
from dean06.steering.assignments.errors import AssignmentNotFound, TransitionRefused
from dean06.steering.assignments.events import (
    AssignmentAccepted,
    AssignmentCancelled,
    AssignmentReturned,
    DoneReported,
)
from dean06.steering.assignments.models import Acceptance, Assignment, Evidence
from dean06.steering.assignments.rules import progress, timing
from dean06.steering.assignments.types import Act, Role, State
from dean06.steering.assignments.visibility import lock_visible

ACCEPT = "assignments.accept"


@service(permission=ACCEPT)
def collect(
    *, actor: Actor, write: Write, assignment_id: int, reason: str, now: dt.datetime | None = None
) -> Assignment:
    """Close the collecting of a task led by several bodies although not all have reported the result; those that have
    not stay visible. Raises ``ReasonMissing``, ``EvidenceMissing`` when nobody handed in evidence.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.COLLECT)
    reason = progress.check_reason(reason)
    progress.check_not_own_work(actor.agency, doing_bodies(assignment))
    progress.check_evidence(Evidence.objects.filter(report__assignment=assignment).count())
    leads = assignment.bodies.filter(role=Role.LEAD)
    count, finished = leads.count(), leads.filter(reported_done_on__isnull=False).count()
    if not finished:
        raise TransitionRefused("Chưa cơ quan chủ trì nào báo cáo hoàn thành nên chưa thể chốt tổng hợp.")
    move(assignment, Act.COLLECT)
    assignment.reported_done_on = day_of(now)
    settle(assignment)
    record(
        assignment,
        act=Act.COLLECT,
        title=f"Chốt tổng hợp khi {finished}/{count} cơ quan đã báo cáo hoàn thành",
        text=reason,
        actor=actor,
        now=now,
    )
    write.audit("assignment.collected", subject=assignment, details={"finished": finished, "bodies": count})
    write.publish(DoneReported(assignment_id=assignment.pk))
    return assignment


@service(permission=ACCEPT)
def accept(
    *, actor: Actor, write: Write, assignment_id: int, note: str = "", now: dt.datetime | None = None
) -> Acceptance:
    """Accept the reported result: the task is done. Never by a body that does the task.

    Raises ``OwnWorkAccepted``, ``EvidenceMissing``, ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.ACCEPT)
    progress.check_not_own_work(actor.agency, doing_bodies(assignment))
    progress.check_evidence(Evidence.objects.filter(report__assignment=assignment).count())
    decision = _decide(assignment, accepted=True, reason=note, actor=actor, now=now)
    move(assignment, Act.ACCEPT)
    assignment.accepted_at = now
    assignment.accepted_by_name = actor.name[:160]
    assignment.percent = 100
    assignment.finished_on_time = timing.finished_on_time(
        assignment.due_date, assignment.reported_done_on or day_of(now)
    )
    settle(assignment)
    record(assignment, act=Act.ACCEPT, title="Nghiệm thu: hoàn thành", text=note, actor=actor, now=now)
    write.audit("assignment.accepted", subject=assignment, details={"on_time": assignment.finished_on_time})
    telling.accepted(assignment, actor=actor)
    write.publish(AssignmentAccepted(assignment_id=assignment.pk, on_time=assignment.finished_on_time))
    return decision


@service(permission=ACCEPT)
def return_result(
    *, actor: Actor, write: Write, assignment_id: int, reason: str, now: dt.datetime | None = None
) -> Acceptance:
    """Send the reported result back with a reason; the deadline runs on as before.

    Raises ``ReasonMissing``, ``OwnWorkAccepted``, ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.RETURN)
    reason = progress.check_reason(reason)
    progress.check_not_own_work(actor.agency, doing_bodies(assignment))
    decision = _decide(assignment, accepted=False, reason=reason, actor=actor, now=now)
    move(assignment, Act.RETURN)
    assignment.reported_done_on = None
    assignment.bodies.filter(role=Role.LEAD).update(reported_done_on=None)
    settle(assignment)
    record(assignment, act=Act.RETURN, title="Trả lại báo cáo hoàn thành", text=reason, actor=actor, now=now)
    write.audit("assignment.returned", subject=assignment)
    telling.returned(assignment, reason, actor=actor)
    write.publish(AssignmentReturned(assignment_id=assignment.pk))
    return decision


@service(permission="assignments.issue")
def cancel(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    reason: str,
    merged_into_id: int | None = None,
    now: dt.datetime | None = None,
) -> Assignment:
    """Withdraw a task with a reason, or merge it into another live one (``merged_into_id``), which stays.

    Raises ``ReasonMissing``, ``TransitionRefused``; ``AssignmentNotFound`` when the other task is not live.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    was_draft = assignment.state == State.DRAFT
    move(assignment, Act.CANCEL)
    reason = progress.check_reason(reason)
    if merged_into_id is not None:
        assignment.merged_into = _live_other(actor, assignment, merged_into_id)
    assignment.cancelled_at = now
    assignment.cancel_reason = reason
    settle(assignment)
    title = f"Gộp vào {assignment.merged_into.code}" if assignment.merged_into else "Hủy nhiệm vụ"
    record(assignment, act=Act.CANCEL, title=title, text=reason, actor=actor, now=now)
    write.audit("assignment.cancelled", subject=assignment, details={"merged_into": merged_into_id})
    if not was_draft:
        telling.cancelled(assignment, reason, actor=actor)
    write.publish(AssignmentCancelled(assignment_id=assignment.pk, merged_into=merged_into_id))
    return assignment


def _live_other(actor: Actor, assignment: Assignment, other_id: int) -> Assignment:
    other = lock_visible(actor, other_id)
    if other.pk == assignment.pk or other.state in (State.DRAFT, State.CANCELLED):
        raise AssignmentNotFound("Không gộp được vào nhiệm vụ này. Hãy chọn một nhiệm vụ khác đang thực hiện.")
    return other


def _decide(assignment: Assignment, *, accepted: bool, reason: str, actor: Actor, now: dt.datetime) -> Acceptance:
    return Acceptance.objects.create(
        assignment=assignment,
        accepted=accepted,
        reason=reason.strip(),
        decided_by_id=actor.user_id,
        decided_by_name=actor.name[:160],
        decided_at=now,
    )
