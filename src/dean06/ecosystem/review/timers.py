"""Work at a time: reminding bodies whose answer is nearly due."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.ecosystem.review.acts import telling
from dean06.ecosystem.review.models import CorrectionRequest
from dean06.ecosystem.review.rules.routing import REMIND_DAYS
from dean06.ecosystem.review.types import RequestState
from dean06.kernel.calendar import queries as calendar


def remind_due(now: dt.datetime) -> int:
    """Tell the bodies whose answer is due within ``REMIND_DAYS`` working days, once per request and day of the term."""
    soon = calendar.work_calendar().add_working_days(timezone.localdate(now), REMIND_DAYS).day
    waiting = CorrectionRequest.objects.filter(state__in=(RequestState.SENT, RequestState.IN_WORK), due_on__lte=soon)
    for request in waiting:
        telling.request_due(request)
    return len(waiting)
