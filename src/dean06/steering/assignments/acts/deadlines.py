"""Changing the deadline: asked for with a reason, approved or refused by the issuing side, every step kept.

Also the two acts around guidance of the centre, which stop and start the deadline.
"""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    awaits_guidance,
    body_of,
    check_act,
    day_of,
    doing_bodies,
    moment,
    move,
    record,
    settle,
)
from dean06.steering.assignments.errors import (
    AlreadyAnswered,
    AlreadyPending,
    AssignmentNotFound,
    DeadlineRefused,
    TransitionRefused,
)
from dean06.steering.assignments.events import (
    CentreAwaited,
    DeadlineChangeDecided,
    DeadlineChangeRequested,
    GuidanceArrived,
)
from dean06.steering.assignments.models import Assignment, DeadlineChange
from dean06.steering.assignments.rules import progress
from dean06.steering.assignments.types import Act, DeadlineKind, Role
from dean06.steering.assignments.visibility import lock_visible

REQUEST = "assignments.request_deadline"
APPROVE = "assignments.approve_deadline"


@service(permission=REQUEST)
def request_deadline_change(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    new_due_date: dt.date,
    reason: str,
    agency_code: str | None = None,
    now: dt.datetime | None = None,
) -> DeadlineChange:
    """A leading body asks for another due date. Nothing changes until it is approved; the old date runs on.

    Raises ``ReasonMissing``, ``DeadlineRefused`` (a day past or the same), ``AlreadyPending``, ``NotAllowed``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    body = body_of(assignment, actor, REQUEST, agency_code=agency_code, role=Role.LEAD)
    write.authorise(agency=body.agency_code)
    move(assignment, Act.REQUEST_DEADLINE)
    reason = progress.check_reason(reason)
    _check_new_date(assignment, new_due_date, today=day_of(now))
    if assignment.deadline_changes.filter(approved__isnull=True).exists():
        raise AlreadyPending("Đã có một đề nghị lùi thời hạn đang chờ duyệt. Hãy đợi kết quả rồi gửi đề nghị mới.")
    change = DeadlineChange.objects.create(
        assignment=assignment,
        old_due_date=assignment.due_date,
        new_due_date=new_due_date,
        reason=reason,
        agency_code=body.agency_code,
        requested_by_id=actor.user_id,
        requested_by_name=actor.name[:160],
        requested_at=now,
    )
    record(
        assignment,
        act=Act.REQUEST_DEADLINE,
        title=f"{body.name} xin lùi thời hạn: {_shown(assignment.due_date)} → {_shown(new_due_date)}",
        text=reason,
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.deadline_change_requested",
        subject=assignment,
        details={"change": change.pk, "from": _iso(assignment.due_date), "to": new_due_date.isoformat()},
    )
    telling.deadline_change_requested(assignment, change, actor=actor)
    write.publish(DeadlineChangeRequested(assignment_id=assignment.pk, change_id=change.pk))
    return change


@service(permission=APPROVE)
def decide_deadline_change(
    *,
    actor: Actor,
    write: Write,
    change_id: int,
    approved: bool,
    reason: str = "",
    now: dt.datetime | None = None,
) -> DeadlineChange:
    """Approve or refuse (with a reason) a change asked for; never by the asking person or body.

    Raises ``AlreadyAnswered``, ``OwnWorkAccepted``, ``ReasonMissing``, ``DeadlineRefused`` for a day past by now.
    """
    now = moment(now)
    change = DeadlineChange.objects.filter(pk=change_id).first()
    if change is None:
        raise AssignmentNotFound
    assignment = lock_visible(actor, change.assignment_id)
    change.refresh_from_db()
    write.authorise(agency=assignment.issuer_code)
    if change.approved is not None:
        raise AlreadyAnswered
    move(assignment, Act.DECIDE_DEADLINE)
    progress.check_not_own_work(actor.agency, {change.agency_code} | doing_bodies(assignment))
    if approved:
        _check_new_date(assignment, change.new_due_date, today=day_of(now))
    else:
        reason = progress.check_reason(reason)
    change.approved = approved
    change.decision_reason = reason.strip()
    change.decided_by_id = actor.user_id
    change.decided_by_name = actor.name[:160]
    change.decided_at = now
    change.save()
    if approved:
        assignment.due_date = change.new_due_date
        if assignment.deadline_kind in (DeadlineKind.NONE, DeadlineKind.OTHER):
            assignment.deadline_kind = DeadlineKind.BY_DATE
        settle(assignment)
    record(
        assignment,
        act=Act.DECIDE_DEADLINE,
        title=f"{'Đồng ý' if approved else 'Từ chối'} lùi thời hạn đến {_shown(change.new_due_date)}",
        text=change.decision_reason,
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.deadline_change_decided",
        subject=assignment,
        details={"change": change.pk, "approved": approved, "to": change.new_due_date.isoformat()},
    )
    telling.deadline_change_decided(assignment, change, actor=actor)
    write.publish(DeadlineChangeDecided(assignment_id=assignment.pk, change_id=change.pk, approved=approved))
    return change


@service(permission="assignments.issue")
def wait_for_centre(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    trigger_document: str,
    reason: str,
    now: dt.datetime | None = None,
) -> Assignment:
    """The task cannot go on without guidance of the centre: it leaves the running ones and is nobody's failure.

    Raises ``ReasonMissing`` (also for an unnamed document), ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.WAIT_FOR_CENTRE)
    reason = progress.check_reason(reason)
    trigger = progress.check_reason(trigger_document)
    move(assignment, Act.WAIT_FOR_CENTRE)
    assignment.trigger_document = trigger[:500]
    settle(assignment)
    record(
        assignment,
        act=Act.WAIT_FOR_CENTRE,
        title="Chuyển sang chờ Trung ương",
        text=f"Chờ: {trigger}\n{reason}",
        actor=actor,
        now=now,
    )
    write.audit("assignment.centre_awaited", subject=assignment)
    telling.waiting(assignment, actor=actor)
    write.publish(CentreAwaited(assignment_id=assignment.pk))
    return assignment


