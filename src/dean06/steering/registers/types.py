"""PUBLIC. Words and shapes of the four registers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from dean06.kernel.common.pairs import Pair

__all__ = [
    "CampaignRow",
    "CampaignState",
    "FindingRow",
    "FindingState",
    "InspectionRow",
    "InspectionState",
    "Pair",
    "PilotRow",
    "PilotState",
    "RankLine",
    "RecommendationRow",
    "RecommendationState",
    "Register",
]


class Register(models.TextChoices):
    """Which of the four registers a line of history belongs to."""

    RECOMMENDATION = "recommendation", "Kiến nghị"
    INSPECTION = "inspection", "Cuộc kiểm tra"
    PILOT = "pilot", "Mô hình điểm"
    CAMPAIGN = "campaign", "Đợt cao điểm"


class RecommendationState(models.TextChoices):
    """How far a recommendation came."""

    RAISED = "raised", "Đơn vị gửi, chờ xem xét"
    SENT = "sent", "Đã gửi, chờ trả lời"
    ANSWERED = "answered", "Đã có trả lời"
    SETTLED = "settled", "Đã giải quyết xong"
    DECLINED = "declined", "Không gửi tiếp"


class InspectionState(models.TextChoices):
    """How far an inspection came."""

    PLANNED = "planned", "Theo kế hoạch"
    DONE = "done", "Đã kiểm tra"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class FindingState(models.TextChoices):
    """How far a finding came: the unit mends it, the inspector looks again."""

    OPEN = "open", "Chờ khắc phục"
    REPORTED = "reported", "Đơn vị báo đã khắc phục, chờ kiểm tra lại"
    CLOSED = "closed", "Đã khắc phục"


class PilotState(models.TextChoices):
    """How far a pilot model came."""

    REGISTERED = "registered", "Mới đăng ký"
    RUNNING = "running", "Đang thực hiện"
    FINISHED = "finished", "Đã tổng kết"
    SPREAD = "spread", "Được nhân rộng"
    STOPPED = "stopped", "Dừng"


class CampaignState(models.TextChoices):
    """How far a campaign came."""

    RUNNING = "running", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation as lists and reports show it. ``age_days`` counts from the day it was raised."""

    id: int
    text: str
    to_whom: str
    sent_by: str
    sent_by_code: str
    raised_on: dt.date
    sent_on: dt.date | None
    document: str
    state: RecommendationState
    due_on: dt.date | None
    age_days: int
    overdue: bool
    answer: str
    answered_on: dt.date | None
    answer_document: str

    @property
    def waits(self) -> bool:
        """True while nobody answered it."""
        return self.state in (RecommendationState.RAISED, RecommendationState.SENT)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What an inspection found at one unit. ``days_late``: calendar days past ``fix_by`` while it is open."""

    id: int
    inspection_id: int
    inspection: str
    unit: str
    unit_code: str
    text: str
    fix_by: dt.date
    state: FindingState
    days_late: int
    reported_on: dt.date | None
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """An inspection with the units inspected and what was found."""

    id: int
    title: str
    basis: str
    lead: str
    starts_on: dt.date
    ends_on: dt.date
    state: InspectionState
    conclusion: str
    units: tuple[str, ...] = ()
    findings: tuple[FindingRow, ...] = ()

    @property
    def open_findings(self) -> int:
        """Findings that are not closed."""
        return sum(1 for finding in self.findings if finding.state != FindingState.CLOSED)

    @property
    def overdue_findings(self) -> int:
        """Findings past their day."""
        return sum(1 for finding in self.findings if finding.days_late)


@dataclass(frozen=True, slots=True)
class PilotRow:
    """A pilot model. ``measured`` is what was last counted; ``reached`` tells whether the target is met, if known."""

    id: int
    name: str
    agency: str
    agency_code: str
    state: PilotState
    starts_on: dt.date
    ends_on: dt.date | None
    effect: str
    indicator: str
    target: Decimal | None
    measured: Pair | None
    reached: bool | None
    progress: str
    progress_on: dt.date | None
    result: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class RankLine:
    """One unit in a campaign; without a target it has no rank."""

    rank: int | None
    unit: str
    unit_code: str
    done: int
    target: int

    @property
    def pair(self) -> Pair:
        """Done of the target."""
        return Pair(self.done, self.target)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign of this register, or one of cleaning data (``kind`` "cleaning"), with where its pace leads.

    ``done`` of ``target`` counts what ``unit_label`` names. ``finish``: the day of the target at the present pace,
    ``None``: unknown, or never at this pace. ``on_course``: ``None`` while there is no forecast.
    """

    id: int
    kind: str
    name: str
    basis: str
    starts_on: dt.date
    ends_on: dt.date
    state: CampaignState
    days_left: int
    done: int
    target: int
    unit_label: str
    url: str
    indicator: str = ""
    last_day: dt.date | None = None
    finish: dt.date | None = None
    on_course: bool | None = None
    sentences: tuple[str, ...] = ()
    ranking: tuple[RankLine, ...] = field(default=())

    @property
    def pair(self) -> Pair:
        """Done of the target."""
        return Pair(self.done, self.target)
