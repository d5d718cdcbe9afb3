"""PUBLIC. Words of intake: states, repair flags, reasons of bad rows, columns of a dataset, what queries return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models


class VersionState(models.TextChoices):
    """Life of one version. Only ``confirmed`` versions count; the newest of them is the dataset's present."""

    RECEIVED = "received", "Đã nhận tệp, chờ đọc"
    COLUMNS = "columns", "Chờ xác nhận cột"
    READING = "reading", "Đang đọc"
    REVIEW = "review", "Có cảnh báo, chờ nhận"
    CONFIRMED = "confirmed", "Đã nhận"
    FAILED = "failed", "Không đọc được"
    WITHDRAWN = "withdrawn", "Đã rút"


class Flag(models.TextChoices):
    """What was repaired in a cell, or seen there and left. In a row: ``"personal_id:ZERO_PADDED;full_name:TCVN3"``."""

    ZERO_PADDED = "ZERO_PADDED", "thêm lại số 0 ở đầu bị Excel làm mất"
    SCIENTIFIC = "SCIENTIFIC", "đổi từ dạng số khoa học (4,2E+10) về đủ chữ số"
    DIGITS_LOST = "DIGITS_LOST", "dạng số khoa học đã mất chữ số, không khôi phục được"
    DECIMAL_TAIL = "DECIMAL_TAIL", "bỏ phần “.0” do Excel thêm"
    APOSTROPHE = "APOSTROPHE", "bỏ dấu nháy ' đứng đầu"
    SEPARATORS = "SEPARATORS", "bỏ dấu cách, dấu chấm giữa các chữ số"
    LOOKALIKE = "LOOKALIKE", "chữ O, l gõ thay số 0, 1"
    SPACES = "SPACES", "bỏ khoảng trắng thừa"
    INVISIBLE = "INVISIBLE", "bỏ ký tự không nhìn thấy"
    COMPOSED = "COMPOSED", "ghép dấu rời về chữ có dấu (Unicode dựng sẵn)"
    TCVN3 = "TCVN3", "đổi từ phông TCVN3 (.VnTime)"
    VNI = "VNI", "đổi từ phông VNI"
    CP1258 = "CP1258", "đổi từ bảng mã Windows-1258"
    MOJIBAKE = "MOJIBAKE", "sửa chữ vỡ do đọc nhầm bảng mã"
    LETTERS_LOST = "LETTERS_LOST", "mất chữ có dấu (dấu ? hoặc ô vuông), không khôi phục được"
    TELEX = "TELEX", "nghi còn phím gõ Telex, VNI; để nguyên"
    DATE_SERIAL = "DATE_SERIAL", "đổi từ số thứ tự ngày của Excel"
    DATE_SWAPPED = "DATE_SWAPPED", "đổi lại ngày và tháng bị Excel đảo"
    DATE_TWO_DIGIT_YEAR = "DATE_TWO_DIGIT_YEAR", "năm ghi hai chữ số"
    DATE_UNREADABLE = "DATE_UNREADABLE", "không đọc được ngày"
    DATE_IMPOSSIBLE = "DATE_IMPOSSIBLE", "ngày không có trong lịch"
    SEX_UNREADABLE = "SEX_UNREADABLE", "không đọc được giới tính"
    CELL_ERROR = "CELL_ERROR", "ô báo lỗi của Excel (#N/A, #REF!)"


class BadRowReason(models.TextChoices):
    """Why a row of the file is no record."""

    TOO_FEW_CELLS = "TOO_FEW_CELLS", "Dòng thiếu ô so với tiêu đề"
    TOO_MANY_CELLS = "TOO_MANY_CELLS", "Dòng thừa ô so với tiêu đề"
    BROKEN_QUOTES = "BROKEN_QUOTES", "Dấu nháy kép không đóng"
    ROW_TOO_LONG = "ROW_TOO_LONG", "Dòng dài bất thường"
    TOTAL_ROW = "TOTAL_ROW", "Dòng tổng cộng"
    REPEATED_HEADER = "REPEATED_HEADER", "Dòng tiêu đề lặp lại"
    SECTION_ROW = "SECTION_ROW", "Dòng đề mục, ghi chú hoặc chữ ký"
    SHIFTED = "SHIFTED", "Các ô lệch cột"
    NO_IDENTITY = "NO_IDENTITY", "Không có cả họ tên lẫn số giấy tờ"


