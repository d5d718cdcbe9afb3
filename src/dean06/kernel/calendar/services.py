"""PUBLIC writes of the working calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dean06.kernel.calendar import audit_actions, rules
from dean06.kernel.calendar.errors import (
    CalendarDayNotFound,
    CalendarDayTaken,
    InvalidCalendarDay,
    InvalidOfficeHours,
)
from dean06.kernel.calendar.events import CalendarChanged
from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.calendar.types import CalendarChange, LoadReport
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow
from dean06.kernel.common.calendar.table import shipped_days, shipped_sessions
from dean06.kernel.writing.services import Write, service

__all__ = ["load_calendar", "remove_calendar_day", "replace_office_sessions", "set_calendar_day"]


@service(permission="calendar.edit")
def set_calendar_day(*, actor: Actor, write: Write, row: CalendarRow, replace: bool = True) -> CalendarChange:
    """Enter or correct one special day; ``replace=False`` only enters. From then on loading the shipped table leaves
    the day alone. Raises NotAllowed, InvalidCalendarDay, and CalendarDayTaken when the day to enter is there already.
    """
    if problems := rules.problems_of_day(row):
        raise InvalidCalendarDay(fields=problems)
    row = CalendarRow(row.date, row.kind, row.name.strip(), row.source.strip(), row.certainty)
    day, is_new = CalendarDay.objects.select_for_update().get_or_create(
        date=row.date, defaults=_columns(row) | {"locally_edited": True}
    )
    if is_new:
        before = None
    elif replace:
        before = _row(day)
        _store(day, row)
    else:
        raise CalendarDayTaken(
            f"Ngày {row.date:%d/%m/%Y} đã có trong lịch làm việc ({day.name}). Hãy mở ngày đó để sửa.",
            fields={"date": "Ngày này đã có trong lịch làm việc."},
        )
    return _record(write, audit_actions.DAY_SET, CalendarChange(row.date, before, row))


@service(permission="calendar.edit")
def remove_calendar_day(*, actor: Actor, write: Write, date: dt.date) -> CalendarChange:
    """Make a day an ordinary one again. A shipped day is kept as an explicit ordinary day, so that loading the shipped
    table again does not bring it back. Raises NotAllowed, CalendarDayNotFound.
    """
    day = CalendarDay.objects.select_for_update().filter(date=date).first()
    if day is None:
        raise CalendarDayNotFound(f"Ngày {date:%d/%m/%Y} không có trong bảng lịch làm việc.")
    before = _row(day)
    after: CalendarRow | None = None
    if date in {shipped.date for shipped in shipped_days()}:
        kind = DayKind.WEEKLY_REST if date.weekday() >= 5 else DayKind.WORKING
        after = CalendarRow(date, kind, "Ngày thường", "", Certainty.SURE)
        _store(day, after)
    else:
        day.delete()
    return _record(write, audit_actions.DAY_REMOVED, CalendarChange(date, before, after))


@service(permission="calendar.edit")
def replace_office_sessions(
    *,
    actor: Actor,
    write: Write,
    sessions: Iterable[SessionRow],
    source: str,
    certainty: Certainty = Certainty.SURE,
) -> int:
    """Put new office hours in place of all present ones; returns how many rows there are now.

    Raises NotAllowed; InvalidOfficeHours when hours overlap, end before they begin or none are given, or when they are
    said to be confirmed without naming a source.
    """
    rows, source = list(sessions), source.strip()
    if problem := rules.problem_of_sessions(rows):
        raise InvalidOfficeHours(problem)
    if certainty is Certainty.SURE and not source:
        raise InvalidOfficeHours(fields={"source": "Giờ đã xác minh phải có căn cứ."})
    if len(source) > rules.LONGEST_SOURCE:
        raise InvalidOfficeHours(fields={"source": f"Căn cứ dài quá {rules.LONGEST_SOURCE} ký tự."})
    # Locked before they are deleted: of two editors at once, the later one replaces what the earlier one stored.
    replaced = len(OfficeSession.objects.select_for_update())
    OfficeSession.objects.all().delete()
    OfficeSession.objects.bulk_create([_session(row, source, certainty) for row in rows])
    write.audit(
        audit_actions.HOURS_REPLACED,
        subject="calendar.officesession",
        details={
            "replaced": replaced,
            "sessions": [_session_details(row) for row in rows],
            "source": source,
            "certainty": certainty.value,
        },
    )
    write.publish(CalendarChanged(hours=True))
    return len(rows)


@service(permission="calendar.edit")
def load_calendar(*, actor: Actor, write: Write) -> LoadReport:
    """Bring the shipped days and hours into the table. May run again at any time: days edited here stay as they are,
    and office hours are loaded only into an empty table. Raises NotAllowed, CalendarFileError.
    """
    present = {day.date: day for day in CalendarDay.objects.select_for_update()}
    added, updated, kept = [], [], 0
    for row in shipped_days():
        day = present.get(row.date)
        if day is None:
            added.append(CalendarDay(date=row.date, **_columns(row)))
        elif _row(day) == row:
            continue
        elif day.locally_edited:
            kept += 1
        else:
            _store(day, row, by_hand=False)
            updated.append(day)
    CalendarDay.objects.bulk_create(added)
    hours = [] if OfficeSession.objects.exists() else shipped_sessions()
    OfficeSession.objects.bulk_create([_session(hour.session, hour.source, hour.certainty) for hour in hours])
    report = LoadReport(len(added), len(updated), kept, len(hours))
    write.audit(
        audit_actions.LOADED,
        subject="calendar.calendarday",
        details={
            "added": report.added,
            "updated": report.updated,
            "kept": report.kept,
            "sessions_added": report.sessions_added,
        },
    )
    changed = sorted(day.date for day in (*added, *updated))
    if changed or hours:
        write.publish(
            CalendarChanged(
                first_day=changed[0] if changed else None,
                last_day=changed[-1] if changed else None,
                hours=bool(hours),
            )
        )
    return report


def _record(write: Write, action: str, change: CalendarChange) -> CalendarChange:
    """Audit row and event of one day. The subject is the date, so that the log finds a day's whole history even when
    its row was deleted and entered again.
    """
    write.audit(
        action,
        subject=f"calendar.calendarday:{change.date.isoformat()}",
        details={"before": _day_details(change.before), "after": _day_details(change.after)},
    )
    write.publish(CalendarChanged(first_day=change.date, last_day=change.date))
    return change


def _row(day: CalendarDay) -> CalendarRow:
    return CalendarRow(day.date, DayKind(day.kind), day.name, day.source, Certainty(day.certainty))


def _columns(row: CalendarRow) -> dict[str, Any]:
    return {"kind": row.kind.value, "name": row.name, "source": row.source, "certainty": row.certainty.value}


def _store(day: CalendarDay, row: CalendarRow, *, by_hand: bool = True) -> None:
    for column, value in _columns(row).items():
        setattr(day, column, value)
    day.locally_edited = by_hand
    day.save()


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


def _day_details(row: CalendarRow | None) -> dict[str, Any] | None:
    return _columns(row) if row else None


def _session_details(row: SessionRow) -> dict[str, Any]:
    return {
        "weekday": row.weekday,
        "start": f"{row.start:%H:%M}",
        "end": f"{row.end:%H:%M}",
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
