"""PRIVATE. What the page of one task shows: lights, who holds the ball, how late, the story, the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dean06.steering.assignments.acts.common import as_draft
from dean06.steering.assignments.models import Assignment, HistoryEntry, PartyBody, ProgressReport
from dean06.steering.assignments.possible import Situation
from dean06.steering.assignments.read_models import Day, shortened
from dean06.steering.assignments.rules import timing
from dean06.steering.assignments.rules.clarity import clarities
from dean06.steering.assignments.rules.progress import PING_PONG_FROM, overall_percent
from dean06.steering.assignments.types import Act, Cadence, DeadlineKind, Role, State, Track, WorkClass

_KINDS = {
    Act.ISSUE: "info",
    Act.ACCEPT: "success",
    Act.RETURN: "danger",
    Act.URGE: "warning",
    Act.REQUEST_EXPLANATION: "warning",
    Act.CANCEL: "danger",
    Act.REPORT_DONE: "success",
    "remind": "warning",
}

CLASS_KINDS = {
    WorkClass.OVERDUE: "danger",
    WorkClass.DUE_SOON: "warning",
    WorkClass.RECURRING: "ongoing",
    WorkClass.WAITING_CENTRE: "neutral",
    WorkClass.OPEN: "info",
    WorkClass.DONE: "success",
    WorkClass.DRAFT: "neutral",
    WorkClass.CANCELLED: "neutral",
}


#: A text up to this many characters is the heading of its page; a longer one is cut there and printed below.
_LONGEST_HEADING = 220


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party as printed with the state of the bodies behind it."""

    text: str
    deliverable: str
    bodies: list[PartyBody]
    known: bool

    @property
    def is_group(self) -> bool:
        """True when several bodies stand behind it."""
        return len(self.bodies) > 1

    @property
    def name(self) -> str:
        """The short name of a single body, as everywhere on screen; the words of the document for a group."""
        return self.bodies[0].name if len(self.bodies) == 1 else self.text

    @property
    def mean(self) -> int:
        """Mean percent of its bodies."""
        return overall_percent([body.percent for body in self.bodies])

    @property
    def silent(self) -> list[PartyBody]:
        """Who has not reported at all."""
        return [body for body in self.bodies if body.last_report_at is None]

    @property
    def under_way(self) -> list[PartyBody]:
        """Who has reported without having finished, least far first."""
        found = [body for body in self.bodies if body.last_report_at and body.reported_done_on is None]
        return sorted(found, key=lambda body: (body.percent, body.name))

    @property
    def done(self) -> list[PartyBody]:
        """Who has reported the part finished."""
        return [body for body in self.bodies if body.reported_done_on is not None]


@dataclass(frozen=True, slots=True)
class DetailView:
    """Everything the template needs beside the task itself."""

    work_class: WorkClass
    class_kind: str
    state: State
    days_late: int
    ball: str
    lights: list[dict[str, Any]]
    leads: list[PartyView]
    partners: list[PartyView]
    timeline: list[dict[str, Any]]
    reports: list[ProgressReport]
    flags: list[str] = field(default_factory=list)
    heading: str = ""
    #: True when the heading does not say the whole text.
    is_shortened: bool = False

    @property
    def late_text(self) -> str:
        """How late, in words."""
        return f"{self.days_late} ngày"

    @property
    def ball_sentence(self) -> str:
        """Who must act next, as a sentence."""
        return f"Đang chờ: {self.ball}."

    @property
    def unclear(self) -> bool:
        """True when a light is off."""
        return not all(light["on"] for light in self.lights)


def view_of(at: Situation, on: Day) -> DetailView:
    """Six queries beside those of ``situation``."""
    task = at.assignment
    parties = list(task.parties.all())
    bodies_of: dict[int, list[PartyBody]] = {}
    for body in at.bodies:
        bodies_of.setdefault(body.party_id, []).append(body)
    views = {
        role: [
            PartyView(
                text=party.text,
                deliverable=party.deliverable,
                bodies=bodies_of.get(party.pk, []),
                known=party.agency_code is not None,
            )
            for party in parties
            if party.role == role
        ]
        for role in Role
    }
    wanted = on.class_of(task)
    heading = task.title or shortened(task.text, _LONGEST_HEADING)
    return DetailView(
        work_class=wanted,
        class_kind=CLASS_KINDS[wanted],
        state=State(task.state),
        days_late=timing.days_late(Track(task.track), task.due_date, today=on.today),
        ball=ball_is_with(at),
        lights=[
            {"label": light.label, "on": light.ok, "missing": light.missing}
            for light in clarities(as_draft(task, parties))
        ],
        leads=views[Role.LEAD],
        partners=views[Role.PARTNER],
        timeline=[_line(entry) for entry in task.history.all()],
        reports=list(task.reports.prefetch_related("evidence__file")),
        flags=_flags(task, on),
        heading=heading,
        is_shortened=heading != " ".join(task.text.split()),
    )


def ball_is_with(at: Situation) -> str:
    """Who must act next, in words."""
    task = at.assignment
    match State(task.state):
        case State.DRAFT:
            return "Bên soạn dự thảo"
        case State.ACCEPTED | State.CANCELLED:
            return "Không còn ai: nhiệm vụ đã kết thúc"
        case State.WAITING_CENTRE:
            return f"Trung ương ({task.trigger_document})" if task.trigger_document else "Trung ương"
        case State.REPORTED_DONE:
            return "Bên giao nhiệm vụ: chờ nghiệm thu"
    if at.pending_hand_over:
        return f"{at.pending_hand_over.to_name}: trả lời đề nghị chuyển nhiệm vụ"
    if task.deadline_kind == DeadlineKind.ON_GUIDANCE and task.due_date is None:
        return f"Trung ương ({task.trigger_document})" if task.trigger_document else "Trung ương"
    unfinished = [body.name for body in at.bodies if body.role == Role.LEAD and body.reported_done_on is None]
    if not unfinished:
        return "Bên giao nhiệm vụ: chưa xác định được cơ quan chủ trì"
    shown = ", ".join(unfinished[:5])
    return shown if len(unfinished) <= 5 else f"{shown} và {len(unfinished) - 5} cơ quan khác"


def _flags(task: Assignment, on: Day) -> list[str]:
    flags = []
    if task.urged_since_progress >= 2:
        flags.append(f"Đã đôn đốc {task.urged_since_progress} lần kể từ báo cáo gần nhất mà chưa chuyển biến.")
    if task.hand_over_count >= PING_PONG_FROM:
        flags.append(f"Nhiệm vụ đã {task.hand_over_count} lần được chuyển qua lại giữa các cơ quan.")
    if task.obstacle == "centre" and task.state != State.WAITING_CENTRE:
        flags.append("Cơ quan thực hiện báo đang chờ Trung ương; bên giao nhiệm vụ chưa xác nhận.")
    if task.cadence and on.class_of(task) is WorkClass.RECURRING:
        since = task.last_progress_at or task.issued_at
        if since and timing.period_report_missing(Cadence(task.cadence), last_report_on=since.date(), today=on.today):
            flags.append("Kỳ này chưa có báo cáo.")
    return flags


def _line(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "time": entry.at,
        "title": entry.title,
        "text": entry.text.replace("\n", " · "),
        "actor": entry.actor_name,
        "kind": _KINDS.get(entry.act, ""),
    }