@service(permission="assignments.issue")
def guidance_arrived(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    document: str,
    new_due_date: dt.date,
    now: dt.datetime | None = None,
) -> Assignment:
    """The awaited document came (``document``: its number, date and issuer): from now on the task has a due date.

    Raises ``ReasonMissing`` for an unnamed document, ``DeadlineRefused``, ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.GUIDANCE_ARRIVED)
    if not awaits_guidance(assignment):
        raise TransitionRefused("Nhiệm vụ này không chờ Trung ương. Muốn đổi thời hạn, hãy dùng đề nghị lùi thời hạn.")
    document = progress.check_reason(document)
    if new_due_date < day_of(now):
        raise DeadlineRefused(
            f"Thời hạn mới {_shown(new_due_date)} đã qua. Hãy chọn một ngày từ hôm nay trở đi.",
            fields={"new_due_date": "Ngày này đã qua."},
        )
    move(assignment, Act.GUIDANCE_ARRIVED)
    assignment.trigger_document = document[:500]
    assignment.due_date = new_due_date
    settle(assignment)
    record(
        assignment,
        act=Act.GUIDANCE_ARRIVED,
        title=f"Đã có hướng dẫn của Trung ương; thời hạn {_shown(new_due_date)}",
        text=document,
        actor=actor,
        now=now,
    )
    write.audit("assignment.guidance_arrived", subject=assignment, details={"due": new_due_date.isoformat()})
    telling.guidance_arrived(assignment, actor=actor)
    write.publish(GuidanceArrived(assignment_id=assignment.pk))
    return assignment


def _check_new_date(assignment: Assignment, new_due_date: dt.date, *, today: dt.date) -> None:
    if new_due_date < today:
        problem = f"Thời hạn mới {_shown(new_due_date)} đã qua. Hãy chọn một ngày từ hôm nay trở đi."
    elif new_due_date == assignment.due_date:
        problem = "Thời hạn mới trùng với thời hạn hiện tại. Hãy chọn một ngày khác."
    else:
        return
    raise DeadlineRefused(problem, fields={"new_due_date": problem})


def _shown(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa có"


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
