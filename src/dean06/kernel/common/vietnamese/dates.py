"""Dates and periods as Vietnamese official documents print them.

``find_dates`` reads every form seen in plans and reports: ``22/02/2024``, ``ngày 22 tháng 02 năm 2024``,
``tháng 6/2024``, ``quý I/2023``, ``6 tháng đầu năm 2024``, ``năm 2024``, ``giai đoạn 2022-2025`` and ``ngày 15/9`` (the
year comes from the caller). A day that no calendar has (``31/9/2023``) is not dropped: it comes back marked
``impossible`` with its printed text, so that a checker can report it. Texts are expected in NFC; nothing here reads the
clock.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

__all__ = [
    "DateMention",
    "Precision",
    "find_dates",
    "format_date",
    "format_date_long",
    "half_bounds",
    "month_bounds",
    "parse_date",
    "parse_day",
    "quarter_bounds",
    "year_bounds",
]

Precision = Literal["day", "month", "quarter", "half", "nine_months", "year", "years"]

# A year outside this window is a slip of the pen (``06/01/20222``), not a date of an administrative document.
FIRST_YEAR, LAST_YEAR = 1800, 2199

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date or period found in a text.

    ``span`` and ``text`` cover the printed words including the leading "ngày", "tháng", "quý"… ``date`` is the first
    day and ``last_day`` the last day of what was named (equal for a single day). Both are ``None`` when the year is
    unknown or the date is ``impossible``. ``year``/``month``/``day`` are the printed parts (``None`` = not printed).
    """

    span: tuple[int, int]
    text: str
    precision: Precision
    date: datetime.date | None
    last_day: datetime.date | None
    impossible: bool = False
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def year_missing(self) -> bool:
        """True when the text names no year and none was given."""
        return self.date is None and not self.impossible


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; ValueError for a month that does not exist."""
    if not 1 <= month <= 12:
        raise ValueError(f"Không có tháng {month}")
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1..4); ValueError otherwise."""
    if not 1 <= quarter <= 4:
        raise ValueError(f"Không có quý {quarter}")
    return date(year, 3 * quarter - 2, 1), month_bounds(year, 3 * quarter)[1]


def half_bounds(year: int, half: int) -> tuple[date, date]:
    """First and last day of the first (1) or second (2) half of a year; ValueError otherwise."""
    if half not in (1, 2):
        raise ValueError(f"Không có nửa năm thứ {half}")
    return date(year, 6 * half - 5, 1), month_bounds(year, 6 * half)[1]


