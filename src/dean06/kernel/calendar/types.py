"""PUBLIC. What the queries and services of ``calendar`` return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dean06.kernel.common.calendar import CalendarRow, Certainty

#: Names of the weekdays, 0 = Monday.
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A day of the table; ``locally_edited`` when people here entered or corrected it."""

    row: CalendarRow
    locally_edited: bool


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Hours that several weekdays (0 = Monday) share, with validity (``None`` = no limit) and basis."""

    weekdays: tuple[int, ...]
    start: dt.time
    end: dt.time
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A day before and after (``None`` = an ordinary day of the week)."""

    date: dt.date
    before: CalendarRow | None
    after: CalendarRow | None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading the shipped table did; ``kept`` are days that were changed here by hand and stay so."""

    added: int
    updated: int
    kept: int
    sessions_added: int
