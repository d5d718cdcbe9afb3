"""PUBLIC reads of the working calendar. Not personal data: no actor is needed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow, WorkCalendar
from dean06.kernel.common.models import CalendarDay, OfficeSession

__all__ = ["calendar_days", "office_sessions", "work_calendar"]


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


def calendar_days(year: int) -> list[CalendarRow]:
    """The special days of a year in order, for the calendar page."""
    rows = CalendarDay.objects.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))).order_by("date")
    return [CalendarRow(row.date, DayKind(row.kind), row.name, row.source, Certainty(row.certainty)) for row in rows]


def office_sessions(day: dt.date) -> list[SessionRow]:
    """The office hours of the whole week that are in force on ``day``."""
    rows = OfficeSession.objects.order_by("weekday", "start")
    sessions = [SessionRow(row.weekday, row.start, row.end, row.valid_from, row.valid_to) for row in rows]
    return [session for session in sessions if session.valid_on(day)]
