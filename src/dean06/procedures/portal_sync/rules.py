"""Pure rules of the exchange: when to try again."""

from __future__ import annotations

import datetime as dt

#: Minutes to wait after the first, second… try that got no answer; the last one is repeated.
WAITS = (1, 2, 5, 15, 30, 60)


def next_try(now: dt.datetime, attempts: int) -> dt.datetime:
    """When to try again after ``attempts`` tries without an answer (≥ 1)."""
    return now + dt.timedelta(minutes=WAITS[min(max(attempts, 1), len(WAITS)) - 1])
