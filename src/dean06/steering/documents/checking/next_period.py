"""Rule: the report names one period throughout, and the period it plans for is a later one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dean06.kernel.common.vietnamese import DateMention, format_date
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.reporting_period import Period, is_report
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import Finding, Severity

_NEXT = re.compile(
    r"nhiem vu|phuong huong|ke hoach|trong tam|giai phap|chuong trinh cong tac|du kien|thoi gian toi|tiep theo|ky toi"
)
_PAST = re.compile(
    r"ket qua|danh gia|tinh hinh|uu diem|ton tai|han che|da thuc hien|theo ke hoach|thuc hien ke hoach|so ket"
)
_NUMBER_OF_ATTACHED = re.compile(
    r"kèm theo\s+(Báo cáo|Kế hoạch|Công văn|Tờ trình|Thông báo)\s+số:?\s*([^\s,;)]*)", re.I
)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Headings of the next period, the closing sentence, the appendix heads and the date of signing."""
    period = evidence.period
    if period is not None and is_report(evidence.document, evidence.passages):
        yield from _plans(evidence, period)
        yield from _opening_and_closing(evidence, period)
        yield from _signed_before(evidence, period)
    yield from _attached_to(evidence)


def _plans(evidence: Evidence, period: Period) -> Iterator[Finding]:
    for passage in evidence.passages:
        folded = fold(passage.text)
        if passage.line <= period.line or not _is_heading(passage) or not _NEXT.search(folded) or _PAST.search(folded):
            continue
        week = re.search(r"\btuan\s+(?:thu\s+)?(\d{1,2})\b", folded)
        if period.kind == "week" and week and period.week is not None and int(week[1]) == period.week:
            yield _same(passage, 0, len(passage.text), period, passage.text)
        for mention in passage.dates:
            over = (
                mention.last_day is not None
                and period.last is not None
                and mention.precision in ("month", "quarter", "half", "nine_months")
                and mention.last_day <= period.last
            )
            if over or (mention.precision == period.kind and _not_later(mention, period, folded)):
                yield _same(passage, *mention.span, period, mention.text)
                break


def _is_heading(passage: Passage) -> bool:
    return passage.kind == "heading" or (
        passage.kind == "text" and len(passage.text) <= 140 and bool(re.match(r"[IVX\d]+[.)/]|PHẦN|Phần", passage.text))
    )


def _not_later(mention: DateMention, period: Period, folded: str) -> bool:
    if mention.date is None or period.first is None:
        if mention.month is not None and period.first is not None and mention.precision == "month":
            return mention.month == period.first.month
        return False
    if mention.precision == "year" and "nam" in folded and re.search(r"thang|quy|6 thang|cuoi nam", folded):
        return False
    return mention.date <= period.first


def _same(passage: Passage, start: int, end: int, period: Period, text: str) -> Finding:
    following = _next(period)
    words = period.text if period.kind == "week" else period.text.lower()
    message = f"Phần nhiệm vụ kỳ tới ghi “{text}”, nhưng đó là kỳ của chính báo cáo này ({words})"
    message += f"; có lẽ phải là {following}." if following else "."
    return finding("next_period", Severity.ERROR, passage, start, end, message, text, _next(period))


def _next(period: Period) -> str | None:
    if period.kind == "month" and period.last is not None:
        after = period.last + dt.timedelta(days=1)
        return f"tháng {after.month}/{after.year}"
    if period.kind == "quarter" and period.last is not None:
        after = period.last + dt.timedelta(days=1)
        return f"quý {'I' * ((after.month - 1) // 3 + 1) if after.month < 10 else 'IV'}/{after.year}"
    if period.kind == "week" and period.week is not None:
        return f"tuần {period.week + 1}"
    if period.kind == "year" and period.first is not None:
        return f"năm {period.first.year + 1}"
    return None


