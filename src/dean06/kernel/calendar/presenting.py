"""PRIVATE. A year of the calendar laid out for its page."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from dataclasses import dataclass
from typing import Any

from dean06.kernel.calendar.types import WEEKDAYS, DayEntry, OfficeHours
from dean06.kernel.common.calendar import Certainty, DayKind, WorkCalendar

#: The short word in a day's square and the class that colours it.
_MARKS = {
    DayKind.HOLIDAY: ("lễ", "holiday"),
    DayKind.COMPENSATORY_REST: ("bù", "rest"),
    DayKind.MAKE_UP_WORK: ("làm", "work"),
    DayKind.WEEKLY_REST: ("", "weekend"),
    DayKind.WORKING: ("", ""),
}
_BADGES = {
    DayKind.HOLIDAY: "danger",
    DayKind.COMPENSATORY_REST: "warning",
    DayKind.MAKE_UP_WORK: "info",
    DayKind.WEEKLY_REST: "neutral",
    DayKind.WORKING: "neutral",
}
#: Squares of the legend: (mark, class, what it means).
LEGEND = [(*_MARKS[kind], kind.label) for kind in (DayKind.HOLIDAY, DayKind.COMPENSATORY_REST, DayKind.MAKE_UP_WORK)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's table; ``words`` is what the square says to those who cannot see it."""

    date: dt.date
    css: str
    mark: str
    words: str
    unverified: bool
    is_listed: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday; ``None`` fills the first and last week."""

    number: int
    working_days: int
    weeks: list[list[Cell | None]]


def months(year: int, calendar: WorkCalendar, today: dt.date) -> list[Month]:
    """The twelve months of ``year``."""
    return [_month(year, number, calendar, today) for number in range(1, 13)]


def _month(year: int, number: int, calendar: WorkCalendar, today: dt.date) -> Month:
    weeks = [
        [_cell(day, calendar, today) if day.month == number else None for day in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]
    days = [cell.date for week in weeks for cell in week if cell]
    return Month(number, calendar.working_days_between(days[0], days[-1]), weeks)


def _cell(day: dt.date, calendar: WorkCalendar, today: dt.date) -> Cell:
    kind, row = calendar.kind_of(day), calendar.row(day)
    mark, css = _MARKS[kind]
    unverified = row is not None and row.certainty is not Certainty.SURE
    words = [row.kind.label, row.name] if row else []
    if row and unverified:
        words.append(row.certainty.label)
    return Cell(day, css, mark, ": ".join(words), unverified, row is not None, day == today)


def day_rows(entries: list[DayEntry]) -> list[dict[str, Any]]:
    """The special days of a year as the rows of their table."""
    return [
        {
            "row": entry.row,
            "weekday": WEEKDAYS[entry.row.date.weekday()],
            "kind": entry.row.kind.label,
            "badge": _BADGES[entry.row.kind],
            "certainty": entry.row.certainty.label,
            "is_sure": entry.row.certainty is Certainty.SURE,
            "locally_edited": entry.locally_edited,
        }
        for entry in entries
    ]


def hours_rows(hours: list[OfficeHours], today: dt.date) -> list[dict[str, Any]]:
    """All office hours as the rows of their table; those that no longer apply say so."""
    return [
        {
            "hours": one,
            "weekdays": weekdays_text(one.weekdays),
            "certainty": one.certainty.label,
            "is_sure": one.certainty is Certainty.SURE,
            "is_over": one.valid_to is not None and one.valid_to < today,
        }
        for one in hours
    ]


def weekdays_text(weekdays: tuple[int, ...]) -> str:
    """``"Thứ Hai đến thứ Sáu"`` for neighbours, ``"Thứ Hai, thứ Tư"`` for others."""
    runs: list[list[int]] = []
    for weekday in sorted(weekdays):
        if runs and weekday == runs[-1][-1] + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    parts = []
    for run in runs:
        names = [_name(weekday) for weekday in run]
        parts += [f"{names[0]} đến {names[-1]}"] if len(run) > 2 else names
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _name(weekday: int) -> str:
    """The weekday's name inside a sentence: "thứ Hai", but "Chủ nhật"."""
    return WEEKDAYS[weekday].replace("Thứ", "thứ")
