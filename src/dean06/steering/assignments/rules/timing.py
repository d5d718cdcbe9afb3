"""Time: which tab a task belongs to today, how late it is. Dates are local calendar days; the last day still counts.

The stored ``Track`` holds what does not depend on the calendar, so the class is right on any day without a nightly job.
"""

from __future__ import annotations

import datetime as dt

from dean06.steering.assignments.types import Cadence, DeadlineKind, State, Track, WorkClass

#: A task is "due soon" from this many working days before its due date: the day of the first reminder.
DUE_SOON_WORKING_DAYS = 7

#: Sorts tasks without a due date after all others.
NO_DUE_DATE = dt.date(9999, 12, 31)


def track(
    *,
    state: State,
    kind: DeadlineKind,
    due_date: dt.date | None,
    reported_done_on: dt.date | None = None,
) -> Track:
    """The calendar-free half of the work class.

    A task reported done in time stops running while the issuer looks at it; reported late, it stays red until accepted:
    the body is not blamed for the issuer's delay, and a late report hides nothing.
    """
    fixed = {State.DRAFT: Track.DRAFT, State.CANCELLED: Track.CANCELLED, State.ACCEPTED: Track.DONE}
    if state in fixed:
        return fixed[state]
    if state is State.REPORTED_DONE:
        late = due_date is not None and reported_done_on is not None and reported_done_on > due_date
        return Track.TIMED if late else Track.UNTIMED
    if state is State.WAITING_CENTRE or (kind is DeadlineKind.ON_GUIDANCE and due_date is None):
        return Track.WAITING
    if kind is DeadlineKind.RECURRING:
        return Track.RECURRING
    return Track.TIMED if due_date else Track.UNTIMED


def work_class(track: Track, due_date: dt.date | None, *, today: dt.date, soon_until: dt.date) -> WorkClass:
    """The one class of a task on ``today``; ``soon_until`` is the last day that counts as soon.

    Exclusive and exhaustive: every pair of track and date falls in exactly one class.
    """
    match track:
        case Track.DRAFT:
            return WorkClass.DRAFT
        case Track.CANCELLED:
            return WorkClass.CANCELLED
        case Track.DONE:
            return WorkClass.DONE
        case Track.WAITING:
            return WorkClass.WAITING_CENTRE
        case Track.RECURRING:
            return WorkClass.OVERDUE if due_date and due_date < today else WorkClass.RECURRING
        case Track.UNTIMED:
            return WorkClass.OPEN
        case Track.TIMED:
            if due_date is None or due_date > soon_until:
                return WorkClass.OPEN
            return WorkClass.OVERDUE if due_date < today else WorkClass.DUE_SOON


def days_late(track: Track, due_date: dt.date | None, *, today: dt.date) -> int:
    """Calendar days since the due date for a task that is overdue today, else 0."""
    running = track in (Track.TIMED, Track.RECURRING)
    return max(0, (today - due_date).days) if running and due_date else 0


def finished_on_time(due_date: dt.date | None, reported_done_on: dt.date) -> bool | None:
    """Whether an accepted task was reported done by its due date; ``None`` when it had none (not scored)."""
    return None if due_date is None else reported_done_on <= due_date


def share_track(task: Track, *, due_date: dt.date | None, body_done_on: dt.date | None) -> Track:
    """The same for one body's share of a task: a body that finished its part in time is not red for the others."""
    running = task in (Track.TIMED, Track.RECURRING)
    if running and body_done_on is not None and (due_date is None or body_done_on <= due_date):
        return Track.UNTIMED
    return task


def share_on_time(task: Track, *, due_date: dt.date | None, body_done_on: dt.date | None) -> bool | None:
    """Whether a body's share of an accepted task counts as in time; ``None``: not accepted, or nothing to score by.

    A body that never reported its part finished was not in time, whoever closed the task.
    """
    if task is not Track.DONE or due_date is None:
        return None
    return body_done_on is not None and body_done_on <= due_date


_CADENCE_DAYS = {Cadence.WEEKLY: 7, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}


def period_report_missing(cadence: Cadence | None, *, last_report_on: dt.date, today: dt.date) -> bool:
    """True when a recurring task went longer than one period without a report (``last_report_on``: or issue)."""
    return cadence is not None and (today - last_report_on).days > _CADENCE_DAYS[cadence]
