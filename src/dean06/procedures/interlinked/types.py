"""PUBLIC. Words of legs, consents and messages, and what the queries return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import models


class LinkedState(models.TextChoices):
    """How a linked case stands as a whole."""

    OPEN = "open", "Đang giải quyết"
    ATTENTION = "attention", "Cần cán bộ xử lý"
    DONE = "done", "Các chặng đã xong"
    ENDED = "ended", "Đã kết thúc"


class LegState(models.TextChoices):
    """How far a leg is. DONE: its result is issued; delivered and synchronised are facts of their own."""

    WAITING = "waiting", "Chờ chặng trước"
    CONSENT = "consent", "Chờ chủ hộ đồng ý"
    OPEN = "open", "Đang giải quyết"
    DONE = "done", "Đã có kết quả"
    FAILED = "failed", "Bị dừng, chờ xử lý"
    SKIPPED = "skipped", "Không thực hiện"


#: Nothing more is expected of the leg.
LEG_OVER = frozenset({LegState.DONE, LegState.SKIPPED})


class ConsentState(models.TextChoices):
    """What the household head said."""

    ASKED = "asked", "Chờ trả lời"
    GIVEN = "given", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"
    EXPIRED = "expired", "Quá hạn trả lời"
    DROPPED = "dropped", "Không cần nữa"


class ConsentVia(models.TextChoices):
    """How it was said."""

    APPLICANT = "applicant", "Chủ hộ là người nộp hồ sơ"
    PORTAL = "portal", "Chủ hộ trả lời trên Cổng dịch vụ công"
    DESK = "desk", "Ghi nhận tại bộ phận một cửa theo văn bản"


class MessageState(models.TextChoices):
    """How far a message to another body's software is."""

    QUEUED = "queued", "Chờ gửi"
    SENT = "sent", "Đã gửi, chưa xác nhận"
    ACKNOWLEDGED = "acknowledged", "Hệ thống đã nhận, đang giải quyết"
    ANSWERED = "answered", "Đã trả lời"
    FAILED = "failed", "Lỗi, chờ xử lý"
    CANCELLED = "cancelled", "Không cần nữa"


#: An answer may still come, or must still be asked for.
MESSAGE_OPEN = frozenset({MessageState.QUEUED, MessageState.SENT, MessageState.ACKNOWLEDGED, MessageState.FAILED})


class CallKind(models.TextChoices):
    """What was said between us and the other software."""

    SEND = "send", "Gửi"
    ANSWER = "answer", "Nhận trả lời"
    CONFIRM = "confirm", "Xác nhận đã nhận"


class SystemState(models.TextChoices):
    """How a connected system stands now."""

    UP = "up", "Hoạt động"
    DOWN = "down", "Mất kết nối"
    BLOCKED = "blocked", "Chờ Bộ, ngành"
    UNKNOWN = "unknown", "Chưa liên lạc"


@dataclass(frozen=True, slots=True)
class LegView:
    """A leg as pages show it. ``ball``: who must act now; ``hours``: working hours in the present state."""

    leg_id: int
    ref: str
    title: str
    state: str
    state_label: str
    kind: str
    target: str
    body: str
    case_id: int | None
    case_code: str
    started_at: dt.datetime | None
    due_at: dt.datetime | None
    issued_at: dt.datetime | None
    delivered_at: dt.datetime | None
    synchronised_at: dt.datetime | None
    is_late: bool
    ball: str
    hours: int
    after: tuple[str, ...]
    attempts: int
    next_try_at: dt.datetime | None
    error_code: str
    error: str
    is_optional: bool
    consent: ConsentView | None = None
    message: MessageView | None = None

    @property
    def badge(self) -> str:
        """Kind of the badge component."""
        if self.is_late and self.state != LegState.DONE:
            return "danger"
        kinds = {"done": "success", "open": "ongoing", "failed": "danger", "consent": "warning"}
        return kinds.get(self.state, "neutral")


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as the head, the applicant and officers see it."""

    consent_id: int
    leg_id: int
    case_code: str
    procedure_title: str
    leg_title: str
    applicant_name: str
    head_name: str
    state: str
    state_label: str
    via_label: str
    asked_at: dt.datetime
    answer_by: dt.datetime
    answered_at: dt.datetime | None
    reason: str
    told_online: bool
    paper_file_id: int | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message to another body's software."""

    message_id: int
    connector: str
    system: str
    body: str
    state: str
    state_label: str
    number: str
    attempts: int
    next_try_at: dt.datetime | None
    sent_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    answered_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    answer: str
    error_code: str
    error: str
    asked_at: dt.datetime
    case_code: str = ""
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class LinkedView:
    """One application with all its legs."""

    case_id: int
    code: str
    procedure_code: str
    procedure_title: str
    applicant_name: str
    agency: str
    state: str
    state_label: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    is_late: bool
    problem: str
    legs: tuple[LegView, ...]

    @property
    def done(self) -> int:
        """Legs with a result."""
        return sum(leg.state == LegState.DONE for leg in self.legs)

    @property
    def expected(self) -> int:
        """Legs that are or were to be done."""
        return sum(leg.state != LegState.SKIPPED for leg in self.legs)

    @property
    def blocking(self) -> tuple[LegView, ...]:
        """Legs that the rest waits for."""
        return tuple(leg for leg in self.legs if leg.state in (LegState.OPEN, LegState.CONSENT, LegState.FAILED))


@dataclass(frozen=True, slots=True)
class SystemView:
    """A connected system: how it stands, what waits, what failed, and its use in the last 30 days."""

    code: str
    label: str
    body: str
    central: bool
    state: str
    state_label: str
    since: dt.datetime | None
    last_contact_at: dt.datetime | None
    last_ok_at: dt.datetime | None
    waiting: int
    answering: int
    failed: int
    oldest_waiting_at: dt.datetime | None
    problem: str
    blocked_note: str
    used_by: tuple[str, ...]
    is_demo: bool
    calls: int = 0
    silent: int = 0
    answers: int = 0
    hits: int = 0
    down_minutes: int = 0


@dataclass(frozen=True, slots=True)
class ServiceProgress:
    """One linked service over a period: how many, how many complete, in time, and hours to complete."""

    procedure_code: str
    title: str
    total: int
    complete: int
    attention: int
    late: int
    mean_hours: float | None

    @property
    def percent(self) -> float | None:
        """Share with all legs issued; ``None`` without cases."""
        return round(100 * self.complete / self.total, 1) if self.total else None


@dataclass(frozen=True, slots=True)
class LegProgress:
    """One leg of a linked service over a period: where it stands, and how often it is what the rest waits for."""

    procedure_code: str
    ref: str
    title: str
    by_state: dict[str, int] = field(default_factory=dict)
    late: int = 0
    mean_hours: float | None = None

    @property
    def blocking(self) -> int:
        """Cases that wait for this leg now."""
        return sum(self.by_state.get(one, 0) for one in ("open", "consent", "failed"))
