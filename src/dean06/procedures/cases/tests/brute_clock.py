"""The legal clock once more, written to be obvious instead of fast: it walks minute by minute.

It shares nothing with ``rules.clock`` but the calendar's rows: a minute counts when its day works and it lies in a
session. The tests let both run against each other.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable

from dean06.kernel.common.calendar import VIETNAM_TIME, CalendarRow, SessionRow

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


class BruteClock:
    """Walks the calendar made of the same rows."""

    def __init__(self, rows: Iterable[CalendarRow], sessions: Iterable[SessionRow], rest: frozenset[int]) -> None:
        self.rows = {row.date: row.kind.value for row in rows}
        self.sessions = list(sessions)
        self.rest = rest

    def works_on(self, day: dt.date) -> bool:
        if day in self.rows:
            return self.rows[day] in ("working", "make_up_work")
        return day.weekday() not in self.rest

    def counts(self, minute: dt.datetime) -> bool:
        """Whether the minute that begins here is office time."""
        day = minute.date()
        if not self.works_on(day):
            return False
        hours = [one for one in self.sessions if one.weekday == day.weekday()]
        if not hours and day.weekday() in self.rest:
            hours = [one for one in self.sessions if one.weekday == 4]
        return any(one.start <= minute.time() < one.end for one in hours)

    def between(self, start: dt.datetime, end: dt.datetime) -> int:
        total, at = 0, start
        while at < end:
            total += self.counts(at)
            at += MINUTE
        return total

    def after(self, start: dt.datetime, minutes: int) -> dt.datetime:
        at = start
        while minutes:
            minutes -= self.counts(at)
            at += MINUTE
        return at

    def close(self, day: dt.date) -> dt.datetime:
        while not self.works_on(day):
            day += DAY
        at = last = dt.datetime.combine(day, dt.time(), VIETNAM_TIME)
        while at.date() == day:
            if self.counts(at):
                last = at + MINUTE
            at += MINUTE
        return last

    def working_day_after(self, day: dt.date, number: int) -> dt.date:
        while number:
            day += DAY
            number -= self.works_on(day)
        return day

    def due(self, unit: str, value: int, start: dt.datetime, *, same_day: bool = False) -> dt.datetime:
        day = start.date()
        if same_day:
            on_time = start.time() <= dt.time(15, 0) and self.works_on(day)
            return self.close(day if on_time else self.working_day_after(day, 1))
        if unit == "working_hour":
            return self.after(start, value * 60)
        if unit == "working_day":
            return self.close(self.working_day_after(day, value))
        if unit == "day":
            for _ in range(value):
                day += DAY
            return self.close(day)
        for _ in range(value):
            year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
            day = dt.date(year, month, min(start.day, monthrange(year, month)[1]))
        return self.close(day)
