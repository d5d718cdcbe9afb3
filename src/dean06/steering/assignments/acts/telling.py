"""Who is told of what. One notification per person and occasion: the dedupe key names the occasion.

The body's side are the people who report for it and its head; the issuer's side those who accept results.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications import services as notifications
from dean06.steering.assignments.models import (
    Assignment,
    DeadlineChange,
    ExplanationRequest,
    HandOver,
    Issue,
    PartyBody,
)
from dean06.steering.assignments.read_models import shortened
from dean06.steering.assignments.types import Role


def issued(issue: Issue, *, actor: Actor) -> None:
    """Each body gets one message for all its tasks of this issue."""
    tasks_of: dict[str, list[Assignment]] = {}
    rows = PartyBody.objects.filter(assignment__issue=issue).select_related("assignment").order_by("assignment_id")
    for row in rows:
        tasks_of.setdefault(row.agency_code, []).append(row.assignment)
    for agency, tasks in tasks_of.items():
        tasks = list(dict.fromkeys(tasks))
        one = tasks[0]
        _tell(
            _people_of(agency),
            actor,
            key=f"issued:{issue.pk}:{agency}",
            title=f"Được giao {len(tasks)} nhiệm vụ mới" if len(tasks) > 1 else f"Được giao nhiệm vụ {one.code}",
            text=shortened(one.text) if len(tasks) == 1 else ", ".join(task.code for task in tasks[:10]),
            url=_url(one) if len(tasks) == 1 else reverse("assignments:list"),
        )


def done_reported(assignment: Assignment, *, actor: Actor) -> None:
    """The issuer must look at the result."""
    _tell(
        _acceptors(assignment),
        actor,
        key=f"done:{assignment.pk}:{assignment.reports.count()}",
        title=f"{assignment.code} chờ nghiệm thu",
        text=f"{assignment.lead_text} báo cáo hoàn thành: {shortened(assignment.text)}",
        url=_url(assignment),
    )


def accepted(assignment: Assignment, *, actor: Actor) -> None:
    """The bodies learn that they are done."""
    _tell_bodies(assignment, actor, "accepted", f"{assignment.code} đã được nghiệm thu", shortened(assignment.text))


def returned(assignment: Assignment, reason: str, *, actor: Actor) -> None:
    """The leads learn why the result came back."""
    _tell_bodies(
        assignment, actor, f"returned:{assignment.acceptances.count()}", f"{assignment.code} bị trả lại", reason
    )


def cancelled(assignment: Assignment, reason: str, *, actor: Actor) -> None:
    """The bodies learn that the task is withdrawn."""
    _tell_bodies(assignment, actor, "cancelled", f"{assignment.code} đã hủy", reason)


def deadline_change_requested(assignment: Assignment, change: DeadlineChange, *, actor: Actor) -> None:
    """Those who decide."""
    _tell(
        [
            person.user_id
            for person in accounts.users_with_permission(
                "assignments.approve_deadline", agency=assignment.issuer_code or None
            )
        ],
        actor,
        key=f"deadline:{change.pk}",
        title=f"{assignment.code}: xin lùi thời hạn đến {change.new_due_date:%d/%m/%Y}",
        text=change.reason,
        url=_url(assignment),
    )


def deadline_change_decided(assignment: Assignment, change: DeadlineChange, *, actor: Actor) -> None:
    """The bodies of the task."""
    verb = "được đồng ý" if change.approved else "bị từ chối"
    title = f"{assignment.code}: đề nghị lùi thời hạn đến {change.new_due_date:%d/%m/%Y} {verb}"
    _tell_bodies(assignment, actor, f"deadline-decided:{change.pk}", title, change.decision_reason)


def waiting(assignment: Assignment, *, actor: Actor) -> None:
    """The bodies learn that the task waits for the centre."""
    _tell_bodies(
        assignment,
        actor,
        f"waiting:{assignment.history.count()}",
        f"{assignment.code} chuyển sang chờ Trung ương",
        assignment.trigger_document,
    )


def guidance_arrived(assignment: Assignment, *, actor: Actor) -> None:
    """The bodies learn their new date."""
    _tell_bodies(
        assignment,
        actor,
        f"guidance:{assignment.history.count()}",
        f"{assignment.code} có thời hạn mới: {assignment.due_date:%d/%m/%Y}",
        assignment.trigger_document,
    )


def urged(assignment: Assignment, message: str, *, actor: Actor) -> None:
    """The leading bodies that are not finished."""
    _tell_bodies(
        assignment,
        actor,
        f"urged:{assignment.urged_count}",
        f"{assignment.code}: đôn đốc lần {assignment.urged_count}",
        message or shortened(assignment.text),
        unfinished_only=True,
    )


def reminded(assignment: Assignment, offset: int, *, actor: Actor) -> None:
    """The leading bodies that are not finished, before or after the due date."""
    when = f"còn {-offset} ngày làm việc là đến hạn" if offset < 0 else f"đã quá hạn {offset} ngày"
    _tell_bodies(
        assignment,
        actor,
        f"reminder:{assignment.due_date}:{offset}",
        f"{assignment.code} {when}",
        shortened(assignment.text),
        unfinished_only=True,
    )


def explanation_requested(assignment: Assignment, asked: ExplanationRequest, *, actor: Actor) -> None:
    """The people of the body that must explain."""
    _tell(
        _people_of(asked.agency_code),
        actor,
        key=f"explain:{asked.pk}",
        title=f"{assignment.code}: yêu cầu giải trình trước hết ngày {asked.due_on:%d/%m/%Y}",
        text=asked.question,
        url=_url(assignment),
    )


def explanation_answered(assignment: Assignment, asked: ExplanationRequest, *, actor: Actor) -> None:
    """The person who asked."""
    if asked.asked_by_id is not None:
        _tell(
            [asked.asked_by_id],
            actor,
            key=f"explained:{asked.pk}",
            title=f"{assignment.code}: {asked.agency_name} đã giải trình",
            text=shortened(asked.answer, 400),
            url=_url(assignment),
        )


def hand_over_offered(assignment: Assignment, offer: HandOver, *, actor: Actor) -> None:
    """The body that is asked to take over, and the issuer's side."""
    _tell(
        {*_people_of(offer.to_code), *_acceptors(assignment)},
        actor,
        key=f"hand-over:{offer.pk}",
        title=f"{assignment.code}: {offer.from_name} đề nghị chuyển cho {offer.to_name}",
        text=offer.reason,
        url=_url(assignment),
    )


