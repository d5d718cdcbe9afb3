"""PRIVATE. What the files and Phụ lục I of a report say of a task, in the words of the reports: a constant number of
queries for any number of tasks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone

from dean06.steering.assignments.models import Assignment, AssignmentParty, PartyBody, ProgressReport
from dean06.steering.assignments.read_models import Day
from dean06.steering.assignments.rules import timing
from dean06.steering.assignments.types import Cadence, DeadlineKind, Role, State, Track, WorkClass


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One task as exported."""

    basis_id: int | None
    code: str
    text: str
    basis: str
    leads: str
    partners: str
    head: str
    product: str
    deadline: str
    due_date: dt.date | None
    work_class: WorkClass
    percent: int
    days_late: int
    urged: int
    result: str
    note: str
    id: int = 0
    #: Why it is stuck (``types.Obstacle``) and in whose words; empty when it is not, or is done.
    obstacle: str = ""
    obstacle_text: str = ""


def export_rows(tasks: QuerySet[Assignment], on: Day) -> list[ExportRow]:
    """Rows in the order of ``tasks``. Four queries."""
    found = list(tasks.select_related("basis", "merged_into").defer("search_text"))
    ids = tasks.order_by().values("pk")
    parties: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for task, role, text in AssignmentParty.objects.filter(assignment__in=ids).values_list(
        "assignment_id", "role", "text"
    ):
        parties[task][role].append(text)
    leads: dict[int, list[bool]] = defaultdict(list)
    for task, done in PartyBody.objects.filter(assignment__in=ids, role=Role.LEAD).values_list(
        "assignment_id", "reported_done_on"
    ):
        leads[task].append(done is not None)
    last = ProgressReport.objects.filter(assignment__in=ids).order_by().values("assignment_id").annotate(last=Max("pk"))
    reports = {report.assignment_id: report for report in ProgressReport.objects.filter(pk__in=last.values("last"))}
    return [_row(task, parties[task.pk], leads[task.pk], reports.get(task.pk), on) for task in found]


def _row(
    task: Assignment, parties: dict[str, list[str]], leads: list[bool], report: ProgressReport | None, on: Day
) -> ExportRow:
    late = timing.days_late(Track(task.track), task.due_date, today=on.today)
    stuck = task.state not in (State.ACCEPTED, State.CANCELLED)
    return ExportRow(
        basis_id=task.basis_id,
        code=task.code,
        text=task.text,
        basis=str(task.basis) if task.basis else "",
        leads="; ".join(parties[Role.LEAD]),
        partners="; ".join(parties[Role.PARTNER]),
        head=", ".join(part for part in (task.head_name, task.head_position) if part),
        product=task.product,
        deadline=deadline_words(task),
        due_date=task.due_date,
        work_class=on.class_of(task),
        percent=task.percent,
        days_late=late,
        urged=task.urged_count,
        result=result_words(task, report),
        note=_note(task, leads, late),
        id=task.pk,
        obstacle=report.obstacle if stuck and report is not None else "",
        obstacle_text=report.obstacle_text if stuck and report is not None else "",
    )


def deadline_words(task: Assignment) -> str:
    """The document's own words with the date they mean; a recurring task says how often it reports."""
    date = f"{task.due_date:%d/%m/%Y}" if task.due_date else ""
    words = task.deadline_text.strip()
    if not words and task.deadline_kind == DeadlineKind.RECURRING:
        words = f"Thực hiện thường xuyên ({Cadence(task.cadence).label.lower()})" if task.cadence else "Thường xuyên"
    if words and date and date not in words:
        return f"{words} ({date})"
    return words or date


def result_words(task: Assignment, report: ProgressReport | None) -> str:
    """How far the task is, opening with the words the provinces' reports use."""
    match State(task.state):
        case State.ACCEPTED:
            day = timezone.localdate(task.accepted_at) if task.accepted_at else None
            opening = f"Đã hoàn thành ngày {day:%d/%m/%Y}." if day else "Đã hoàn thành."
        case State.WAITING_CENTRE:
            opening = f"Chờ Trung ương: {task.trigger_document}."
        case State.REPORTED_DONE:
            opening = "Đã báo cáo hoàn thành, chờ nghiệm thu."
        case State.CANCELLED:
            into = f" Gộp vào {task.merged_into.code}." if task.merged_into else ""
            return f"Đã hủy: {task.cancel_reason}{into}"
        case State.DRAFT:
            return "Dự thảo, chưa giao."
        case _ if report is None:
            return "Chưa hoàn thành. Chưa có báo cáo tiến độ."
        case _ if task.deadline_kind == DeadlineKind.RECURRING:
            opening = "Đang thực hiện."
        case _:
            opening = f"Chưa hoàn thành. Tiến độ: {task.percent}%."
    if report is None:
        return opening
    parts = [opening, report.done]
    if report.next_step and task.state != State.ACCEPTED:
        parts.append(f"Tiếp theo: {report.next_step}")
    if report.obstacle_text and task.state != State.ACCEPTED:
        parts.append(f"Vướng mắc: {report.obstacle_text}")
    return " ".join(part.strip() for part in parts)


def _note(task: Assignment, leads: list[bool], late: int) -> str:
    parts = []
    if late:
        parts.append(f"Quá hạn {late} ngày.")
    if task.state == State.ACCEPTED and task.finished_on_time is False:
        parts.append("Hoàn thành chậm so với thời hạn.")
    if task.urged_count:
        parts.append(f"Đã đôn đốc {task.urged_count} lần.")
    if len(leads) > 1:
        parts.append(f"{sum(leads)}/{len(leads)} cơ quan đã báo cáo hoàn thành.")
    return " ".join(parts)
