"""PUBLIC. What is counted about cases, and the shapes that figures come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import models


class Count(models.TextChoices):
    """Kinds of daily counts. Each counts a case on one day: the day it was received, ended, handed over…"""

    SUBMITTED = "submitted", "Nộp"
    RECEIVED = "received", "Tiếp nhận"
    NOT_RECEIVED = "not_received", "Từ chối tiếp nhận"
    ON_TIME = "on_time", "Xong đúng hạn"
    LATE = "late", "Xong trễ hạn"
    STOPPED = "stopped", "Dừng xử lý"
    WITHDRAWN = "withdrawn", "Rút hồ sơ"
    RETURNED = "returned", "Đã trả kết quả"
    ASSISTED = "assisted", "Được giúp nộp"
    DIGITISED = "digitised", "Có giấy tờ số hóa"
    REUSED = "reused", "Dùng lại dữ liệu"
    ELECTRONIC = "electronic", "Kết quả điện tử"
    PAID_ONLINE = "paid_online", "Thanh toán trực tuyến"
    PAYABLE = "payable", "Phải nộp tiền"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both in it."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure is always two counts; the rate is computed on reading and is ``None`` when there is nothing to count."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        """0…1, or ``None``."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """A row of Phụ lục II or III. ``None`` is "no figure", shown empty: not the same as 0."""

    number: int
    title: str
    group: str
    connected: bool
    total: int | None
    online: int | None
    on_time: int | None
    late: int | None
    obstacles: str = ""

    @property
    def online_rate(self) -> Pair | None:
        return Pair(self.online, self.total) if self.total is not None and self.online is not None else None


@dataclass(frozen=True, slots=True)
class Component:
    """One component of index 766 as computed. ``score`` is ``None`` when not scored or nothing to count."""

    id: str
    title: str
    group: str
    pair: Pair
    max_points: float
    full_from: float | None
    score: float | None
    certainty: str
    source: str
    #: The component cannot be computed from what the platform holds (and why).
    missing: str = ""


@dataclass(frozen=True, slots=True)
class IndexResult:
    """Index 766 of a unit and period. ``reachable``: sum of the maxima that could be computed."""

    agency: str
    period: Period
    components: tuple[Component, ...]
    band: str

    @property
    def points(self) -> float:
        return round(sum(one.score or 0 for one in self.components), 2)

    @property
    def reachable(self) -> float:
        return sum(one.max_points for one in self.components if one.score is not None)


@dataclass(frozen=True, slots=True)
class PivotRow:
    """One row of a dashboard: the key of each dimension asked for, and the counts."""

    keys: tuple[str, ...]
    counts: dict[str, int] = field(default_factory=dict)
