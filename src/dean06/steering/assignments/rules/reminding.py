"""On which days a reminder goes out by itself: a table, counted in working days before and calendar days after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Working days before the due date.
BEFORE: Sequence[int] = (7, 3, 1)
#: Calendar days after the due date: daily pressure eases, then weekly.
AFTER: Sequence[int] = (1, 3, 7, 14, 21, 28)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One entry of the table that has come: ``offset`` is negative before the due date, positive after."""

    offset: int

    @property
    def before(self) -> bool:
        """True for a reminder ahead of the deadline."""
        return self.offset < 0


def reminder_due(
    due_date: dt.date, *, today: dt.date, sent: Sequence[int], working_days_before: Callable[[dt.date, int], dt.date]
) -> DueReminder | None:
    """The reminder to send on ``today``, or ``None``.

    After days without a run only the latest entry is sent, never a heap of old ones; an entry in ``sent`` never again.
    ``working_days_before(day, n)`` is the day ``n`` working days before ``day``.
    """
    reached = [-days for days in BEFORE if working_days_before(due_date, days) <= today <= due_date]
    reached += [days for days in AFTER if due_date + dt.timedelta(days=days) <= today]
    if not reached:
        return None
    latest = max(reached)
    return None if latest in sent else DueReminder(latest)
