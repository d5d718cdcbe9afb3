"""PRIVATE. Work that comes round by itself: reminders before and after due dates."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.steering.assignments import workdays
from dean06.steering.assignments.models import Assignment, Reminder
from dean06.steering.assignments.rules.reminding import AFTER, BEFORE, reminder_due
from dean06.steering.assignments.services import remind
from dean06.steering.assignments.types import State, Track

#: Results reported and waiting for the issuer are not the body's to hurry.
_REMINDED = (State.ISSUED, State.IN_PROGRESS, State.RETURNED)


def send_reminders(now: dt.datetime) -> int:
    """Send every reminder whose day has come; returns how many. Repeated, it sends nothing twice."""
    today = timezone.localdate(now)
    first = today - dt.timedelta(days=max(AFTER) + 7)
    calendar = work_calendar()
    last = workdays.working_day_after(today, max(BEFORE), calendar)
    tasks = Assignment.objects.filter(
        track__in=(Track.TIMED, Track.RECURRING), due_sort__range=(first, last), state__in=_REMINDED
    ).values_list("pk", "due_date")
    sent: dict[tuple[int, dt.date | None], list[int]] = {}
    for task, due, offset in Reminder.objects.filter(
        offset__isnull=False, assignment__in=[pk for pk, _ in tasks]
    ).values_list("assignment_id", "due_date", "offset"):
        if offset is not None:
            sent.setdefault((task, due), []).append(offset)
    number = 0
    actor = system_actor("Nhắc việc tự động")
    for pk, due in tasks:
        if due is None:
            continue
        due_now = reminder_due(
            due,
            today=today,
            sent=sent.get((pk, due), []),
            working_days_before=partial(workdays.working_day_before, calendar=calendar),
        )
        if due_now is not None:
            remind(actor=actor, assignment_id=pk, offset=due_now.offset, now=now)
            number += 1
    return number
