"""PUBLIC writes of the working calendar.

This package lies below ``audit``, so it cannot write audit rows itself: every function returns what it changed, and the
page or command that called it records that in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow, WorkCalendar
from dean06.kernel.common.calendar.table import shipped_days, shipped_sessions
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.common.models import CalendarDay, OfficeSession

__all__ = [
    "CALENDAR_EDIT",
    "CalendarChange",
    "LoadReport",
    "load_calendar",
    "remove_calendar_day",
    "replace_office_sessions",
    "set_calendar_day",
]

#: The permission that every write here asks for.
CALENDAR_EDIT = "calendar.edit"


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


def _row(day: CalendarDay) -> CalendarRow:
    return CalendarRow(day.date, DayKind(day.kind), day.name, day.source, Certainty(day.certainty))


@transaction.atomic
def set_calendar_day(*, actor: Actor, row: CalendarRow) -> CalendarChange:
    """Enter or correct one special day. Raises NotAllowed; InvalidInput when its name is empty or too long."""
    actor.require(CALENDAR_EDIT)
    name, source = row.name.strip(), row.source.strip()
    if not name or len(name) > 150 or len(source) > 250:
        raise InvalidInput(
            "Hãy ghi tên gọi của ngày (không quá 150 ký tự) và căn cứ (không quá 250 ký tự).", fields=["name", "source"]
        )
    day = CalendarDay.objects.select_for_update().filter(date=row.date).first()
    before = _row(day) if day else None
    day = day or CalendarDay(date=row.date)
    day.kind, day.name, day.source, day.certainty = row.kind.value, name, source, row.certainty.value
    day.locally_edited = True
    day.save()
    return CalendarChange(row.date, before, _row(day))


@transaction.atomic
def remove_calendar_day(*, actor: Actor, date: dt.date) -> CalendarChange:
    """Make a day an ordinary one again. A shipped day is kept as an explicit ordinary day, so that loading the shipped
    table again does not bring it back. Raises NotAllowed, NotFound.
    """
    actor.require(CALENDAR_EDIT)
    day = CalendarDay.objects.select_for_update().filter(date=date).first()
    if day is None:
        raise NotFound(f"Ngày {date:%d/%m/%Y} không có trong bảng lịch làm việc.")
    before = _row(day)
    if date not in {shipped.date for shipped in shipped_days()}:
        day.delete()
        return CalendarChange(date, before, None)
    day.kind = (DayKind.WEEKLY_REST if date.weekday() >= 5 else DayKind.WORKING).value
    day.name, day.certainty, day.locally_edited = "Ngày thường", Certainty.SURE.value, True
    day.save()
    return CalendarChange(date, before, _row(day))


@transaction.atomic
def replace_office_sessions(
    *, actor: Actor, sessions: Iterable[SessionRow], source: str, certainty: Certainty = Certainty.SURE
) -> int:
    """Put new office hours in place of all present ones; returns how many rows there are now.

    Raises NotAllowed; InvalidInput when hours overlap, end before they begin or none are given.
    """
    actor.require(CALENDAR_EDIT)
    rows = list(sessions)
    if not rows:
        raise InvalidInput("Phải có ít nhất một ca làm việc.", fields=["sessions"])
    try:
        WorkCalendar((), rows)
    except ValueError as error:
        raise InvalidInput(f"{error}.", fields=["sessions"]) from error
    OfficeSession.objects.all().delete()
    OfficeSession.objects.bulk_create([_session(row, source.strip(), certainty) for row in rows])
    return len(rows)


def _session(row: SessionRow, source: str, certainty: Certainty) -> OfficeSession:
    return OfficeSession(
        weekday=row.weekday,
        start=row.start,
        end=row.end,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=source,
        certainty=certainty.value,
    )


@transaction.atomic
def load_calendar(*, actor: Actor) -> LoadReport:
    """Bring the shipped days and hours into the table. May run again at any time: days edited here stay as they are,
    and office hours are loaded only into an empty table. Raises NotAllowed, CalendarFileError.
    """
    actor.require(CALENDAR_EDIT)
    present = {day.date: day for day in CalendarDay.objects.select_for_update()}
    added, updated, kept = [], 0, 0
    for row in shipped_days():
        day = present.get(row.date)
        if day is None:
            added.append(
                CalendarDay(
                    date=row.date,
                    kind=row.kind.value,
                    name=row.name,
                    source=row.source,
                    certainty=row.certainty.value,
                )
            )
        elif _row(day) == row:
            continue
        elif day.locally_edited:
            kept += 1
        else:
            day.kind, day.name, day.source, day.certainty = row.kind.value, row.name, row.source, row.certainty.value
            day.save()
            updated += 1
    CalendarDay.objects.bulk_create(added)
    hours = [] if OfficeSession.objects.exists() else shipped_sessions()
    OfficeSession.objects.bulk_create([_session(hour.session, hour.source, hour.certainty) for hour in hours])
    return LoadReport(len(added), updated, kept, len(hours))
