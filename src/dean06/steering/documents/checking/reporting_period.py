"""Which period a report is about, and the last day its writer can have known of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import find_dates, month_bounds
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import ReadDocument

_HEAD_PASSAGES = 16
_WEEK = re.compile(r"\btuan\s+(?:thu\s+)?(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period. ``kind`` is ``week``, ``month``, ``quarter``, ``half``, ``nine_months`` or ``year``."""

    kind: str
    first: dt.date | None
    last: dt.date | None
    text: str
    line: int
    week: int | None = None


_SPANS = {"month": 1, "quarter": 2, "half": 3, "nine_months": 4, "year": 5}


def is_report(document: ReadDocument, passages: Sequence[Passage]) -> bool:
    """Whether the document reports (rather than plans)."""
    kind, number = fold(document.header.kind or ""), fold(document.header.number or "")
    head = [fold(passage.text) for passage in passages[:_HEAD_PASSAGES]]
    if "bao cao" in kind or "/bc" in number or any(text.startswith("bao cao") for text in head):
        return True
    if "ke hoach" in kind or "/kh" in number or any(re.match(r"ke hoach\b", text) for text in head):
        return False
    title = fold(document.header.title or "")
    return bool(re.search(r"ket qua|bao cao|tinh hinh|so ket|tong ket", title))


def reporting_period(document: ReadDocument, passages: Sequence[Passage]) -> Period | None:
    """The period that the title names; the shortest one when it names several ("6 tháng và tháng 6 năm 2022")."""
    signed = document.header.date.year if document.header.date else None
    for text, line in _titles(document, passages):
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", text)
        period = _named_period(_about_the_past(text), line, int(years[-1]) if years else signed)
        if period is not None:
            return period
    return None


def _titles(document: ReadDocument, passages: Sequence[Passage]) -> list[tuple[str, int]]:
    titles: list[tuple[str, int]] = []
    head = [passage for passage in passages[:_HEAD_PASSAGES] if passage.kind in ("text", "heading")]
    if document.header.title:
        line = next((passage.line for passage in head if fold(document.header.title)[:40] in fold(passage.text)), 1)
        titles.append((document.header.title, line))
    title, period = document.header.title, document.header.period
    if period and not (title and period in title and period not in _about_the_past(title)):
        # "Sơ kết 03 năm (2022 - 2024) và nhiệm vụ năm 2025" reports on no single year.
        titles.append((period, titles[0][1] if titles else 1))
    for index, passage in enumerate(head):
        folded = fold(passage.text)
        if re.match(r"(bao cao|ket qua|tinh hinh|so ket|tong ket)\b", folded) and len(passage.text) < 400:
            titles.append((passage.text, passage.line))
            if folded == "bao cao" and index + 1 < len(head):
                titles.append((head[index + 1].text, head[index + 1].line))
    return titles


def _about_the_past(title: str) -> str:
    """``… tháng 9 năm 2025; nhiệm vụ trọng tâm tháng 10 năm 2025``: only the first half is reported on."""
    cuts = [
        match.start()
        for pattern in (
            r"[;,–-]\s*(?:và\s+)?(?:phương hướng|nhiệm vụ|kế hoạch|chương trình|công tác trọng tâm|dự kiến)",
            r"\s(?:và|,)\s+(?:phương hướng|mục tiêu|nhiệm vụ trọng tâm|nhiệm vụ, giải pháp|kế hoạch công tác)",
        )
        for match in re.finditer(pattern, title, re.I)
        if match.start() > 10
    ]
    return title[: min(cuts)] if cuts else title


def _named_period(text: str, line: int, year: int | None) -> Period | None:
    found = find_dates(text, default_year=year)
    dates = [mention for mention in found if mention.precision in _SPANS and not mention.impossible]
    # "giai đoạn 2022 - 2025" and "năm 2030" of a programme's name are no reporting period beside a month.
    dated = [mention for mention in dates if mention.date is not None]
    week = _WEEK.search(fold(text))
    if week and not any(mention.precision == "month" for mention in dated):
        days = [mention for mention in find_dates(text) if mention.precision == "day" and mention.date]
        first = days[0].date if days else None
        last = days[-1].date if days else None
        return Period("week", first, last, f"tuần {int(week[1])}", line, int(week[1]))
    if not dated:
        return None
    months = re.search(r"(?<!\d)(1[01]|[2-57-8]|0[2-57-8])\s+tháng\s+(?:đầu\s+)?năm\s+(\d{4})", text, re.I)
    if months:
        of_year, number_of_months = int(months[2]), int(months[1])
        end = month_bounds(of_year, number_of_months)[1]
        return Period("months", dt.date(of_year, 1, 1), end, months.group(0), line)
    shortest = min(dated, key=lambda mention: _SPANS[mention.precision])
    if shortest.precision == "year" and not re.search(r"(?:năm|NĂM)\s+\d{4}\s*\W*$", text):
        return None
    return Period(shortest.precision, shortest.date, shortest.last_day, shortest.text, line)


def latest_day(document: ReadDocument, passages: Sequence[Passage], period: Period | None) -> dt.date | None:
    """The day of signing; else the end of the month it was left open in; else a month after the period reported on."""
    own = document.header.date
    if own and (period is None or period.first is None or own >= period.first):
        return own
    for passage in passages[:_HEAD_PASSAGES]:
        day = _signing_day(passage)
        if day is not None:
            return day
    if period is not None and period.last is not None:
        return period.last + dt.timedelta(days=31)
    return None


def _signing_day(passage: Passage) -> dt.date | None:
    """``Hà Tĩnh, ngày … tháng 6 năm 2022`` with the day left open gives the last day of June."""
    text = passage.text
    if len(text) > 120:
        return None
    open_day = re.search(r"ngày\s*[.…_ ]*\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", text, re.I)
    if open_day and 1 <= int(open_day[1]) <= 12:
        return month_bounds(int(open_day[2]), int(open_day[1]))[1]
    open_month = re.search(r"ngày\s*[.…_ ]*\s*tháng\s*[.…_ ]*\s*năm\s*(\d{4})", text, re.I)
    if open_month:
        return dt.date(int(open_month[1]), 12, 31)
    days = [mention for mention in find_dates(text) if mention.precision == "day" and mention.date]
    clock = re.match(r"\s*(?:\d{1,2}[:h]\d{2}\s*[,-]?\s*)?(?:thứ \w+,?\s*)?(?:ngày\s*)?\d", text, re.I)
    place = re.match(r"[^\d,]{3,40},\s*ngày", text)
    if len(days) == 1 and (clock or place) and len(text) <= 80:
        return days[0].date
    return None
