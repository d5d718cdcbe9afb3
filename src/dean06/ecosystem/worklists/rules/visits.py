"""What a visit must say, by its outcome; which corrected values can be right. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dean06.ecosystem.worklists.types import LeadsTo
from dean06.kernel.common.personal_id import check_personal_id

#: Fields of a list that a visit may find to be different, with their labels.
CORRECTABLE: Mapping[str, str] = {
    "personal_id": "Số định danh đúng",
    "full_name": "Họ tên đúng",
    "birth": "Ngày sinh đúng",
    "sex": "Giới tính đúng",
}
#: A next visit lies at most so far ahead.
FURTHEST_VISIT_DAYS = 180
_BIRTH = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
_SEXES = ("Nam", "Nữ")


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What an outcome asks for and leads to."""

    leads_to: LeadsTo
    needs_place: bool = False
    needs_paper: bool = False
    needs_next_visit: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What was entered about a visit; ``corrections``: field of ``CORRECTABLE`` → value that is right."""

    note: str = ""
    place: str = ""
    paper: str = ""
    next_visit_on: dt.date | None = None
    corrections: Mapping[str, str] | None = None


def visit_errors(rule: OutcomeRule, visit: Visit, today: dt.date) -> dict[str, str]:
    """Field → sentence for what is missing or cannot be; empty when the visit can be kept."""
    found: dict[str, str] = {}
    if rule.needs_place and not visit.place.strip():
        found["place"] = "Kết quả này cần ghi nơi đến (xã, tỉnh hoặc nước)."
    if rule.needs_paper and not visit.paper.strip():
        found["paper"] = "Kết quả này cần ghi giấy tờ đã xem (tên, số, ngày)."
    if rule.needs_next_visit and visit.next_visit_on is None:
        found["next_visit_on"] = "Kết quả này cần ngày hẹn xác minh lần sau."
    if visit.next_visit_on is not None:
        days = (visit.next_visit_on - today).days
        if days < 1:
            found["next_visit_on"] = "Ngày hẹn phải sau hôm nay."
        elif days > FURTHEST_VISIT_DAYS:
            found["next_visit_on"] = f"Ngày hẹn quá xa. Hãy chọn trong vòng {FURTHEST_VISIT_DAYS} ngày tới."
    for field, value in (visit.corrections or {}).items():
        error = _value_error(field, value.strip(), today)
        if error:
            found[field] = error
    return found


def _value_error(field: str, value: str, today: dt.date) -> str:
    if field not in CORRECTABLE:
        return "Không có trường này."
    if not value:
        return ""
    if field == "personal_id" and not check_personal_id(value).is_valid:
        return "Số định danh phải có đủ 12 chữ số và đúng cấu tạo. Hãy xem lại trên thẻ."
    if field == "full_name" and (len(value.split()) < 2 or any(char.isdigit() for char in value)):
        return "Hãy ghi đủ họ và tên như trên giấy tờ."
    if field == "birth" and not _is_birth(value, today):
        return "Hãy ghi ngày sinh như 05/04/1987; chỉ biết năm thì ghi 1987."
    if field == "sex" and value not in _SEXES:
        return "Hãy chọn Nam hoặc Nữ."
    return ""


def _is_birth(value: str, today: dt.date) -> bool:
    parts = _BIRTH.fullmatch(value)
    if parts is None:
        return False
    day, month, year = (int(part) if part else 1 for part in parts.groups())
    try:
        born = dt.date(year, month, day)
    except ValueError:
        return False
    return year >= 1900 and born <= today
