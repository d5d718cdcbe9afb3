"""PRIVATE. Reminders that go out by themselves."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.procedures.feedback import services
from dean06.procedures.feedback.models import Feedback

#: Working days before the due day on which somebody is reminded; once more when it is over.
BEFORE = (3, 1, 0)
OVERDUE = -1


def send_reminders(now: dt.datetime) -> int:
    """Remind of what is due soon or overdue; returns how many people were told. Repeated, it tells nobody twice."""
    today = timezone.localdate(now)
    calendar = work_calendar()
    last = calendar.add_working_days(today, max(BEFORE)).day
    actor = system_actor("Nhắc hạn phản ánh, kiến nghị")
    told = 0
    for feedback_id, due in Feedback.objects.filter(due_on__lte=last).values_list("pk", "due_on"):
        if due is None:
            continue
        left = OVERDUE if due < today else calendar.working_days_between(today, due) - 1
        stage = OVERDUE if left < 0 else next(days for days in sorted(BEFORE) if left <= days)
        told += services.remind(actor=actor, feedback_id=feedback_id, days_left=stage, now=now)
    return told
