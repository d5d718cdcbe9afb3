"""PUBLIC. Words and shapes of indicators: what is counted, for whom, over which period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import models

from dean06.kernel.common.pairs import Pair

__all__ = [
    "Accumulation",
    "Cell",
    "Certainty",
    "Counted",
    "Direction",
    "Entry",
    "ImportedRow",
    "IndicatorRef",
    "Level",
    "Origin",
    "Pair",
    "PeriodKind",
    "PeriodRef",
    "Ranked",
    "Refused",
    "TargetRef",
    "UnitRef",
    "ValueHistory",
    "ValueRow",
    "ValueState",
]


class Level(models.TextChoices):
    """Level of a reporting unit. Districts exist until 30/6/2025 only."""

    PROVINCE = "province", "Cấp tỉnh"
    AGENCY = "agency", "Sở, ngành"
    FACILITY = "facility", "Chi nhánh, cơ sở"
    DISTRICT = "district", "Cấp huyện (cũ)"
    COMMUNE = "commune", "Cấp xã"


class Counted(models.TextChoices):
    """What one unit of a count is: a rate of persons and a rate of money are different things."""

    PERSON = "person", "người"
    HOUSEHOLD = "household", "hộ"
    DOSSIER = "dossier", "hồ sơ"
    MONEY = "money", "đồng"
    FACILITY = "facility", "cơ sở"
    ACCOUNT = "account", "tài khoản"
    CARD = "card", "thẻ"
    RECORD = "record", "bản ghi"
    LOOKUP = "lookup", "lượt"
    PROCEDURE = "procedure", "thủ tục"
    SERVICE = "service", "dịch vụ công"
    TASK = "task", "nhiệm vụ"
    DOCUMENT = "document", "văn bản"
    BODY = "body", "đơn vị"
    DEVICE = "device", "thiết bị"
    CASE = "case", "trường hợp"
    DAY = "day", "ngày"
    POINT = "point", "điểm"


class Direction(models.TextChoices):
    """Whether more is better."""

    HIGHER = "higher", "Càng cao càng tốt"
    LOWER = "lower", "Càng thấp càng tốt"
    NONE = "none", "Chỉ theo dõi"


class Accumulation(models.TextChoices):
    """How values of several periods come together."""

    FLOW = "flow", "Phát sinh trong kỳ"  # a quarter is the sum of its months
    STOCK = "stock", "Thời điểm cuối kỳ"  # a quarter is its last month
    CUMULATIVE = "cumulative", "Lũy kế"  # as a stock, and never falls


class PeriodKind(models.TextChoices):
    """How long a period is."""

    WEEK = "week", "Tuần"
    MONTH = "month", "Tháng"
    HALF = "half", "6 tháng"
    YEAR = "year", "Năm"


class ValueState(models.TextChoices):
    """A value is shown to others from ``SENT`` on, and counts as final from ``ACCEPTED`` on."""

    DRAFT = "draft", "Đang nhập"
    SENT = "sent", "Đã gửi, chờ duyệt"
    ACCEPTED = "accepted", "Đã duyệt"


class Origin(models.TextChoices):
    """Where a value came from."""

    ENTERED = "entered", "Đơn vị nhập"
    COMPUTED = "computed", "Hệ thống tính"
    DOCUMENT = "document", "Lấy từ văn bản"
    IMPORTED = "imported", "Nhập từ tệp"


class Certainty(models.TextChoices):
    """How well a definition or target is confirmed; anything but ``SURE`` is shown with a mark."""

    SURE = "sure", "Đã xác minh"
    LIKELY = "likely", "Có khả năng"
    UNSURE = "unsure", "Chưa xác minh"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A reporting unit as other apps see it. ``agency``: code in ``kernel.units``, which rights are checked against
    (a facility's is its parent's agency); ``unit_code``: code of the administrative unit, empty for others."""

    id: int
    code: str
    name: str
    short_name: str
    level: Level
    agency: str
    unit_code: str
    parent_id: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    #: ``AgencyKind`` of the body: targets and reporters may be narrowed to kinds.
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PeriodRef:
    """A period: ``code`` "2026-T11", "2026-W47", "2026-H1", "2026-N"; days from ``first`` to ``last``, both in it."""

    id: int
    kind: PeriodKind
    code: str
    label: str
    first: dt.date
    last: dt.date
    due_on: dt.date | None = None
    #: Nothing in the period changes any more.
    locked_at: dt.datetime | None = None

    @property
    def locked(self) -> bool:
        """Closed for entering."""
        return self.locked_at is not None


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """An indicator as it was defined on some day. Without ``denominator`` it is a plain count, never a rate."""

    id: int
    code: str
    version: int
    name: str
    short_name: str
    group: int
    numerator: str
    denominator: str
    counted: Counted
    direction: Direction
    accumulation: Accumulation
    frequency: PeriodKind
    levels: frozenset[Level]
    owner: str
    figure: str
    breakdown: tuple[tuple[str, str], ...]
    legal_basis: str
    certainty: Certainty
    exclusions: str
    #: Kinds of agencies and facilities that report it; empty: all of ``levels``. ``queries.reporters`` applies both.
    kinds: frozenset[str] = frozenset()
    #: The numerator is no part of the denominator but is held against it (accounts against a plan): may be over 100 %.
    may_exceed: bool = False

    @property
    def is_rate(self) -> bool:
        """True for numerator ÷ denominator."""
        return bool(self.denominator)

    @property
    def is_computed(self) -> bool:
        """True when a module of the platform counts it; nobody types it."""
        return bool(self.figure)