#: What to do about a bad row, as the page prints it after the reason.
REASON_HELP: dict[str, str] = {
    "TOO_FEW_CELLS": "Kiểm tra dòng bị ngắt giữa chừng hoặc thiếu dấu phân cách rồi nộp lại tệp.",
    "TOO_MANY_CELLS": "Thường do dấu phân cách nằm trong nội dung ô. Đặt nội dung đó trong dấu nháy kép rồi nộp lại.",
    "BROKEN_QUOTES": "Đóng hoặc bỏ dấu nháy kép ở dòng này rồi nộp lại.",
    "ROW_TOO_LONG": "Kiểm tra dòng này trong tệp gốc: có thể thiếu dấu xuống dòng.",
    "TOTAL_ROW": "Không phải bản ghi; không cần làm gì.",
    "REPEATED_HEADER": "Không phải bản ghi; không cần làm gì.",
    "SECTION_ROW": "Không phải bản ghi; không cần làm gì nếu đúng là đề mục.",
    "SHIFTED": "Nội dung dòng này nằm sai cột so với tiêu đề. Sửa dòng này trong tệp gốc rồi nộp lại.",
    "NO_IDENTITY": "Bổ sung họ tên hoặc số định danh tại phần mềm của ngành rồi nộp lại.",
}


class ChangeKind(models.TextChoices):
    """What became of a record since the version before."""

    ADDED = "added", "Mới"
    GONE = "gone", "Không còn"
    CHANGED = "changed", "Thay đổi"


#: The columns that every dataset has, in order, with their Arrow types (contract M of matching). A column that the
#: file lacks is there and empty. After them: the sector's own columns as text, then ``TRAILING_COLUMNS``.
SECTOR_SIDE: dict[str, str] = {
    "record_id": "int64",
    "personal_id": "string",
    "old_id": "string",
    "full_name": "string",
    "birth_year": "int16",
    "birth_month": "int8",
    "birth_day": "int8",
    "sex": "string",
    "unit_text": "string",
    "village": "string",
    "father_name": "string",
    "mother_name": "string",
}

#: ``row_no``: number of the row in the file, from 1. ``record_key``: hash that stays the same from version to version.
#: ``flags``: ";"-joined ``field:FLAG``. ``original``: JSON of the cells that were repaired, as they were; null if none.
#: ``content_hash``: hash of all values, to tell changed records.
TRAILING_COLUMNS: dict[str, str] = {
    "row_no": "int64",
    "record_key": "string",
    "flags": "string",
    "original": "string",
    "content_hash": "string",
}


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A column that a sector's list may have. ``kind``: id, old_id, name, date, sex, unit, text, code, phone, …"""

    code: str
    label: str
    kind: str
    mandatory: bool
    personal: bool
    synonyms: tuple[str, ...]
    #: Digits of a code of fixed length (10 for a social insurance number); 0 when it has none.
    width: int
    certainty: str


@dataclass(frozen=True, slots=True)
class SectorRef:
    """A sector as data. ``live_days``: oldest file in days that still counts as "sống"; ``reference_count``: how many
    records there should be ("đủ"), ``None`` when nobody entered it."""

    code: str
    name: str
    agency: str
    record_word: str
    report_wording: str
    key_field: str
    live_days: int
    reference_count: int | None
    reference_source: str
    legal_source: str
    certainty: str
    active: bool
    fields: tuple[FieldRef, ...]

    @property
    def mandatory_fields(self) -> tuple[str, ...]:
        """Codes of the fields that "đủ" asks for."""
        return tuple(field.code for field in self.fields if field.mandatory)


@dataclass(frozen=True, slots=True)
class VersionRef:
    """One version of a dataset. Counts of changes are against the confirmed version before it."""

    id: int
    sector_code: str
    number: int
    received_on: dt.date
    #: Day that the data are of, as the person who sent them said.
    data_as_of: dt.date
    rows: int
    bad_rows: int
    state: str
    added: int
    gone: int
    changed: int
    filename: str
    previous_id: int | None


@dataclass(frozen=True, slots=True)
class DatasetRef:
    """The dataset of a sector: its present version (if any) and how many were confirmed."""

    sector_code: str
    latest: VersionRef | None
    confirmed_versions: int


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record for a page: canonical and own fields by code, what was repaired, and how it was before."""

    record_id: int
    row_no: int
    record_key: str
    values: dict[str, Any]
    flags: tuple[str, ...] = ()
    original: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadRowRef:
    """A row of the file that is no record."""

    row_no: int
    reason: str
    #: What exactly: "8 ô, tiêu đề có 7 cột".
    detail: str
    cells: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The reason in words, what exactly is wrong, and what to do."""
        label = BadRowReason(self.reason).label
        return f"{label}{f' ({self.detail})' if self.detail else ''}. {REASON_HELP[self.reason]}"


@dataclass(frozen=True, slots=True)
class BadRowPage:
    """A page of bad rows, by row number."""

    rows: tuple[BadRowRef, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that is new, gone or changed against the version before. ``fields``: what changed."""

    kind: str
    record_key: str
    record_id: int | None
    previous_record_id: int | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """Counts against the version before, and one page of the records behind them."""

    previous_id: int | None
    added: int
    gone: int
    changed: int
    rows: tuple[RecordChange, ...]
    page: int
    pages: int
