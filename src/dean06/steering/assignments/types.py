"""PUBLIC. Words of the task register: states, work classes, and what other apps hand in or get back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from dean06.steering.documents.types import DeadlineKind

__all__ = [
    "TABS",
    "Act",
    "AssignmentDraft",
    "Cadence",
    "DeadlineKind",
    "DocumentRef",
    "EvidenceFile",
    "Obstacle",
    "PartyDraft",
    "Role",
    "State",
    "Track",
    "WorkClass",
]


class State(StrEnum):
    """Where a task stands in its life."""

    DRAFT = "draft"
    ISSUED = "issued"
    IN_PROGRESS = "in_progress"
    WAITING_CENTRE = "waiting_centre"
    REPORTED_DONE = "reported_done"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.DRAFT: "Dự thảo",
    State.ISSUED: "Đã giao",
    State.IN_PROGRESS: "Đang thực hiện",
    State.WAITING_CENTRE: "Chờ Trung ương",
    State.REPORTED_DONE: "Chờ nghiệm thu",
    State.RETURNED: "Bị trả lại",
    State.ACCEPTED: "Hoàn thành",
    State.CANCELLED: "Đã hủy",
}


class Act(StrEnum):
    """What can be done to a task; ``rules.states`` says in which state."""

    EDIT = "edit"
    AMEND = "amend"
    ISSUE = "issue"
    ACKNOWLEDGE = "acknowledge"
    REPORT_PROGRESS = "report_progress"
    REPORT_DONE = "report_done"
    COLLECT = "collect"
    ACCEPT = "accept"
    RETURN = "return"
    REQUEST_DEADLINE = "request_deadline"
    DECIDE_DEADLINE = "decide_deadline"
    URGE = "urge"
    REQUEST_EXPLANATION = "request_explanation"
    ANSWER_EXPLANATION = "answer_explanation"
    OFFER_HAND_OVER = "offer_hand_over"
    DECIDE_HAND_OVER = "decide_hand_over"
    WAIT_FOR_CENTRE = "wait_for_centre"
    GUIDANCE_ARRIVED = "guidance_arrived"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        """The verb on screen."""
        return _ACT_LABELS[self]


_ACT_LABELS = {
    Act.EDIT: "sửa dự thảo",
    Act.AMEND: "bổ sung thông tin nhiệm vụ",
    Act.ISSUE: "giao nhiệm vụ",
    Act.ACKNOWLEDGE: "xác nhận đã nhận việc",
    Act.REPORT_PROGRESS: "báo cáo tiến độ",
    Act.REPORT_DONE: "báo cáo hoàn thành",
    Act.COLLECT: "chốt tổng hợp",
    Act.ACCEPT: "nghiệm thu",
    Act.RETURN: "trả lại",
    Act.REQUEST_DEADLINE: "xin lùi thời hạn",
    Act.DECIDE_DEADLINE: "quyết định thời hạn",
    Act.URGE: "đôn đốc",
    Act.REQUEST_EXPLANATION: "yêu cầu giải trình",
    Act.ANSWER_EXPLANATION: "giải trình",
    Act.OFFER_HAND_OVER: "đề nghị chuyển nhiệm vụ",
    Act.DECIDE_HAND_OVER: "trả lời đề nghị chuyển",
    Act.WAIT_FOR_CENTRE: "chuyển sang chờ Trung ương",
    Act.GUIDANCE_ARRIVED: "ghi nhận hướng dẫn của Trung ương",
    Act.CANCEL: "hủy nhiệm vụ",
}


class Track(StrEnum):
    """What a task is apart from the calendar. Stored; with the due date and today it gives the ``WorkClass``."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    DONE = "done"
    WAITING = "waiting"
    RECURRING = "recurring"
    #: Has a due date that runs.
    TIMED = "timed"
    #: No due date, or its due date no longer runs (reported in time, waiting for acceptance).
    UNTIMED = "untimed"


class WorkClass(StrEnum):
    """The six tabs of the task list, and the two classes that stand outside it."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RECURRING = "recurring"
    WAITING_CENTRE = "waiting_centre"
    OPEN = "open"
    DONE = "done"
    DRAFT = "draft"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The tab's name."""
        return _CLASS_LABELS[self]


_CLASS_LABELS = {
    WorkClass.OVERDUE: "Quá hạn",
    WorkClass.DUE_SOON: "Sắp đến hạn",
    WorkClass.RECURRING: "Thường xuyên",
    WorkClass.WAITING_CENTRE: "Chờ Trung ương",
    WorkClass.OPEN: "Đang thực hiện",
    WorkClass.DONE: "Hoàn thành",
    WorkClass.DRAFT: "Dự thảo",
    WorkClass.CANCELLED: "Đã hủy",
}

#: The tabs, in the order shown: together they are all issued tasks that were not cancelled.
TABS: Sequence[WorkClass] = (
    WorkClass.OVERDUE,
    WorkClass.DUE_SOON,
    WorkClass.RECURRING,
    WorkClass.WAITING_CENTRE,
    WorkClass.OPEN,
    WorkClass.DONE,
)


class Role(StrEnum):
    """A body's part in a task."""

    LEAD = "lead"
    PARTNER = "partner"


class Cadence(StrEnum):
    """How often a recurring task is reported and measured."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    @property
    def label(self) -> str:
        """The word on screen."""
        return {"weekly": "Hằng tuần", "monthly": "Hằng tháng", "quarterly": "Hằng quý"}[self.value]


class Obstacle(StrEnum):
    """Why a task is stuck. ``CENTRE`` is not the body's failure and is counted apart."""

    NONE = ""
    CENTRE = "centre"
    PARTNER = "partner"
    BUDGET = "budget"
    STAFF = "staff"
    SYSTEM = "system"
    LEGAL = "legal"
    DATA = "data"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The words on screen."""
        return _OBSTACLE_LABELS[self]


_OBSTACLE_LABELS = {
    Obstacle.NONE: "Không có vướng mắc",
    Obstacle.CENTRE: "Chờ Trung ương hướng dẫn hoặc triển khai",
    Obstacle.PARTNER: "Chờ cơ quan phối hợp",
    Obstacle.BUDGET: "Chưa bố trí được kinh phí",
    Obstacle.STAFF: "Thiếu nhân lực",
    Obstacle.SYSTEM: "Hệ thống, phần mềm chưa đáp ứng",
    Obstacle.LEGAL: "Vướng quy định pháp luật",
    Obstacle.DATA: "Dữ liệu thiếu hoặc sai",
    Obstacle.OTHER: "Vướng mắc khác",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    """One body of a task as printed, and the code of today's agency or group; ``None`` when nobody could say who."""

    text: str
    agency_code: str | None = None
    deliverable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDraft:
    """A task before it is issued: everything the five clarities ask for. Empty means unknown."""

    text: str
    title: str = ""
    number: str = ""
    section_path: tuple[str, ...] = ()
    leads: tuple[PartyDraft, ...] = ()
    partners: tuple[PartyDraft, ...] = ()
    assigned_by: str = ""
    product: str = ""
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    deadline_text: str = ""
    due_date: dt.date | None = None
    measure: str = ""
    cadence: Cadence | None = None
    trigger_document: str = ""
    head_name: str = ""
    head_position: str = ""
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """The document that gives the tasks. ``source_id`` is the id of the uploaded document in ``steering.documents``."""

    number: str = ""
    date: dt.date | None = None
    kind: str = ""
    title: str = ""
    issuer: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file handed in as evidence, as bytes or open for reading; ``kernel.files`` checks and stores it."""

    name: str
    content: bytes | BinaryIO = field(repr=False)
