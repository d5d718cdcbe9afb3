"""PUBLIC. States, acts and outcomes of worklists; campaigns; what the queries of this app return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from dean06.ecosystem.cleaning.types import Pair

__all__ = [
    "Act",
    "CampaignState",
    "DayPoint",
    "Forecast",
    "Guidance",
    "LeadsTo",
    "OpenCount",
    "Pair",
    "Ranked",
    "Responsible",
    "UnitScore",
    "VisitHow",
    "WorkState",
]


class WorkState(models.TextChoices):
    """Where the work on a finding stands. A finding without an item is ``OPEN``."""

    OPEN = "open", "Chưa giao"
    ASSIGNED = "assigned", "Đã giao"
    VISITED = "visited", "Đã xác minh"
    FIXED = "fixed", "Đã sửa, chờ kiểm tra lại"
    WAITING_SECTOR = "sector", "Chờ ngành sửa"
    WAITING_REGISTRY = "registry", "Chờ sửa dân cư"
    CLOSING = "closing", "Đề nghị kết thúc, chờ duyệt"
    CLEAN = "clean", "Đã sạch"
    CLOSED = "closed", "Kết thúc, không xử lý được"


class Act(models.TextChoices):
    """What somebody does to an item."""

    ASSIGN = "assign", "Giao việc"
    TAKE = "take", "Nhận việc"
    HAND_BACK = "hand_back", "Trả lại việc"
    VISIT = "visit", "Ghi kết quả xác minh"
    FIX = "fix", "Đã sửa"
    SEND_SECTOR = "send_sector", "Chuyển ngành sửa"
    SEND_REGISTRY = "send_registry", "Chuyển sửa dân cư"
    ANSWERED = "answered", "Có trả lời"
    FOUND_CLEAN = "found_clean", "Kiểm tra lại: đã khớp"
    FOUND_OPEN = "found_open", "Kiểm tra lại: chưa khớp"
    PROPOSE_CLOSE = "propose_close", "Đề nghị kết thúc"
    APPROVE_CLOSE = "approve_close", "Duyệt kết thúc"
    REFUSE_CLOSE = "refuse_close", "Không duyệt kết thúc"
    REOPEN = "reopen", "Mở lại"


class VisitHow(models.TextChoices):
    """How the person was asked."""

    HOME = "home", "Đến nhà"
    PHONE = "phone", "Gọi điện"
    OFFICE = "office", "Tại trụ sở"
    NEIGHBOURS = "neighbours", "Qua tổ dân phố, thôn"


class LeadsTo(models.TextChoices):
    """What an outcome leads to next."""

    SECTOR = "sector", "Ngành sửa danh sách"
    REGISTRY = "registry", "Sửa dữ liệu dân cư, hộ tịch"
    RECHECK = "recheck", "Kiểm tra lại"
    REVISIT = "revisit", "Xác minh lần nữa"
    CLOSE = "close", "Kết thúc, không xử lý được"


class Responsible(models.TextChoices):
    """Who must act first on a class of findings."""

    POLICE = "police", "Công an xã"
    CIVIL = "civil", "Tư pháp - hộ tịch"
    SECTOR = "sector", "Cơ quan của ngành"


class CampaignState(models.TextChoices):
    """A campaign counts from its start to its closing."""

    PLANNED = "planned", "Chưa bắt đầu"
    RUNNING = "running", "Đang diễn ra"
    CLOSED = "closed", "Đã kết thúc"


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a class asks of a commune: who acts first and what to do there. What it means: ``cleaning.advice``."""

    responsible: Responsible
    to_do: str


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Findings of one commune that still wait; ``oldest`` is the day the oldest was found."""

    unit: str
    total: int
    by_class: dict[str, int]
    by_sector: dict[str, int]
    by_state: dict[str, int]
    oldest: dt.date | None


@dataclass(frozen=True, slots=True)
class DayPoint:
    """The count of one day: cleaned since the start (cumulative) and what remains. ``None``: not counted that day."""

    day: dt.date
    cleaned: int | None
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the present pace leads. ``None`` days: never at this pace. Bands are the slow and the fast pace.

    ``pace`` is records a working day; ``required`` what it would take from now on (``None`` when no day is left).
    """

    cleaned: int
    target: int
    working_days_left: int
    pace: Decimal | None
    pace_low: Decimal | None
    pace_high: Decimal | None
    observed_days: int
    required: int | None
    done: bool
    overrun: bool
    finish: dt.date | None
    finish_early: dt.date | None
    finish_late: dt.date | None
    at_end: int | None
    at_end_low: int | None
    at_end_high: int | None

    @property
    def missing(self) -> int:
        """What is still missing to the target."""
        return max(self.target - self.cleaned, 0)

    @property
    def on_course(self) -> bool | None:
        """Whether the present pace reaches the target in time; ``None`` when nothing can be said yet."""
        if self.done:
            return True
        return None if self.at_end is None else self.at_end >= self.target


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A commune in a campaign: what it had at the start, what it has cleaned since, what remains."""

    unit: str
    name: str
    start: int
    cleaned: int
    remaining: int
    today: int | None = None

    @property
    def pair(self) -> Pair:
        """Cleaned of what there was at the start."""
        return Pair(self.cleaned, self.start)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A commune with its rank; equal shares have equal ranks (1, 2, 2, 4). ``rank`` is ``None`` without work."""

    rank: int | None
    score: UnitScore
    tied: bool = False


@dataclass(frozen=True, slots=True)
class CampaignOverview:
    """A campaign of cleaning as lists of other apps show it: ``cleaned`` of ``target`` records, outlook, ranking."""

    id: int
    name: str
    basis: str
    starts_on: dt.date
    ends_on: dt.date
    is_running: bool
    cleaned: int
    target: int
    last_day: dt.date | None
    outlook: Forecast | None
    ranking: tuple[Ranked, ...]