def _opening_and_closing(evidence: Evidence, period: Period) -> Iterator[Finding]:
    """``Trên đây là báo cáo … tháng 8/2023`` under a title of September, and the same in the opening sentence."""
    for passage in evidence.passages:
        folded = fold(passage.text[:400])
        closing = folded.startswith("tren day la") and ("bao cao" in folded or "ket qua" in folded)
        opening = passage.number <= 16 and re.search(r"bao cao[^.]*nhu sau\s*[:.]?$", fold(passage.text[-260:]))
        if not (closing or opening) or passage.line <= period.line:
            continue
        text = passage.text[:400] if closing else passage.text[-260:]
        offset = 0 if closing else max(0, len(passage.text) - 260)
        mentions = [
            mention
            for mention in passage.dates
            if mention.precision == period.kind
            and mention.date is not None
            and offset <= mention.span[0] < offset + len(text)
        ]
        if mentions and period.first is not None and all(mention.date != period.first for mention in mentions):
            if period.kind == "year":
                continue
            mention = mentions[-1]
            message = f"Tiêu đề là báo cáo {period.text.lower()} nhưng ở đây ghi “{mention.text}”."
            yield finding(
                "period_mismatch", Severity.WARNING, passage, *mention.span, message, mention.text, period.text
            )


def _signed_before(evidence: Evidence, period: Period) -> Iterator[Finding]:
    day = evidence.document.header.date
    if day is None or period.first is None or day >= period.first or period.kind == "year":
        return
    passage = next((p for p in evidence.passages[:16] if any(m.date == day for m in p.dates)), None)
    message = f"Văn bản đề ngày {format_date(day)} nhưng báo cáo về {period.text.lower()}, là kỳ chưa bắt đầu."
    if passage is not None:
        mention = next(m for m in passage.dates if m.date == day)
        yield finding(
            "period_mismatch", Severity.WARNING, passage, *mention.span, message, format_date(day), period.text
        )


def _attached_to(evidence: Evidence) -> Iterator[Finding]:
    """``(kèm theo Báo cáo số: /BC-UBND …)`` over an appendix of a report with the symbol ``/BC-TCTTKĐA06``."""
    own = _own_number(evidence)
    if own is None:
        return
    for passage in evidence.passages[16:]:
        match = _NUMBER_OF_ATTACHED.search(passage.text)
        if not match or "/" not in match[2] or not _heads_an_appendix(passage, match.start()):
            continue
        if evidence.document.header.kind and fold(match[1]) != fold(evidence.document.header.kind):
            continue
        number, _, symbol = match[2].rstrip(".").partition("/")
        own_number, _, own_symbol = own.partition("/")
        year = re.match(r"\d{4}/", symbol)
        symbol = symbol[year.end() :] if year else symbol
        own_symbol = re.sub(r"^\d{4}/", "", own_symbol)
        differs = fold(symbol) != fold(own_symbol) or (
            number.isdigit() and own_number.isdigit() and int(number) != int(own_number)
        )
        if symbol and own_symbol and differs:
            message = f"Phụ lục ghi kèm theo văn bản số “{match[2]}” nhưng số ký hiệu ở đầu văn bản là “{own}”."
            yield finding("appendix_number", Severity.WARNING, passage, *match.span(2), message, match[2], own)
            return


def _heads_an_appendix(passage: Passage, position: int) -> bool:
    """``(kèm theo Báo cáo số …)`` under the title of an appendix, not a citation in running text."""
    before = re.sub(r"[\s(*_\[]+|ban hành", " ", passage.text[:position], flags=re.I).strip()
    return len(passage.text) <= 400 and (
        not before or fold(before).startswith(("phu luc", "bieu", "danh muc", "tinh hinh"))
    )


def _own_number(evidence: Evidence) -> str | None:
    for passage in evidence.passages[:10]:
        match = re.match(r"\s*Số\s*:?\s*([\d….]*)\s*(/[^\s,;]+)", passage.text)
        if match and len(passage.text) < 120:
            return match[1].strip("….") + match[2]
    for table in list(evidence.source.tables())[:2]:
        for row in table.rows[:6]:
            for cell in row.cells:
                match = re.match(r"\s*Số\s*:?\s*([\d….]*)\s*(/[^\s,;]+)", cell)
                if match:
                    return match[1].strip("….") + match[2]
    number = evidence.document.header.number
    return number if number and "/" in number else None
