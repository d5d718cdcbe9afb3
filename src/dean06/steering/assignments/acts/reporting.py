"""The body's side: confirming that the task arrived, reporting progress, reporting the result with evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dean06.kernel.common.actors import Actor
from dean06.kernel.files import services as file_store
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    body_of,
    check_act,
    day_of,
    moment,
    move,
    record,
    settle,
    settle_percent,
)
from dean06.steering.assignments.errors import AlreadyAnswered
from dean06.steering.assignments.events import AssignmentAcknowledged, DoneReported, ProgressReported
from dean06.steering.assignments.models import Assignment, Evidence, PartyBody, ProgressReport
from dean06.steering.assignments.rules import progress
from dean06.steering.assignments.types import Act, EvidenceFile, Obstacle, Role, State
from dean06.steering.assignments.visibility import lock_visible

REPORT = "assignments.report"


@service(permission=REPORT)
def acknowledge(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    agency_code: str | None = None,
    now: dt.datetime | None = None,
) -> Assignment:
    """A leading body confirms that it has the task and knows who answers for it (once).

    Raises ``NotAllowed`` for another body's people, ``AlreadyAnswered``, ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    body = body_of(assignment, actor, REPORT, agency_code=agency_code, role=Role.LEAD)
    write.authorise(agency=body.agency_code)
    move(assignment, Act.ACKNOWLEDGE)
    if assignment.acknowledged_at:
        raise AlreadyAnswered("Nhiệm vụ này đã được xác nhận tiếp nhận trước đó.")
    assignment.acknowledged_at = now
    assignment.acknowledged_by_name = actor.name[:160]
    settle(assignment)
    record(assignment, act=Act.ACKNOWLEDGE, title=f"{body.name} xác nhận đã nhận việc", actor=actor, now=now)
    write.audit("assignment.acknowledged", subject=assignment, details={"agency": body.agency_code})
    write.publish(AssignmentAcknowledged(assignment_id=assignment.pk, agency=body.agency_code))
    return assignment


@service(permission=REPORT)
def report_progress(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    percent: int,
    done: str,
    next_step: str = "",
    obstacle: Obstacle = Obstacle.NONE,
    obstacle_text: str = "",
    files: Sequence[EvidenceFile] = (),
    agency_code: str | None = None,
    now: dt.datetime | None = None,
) -> ProgressReport:
    """A body of the task says how far its part is (0–100 %), what was done, what comes next, what is in the way.

    ``agency_code`` names the body for people who act for several. A report that repeats the last is kept and marked.
    Raises ``AssignmentNotFound``, ``NotAllowed``, ``TransitionRefused``, ``ReportIncomplete``; a file may be refused.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    body = body_of(assignment, actor, REPORT, agency_code=agency_code)
    write.authorise(agency=body.agency_code)
    move(assignment, Act.REPORT_PROGRESS)
    progress.check_report(
        percent=percent,
        done=done,
        next_step=next_step,
        obstacle=obstacle,
        obstacle_text=obstacle_text,
        last_percent=body.percent,
    )
    report = _keep_report(
        assignment,
        body,
        actor=actor,
        now=now,
        percent=percent,
        done=done,
        next_step=next_step,
        obstacle=obstacle,
        obstacle_text=obstacle_text,
    )
    _keep_evidence(report, files, actor=actor)
    if body.role == Role.LEAD:
        settle_percent(assignment)
    settle(assignment)
    record(
        assignment,
        act=Act.REPORT_PROGRESS,
        title=f"{body.name} báo cáo tiến độ {percent}%",
        text=_story(report),
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.progress_reported",
        subject=assignment,
        details={"agency": body.agency_code, "percent": percent, "files": len(files)},
    )
    write.publish(ProgressReported(assignment_id=assignment.pk, agency=body.agency_code, percent=percent))
    return report


@service(permission=REPORT)
def report_done(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    done: str,
    files: Sequence[EvidenceFile] = (),
    agency_code: str | None = None,
    now: dt.datetime | None = None,
) -> ProgressReport:
    """A body reports its part finished, with at least one file of evidence (new, or kept with its earlier reports).

    The task goes to the issuer for acceptance when every leading body has reported so. A partner's report finishes the
    partner's part alone. Raises as ``report_progress``, and ``EvidenceMissing``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    body = body_of(assignment, actor, REPORT, agency_code=agency_code)
    write.authorise(agency=body.agency_code)
    check_act(assignment, Act.REPORT_DONE)
    progress.check_report(percent=100, done=done, next_step="")
    earlier = Evidence.objects.filter(report__assignment=assignment, report__agency_code=body.agency_code).count()
    progress.check_evidence(len(files) + earlier)

    body.reported_done_on = day_of(now)
    report = _keep_report(assignment, body, actor=actor, now=now, percent=100, done=done, claims_done=True)
    _keep_evidence(report, files, actor=actor)
    complete = False
    if body.role == Role.LEAD:
        settle_percent(assignment)
        complete = not assignment.bodies.filter(role=Role.LEAD, reported_done_on__isnull=True).exists()
    if complete:
        move(assignment, Act.REPORT_DONE)
        assignment.reported_done_on = day_of(now)
    elif assignment.state != State.WAITING_CENTRE:
        assignment.state = State.IN_PROGRESS
    settle(assignment)
    record(
        assignment,
        act=Act.REPORT_DONE,
        title=f"{body.name} báo cáo hoàn thành",
        text=_story(report),
        actor=actor,
        now=now,
    )
    write.audit(
        "assignment.done_reported",
        subject=assignment,
        details={"agency": body.agency_code, "files": len(files), "complete": complete},
    )
    write.publish(ProgressReported(assignment_id=assignment.pk, agency=body.agency_code, percent=100))
    if complete:
        telling.done_reported(assignment, actor=actor)
        write.publish(DoneReported(assignment_id=assignment.pk))
    return report


