"""Pressing on: urging, asking for an explanation and answering it, reminders that go out by themselves."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments import workdays
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    check_act,
    day_of,
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
    UnknownBody,
)
from dean06.steering.assignments.events import AssignmentUrged, ExplanationAnswered, ExplanationRequested
from dean06.steering.assignments.models import Assignment, ExplanationRequest, Reminder
from dean06.steering.assignments.rules import progress
from dean06.steering.assignments.types import Act, Role
from dean06.steering.assignments.visibility import lock_visible


@service(permission="assignments.urge")
def urge(
    *, actor: Actor, write: Write, assignment_id: int, message: str = "", now: dt.datetime | None = None
) -> Reminder:
    """Urge the leading bodies; counted, and counted apart since the last progress. Raises ``TransitionRefused``."""
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    move(assignment, Act.URGE)
    reminder = Reminder.objects.create(
        assignment=assignment,
        due_date=assignment.due_date,
        message=message.strip(),
        percent_then=assignment.percent,
        sent_by_id=actor.user_id,
        sent_by_name=actor.name[:160],
        sent_at=now,
    )
    assignment.urged_count += 1
    assignment.urged_since_progress += 1
    settle(assignment)
    record(
        assignment,
        act=Act.URGE,
        title=f"Đôn đốc lần {assignment.urged_count}",
        text=message.strip(),
        actor=actor,
        now=now,
    )
    write.audit("assignment.urged", subject=assignment, details={"count": assignment.urged_count})
    telling.urged(assignment, message.strip(), actor=actor)
    write.publish(AssignmentUrged(assignment_id=assignment.pk, count=assignment.urged_count))
    return reminder


@service(permission="assignments.request_explanation")
def request_explanation(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    question: str,
    due_on: dt.date | None = None,
    agency_code: str | None = None,
    now: dt.datetime | None = None,
) -> ExplanationRequest:
    """Ask a leading body (``agency_code``; the only one by default) to explain by ``due_on`` (default: 2 working days).

    Raises ``ReasonMissing`` for an empty question, ``AlreadyPending`` while an earlier one waits, ``UnknownBody``.
    """
    now = moment(now)
    today = day_of(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    move(assignment, Act.REQUEST_EXPLANATION)
    question = progress.check_reason(question)
    due_on = due_on or workdays.working_day_after(today, 2)
    if due_on < today:
        raise DeadlineRefused("Hạn trả lời đã qua. Hãy chọn một ngày từ hôm nay trở đi.")
    body = _asked_body(assignment, agency_code)
    if assignment.explanations.filter(agency_code=body[0], answered_at__isnull=True).exists():
        raise AlreadyPending(f"{body[1]} chưa trả lời yêu cầu giải trình trước đó của nhiệm vụ này.")
    asked = ExplanationRequest.objects.create(
        assignment=assignment,
        agency_code=body[0],
        agency_name=body[1],
        question=question,
        due_on=due_on,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name[:160],
        asked_at=now,
    )
    record(
        assignment,
        act=Act.REQUEST_EXPLANATION,
        title=f"Yêu cầu {body[1]} giải trình trước hết ngày {due_on:%d/%m/%Y}",
        text=question,
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.explanation_requested", subject=assignment, details={"request": asked.pk, "agency": body[0]}
    )
    telling.explanation_requested(assignment, asked, actor=actor)
    write.publish(ExplanationRequested(assignment_id=assignment.pk, request_id=asked.pk, agency=body[0]))
    return asked


@service(permission="assignments.explain")
def answer_explanation(
    *, actor: Actor, write: Write, request_id: int, answer: str, now: dt.datetime | None = None
) -> ExplanationRequest:
    """The asked body answers, once. Raises ``NotAllowed`` for other bodies, ``AlreadyAnswered``, ``ReasonMissing``."""
    now = moment(now)
    asked = ExplanationRequest.objects.filter(pk=request_id).first()
    if asked is None:
        raise AssignmentNotFound
    assignment = lock_visible(actor, asked.assignment_id)
    asked.refresh_from_db()
    write.authorise(agency=asked.agency_code)
    check_act(assignment, Act.ANSWER_EXPLANATION)
    if asked.answered_at:
        raise AlreadyAnswered
    asked.answer = progress.check_reason(answer)
    asked.answered_by_id = actor.user_id
    asked.answered_by_name = actor.name[:160]
    asked.answered_at = now
    asked.save()
    record(
        assignment,
        act=Act.ANSWER_EXPLANATION,
        title=f"{asked.agency_name} giải trình",
        text=asked.answer,
        actor=actor,
        now=now,
    )
    late = day_of(now) > asked.due_on
    write.audit("assignment.explanation_answered", subject=assignment, details={"request": asked.pk, "late": late})
    telling.explanation_answered(assignment, asked, actor=actor)
    write.publish(ExplanationAnswered(assignment_id=assignment.pk, request_id=asked.pk))
    return asked


@service(permission="assignments.urge")
def remind(
    *, actor: Actor, write: Write, assignment_id: int, offset: int, now: dt.datetime | None = None
) -> Reminder | None:
    """Send one automatic reminder of the table (system only); repeated, it changes nothing.

    ``offset``: working days before the due date as a negative number, days after it as a positive one.
    """
    now = moment(now)
    if not actor.is_system:
        raise NotAllowed(permission="assignments.urge")
    assignment = lock_visible(actor, assignment_id)
    reminder, first = Reminder.objects.get_or_create(
        assignment=assignment,
        due_date=assignment.due_date,
        offset=offset,
        defaults={"percent_then": assignment.percent, "sent_at": now},
    )
    if first:
        title = (
            f"Tự động nhắc: còn {-offset} ngày làm việc là đến hạn"
            if offset < 0
            else f"Tự động nhắc: quá hạn {offset} ngày"
        )
        record(assignment, act="remind", title=title, actor=actor, now=now)
        telling.reminded(assignment, offset, actor=actor)
    write.audit("assignment.reminded", subject=assignment, details={"offset": offset, "first": first})
    return reminder


def _asked_body(assignment: Assignment, agency_code: str | None) -> tuple[str, str]:
    leads = list(assignment.bodies.filter(role=Role.LEAD).values_list("agency_code", "name"))
    if agency_code:
        leads = [body for body in leads if body[0] == agency_code]
    if len(leads) != 1:
        raise UnknownBody(
            "Hãy chọn cơ quan phải giải trình trong số các cơ quan chủ trì của nhiệm vụ.",
            fields={"agency_code": "Chọn một cơ quan chủ trì."},
        )
    return leads[0]
