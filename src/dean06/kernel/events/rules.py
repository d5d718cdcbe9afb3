"""When to try again, and when to give up. Pure."""

from __future__ import annotations

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
#: Ten attempts span about nine hours: a night's outage of a mail server does not lose anything.
MOST_ATTEMPTS = 10
#: How long one attempt may run before another process takes it for dead.
LEASE = timedelta(minutes=5)


def wait_after(attempts: int) -> timedelta:
    """Time to wait after the ``attempts``-th failure (1, 2, …): doubles each time, up to ``LONGEST_WAIT``."""
    if attempts < 1:
        raise ValueError("no attempt was made yet")
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


def is_given_up(attempts: int) -> bool:
    """True once no further attempt is made by itself."""
    return attempts >= MOST_ATTEMPTS
