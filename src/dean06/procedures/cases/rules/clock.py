"""The legal clock of a dossier, in working time. Pure: calendar and moments come in.

Sources: BLDS 2015 Điều 147 (day 1 is the day after) and 148 (a last day that is no working day moves on); Luật Hộ tịch
2014 Điều 16, 18, 34 (same day, after 15:00 the next working day); NĐ 61/2018/NĐ-CP Điều 17, 19 and QĐ 766/QĐ-TTg (time
of states 5 and 6 is not counted; one apology with one new date). A term of days ends when the offices close on its last
day; hours are office time, 8 of them a working day.
"""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.calendar import VIETNAM_TIME, WorkCalendar
from dean06.procedures.cases.types import PAUSED, ClockReading, State
from dean06.procedures.catalogue.types import TimeLimit, TimeUnit

#: Received later than this, a same-day procedure is answered on the next working day.
SAME_DAY_UNTIL = dt.time(15, 0)
#: An online dossier is checked and answered within so many working hours (NĐ 107/2021/NĐ-CP; likely kept since).
ANSWER_HOURS = 8
MINUTES_OF_A_DAY = 8 * 60


def close_of(calendar: WorkCalendar, day: dt.date) -> dt.datetime:
    """When the offices close on a day; on a day off: on the next working day."""
    last = calendar.end_of_term(day).day
    sessions = calendar.sessions_on(last)
    return sessions[-1][1] if sessions else dt.datetime.combine(last, dt.time(17, 0), VIETNAM_TIME)


def answer_due(calendar: WorkCalendar, submitted_at: dt.datetime) -> dt.datetime:
    """Until when the desk says whether it receives what was handed in."""
    return calendar.add_working_hours(submitted_at, ANSWER_HOURS).moment


def first_due(
    calendar: WorkCalendar, limit: TimeLimit, received_at: dt.datetime, *, extended: bool = False
) -> dt.datetime:
    """The end of the legal term from reception; ``extended``: the longer term for verification, where the law has one.

    The extended term is no longer same-day: its value counts in its unit.
    """
    local = received_at.astimezone(VIETNAM_TIME)
    if extended and limit.extended_value is not None:
        return _term(calendar, limit.unit, limit.extended_value, local)
    if limit.same_day:
        late = local.time() > SAME_DAY_UNTIL or not calendar.is_working_day(local.date())
        return close_of(calendar, calendar.next_working_day(local.date()) if late else local.date())
    return _term(calendar, limit.unit, limit.value, local)


def _term(calendar: WorkCalendar, unit: TimeUnit, value: int, start: dt.datetime) -> dt.datetime:
    if unit == TimeUnit.WORKING_HOUR:
        return calendar.add_working_minutes(start, value * 60).moment
    if unit == TimeUnit.WORKING_DAY:
        return close_of(calendar, calendar.add_working_days(start.date(), value).day)
    if unit == TimeUnit.DAY:
        return close_of(calendar, calendar.add_days(start.date(), value).day)
    return close_of(calendar, calendar.add_months(start.date(), value).day)


def shifted(calendar: WorkCalendar, due: dt.datetime, paused_minutes: int) -> dt.datetime:
    """A deadline moved on by the working minutes for which the clock stood still."""
    return calendar.add_working_minutes(due, paused_minutes).moment


def step_due(calendar: WorkCalendar, started_at: dt.datetime, hours: float) -> dt.datetime:
    """Until when a step should be done; ``hours`` are working hours, fractions allowed."""
    return calendar.add_working_minutes(started_at, round(hours * 60)).moment


def working_minutes(calendar: WorkCalendar, start: dt.datetime, end: dt.datetime) -> int:
    """Working minutes from ``start`` to ``end``; 0 when ``end`` is before."""
    return calendar.working_minutes_between(start, end) if end > start else 0


def minutes_left(calendar: WorkCalendar, due: dt.datetime, now: dt.datetime) -> int:
    """Working minutes until ``due``; negative: working minutes (at least one) since it passed."""
    if now <= due:
        return working_minutes(calendar, now, due)
    return -max(1, working_minutes(calendar, due, now))


def reading(
    calendar: WorkCalendar,
    *,
    state: int,
    received_at: dt.datetime | None,
    due_at: dt.datetime | None,
    paused_minutes: int,
    paused_since: dt.datetime | None,
    stopped_at: dt.datetime | None,
    now: dt.datetime,
) -> ClockReading:
    """What the clock shows at ``now``. Before reception it has not started; in a pause it stands at the pause's start;
    after the end (``stopped_at``) it stands there for good. ``due_at``: with the pauses that are over."""
    if received_at is None or due_at is None:
        return ClockReading(None, 0, 0, None, is_paused=state in PAUSED, is_late=False)
    paused = state in PAUSED and paused_since is not None
    stands_at = stopped_at or (paused_since if paused and paused_since else now)
    used = max(0, working_minutes(calendar, received_at, stands_at) - paused_minutes)
    total = max(0, working_minutes(calendar, received_at, due_at) - paused_minutes)
    left = minutes_left(calendar, due_at, stands_at)
    return ClockReading(due_at, used, total, left, is_paused=paused, is_late=stands_at > due_at)


def party_of(state: int, duty: str) -> str:
    """Whose time runs: the applicant's while he is waited for, an outside body's in a connector step, else the
    office's."""
    if state in PAUSED and duty != "receive":
        return "citizen"
    if state == State.DONE:
        return "citizen"
    return "outside" if duty == "connector" else "office"