def _keep_report(
    assignment: Assignment,
    body: PartyBody,
    *,
    actor: Actor,
    now: dt.datetime,
    percent: int,
    done: str,
    next_step: str = "",
    obstacle: Obstacle = Obstacle.NONE,
    obstacle_text: str = "",
    claims_done: bool = False,
) -> ProgressReport:
    """Store the report and what follows from it for its body; urging starts to count afresh."""
    last = assignment.reports.filter(agency_code=body.agency_code).first()
    copied = last is not None and progress.repeats(
        f"{last.done} {last.next_step} {last.obstacle_text}", f"{done} {next_step} {obstacle_text}"
    )
    report = ProgressReport.objects.create(
        assignment=assignment,
        body=body,
        agency_code=body.agency_code,
        agency_name=body.name,
        percent=percent,
        done=done.strip(),
        next_step=next_step.strip(),
        obstacle=obstacle,
        obstacle_text=obstacle_text.strip(),
        claims_done=claims_done,
        repeats_previous=copied,
        reported_by_id=actor.user_id,
        reported_by_name=actor.name[:160],
        reported_at=now,
    )
    moved = last is None or percent != body.percent or not copied
    body.percent = percent
    body.last_report_at = now
    if not claims_done:
        body.reported_done_on = None
    body.save()
    assignment.last_progress_at = now
    if body.role == Role.LEAD:
        assignment.obstacle = obstacle
    if moved:
        assignment.urged_since_progress = 0
    return report


def _keep_evidence(report: ProgressReport, given: Sequence[EvidenceFile], *, actor: Actor) -> None:
    for file in given:
        stored = file_store.store_upload(
            actor=actor, data=file.content, filename=file.name, owner=f"assignments.assignment:{report.assignment_id}"
        )
        Evidence.objects.create(report=report, file=stored, name=file.name[:255])


def _story(report: ProgressReport) -> str:
    lines = [report.done]
    if report.next_step:
        lines.append(f"Tiếp theo: {report.next_step}")
    if report.obstacle_text:
        reason = f" ({Obstacle(report.obstacle).label})" if report.obstacle else ""
        lines.append(f"Vướng mắc{reason}: {report.obstacle_text}")
    if report.repeats_previous:
        lines.append("Nội dung lặp lại gần như nguyên văn báo cáo trước.")
    return "\n".join(lines)
