"""PUBLIC. Words of review: what a reader may say, states of cases, decisions, requests and batches, differences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

__all__ = [
    "BatchState",
    "BirthDate",
    "CaseState",
    "DecisionState",
    "FieldDifference",
    "ItemState",
    "Mark",
    "Part",
    "Piece",
    "Queue",
    "RefusalCode",
    "RequestState",
    "Verdict",
]


class Verdict(models.TextChoices):
    """What a reader says of a record and its candidates."""

    SAME = "same", "Cùng một người"
    DIFFERENT = "different", "Không phải người này"
    NOBODY = "nobody", "Không ai trong số này"
    UNCLEAR = "unclear", "Cần xác minh tại xã"


class CaseState(models.TextChoices):
    """Where a case stands in the queue."""

    OPEN = "open", "Chờ quyết định"
    SECOND = "second", "Chờ người thứ hai"
    DISPUTED = "disputed", "Hai ý kiến khác nhau"
    DECIDED = "decided", "Đã quyết định"
    COMMUNE = "commune", "Đang xác minh tại xã"
    CLOSED = "closed", "Không còn cần xem"


class DecisionState(models.TextChoices):
    """A decision holds only while ``FINAL``."""

    SECOND = "second", "Chờ người thứ hai"
    DISPUTED = "disputed", "Hai ý kiến khác nhau"
    FINAL = "final", "Có hiệu lực"
    STALE = "stale", "Hết hiệu lực vì dữ liệu đã đổi"
    REPLACED = "replaced", "Đã có quyết định sau"
    UNDONE = "undone", "Đã hoàn tác"


class Queue(models.TextChoices):
    """Which body's data a correction request is about."""

    POLICE = "police", "Công an: số định danh, cư trú"
    JUSTICE = "justice", "Tư pháp - hộ tịch: họ tên, ngày sinh, giới tính, cha mẹ"


class RequestState(models.TextChoices):
    """A request to correct the registry, from sending to the answer."""

    SENT = "sent", "Mới gửi"
    IN_WORK = "in_work", "Đang xác minh"
    RETURNED = "returned", "Trả lại, cần bổ sung"
    APPROVED = "approved", "Đã lập đề nghị sửa, chờ duyệt"
    DONE = "done", "Dân cư đã sửa"
    REFUSED = "refused", "Không sửa"


class RefusalCode(models.TextChoices):
    """Why the registry stays as it is."""

    REGISTRY_RIGHT = "registry_right", "Dữ liệu dân cư đúng với giấy tờ gốc"
    EVIDENCE_WEAK = "evidence_weak", "Giấy tờ kèm theo không đủ căn cứ"
    NEEDS_PERSON = "needs_person", "Phải do người dân làm thủ tục cải chính"
    WRONG_PERSON = "wrong_person", "Không phải người này"
    NOT_COMPETENT = "not_competent", "Không thuộc thẩm quyền cơ quan này"


class ItemState(models.TextChoices):
    """One value that the sector should change."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã vào tệp gửi ngành"
    CONFIRMED = "confirmed", "Ngành đã sửa"
    CANCELLED = "cancelled", "Không cần sửa nữa"


class BatchState(models.TextChoices):
    """A correction file to the sector."""

    BUILT = "built", "Đã lập"
    SENT = "sent", "Đã gửi"
    CONFIRMED = "confirmed", "Ngành đã nhập"


class Mark(StrEnum):
    """How a part of a value differs from its partner."""

    SAME = "same"
    STYLE = "style"
    HIDDEN = "hidden"
    TONE = "tone"
    ACCENT = "accent"
    LETTER = "letter"
    DIGIT = "digit"
    MISSING = "missing"
    SWAPPED = "swapped"

    @property
    def label(self) -> str:
        return _MARKS[self]

    @property
    def differs(self) -> bool:
        """False when a reader would call the two equal."""
        return self not in (Mark.SAME, Mark.STYLE, Mark.HIDDEN)


_MARKS = {
    Mark.SAME: "giống",
    Mark.STYLE: "giống, khác cách viết",
    Mark.HIDDEN: "không hiển thị",
    Mark.TONE: "khác dấu thanh",
    Mark.ACCENT: "khác hoặc mất dấu",
    Mark.LETTER: "khác chữ",
    Mark.DIGIT: "khác số",
    Mark.MISSING: "thiếu một bên",
    Mark.SWAPPED: "đảo chỗ",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters inside a part."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A syllable, a group of digits, a day: ``text`` is empty when only the other side has it."""

    text: str
    mark: Mark
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """Two values of one field, part beside part; ``joiner`` stands between the parts on the page."""

    mark: Mark
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    sentence: str
    joiner: str = " "


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date known to the day, the month or only the year; all ``None``: unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def text(self) -> str:
        """As people write it: 05/04/1987, 04/1987, 1987."""
        if self.year is None:
            return ""
        if self.month is None:
            return str(self.year)
        return f"{self.day:02d}/{self.month:02d}/{self.year}" if self.day else f"{self.month:02d}/{self.year}"