@dataclass(frozen=True, slots=True)
class TargetRef:
    """What shall be reached: percent for a rate, a count otherwise. ``maximum`` closes a range such as 25-30 %."""

    minimum: Decimal
    maximum: Decimal | None
    basis: str
    certainty: Certainty
    exclusions: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one indicator for one unit and period; sums over the unit's subtree are already made.

    ``pair`` is ``None`` without any value (not the same as 0). ``reported`` of ``expected`` reporters have a sent or
    accepted value; ``provisional``: something is missing or not accepted yet; ``split``: before the merger a part of a
    predecessor cannot be told apart, so the value is incomplete; ``stated``: the unit's own total, not a sum.
    """

    indicator: str
    unit_id: int
    period: str
    pair: Pair | None
    reported: int = 0
    expected: int = 0
    provisional: bool = False
    split: bool = False
    stated: bool = False

    @property
    def no_cases(self) -> bool:
        """There was nothing to count: 0 of 0, which is never 0 %."""
        return self.pair is not None and self.pair.denominator == 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters for one indicator. Counts may be text as typed ("1.234"); two times ``None`` clears."""

    code: str
    numerator: int | str | None
    denominator: int | str | None = None
    breakdown: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A figure of one of many units (``unit`` is its code). ``stated``: a total for everything below the unit."""

    unit: str
    code: str
    numerator: int | str | None
    denominator: int | str | None = None
    breakdown: str = ""
    stated: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not saved: ``problem`` is a stable code, ``message`` the sentence for the person.

    ``code`` is the indicator; ``unit`` stands only where several units were imported.
    """

    code: str
    breakdown: str
    problem: str
    message: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A stored value as it stands."""

    numerator: int
    denominator: int | None
    state: ValueState
    origin: Origin
    comment: str
    updated_at: dt.datetime
    by_id: int | None
    by_name: str
    stated: bool = False


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """One change of a value: ``None`` before: it was new; ``None`` after: it was cleared."""

    before: Pair | None
    after: Pair | None
    state: ValueState
    origin: Origin
    comment: str
    reason: str
    at: dt.datetime
    by_id: int | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit in a ranking. ``rank`` is ``None`` without a value or without cases.

    ``change`` against the period before: percentage points (as a fraction of 1) for a rate, a count otherwise.
    ``below_target`` is ``None`` without a target.
    """

    unit: UnitRef
    cell: Cell
    rank: int | None
    change: Fraction | None
    below_target: bool | None
