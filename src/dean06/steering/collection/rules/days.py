"""Due days, days late, and when to remind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from dean06.kernel.common.calendar import WorkCalendar

#: Working days before the due day, and calendar days after it, on which a unit is reminded; the day itself too.
BEFORE = 2
AFTER = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder: its stable name and the sentence that goes before the name of the period."""

    name: str
    text: str


def warn_on(due_on: dt.date, calendar: WorkCalendar) -> dt.date:
    """The day by which to be ready: the due day, or the working day before it when nobody works then.

    A due day at a weekend keeps its date (no text moves it); the warning comes before the weekend.
    """
    return due_on if calendar.is_working_day(due_on) else calendar.previous_working_day(due_on)


def days_late(due_on: dt.date, sent_on: dt.date | None, today: dt.date) -> int:
    """Calendar days after the due day: of the sending, or of today while nothing was sent; 0 in time."""
    return max(((sent_on or today) - due_on).days, 0)


def occasion(due_on: dt.date, today: dt.date, calendar: WorkCalendar, already: Collection[str] = ()) -> Occasion | None:
    """The reminder whose day has come and that was not sent yet; only the newest when several were missed."""
    ready = warn_on(due_on, calendar)
    first = ready
    for _ in range(BEFORE):
        first = calendar.previous_working_day(first)
    steps = [
        (first, Occasion("before", f"Đến hạn ngày {due_on:%d/%m/%Y}")),
        (
            ready,
            Occasion("due", "Hôm nay là hạn nộp" if ready == due_on else f"Hạn nộp {due_on:%d/%m/%Y} là ngày nghỉ"),
        ),
        *((due_on + dt.timedelta(days=late), Occasion(f"late-{late}", f"Quá hạn {late} ngày")) for late in AFTER),
    ]
    come = [(day, one) for day, one in steps if day <= today]
    if not come or today > steps[-1][0] + dt.timedelta(days=AFTER[-1]):
        return None
    newest = come[-1][1]
    return None if newest.name in already else newest
