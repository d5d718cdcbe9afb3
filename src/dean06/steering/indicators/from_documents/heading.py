"""PURE. Of which unit and period a document speaks, from its head: suggestions that a person confirms."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import find_dates, search_key
from dean06.steering.indicators.rules.periods import code_of, index_of, label_of
from dean06.steering.indicators.types import Level, PeriodKind, UnitRef

__all__ = ["Head", "PeriodGuess", "UnitGuess", "guess_period", "guess_unit", "period_code", "period_label"]

_WEEK = re.compile(r"\btuan (?:thu )?(\d{1,2})\b")
_HALF = re.compile(r"\b(?:0?6|sau) thang\b(?: (dau|cuoi) nam)?")
_MONTH = re.compile(r"\bthang (\d{1,2})\b")
_YEAR = re.compile(r"(?<![\d/])(20\d\d)(?!\d)")
_SPAN = re.compile(r"\btu (?:ngay )?\d.{0,40}?\bden\b")
_UP_TO = re.compile(r"\b(?:tinh den|den|den het)(?: ngay)? (\d{1,2}/\d{1,2}/20\d\d)")
_PROVINCE = re.compile(r"\btinh ([a-z ]+?)(?= de an| trien khai|[,.;-]|$)")
_WHOLE = re.compile(r"\b(?:to cong tac|ban chi dao|uy ban nhan dan tinh|ubnd tinh|toan tinh)\b")
#: "giai đoạn 2022 - 2025, tầm nhìn đến năm 2030" are the years of the programme, not of the report.
_PROGRAMME = re.compile(r"giai doan\b.*$")


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself, and the beginning of its text."""

    kind: str = ""
    issuer: str = ""
    title: str = ""
    period: str = ""
    date: dt.date | None = None
    opening: str = ""
    #: The document speaks of the whole province somewhere.
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PeriodGuess:
    """Kind of period and the last day its figures hold for."""

    kind: PeriodKind
    last: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class UnitGuess:
    """The unit, or none; ``reason`` says why, or why not."""

    code: str
    reason: str


def period_code(kind: PeriodKind, last: dt.date) -> str:
    """Code of the period whose figures end on a day: a period bears the name of the month its last day lies in."""
    return code_of(kind, index_of(kind, last))


def period_label(kind: PeriodKind, last: dt.date) -> str:
    """The same in words."""
    return label_of(kind, index_of(kind, last))


def guess_period(head: Head) -> PeriodGuess | None:
    """The period in the title, else of the dates that the opening names; ``None`` when neither says one.

    "tháng 9 năm 2023", "từ 15/5 đến 14/6/2022", "đến 15/9/2023"; the half-year before the month that ends it.
    """
    year = head.date.year if head.date else None
    for text in (head.period, head.title):
        found = _named(_PROGRAMME.sub("", search_key(text)), year)
        if found is not None:
            kind, last = found
            return PeriodGuess(kind, _known_by(kind, last, head), f"Tên văn bản ghi “{text[:80]}”")
    return _from_dates(head)


def _named(text: str, year: int | None) -> tuple[PeriodKind, dt.date] | None:
    years = [int(found) for found in _YEAR.findall(text)]
    months = [int(found) for found in _MONTH.findall(_HALF.sub(" ", text)) if 1 <= int(found) <= 12]
    year = years[-1] if years else year
    if year is None:
        return None
    if week := _WEEK.search(text):
        try:
            return PeriodKind.WEEK, dt.date.fromisocalendar(year, int(week[1]), 4)
        except ValueError:
            return None
    if half := _HALF.search(text):
        last = dt.date(year, 12, 31) if half[1] == "cuoi" else dt.date(year, 6, 30)
        # "Sơ kết 06 tháng và tháng 06": both end alike; the month is the finer one and asks for no summing up.
        return (PeriodKind.MONTH if months else PeriodKind.HALF), last
    if months:
        return PeriodKind.MONTH, dt.date(year, months[-1], calendar.monthrange(year, months[-1])[1])
    return (PeriodKind.YEAR, dt.date(year, 12, 31)) if years else None


