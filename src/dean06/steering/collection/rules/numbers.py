"""Reading a count as people type it or as Excel pastes it: ``1.234``, ``1,234``, ``1 234``; never a guess.

A count has no decimals, so groups of three are thousands whichever mark separates them.
"""

from __future__ import annotations

import re
from decimal import Decimal

#: Above this no count of a province is a count; it also fits the column.
LARGEST = 10**15
_SPACES = "\u00a0\u202f\u2009 \t"
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+")
_PLAIN = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9][0-9., ]*[.,][0-9]+")
_PAIR = re.compile(r"\s*([0-9][0-9., \u00a0]*)/\s*([0-9][0-9., \u00a0]*)\s*")


class NotACount(ValueError):
    """The text is no count; ``str(error)`` is the sentence for the person who typed it."""


def read_count(text: str) -> int | None:
    """The count in ``text``; ``None`` when it is empty. Raises ``NotACount`` with a sentence."""
    given = text.strip(_SPACES + "\r\n")
    if not given:
        return None
    shown = given if len(given) <= 20 else given[:20] + "…"
    spaced = re.sub(rf"[{_SPACES}]+", " ", given)
    if spaced[0] in "-−–" and re.search("[0-9]", spaced):
        raise NotACount(f"“{shown}” là số âm. Số đếm không bao giờ âm.")
    if "%" in spaced:
        raise NotACount(f"“{shown}” là tỷ lệ. Hãy nhập số đếm, phần mềm tự tính tỷ lệ.")
    if _PLAIN.fullmatch(spaced):
        digits = spaced
    elif _GROUPED.fullmatch(spaced) and not spaced.startswith("0"):
        digits = re.sub(r"[., ]", "", spaced)
    elif _DECIMAL.fullmatch(spaced):
        raise NotACount(f"“{shown}” không phải số nguyên. Số đếm không có phần lẻ; hàng nghìn viết 1.234.")
    else:
        raise NotACount(f"“{shown}” không phải là số. Hãy chỉ nhập chữ số, ví dụ 1234 hoặc 1.234.")
    if len(digits) > 16 or int(digits) > LARGEST:
        raise NotACount(f"“{shown}” quá lớn. Hãy kiểm tra lại số chữ số.")
    return int(digits)


def read_cell(value: object) -> int | None:
    """The count in a cell of a spreadsheet, which may hold a number, a text or nothing. Raises ``NotACount``."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise NotACount("Ô chứa giá trị đúng/sai, không phải là số.")
    if isinstance(value, int | float | Decimal):
        if value != value or value in (float("inf"), float("-inf")):
            raise NotACount("Ô chứa giá trị lỗi của Excel, không phải là số.")
        if value < 0:
            raise NotACount(f"“{_printed(value)}” là số âm. Số đếm không bao giờ âm.")
        if value != int(value):
            raise NotACount(f"“{_printed(value)}” không phải số nguyên. Số đếm không có phần lẻ.")
        return read_count(str(int(value)))
    if isinstance(value, str):
        return read_count(value)
    raise NotACount("Ô chứa ngày hoặc kiểu dữ liệu khác, không phải là số.")


def read_pair(text: str) -> tuple[str, str] | None:
    """Both parts of "70.060/70.287" typed into one cell, as texts; ``None`` when it is anything else."""
    found = _PAIR.fullmatch(text)
    return (found[1].strip(), found[2].strip()) if found else None


def _printed(value: int | float | Decimal) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
