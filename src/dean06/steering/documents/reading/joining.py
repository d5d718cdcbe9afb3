"""Joins a paragraph that a page break, or a hard line wrap, has cut in two.

A cut shows itself: the first part ends without a full stop, the second begins as no paragraph begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dean06.steering.documents.reading.blocks import Block, Paragraph

#: How a new item begins: a bullet, ``1.``, ``2.1.``, ``(3)``, ``a)``, ``I.``, ``Điều 5``…
ITEM_START = re.compile(
    r"""^(?:
        [-–—•●▪◦*+·➢✓]\s*\S
        | \(?\d{1,3}\)            # (1)  1)
        | \d{1,2}(?:\.\d{1,2}){0,4}\.(?!\d)\s*\S
        | \d{1,2}(?:\.\d{1,2}){1,4}\s+\D
        | \d{1,2}/\s
        | [IVXL]{1,6}(?:\.\d+)*[.)/]\s*
        | (?:[IVXL]{1,6}|\d{1,2}(?:\.\d{1,2})*)[-–]\s+\S   # I-  1-  2.1-  as the Party's documents number
        | [a-zđA-ZĐ][.)]\s
        | \(?[a-zđ]\d?\)
        | (?:Điều|Chương|Mục|Phần|Phụ\ lục|Biểu|Bảng)\s+(?:số\s+)?(?:[\dIVXA-Z]+\b|thứ\s)
        | (?:Nơi\ nhận|Kính\ gửi)\b
    )""",
    re.X,
)
#: Lines that name the lead, the partners, the deadline or the product of a task, with or without a dash.
LABEL_START = re.compile(
    r"^(?:[-–+•*]\s*)?(?:(?:các\s+)?(?:đơn vị|cơ quan|thời gian|thời hạn|tiến độ|sản phẩm|kết quả|chủ trì|phối hợp|"
    r"đầu mối|hoàn thành|phân công|lãnh đạo|người|trách nhiệm|yêu cầu|ghi chú|căn cứ)\b[^:.;]{0,60}):",
    re.I,
)
_TERMINAL = re.compile(r"[.:;!?…][”\"’')\]]*$|/\.?$")
_CONNECTIVE = re.compile(
    r"(?:^|\s)(?:và|của|các|những|tại|theo|về|với|cho|cùng|bằng|từ|đến|trong|ngày|tháng|năm|số|là|do|được|để|có|"
    r"không|đã|đang|sẽ|thuộc|giữa|hoặc|cũng|như|gồm|Cục|Sở|Bộ|Ban|Tổ|Ủy|tỉnh|huyện|xã|phường)$|,$|-$|–$"
)
_LONG = 90


def begins_item(text: str) -> bool:
    """Whether the text opens a new list item, heading or labelled part."""
    return bool(ITEM_START.match(text))


def mostly_capitals(text: str) -> bool:
    """Whether a line is set in capitals, as titles and headings are (small words and codes may not be)."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("“") > text.count("”")


def continues(first: str, second: str) -> bool:
    """Whether ``second`` is the rest of the sentence that ``first`` begins."""
    if not first or not second or begins_item(second) or LABEL_START.match(second):
        return False
    if second[0].islower() and first.endswith("…"):
        return True
    if _TERMINAL.search(first) or mostly_capitals(first) or mostly_capitals(second):
        return False
    if second[0].islower():
        return len(first) >= 25 or bool(_CONNECTIVE.search(first))
    if second[0] == "(" and len(first) >= 25:
        return second[1:2].islower()
    if len(first) < _LONG:
        return False
    return (
        bool(_CONNECTIVE.search(first)) or _open_bracket(first) or begins_item(first) or ". " in first or "; " in first
    )


def _joinable(first: Paragraph, second: Paragraph) -> bool:
    if second.footnote or first.footnote:
        return False
    if second.heading is not None and not second.text[0].islower():
        return False
    if first.heading is not None and not second.text[0].islower():
        return False
    if first.bold != second.bold and not second.text[0].islower():
        return False
    return continues(first.text, second.text)


def _is_title(blocks: Sequence[Block], position: int) -> bool:
    """The lines under "KẾ HOẠCH", "BÁO CÁO" are a title: it ends without a full stop and nothing goes on with it."""
    above = blocks[position - 1] if position else None
    return (
        isinstance(above, Paragraph)
        and len(above.text) <= 80
        and mostly_capitals(above.text)
        and not begins_item(above.text)
    )


def join_broken(blocks: Sequence[Block]) -> list[Block]:
    """Joins cut paragraphs, the first line number kept. A foot-note between the two parts moves behind them."""
    joined: list[Block] = []
    open_at: int | None = None
    for block in blocks:
        if not isinstance(block, Paragraph):
            joined.append(block)
            open_at = None
            continue
        if block.footnote:
            joined.append(block)
            continue
        previous = joined[open_at] if open_at is not None else None
        if (
            open_at is not None
            and isinstance(previous, Paragraph)
            and _joinable(previous, block)
            and (block.text[0].islower() or not _is_title(joined, open_at))
        ):
            joined[open_at] = replace(previous, text=f"{previous.text} {block.text}")
            continue
        joined.append(block)
        open_at = len(joined) - 1
    return joined


def hard_wrap_width(lines: Sequence[str]) -> int | None:
    """The column at which a text was wrapped by hand, or ``None`` when its lines are whole paragraphs."""
    lengths = [len(line) for line in lines if line.strip()]
    if len(lengths) < 8 or max(lengths) > 140:
        return None
    width = max(lengths)
    near = sum(1 for length in lengths if length >= 0.8 * width)
    return width if width >= 50 and near >= 0.3 * len(lengths) else None
