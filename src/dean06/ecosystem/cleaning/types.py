"""PUBLIC. Result classes, criteria of quality, states, and what the queries of this app return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

__all__ = [
    "MATCHED",
    "CandidateRef",
    "ClassCounts",
    "Criterion",
    "DecisionRef",
    "DecisionSource",
    "FieldComparison",
    "FindingDetail",
    "FindingState",
    "Pair",
    "RecordPage",
    "RecordRow",
    "ResolvedHow",
    "ResultClass",
    "RunRef",
    "RunState",
    "Split",
]


class ResultClass(models.TextChoices):
    """What the comparison with the registry found; every record has exactly one."""

    KHOP_DUNG = "KHOP_DUNG", "Khớp đúng"
    KHOP_SAU_CHUAN_HOA = "KHOP_SAU_CHUAN_HOA", "Khớp sau chuẩn hóa"
    SAI_HO_TEN = "SAI_HO_TEN", "Sai họ tên"
    SAI_NGAY_SINH = "SAI_NGAY_SINH", "Sai ngày sinh"
    SAI_GIOI_TINH = "SAI_GIOI_TINH", "Sai giới tính"
    THIEU_SO_DINH_DANH = "THIEU_SO_DINH_DANH", "Thiếu số định danh"
    SO_9_CHU_SO = "SO_9_CHU_SO", "Số 9 chữ số"
    SO_KHONG_HOP_LE = "SO_KHONG_HOP_LE", "Số không hợp lệ"
    KHONG_TIM_THAY = "KHONG_TIM_THAY", "Không tìm thấy trong dân cư"
    TRUNG_SO = "TRUNG_SO", "Trùng số định danh"
    TRUNG_NGUOI = "TRUNG_NGUOI", "Trùng người"
    DA_CHET = "DA_CHET", "Đã chết"
    DA_HUY = "DA_HUY", "Số đã hủy"
    NGUOI_NUOC_NGOAI = "NGUOI_NUOC_NGOAI", "Người nước ngoài"
    CHO_XAC_MINH = "CHO_XAC_MINH", "Chờ xác minh"


#: Classes that need nobody's work; every other class makes a finding.
MATCHED: frozenset[str] = frozenset({ResultClass.KHOP_DUNG, ResultClass.KHOP_SAU_CHUAN_HOA})


class Split(models.TextChoices):
    """The first split of a list, as social insurance reports it."""

    MATCHED = "matched", "Đã xác thực đúng"
    NO_ID = "no_id", "Chưa có số định danh"
    UNVERIFIED = "unverified", "Có số nhưng chưa xác thực"


class Criterion(models.TextChoices):
    """The four criteria "đúng, đủ, sạch, sống" and how much of the people the list should hold is in it."""

    CORRECT = "correct", "Đúng"
    COMPLETE = "complete", "Đủ"
    CLEAN = "clean", "Sạch"
    LIVE = "live", "Sống"
    COVERAGE = "coverage", "Độ phủ"


class RunState(models.TextChoices):
    """State of a run; only a ``DONE`` run has results."""

    WAITING = "waiting", "Chờ chạy"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Dừng vì lỗi"
    CANCELLED = "cancelled", "Đã hủy"


class FindingState(models.TextChoices):
    """State of a finding. ``ACCEPTED``: the difference is known and stays as it is, with a reason."""

    OPEN = "open", "Chưa xử lý"
    IN_WORK = "in_work", "Đang xử lý"
    RESOLVED = "resolved", "Đã xong"
    ACCEPTED = "accepted", "Chấp nhận giữ nguyên"


class ResolvedHow(models.TextChoices):
    """What ended a finding."""

    RERUN_CLEAN = "rerun_clean", "Lần đối khớp sau: đã khớp"
    RECORD_GONE = "record_gone", "Bản ghi không còn trong danh sách"
    RECHECKED = "rechecked", "Kiểm tra lại: đã khớp"
    BY_HAND = "by_hand", "Cán bộ xác nhận đã xử lý"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two counts, never a ratio: the share is worked out where it is shown, and nothing of nothing is not 0%."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """Numerator / denominator, or ``None`` when the denominator is 0."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def rest(self) -> int:
        """What is missing to the whole."""
        return self.denominator - self.numerator

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.numerator + other.numerator, self.denominator + other.denominator)


@dataclass(frozen=True, slots=True)
class RunRef:
    """A run as other apps see it; ``counts`` holds records, persons, classes, tiers, split, timings (numbers only)."""

    id: int
    sector: str
    version_id: int
    state: str
    step: str
    done: int
    total: int
    started_by_name: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    counts: Mapping[str, Any]
    error: str
    restartable: bool = False

    @property
    def state_label(self) -> str:
        """The state in Vietnamese."""
        return str(RunState(self.state).label)

    @property
    def is_active(self) -> bool:
        """True while it waits or works."""
        return self.state in (RunState.WAITING, RunState.RUNNING)

    @property
    def matched(self) -> Pair:
        """Records verified as right of all records of the file."""
        split = self.counts.get("split", {})
        return Pair(int(split.get(Split.MATCHED, 0)), int(self.counts.get("records", 0)))


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """Records per class (every class present, also with 0) and per part of the first split; both add up to total."""

    sector: str
    run_id: int
    unit: str | None
    classes: Mapping[str, int]
    split: Mapping[str, int]

    @property
    def total(self) -> int:
        """Records counted."""
        return sum(self.classes.values())

    @property
    def matched(self) -> Pair:
        """Verified as right, of all."""
        return Pair(self.split.get(Split.MATCHED, 0), self.total)


@dataclass(frozen=True, slots=True)
class CandidateRef:
    """A registered person who may be behind a record."""

    person_id: int
    probability: float
    #: Stable codes joined by ";", and the same in Vietnamese.
    reasons: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """What people decided about a record and a registered person. ``same`` true: it is this person."""

    record_key: str
    person_id: int
    same: bool


#: Sector code → every decision that holds for its records.
DecisionSource = Callable[[str], Iterable[DecisionRef]]


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of a record beside the registry's value. ``same`` is ``None`` when one side has no value."""

    name: str
    label: str
    sector_value: str
    registry_value: str
    same: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """A finding with its record and the registered person side by side, masked for the reader."""

    id: int
    sector: str
    record_key: str
    record_id: int
    version_id: int
    run_id: int
    result_class: str
    unit_code: str
    person_id: int | None
    probability: float | None
    state: str
    reasons: str
    explanation: str
    opened_on: dt.date
    resolved_on: dt.date | None
    resolved_how: str
    fields: tuple[FieldComparison, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    candidates: tuple[CandidateRef, ...] = ()
    #: Keys of other records of the list that share the number or the person.
    related_records: tuple[str, ...] = ()
    masked: bool = True

    @property
    def class_label(self) -> str:
        """The class in Vietnamese."""
        return str(ResultClass(self.result_class).label)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record behind a number, masked: enough to know which it is, not more."""

    record_key: str
    record_id: int
    unit_code: str
    result_class: str
    full_name: str
    birth: str
    personal_id: str
    explanation: str
    finding_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of records behind a number; ``total`` is that number."""

    rows: tuple[RecordRow, ...]
    total: int
    page: int
    pages: int
    run_id: int
