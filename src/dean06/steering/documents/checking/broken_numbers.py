"""Rule: numbers grouped as no number is (``1.24.567``), parts of a person, shares above 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_words import WHOLE_UNITS, unit_of
from dean06.steering.documents.types import Finding, Severity

_GROUPED = re.compile(r"(?<![\w.,/:-])\d{1,4}(?:[.,]\d{1,4}){1,4}(?![\w/:-]|[.,]\d)(?!\s*%)")
_SHARE = re.compile(
    r"(?:chiếm|tỷ lệ [^.;:%]{0,60}(?:đúng hạn|trực tuyến|số hóa|hài lòng|thành công|khớp|đồng bộ|xác thực|tái sử dụng|"
    r"đạt chuẩn|tốt nghiệp|"
    r"bao phủ|che phủ|tham gia|hộ nghèo|biết chữ)[^.;:%]{0,30})\s*$",
    re.I,
)
_BEYOND = re.compile(
    r"vượt|kế hoạch|chỉ tiêu|so với|cùng kỳ|dự toán|tăng|gấp|bằng|nghị quyết|mục tiêu|tăng trưởng|công suất", re.I
)
_OUTLINE = re.compile(r"(?:mục|điểm|khoản|điều|phần|tiểu mục|phiên bản|version|v)\s*$", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Prose, foot-notes and cells."""
    for passage in evidence.prose:
        yield from _grouping(passage)
        yield from _over_hundred(evidence, passage)
    yield from _cells(evidence)


def badly_grouped(text: str) -> bool:
    """Whether a number with marks has groups that fit neither thousands nor decimals: ``1.24.567``, ``12.3456.789``."""
    parts = re.split(r"[.,]", text)
    marks = re.findall(r"[.,]", text)
    if len(parts) < 3:
        return False
    if len(set(marks)) == 2 and marks[-1] != marks[-2] and len(set(marks[:-1])) == 1:
        # 1.234,5: thousands, then decimals
        parts = parts[:-1]
    elif len(set(marks)) > 1:
        return True
    return not (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))


def _grouping(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    blocked = [mention.span for mention in passage.dates]
    for match in _GROUPED.finditer(text):
        printed = match.group(0)
        if any(start < match.end() and match.start() < end for start, end in blocked):
            continue
        before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 50]
        telephone = re.match(r"0\d", printed) or re.search(r"(?:thoại|hotline|ĐT|tổng đài|fax)\W*$", before, re.I)
        if match.start() == 0 or telephone or _OUTLINE.search(before) or re.search(r"\n\s*$", before):
            continue
        parts = re.split(r"[.,]", printed)
        if len(parts) >= 3:
            big = any(len(part) >= 3 for part in parts[1:])
            if badly_grouped(printed) and big:
                message = f"“{printed}” không phải cách viết một số: các nhóm sau dấu chấm phải đủ ba chữ số."
                yield finding("broken_number", Severity.ERROR, passage, *match.span(), message, printed)
            continue
        unit = unit_of(after)
        whole, rest = parts
        counted = unit in WHOLE_UNITS and not re.match(r"\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|tr)\b", after)
        fraction = len(rest) in (1, 2, 4) and rest.strip("0") and len(whole) <= 3 and "/" not in after[:25]
        if counted and fraction and not _is_average(text, match):
            message = f"“{printed} {unit}” không thể có phần lẻ; có thể thiếu hoặc thừa chữ số."
            yield finding("broken_number", Severity.WARNING, passage, *match.span(), message, printed)


def _is_average(text: str, match: re.Match[str]) -> bool:
    """Averages and differences of averages have decimals: "cao hơn 2,36 tiêu chí so với bình quân cả nước"."""
    left = max((stop.end() for stop in re.finditer(r"[.;]\s", text[: match.start()])), default=0)
    stop = re.search(r"[.;]\s", text[match.end() :])
    sentence = text[left : match.end() + stop.start() if stop else len(text)]
    return bool(re.search(r"bình quân|trung bình|mỗi|gấp|/\s*[^\W\d_]|\d\s*/", sentence, re.I))


def _over_hundred(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    rates = {ratio.rate.start for ratio in evidence.ratios(passage) if ratio.rate is not None}
    for quantity in passage.quantities:
        if not quantity.percent or quantity.value <= 100 or quantity.change or quantity.start in rates:
            continue
        before = passage.text[max(0, quantity.start - 110) : quantity.start]
        clause = re.split(r"[.;(]\s*", before)[-1]
        after = re.split(r"[.;,)]", passage.text[quantity.end : quantity.end + 50])[0]
        bare = re.sub(r"(?:đạt|là|:|tỷ lệ)\s*$", "", clause).rstrip() + " "
        share = _SHARE.search(bare) or _SHARE.search(clause)
        if share and not _BEYOND.search(clause) and not _BEYOND.search(after):
            message = f"Tỷ lệ của một phần trên tổng số không thể là {quantity.text}."
            yield finding("over_hundred", Severity.ERROR, passage, quantity.start, quantity.end, message, quantity.text)


def _cells(evidence: Evidence) -> Iterator[Finding]:
    for table in evidence.tables:
        for row in table.rows:
            for column in table.numeric:
                text = row.row.cells[column].strip() if column < len(row.row.cells) else ""
                if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,4}){2,4}", text) and badly_grouped(text):
                    place = f"dòng {row.ordinal or row.name}, cột “{table.titles[column]}”"
                    message = f"“{text}” ({place}) không phải cách viết một số."
                    yield Finding(
                        "broken_number", Severity.ERROR, message, row.row.line, _row_text(row.row.cells), text
                    )


def _row_text(cells: tuple[str, ...]) -> str:
    return " | ".join(cell for cell in cells if cell)[:200]
