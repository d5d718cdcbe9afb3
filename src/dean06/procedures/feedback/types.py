"""PUBLIC. Words of feedback and what its queries and services take and return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import models


class Level(models.TextChoices):
    """What a rating says, from its score of 1 to 5."""

    SATISFIED = "satisfied", "Hài lòng"
    NEUTRAL = "neutral", "Bình thường"
    DISSATISFIED = "dissatisfied", "Chưa hài lòng"


#: Score given by one tap on a level.
SCORES = {Level.SATISFIED: 5, Level.NEUTRAL: 3, Level.DISSATISFIED: 1}


class Reason(models.TextChoices):
    """Why somebody was not satisfied."""

    LATE = "late", "Trả kết quả chậm"
    ATTITUDE = "attitude", "Thái độ phục vụ chưa tốt"
    MANY_VISITS = "many_visits", "Phải đi lại nhiều lần"
    EXTRA_PAPERS = "extra_papers", "Bị yêu cầu thêm giấy tờ"
    UNCLEAR = "unclear", "Hướng dẫn khó hiểu"
    WRONG_RESULT = "wrong_result", "Kết quả có sai sót"
    EXTRA_MONEY = "extra_money", "Phải trả tiền ngoài quy định"
    SYSTEM = "system", "Phần mềm khó dùng hoặc bị lỗi"
    OTHER = "other", "Lý do khác"


class Kind(models.TextChoices):
    """Class of a feedback (index 5.1 counts by it)."""

    LATE = "late", "Giải quyết hồ sơ chậm"
    ATTITUDE = "attitude", "Thái độ, tác phong của cán bộ"
    EXTRA_PAPERS = "extra_papers", "Yêu cầu giấy tờ ngoài quy định"
    EXTRA_MONEY = "extra_money", "Thu tiền ngoài quy định"
    REGULATION = "regulation", "Vướng mắc về quy định hành chính"
    PROPOSAL = "proposal", "Kiến nghị cải cách thủ tục"
    SYSTEM = "system", "Lỗi cổng dịch vụ công, phần mềm"
    OTHER = "other", "Nội dung khác"


class State(models.TextChoices):
    """State of a feedback."""

    NEW = "new", "Mới gửi"
    ASSIGNED = "assigned", "Đang xử lý"
    SUPPLEMENT = "supplement", "Chờ người gửi bổ sung"
    REFUSED = "refused", "Từ chối tiếp nhận"
    ANSWERED = "answered", "Đã trả lời, chờ công khai"
    PUBLISHED = "published", "Đã công khai"


#: An office owes the next step.
OPEN = frozenset({State.NEW, State.ASSIGNED, State.ANSWERED})


class RefusalReason(models.TextChoices):
    """Why a feedback is not taken."""

    NOT_ADMINISTRATIVE = "not_administrative", "Không thuộc phạm vi phản ánh, kiến nghị về quy định hành chính"
    COMPLAINT_LAW = "complaint_law", "Là khiếu nại, tố cáo: gửi theo Luật Khiếu nại, Luật Tố cáo"
    EMPTY = "empty", "Không có nội dung cụ thể"
    REPEATED = "repeated", "Trùng với phản ánh đã trả lời"
    ABUSIVE = "abusive", "Nội dung xúc phạm, vi phạm pháp luật"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Working days allowed for each step; dated, with source."""

    refuse_days: int
    ask_days: int
    answer_days: int
    publish_days: int
    valid_from: dt.date
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Dues:
    """Last days of the steps of one feedback. ``publish`` is ``None`` before an answer."""

    refuse: dt.date
    ask: dt.date
    answer: dt.date
    publish: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RatingInput:
    """One tap: a score of 1 to 5 (or that of a level), reasons for a low one, words if any."""

    score: int
    reasons: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackInput:
    """What somebody sends. ``case_code`` links it to a dossier."""

    kind: str
    title: str
    body: str
    sender_name: str
    phone: str
    email: str = ""
    case_code: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackFigures:
    """Counts of feedback received in a period (index 5.1 to 5.3): each is a part of ``total``."""

    total: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    on_time: int = 0
    late: int = 0
    disliked: int = 0
    #: Late or more disliked than liked (each once): total less these is the numerator of 5.3.
    unhappy: int = 0


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """Ratings given in a period."""

    total: int = 0
    by_level: dict[str, int] = field(default_factory=dict)
    by_reason: dict[str, int] = field(default_factory=dict)
    score_sum: int = 0