def _known_by(kind: PeriodKind, last: dt.date, head: Head) -> dt.date:
    """A report cannot know more than the day it was signed, as long as that day is still in its period."""
    if head.date and head.date < last and period_code(kind, head.date) == period_code(kind, last):
        return head.date
    return last


def _from_dates(head: Head) -> PeriodGuess | None:
    folded = search_key(head.opening)
    if span := _SPAN.search(folded):
        days = [found for found in find_dates(head.opening[span.start() :][:90]) if found.last_day]
        if len(days) >= 2 and days[0].date and days[1].last_day and days[0].date < days[1].last_day:
            first, last = days[0].date, days[1].last_day
            length = (last - first).days + 1
            kind = next(
                kind
                for kind, most in (
                    (PeriodKind.WEEK, 8),
                    (PeriodKind.MONTH, 45),
                    (PeriodKind.HALF, 200),
                    (PeriodKind.YEAR, 10**6),
                )
                if length <= most
            )
            return PeriodGuess(kind, last, f"Văn bản ghi từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    days_named = [_day(found) for found in _UP_TO.findall(folded)]
    known = [day for day in days_named if day is not None]
    if known:
        # The day most figures hold for; the later one when two are named equally often.
        last = max(known, key=lambda day: (known.count(day), day))
        return PeriodGuess(PeriodKind.MONTH, last, f"Văn bản tính số liệu đến {last:%d/%m/%Y}")
    if head.date:
        return PeriodGuess(PeriodKind.MONTH, head.date, f"Chỉ có ngày văn bản {head.date:%d/%m/%Y}; hãy xem lại")
    months = re.findall(r"\bthang (\d{1,2}) nam (20\d\d)\b", folded[:600])
    if months and 1 <= int(months[0][0]) <= 12:
        month, year = int(months[0][0]), int(months[0][1])
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        return PeriodGuess(PeriodKind.MONTH, last, f"Văn bản đề tháng {month} năm {year}")
    return None


def _day(text: str) -> dt.date | None:
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def guess_unit(head: Head, units: Sequence[UnitRef]) -> UnitGuess:
    """The unit that issued the document. A steering group and a page about the whole province mean the province.

    A document of another province is no unit of ours, and none is suggested.
    """
    province = next((unit for unit in units if unit.level == Level.PROVINCE), None)
    issuer = search_key(head.issuer)
    if province is not None:
        own = search_key(province.name).removeprefix("tinh ").removeprefix("thanh pho ")
        named = _PROVINCE.search(issuer)
        if named and named[1].strip() != own:
            return UnitGuess("", f"Cơ quan ban hành “{head.issuer}” không thuộc {province.name}")
    found = named_unit(head.issuer, units)
    speaks_for_all = bool(_WHOLE.search(issuer)) or (head.whole and (found is None or found.level != Level.COMMUNE))
    if province is not None and speaks_for_all:
        why = f"“{head.issuer}”" if _WHOLE.search(issuer) else "Văn bản nói về số liệu toàn tỉnh"
        return UnitGuess(province.code, f"{why}: số liệu của {province.name}")
    if found is not None:
        return UnitGuess(found.code, f"Cơ quan ban hành là {found.name}")
    return UnitGuess("", "Văn bản không nêu rõ đơn vị; hãy chọn" if not issuer else f"Chưa rõ “{head.issuer}” là ai")


def named_unit(name: str, units: Iterable[UnitRef]) -> UnitRef | None:
    """The one unit that bears a printed name ("UBND Xã An" is xã An); ``None`` when none or several do."""
    wanted = _bare(name)
    if not wanted:
        return None
    found = [unit for unit in units if wanted in {_bare(unit.name), _bare(unit.short_name)}]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    text = search_key(name)
    for words in ("uy ban nhan dan ", "ubnd "):
        text = text.removeprefix(words)
    return text.strip()
