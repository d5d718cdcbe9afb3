"""PUBLIC reads of the working calendar. Not personal data: no actor is needed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.calendar.types import DayEntry, OfficeHours
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow, WorkCalendar

__all__ = ["calendar_day", "calendar_days", "office_hours", "office_sessions", "work_calendar"]


@lru_cache(maxsize=8)
def _build(days: tuple[Any, ...], sessions: tuple[Any, ...]) -> WorkCalendar:
    return WorkCalendar(
        (
            CalendarRow(date, DayKind(kind), name, source, Certainty(certainty))
            for date, kind, name, source, certainty in days
        ),
        (SessionRow(*session) for session in sessions),
    )


def work_calendar() -> WorkCalendar:
    """The working calendar as the table says now (two small queries; built once per content).

    With an empty table it still knows the ordinary week, and every term it gives is flagged ``beyond_coverage``.
    """
    days = CalendarDay.objects.order_by("date").values_list("date", "kind", "name", "source", "certainty")
    sessions = OfficeSession.objects.order_by("pk").values_list("weekday", "start", "end", "valid_from", "valid_to")
    return _build(tuple(days), tuple(sessions))


def calendar_days(year: int) -> list[DayEntry]:
    """The days of a year that differ from the ordinary week, in order."""
    rows = CalendarDay.objects.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))).order_by("date")
    return [_entry(day) for day in rows]


def calendar_day(date: dt.date) -> DayEntry | None:
    """The table's entry for a day; ``None`` when it is an ordinary day of the week."""
    day = CalendarDay.objects.filter(date=date).first()
    return _entry(day) if day else None


def office_sessions(day: dt.date) -> list[SessionRow]:
    """The office hours of the whole week that are in force on ``day``."""
    rows = OfficeSession.objects.order_by("weekday", "start")
    sessions = [SessionRow(row.weekday, row.start, row.end, row.valid_from, row.valid_to) for row in rows]
    return [session for session in sessions if session.valid_on(day)]


def office_hours() -> list[OfficeHours]:
    """All office hours, of whatever period, weekdays with the same hours together."""
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for row in OfficeSession.objects.order_by("weekday"):
        same = (row.start, row.end, row.valid_from, row.valid_to, row.source, Certainty(row.certainty))
        grouped.setdefault(same, []).append(row.weekday)
    hours = [OfficeHours(tuple(weekdays), *same) for same, weekdays in grouped.items()]
    return sorted(hours, key=lambda one: (one.valid_from or dt.date.min, one.weekdays, one.start))


def _entry(day: CalendarDay) -> DayEntry:
    row = CalendarRow(day.date, DayKind(day.kind), day.name, day.source, Certainty(day.certainty))
    return DayEntry(row, day.locally_edited)