def year_bounds(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def format_date(day: date) -> str:
    """``dd/mm/yyyy``, the short form of Vietnamese documents."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_date_long(day: date) -> str:
    """``ngày 05 tháng 02 năm 2024``: a zero before days 1-9 and months 1-2 (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


# --- patterns ---------------------------------------------------------------------------------------------------------
# Space inside a date may be a hard line break of a wrapped text, but never an empty line. The runs are bounded so that
# a file full of blanks cannot keep the matcher busy.
_W = r"[^\S\n]{0,30}\n?[^\S\n]{0,30}"
_WS = r"(?:[^\S\n]{1,30}\n?[^\S\n]{0,30}|\n[^\S\n]{0,30})"
_NOT_INSIDE = r"(?<![\w/.,])"
_END = r"(?!\d|[/.,]\d|/[^\W\d_])"
_YEAR = r"(?P<y>\d{4,5})"
_IN_YEAR = rf"(?:{_W}[/\-.]{_W}|{_WS}của{_WS}năm{_WS}|{_W},?{_WS}năm{_WS})"
_BARE_YEAR = r"(?:1[89]|20|21)\d\d"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DAY_WORDS = _compile(
    rf"(?<!\w)ngày{_WS}(?:m[ùồ]ng{_WS})?(?P<d>\d{{1,2}}){_WS}tháng{_WS}(?P<m>\d{{1,2}})(?:{_IN_YEAR}{_YEAR})?(?!\d|/\d|/[^\W\d_])"
)
_DAY_NUMERIC = _compile(
    rf"(?:(?<!\w)(?P<word>ngày){_W})?{_NOT_INSIDE}"
    rf"(?P<d>\d{{1,3}})(?P<s>[/\-.])(?P<m>\d{{1,3}})(?P=s)(?P<y>\d{{4,5}}|\d{{2}}(?=\b)){_END}"
)
_DAY_ISO = _compile(rf"{_NOT_INSIDE}(?P<y>{_BARE_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?!\d|-\d|/)")
_DAY_SPACED = _compile(rf"(?<!\w)ngày{_WS}(?P<d>\d{{1,2}}) ?/ ?(?P<m>\d{{1,2}}) ?/ ?(?P<y>\d{{4,5}}){_END}")
_DAY_BROKEN = _compile(rf"(?<!\w)ngày{_WS}(?P<d>\d{{1,4}})/(?P<y>{_BARE_YEAR}){_END}")
_DAY_NO_YEAR = _compile(rf"(?<!\w)ngày{_WS}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_END}")
_RANGE_START = _compile(
    rf"(?<!\w)(?:từ{_WS}(?:ngày{_WS})?|ngày{_WS})(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})"
    rf"(?={_W}(?:-|–|đến|tới){_W}(?:hết{_WS})?(?:ngày{_WS})?(?P<ed>\d{{1,2}})/(?P<em>\d{{1,2}})/(?P<y>\d{{4}})(?!\d))"
)
_MONTH = _compile(rf"(?<!\w)tháng{_WS}(?P<m>\d{{1,2}})(?!\d|[.,]\d)(?:{_IN_YEAR}{_YEAR}(?!\d|/\d))?(?!/\d)")
_MONTH_BARE = _compile(
    rf"(?:^\s*|(?<=trong )|(?<=hết )|(?<=đến )|(?<=trước )|(?<=từ )|(?<=kể từ )|(?<=đến hết ))"
    rf"(?P<m>0?[1-9]|1[0-2])/(?P<y>{_BARE_YEAR}){_END}"
)
_QUARTER = _compile(rf"(?<!\w)qu[ýí]{_WS}(?P<q>IV|I{{1,3}}|\d)(?!\w)(?:{_IN_YEAR}{_YEAR}(?!\d))?")
_HALF = _compile(
    rf"(?<!\w)(?:(?P<n>0?6|0?9|sáu|chín){_WS}tháng|nửa){_WS}(?P<w>đầu|cuối)(?:{_WS}của)?{_WS}năm(?:{_WS}{_YEAR}(?!\d))?"
)
_NINE = _compile(rf"(?<!\w)(?P<n>0?[69]){_WS}tháng{_WS}năm{_WS}{_YEAR}(?!\d)")
_YEARS = _compile(
    rf"(?<!\w)(?:giai đoạn|năm|các năm|nhiệm kỳ|từ năm){_WS}(?:năm{_WS})?(?P<y>{_BARE_YEAR}){_W}"
    rf"(?:-|–|—|đến){_W}(?:năm{_WS})?(?P<y2>{_BARE_YEAR})(?!\d)"
)
_YEAR_ONLY = _compile(rf"(?<!\w)năm{_WS}(?P<y>{_BARE_YEAR})(?!\d|[.,]\d)")
_SCHOOL_YEAR = _compile(rf"(?<!\w)năm{_WS}học{_WS}{_BARE_YEAR}{_W}[-–]{_W}{_BARE_YEAR}")
_REFERENCE_BEFORE = _compile(
    r"(?:số|luật|nghị định|thông tư|nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|văn bản)[^\S\n]+$"
)


def _mention(
    match: re.Match[str],
    precision: Precision,
    bounds: tuple[date, date] | None,
    *,
    impossible: bool = False,
    **parts: int | None,
) -> DateMention:
    first, last = bounds or (None, None)
    return DateMention(match.span(), match.group(0), precision, first, last, impossible, **parts)


def _int(match: re.Match[str], name: str) -> int | None:
    printed = match.groupdict().get(name)
    return int(printed) if printed else None


def _bounds(make: Callable[[], tuple[date, date]], year: int | None) -> tuple[tuple[date, date] | None, bool]:
    """Bounds of a period, and whether it is impossible."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None, True
    try:
        return make(), False
    except ValueError:
        return None, True


def _read_day(match: re.Match[str], default_year: int | None) -> DateMention | None:
    day, month, year = _int(match, "d"), _int(match, "m"), _int(match, "y")
    groups = match.groupdict()
    if month is None or day is None:  # "ngày 9/2023": a day that has lost its month
        return _mention(match, "day", None, impossible=True, year=year, day=day)
    if "word" in groups and groups["word"] is None:
        # Without "ngày" before it, only something that looks like a date at all is taken for one.
        if day > 39 or month > 19 or len(groups["y"]) != 4 or not FIRST_YEAR <= int(groups["y"]) <= LAST_YEAR:
            return None
        if groups["s"] == "." and (len(groups["d"]) > 2 or len(groups["m"]) > 2):
            return None
    if year is not None and len(groups["y"] or "") == 2:
        year += 2000
    used_year = year if year is not None else default_year
    if used_year is None:
        # A leap year is used so that 29/02 stays possible as long as the year is unknown.
        _, impossible = _bounds(lambda: (date(2024, month, day),) * 2, None)
        return _mention(match, "day", None, impossible=impossible, month=month, day=day)
    bounds, impossible = _bounds(lambda: (date(used_year, month, day),) * 2, used_year)
    return _mention(match, "day", bounds, impossible=impossible, year=year, month=month, day=day)


def _read_month(match: re.Match[str], default_year: int | None) -> DateMention:
    month, year = int(match["m"]), _int(match, "y")
    used = year if year is not None else default_year
    bounds, impossible = _bounds(lambda: month_bounds(used or 2024, month), used)
    return _mention(match, "month", bounds if used else None, impossible=impossible, year=year, month=month)


def _read_quarter(match: re.Match[str], default_year: int | None) -> DateMention:
    printed, year = match["q"].lower(), _int(match, "y")
    quarter = _ROMAN.get(printed) or int(printed)
    used = year if year is not None else default_year
    bounds, impossible = _bounds(lambda: quarter_bounds(used or 2024, quarter), used)
    return _mention(match, "quarter", bounds if used else None, impossible=impossible, year=year)


def _read_half(match: re.Match[str], default_year: int | None) -> DateMention:
    months = {"sáu": 6, "chín": 9}.get((match["n"] or "6").lower()) or int(match["n"] or 6)
    word, year = (match.groupdict().get("w") or "đầu").lower(), _int(match, "y")
    used = year if year is not None else default_year

    def make() -> tuple[date, date]:
        base = used or 2024
        if months == 6:
            return half_bounds(base, 1 if word == "đầu" else 2)
        return (date(base, 1, 1), date(base, 9, 30)) if word == "đầu" else (date(base, 4, 1), date(base, 12, 31))

    bounds, impossible = _bounds(make, used)
    precision: Precision = "half" if months == 6 else "nine_months"
    return _mention(match, precision, bounds if used else None, impossible=impossible, year=year)


def _read_year(match: re.Match[str], default_year: int | None) -> DateMention:
    year = int(match["y"])
    return _mention(match, "year", year_bounds(year), year=year)


def _read_years(match: re.Match[str], default_year: int | None) -> DateMention:
    first, last = int(match["y"]), int(match["y2"])
    if last < first:
        return _mention(match, "years", None, impossible=True, year=first)
    return _mention(match, "years", (date(first, 1, 1), date(last, 12, 31)), year=first)


_JOINED = re.compile(r"\s*(?:,|;|và|hoặc|đến|tới|-|–)\s*(?:hết\s+)?(?:từ\s+)?", re.IGNORECASE)
_Reader = Callable[[re.Match[str], "int | None"], "DateMention | None"]
# Most specific first: what an earlier pattern has taken, a later one cannot take again.
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_DAY_WORDS, _read_day),
    (_DAY_NUMERIC, _read_day),
    (_DAY_ISO, _read_day),
    (_DAY_SPACED, _read_day),
    (_RANGE_START, _read_day),
    (_DAY_BROKEN, _read_day),
    (_DAY_NO_YEAR, _read_day),
    (_HALF, _read_half),
    (_NINE, _read_half),
    (_MONTH, _read_month),
    (_MONTH_BARE, _read_month),
    (_QUARTER, _read_quarter),
    (_YEARS, _read_years),
    (_YEAR_ONLY, _read_year),
)


def _candidates(text: str, default_year: int | None) -> Iterator[DateMention]:
    taken = bytearray(len(text))
    for match in _SCHOOL_YEAR.finditer(text):
        taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    for pattern, reader in _READERS:
        found: list[tuple[int, int]] = []
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            if pattern is _MONTH_BARE and _REFERENCE_BEFORE.search(text, max(0, start - 30), start):
                continue
            mention = reader(match, default_year)
            if mention is not None:
                found.append(mention.span)
                yield mention
        for start, end in found:
            taken[start:end] = b"\x01" * (end - start)


def find_dates(text: str, *, default_year: int | None = None) -> list[DateMention]:
    """Every date and period printed in ``text`` (NFC), in reading order, never overlapping.

    ``default_year`` is used where the text prints none (``ngày 15/9``, ``quý II``); without it such mentions have
    ``date=None``. Law numbers (``118/2025/NĐ-CP``), counts (``22/25``) and recurring days ("ngày 10 hằng tháng") are
    not dates and are not returned.
    """
    mentions = sorted(_candidates(text, default_year), key=lambda mention: mention.span)
    for index in range(len(mentions) - 2, -1, -1):
        first, second = mentions[index], mentions[index + 1]
        if second.year is None or first.year is not None or first.precision != second.precision:
            continue
        if first.precision in ("month", "quarter", "day") and _JOINED.fullmatch(text[first.span[1] : second.span[0]]):
            # "tháng 3 đến tháng 6 năm 2024", "quý I và quý II/2024": the year stands once, at the end.
            (again,) = find_dates(first.text, default_year=second.year)
            mentions[index] = replace(again, span=first.span, year=second.year)
    return mentions


def parse_date(text: str, *, default_year: int | None = None) -> DateMention | None:
    """The one date or period that ``text`` consists of (a table cell, a form field); ``None`` for anything else."""
    stripped = text.strip(" \t\r\n\u00a0.;,")
    mentions = find_dates(stripped, default_year=default_year)
    if len(mentions) == 1 and mentions[0].span == (0, len(stripped)):
        return mentions[0]
    match = re.fullmatch(r"(\d{1,2})[/\-.](\d{1,2})", stripped)
    if match and default_year is not None:
        inner = parse_date(f"{match[1]}/{match[2]}/{default_year}")
        return inner and replace(inner, span=(0, len(stripped)), text=stripped, year=None)
    if re.fullmatch(_BARE_YEAR, stripped):
        first, last = year_bounds(int(stripped))
        return DateMention((0, 4), stripped, "year", first, last, year=int(stripped))
    return None


def parse_day(text: str, *, default_year: int | None = None) -> date | None:
    """The single day that ``text`` consists of, or ``None`` (also for months, years and impossible days)."""
    mention = parse_date(text, default_year=default_year)
    return mention.date if mention is not None and mention.precision == "day" else None
