"""PRIVATE. Working days by the installation's calendar."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.calendar import WorkCalendar


def working_day_after(day: dt.date, number: int, calendar: WorkCalendar | None = None) -> dt.date:
    """The ``number``-th working day after ``day``."""
    return (calendar or work_calendar()).add_working_days(day, number).day


def working_day_before(day: dt.date, number: int, calendar: WorkCalendar | None = None) -> dt.date:
    """The ``number``-th working day before ``day``."""
    calendar = calendar or work_calendar()
    for _ in range(number):
        day = calendar.previous_working_day(day)
    return day