def hand_over_decided(assignment: Assignment, offer: HandOver, *, actor: Actor) -> None:
    """The body that offered, and the issuer's side."""
    verb = "đã nhận" if offer.accepted else "từ chối nhận"
    _tell(
        {*_people_of(offer.from_code), *_acceptors(assignment)},
        actor,
        key=f"hand-over-decided:{offer.pk}",
        title=f"{assignment.code}: {offer.to_name} {verb} nhiệm vụ",
        text=offer.decision_reason,
        # The former body may no longer open the task; its list always opens.
        url=reverse("assignments:list") if offer.accepted else _url(assignment),
    )


def _tell_bodies(
    assignment: Assignment, actor: Actor, occasion: str, title: str, text: str, *, unfinished_only: bool = False
) -> None:
    bodies = assignment.bodies.all()
    if unfinished_only:
        bodies = bodies.filter(role=Role.LEAD, reported_done_on__isnull=True)
    people = {user for agency in bodies.values_list("agency_code", flat=True) for user in _people_of(agency)}
    _tell(people, actor, key=f"{occasion}:{assignment.pk}", title=title, text=text, url=_url(assignment))


def _tell(users: Iterable[int], actor: Actor, *, key: str, title: str, text: str, url: str) -> None:
    """The actor is not told of the actor's own act."""
    recipients = sorted(user for user in set(users) if user != actor.user_id)
    if recipients:
        notifications.notify(
            user_ids=recipients, kind="assignments", title=title, body=text, url=url, dedupe_key=f"assignments:{key}"
        )


def _people_of(agency: str) -> list[int]:
    return [person.user_id for person in accounts.users_of_agency(agency, "assignments.report")]


def _acceptors(assignment: Assignment) -> list[int]:
    return [
        person.user_id
        for person in accounts.users_with_permission("assignments.accept", agency=assignment.issuer_code or None)
    ]


def _url(assignment: Assignment) -> str:
    return reverse("assignments:detail", args=[assignment.pk])
