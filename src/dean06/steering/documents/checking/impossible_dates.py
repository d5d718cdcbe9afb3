"""Rule: a date must exist (no 31/9, no month 13), and a span must not end before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dean06.kernel.common.vietnamese import find_dates
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.types import Finding, Severity

_FROM = re.compile(r"từ\s*(?:ngày)?[\s,]*$", re.I)
_TO = re.compile(r"^\s*(?:đến|tới|-|–)\s*(?:hết\s*)?(?:ngày)?\s*$", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """All dates of paragraphs and cells."""
    read: set[tuple[int, str]] = set()
    for passage in evidence.passages:
        for mention in passage.dates:
            if mention.impossible:
                read.add((passage.line, mention.text))
                yield finding(
                    "impossible_date",
                    Severity.ERROR,
                    passage,
                    *mention.span,
                    f"“{mention.text}” không có trong lịch, cần ghi lại ngày đúng.",
                    mention.text,
                )
        for first, second in pairwise(passage.dates):
            gap = passage.text[first.span[1] : second.span[0]]
            opened = _FROM.search(passage.text[: first.span[0]]) or first.text.lower().startswith("từ")
            if (
                first.date
                and second.date
                and first.precision == second.precision == "day"
                and opened
                and _TO.match(gap)
                and second.date < first.date
            ):
                yield finding(
                    "reversed_dates",
                    Severity.ERROR,
                    passage,
                    first.span[0],
                    second.span[1],
                    f"Khoảng thời gian “từ {first.text} đến {second.text}” kết thúc trước khi bắt đầu.",
                    f"{first.text} – {second.text}",
                )
    yield from _short_cells(evidence, read)


def _short_cells(evidence: Evidence, read: set[tuple[int, str]]) -> Iterator[Finding]:
    for table in evidence.source.tables():
        for row in table.rows:
            for cell in row.cells:
                if len(cell) >= 60 or not any(char.isdigit() for char in cell):
                    continue
                for mention in find_dates(cell):
                    if mention.impossible and (row.line, mention.text) not in read:
                        read.add((row.line, mention.text))
                        message = f"“{mention.text}” trong bảng không có trong lịch, cần ghi lại ngày đúng."
                        yield Finding("impossible_date", Severity.ERROR, message, row.line, cell, mention.text)
