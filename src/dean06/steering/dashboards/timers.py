"""PRIVATE. The morning's snapshot, and the letters after it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.steering.dashboards.letters.sending import send_due
from dean06.steering.dashboards.models import Snapshot
from dean06.steering.dashboards.services import take_snapshot

#: Local hour from which the day's snapshot is taken, before offices open.
FROM_HOUR = 5


def morning_snapshot(now: dt.datetime) -> bool:
    """Take the day's snapshot if it is time and there is none; returns whether it was taken."""
    if timezone.localtime(now).hour < FROM_HOUR or Snapshot.objects.filter(day=timezone.localdate(now)).exists():
        return False
    take_snapshot(actor=system_actor("Bảng điều hành"), now=now)
    return True


def morning_letters(now: dt.datetime) -> int:
    """Send the letters that are due; returns how many went out."""
    return send_due(now)
