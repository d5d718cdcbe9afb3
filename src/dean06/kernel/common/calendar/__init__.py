"""The working calendar: which days and minutes count, and when a term ends.

``rules`` holds the law as pure functions on a ``WorkCalendar``; ``table`` reads the national days that ship with the
platform (``data/``). The rows an installation really uses are in the database, editable, and reach the rules through
``dean06.kernel.calendar.queries.work_calendar``. Holidays are never computed from the moon: a year whose days nobody
entered is not covered, and every answer that touches it says so.
"""

from dean06.kernel.common.calendar.rules import (
    VIETNAM_TIME,
    CalendarRow,
    Certainty,
    DayKind,
    NoWorkingTime,
    SessionRow,
    Term,
    TermMoment,
    WorkCalendar,
)

__all__ = [
    "VIETNAM_TIME",
    "CalendarRow",
    "Certainty",
    "DayKind",
    "NoWorkingTime",
    "SessionRow",
    "Term",
    "TermMoment",
    "WorkCalendar",
]
