"""When letters go out: the daily one on working days, the weekly one on the first working day of the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dean06.steering.dashboards.types import LetterKind

#: Letters are written from this local hour on, after the morning's snapshot and before offices open…
FROM_HOUR = 6
#: … and not any more in the evening: a morning's news at night would confuse.
UNTIL_HOUR = 18


def due(kind: LetterKind, now: dt.datetime, is_working_day: Callable[[dt.date], bool]) -> bool:
    """Whether letters of ``kind`` go out at local time ``now``. No letters on days off; the weekly one comes on the
    first working day of its week, so that a holiday on Monday only moves it.
    """
    today = now.date()
    if not FROM_HOUR <= now.hour < UNTIL_HOUR or not is_working_day(today):
        return False
    if kind is LetterKind.DAILY:
        return True
    monday = today - dt.timedelta(days=today.weekday())
    return not any(is_working_day(monday + dt.timedelta(days=days)) for days in range(today.weekday()))
