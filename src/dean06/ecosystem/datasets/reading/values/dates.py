"""Birth dates and other days: every way they are typed, Excel's serial numbers, and day and month that Excel swapped.

A date is a year with perhaps a month and a day: many old people have only a year. Which of ``05/09`` is the day is a
property of the column: ``plan_dates`` looks at all values written in one way together.

How Excel swaps: a file with dd/mm/yyyy opened under an American locale turns ``05/09/2003`` into the 9th of May and
leaves ``25/09/2003`` as text. So a group of date cells without any day after the 12th, beside text with nothing but
such days, was swapped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dean06.ecosystem.datasets.reading.sources.base import DATE_CELL
from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.reading.values.distinct import CACHE_SIZE, NOTHING
from dean06.ecosystem.datasets.types import Flag

#: Fewer values than this prove no habit of a column.
_ENOUGH = 20
_FIRST_YEAR = 1870
_EPOCH = dt.date(1899, 12, 30)

_PARTS = re.compile(
    r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(\s+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?)?"
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})([T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"(?:năm\s+|[_ ./\-]*)?((?:18|19|20)\d\d)(?:\.0)?", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
_COMPACT = re.compile(r"\d{8}")
_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_MONTH_NAME = re.compile(r"(\d{1,2})[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ](\d{4}|\d{2})", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class DatePlan:
    """How a column's dates are written. ``month_first``: ways of writing (``_way``) whose first part is the month, or,
    for dates of the program, whose day and month stand in each other's place. ``latest``: no later year is believed."""

    month_first: frozenset[str] = frozenset()
    latest: int = 2100


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A year with perhaps month and day (0: not known), and the bits of flags. Year 0: nothing could be read."""

    year: int
    month: int
    day: int
    bits: int = 0


_NO_DATE = ReadDate(0, 0, 0)


def _way(text: str) -> tuple[str, int, int] | None:
    """How a full date is written, and its first and second part (for ISO: month and day turned round)."""
    if match := _PARTS.fullmatch(text):
        return f"d{match[2]}{'t' if match[5] else ''}", int(match[1]), int(match[3])
    if match := _ISO.fullmatch(text):
        way = "cell" if text.endswith(DATE_CELL) else f"iso{'t' if match[5] else ''}"
        return way, int(match[4]), int(match[3])
    return None


def plan_dates(samples: Iterable[str], latest: int) -> DatePlan:
    """Which ways of writing in a column have day and month the wrong way round."""
    groups: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for text in samples:
        if found := _way(text.strip()):
            groups[found[0]].append((found[1], found[2], text.strip()))
    typed = [pair for way, pairs in groups.items() if way.startswith("d") for pair in pairs]
    only_late_typed = len(typed) >= _ENOUGH and sum(first > 12 for first, _, _ in typed) >= 0.95 * len(typed)
    wrong = {way for way, pairs in groups.items() if _is_month_first(way, pairs, only_late_typed)}
    return DatePlan(frozenset(wrong), latest)


def _is_month_first(way: str, pairs: list[tuple[int, int, str]], only_late_typed: bool) -> bool:
    firsts, seconds = [first for first, _, _ in pairs], [second for _, second, _ in pairs]
    late_first, late_second = sum(first > 12 for first in firsts), sum(second > 12 for second in seconds)
    if way.startswith("d"):
        if late_second > 3 * late_first:
            return True
        return late_second == 0 and _two_writers(pairs)
    # Dates of the program: natural days run to 31. None after the 12th, on many different days, is no chance.
    varied = len(set(firsts)) >= 6 and len(pairs) >= _ENOUGH
    return varied and late_first == 0 and (only_late_typed or len(pairs) >= 3 * _ENOUGH)


def _two_writers(pairs: list[tuple[int, int, str]]) -> bool:
    """Text left by a person (25/09/2003, padded) beside dates that Excel turned round and printed (9/5/2003)."""
    late = [text for first, _, text in pairs if first > 12]
    early = [text for first, second, text in pairs if first <= 12 and (first < 10 or second < 10)]
    padded_late = sum("/0" in text or "-0" in text or ".0" in text for text in late)
    padded_early = sum(bool(re.match(r"0\d|\d{1,2}\D0\d", text)) for text in early)
    return len(early) >= _ENOUGH and padded_late >= _ENOUGH // 2 and padded_early == 0


def read_date(text: str, plan: DatePlan) -> ReadDate:
    """The date that a cell means. ``DATE_UNREADABLE`` and ``DATE_IMPOSSIBLE`` leave nothing (year 0), except that the
    year of an impossible day stays."""
    stripped = text.strip().lstrip("'’").strip()
    base = flags.bit(Flag.APOSTROPHE) if text.strip()[:1] in ("'", "’") else 0
    if stripped in NOTHING or not any(char.isdigit() for char in stripped):
        return _NO_DATE if stripped in NOTHING or not stripped.strip("-_/. ") else _failed(base)
    if match := _PARTS.fullmatch(stripped):
        return _read_parts(match, plan, base)
    if match := _ISO.fullmatch(stripped):
        way, day, month = _way(stripped) or ("iso", int(match[4]), int(match[3]))
        if way in plan.month_first and max(day, month) <= 12:
            day, month, base = month, day, base | flags.bit(Flag.DATE_SWAPPED)
        return _checked(int(match[1]), month, day, plan, base)
    if match := _YEAR.fullmatch(stripped):
        return _checked(int(match[1]), 0, 0, plan, base)
    if match := _WORDS.fullmatch(stripped):
        return _checked(int(match[3]), int(match[2]), int(match[1]), plan, base)
    if match := _MONTH_NAME.fullmatch(stripped):
        year, more = _full_year(match[3], plan)
        return _checked(year, _MONTHS.index(match[2].lower()) + 1, int(match[1]), plan, base | more)
    if match := _MONTH_YEAR.fullmatch(stripped):
        return _checked(int(match[2]), int(match[1]), 0, plan, base)
    if _COMPACT.fullmatch(stripped):
        return _read_compact(stripped, plan, base)
    if (match := _SERIAL.fullmatch(stripped)) and 366 < int(match[1]) < 80_000:
        found = _EPOCH + dt.timedelta(days=int(match[1]))
        return _checked(found.year, found.month, found.day, plan, base | flags.bit(Flag.DATE_SERIAL))
    return _failed(base)


def _read_parts(match: re.Match[str], plan: DatePlan, base: int) -> ReadDate:
    first, second = int(match[1]), int(match[3])
    year, more = _full_year(match[4], plan)
    way = f"d{match[2]}{'t' if match[5] else ''}"
    turned = (way in plan.month_first and first <= 12) or (second > 12 >= first)
    day, month = (second, first) if turned else (first, second)
    if turned and first != second:
        more |= flags.bit(Flag.DATE_SWAPPED)
    return _checked(year, month, day, plan, base | more)


def _read_compact(text: str, plan: DatePlan, base: int) -> ReadDate:
    """``05092003`` or ``20030905``: whichever is a date."""
    typed = _checked(int(text[4:]), int(text[2:4]), int(text[:2]), plan, base)
    stored = _checked(int(text[:4]), int(text[4:6]), int(text[6:]), plan, base)
    good = [date for date in (typed, stored) if date.year and not date.bits & _PROBLEM]
    return good[0] if len(good) == 1 else (typed if good else _failed(base))


def _full_year(text: str, plan: DatePlan) -> tuple[int, int]:
    if len(text) == 4:
        return int(text), 0
    year = 2000 + int(text)
    return (year if year <= plan.latest else year - 100), flags.bit(Flag.DATE_TWO_DIGIT_YEAR)


def _checked(year: int, month: int, day: int, plan: DatePlan, bits: int) -> ReadDate:
    if not _FIRST_YEAR <= year <= plan.latest:
        return ReadDate(0, 0, 0, bits | flags.bit(Flag.DATE_IMPOSSIBLE))
    if not month:  # 00/00/1950: only the year is known
        return ReadDate(year, 0, 0, bits | (flags.bit(Flag.DATE_IMPOSSIBLE) if day else 0))
    try:
        dt.date(year, month, day or 1)
    except ValueError:
        return ReadDate(year, month if month <= 12 else 0, 0, bits | flags.bit(Flag.DATE_IMPOSSIBLE))
    return ReadDate(year, month, day, bits)


def _failed(bits: int) -> ReadDate:
    return ReadDate(0, 0, 0, bits | flags.bit(Flag.DATE_UNREADABLE))


_PROBLEM = flags.bits((Flag.DATE_IMPOSSIBLE, Flag.DATE_UNREADABLE))


@dataclass(slots=True)
class DateColumn:
    """Years, months, days (0: not known) of a column, and the bits of flags."""

    year: np.ndarray
    month: np.ndarray
    day: np.ndarray
    bits: np.ndarray


@dataclass(slots=True)
class DateReader:
    """``read_date`` for columns, remembering what it read."""

    plan: DatePlan
    seen: dict[str, ReadDate] = field(default_factory=dict)

    def read(self, raw: pa.Array) -> DateColumn:
        """The dates of a column."""
        coded = raw.dictionary_encode()
        if len(self.seen) > CACHE_SIZE:
            self.seen.clear()
        dates = [self._one(text) for text in coded.dictionary.to_pylist()]
        places = coded.indices.to_numpy()

        def column(values: Iterable[int], kind: type[np.generic]) -> np.ndarray:
            return np.fromiter(values, dtype=kind, count=len(dates))[places]

        return DateColumn(
            column((date.year for date in dates), np.int16),
            column((date.month for date in dates), np.int8),
            column((date.day for date in dates), np.int8),
            column((date.bits for date in dates), np.int64),
        )

    def _one(self, text: str) -> ReadDate:
        found = self.seen.get(text)
        if found is None:
            found = self.seen[text] = read_date(text, self.plan)
        return found


def plan_of(plans: Mapping[int, DatePlan], position: int, latest: int) -> DatePlan:
    """The plan of a column, or that of a column nobody looked at."""
    return plans.get(position, DatePlan(latest=latest))
