"""Where a campaign's pace leads. Pure: counts, days and a calendar in, a ``Forecast`` out; never a promise.

Method, as the page prints it: the pace is the median of what was cleaned on each of the last 14 working days; the slow
and the fast pace are the first and the third quartile of the same days. What is cleaned on a day of rest counts for the
next working day. Between two counted days with a gap, the difference is spread evenly over the working days between.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal

from dean06.ecosystem.worklists.types import DayPoint, Forecast

#: Working days that the pace looks back.
LOOK_BACK = 14
#: Fewer observed working days than this give no pace.
LEAST_DAYS = 3
#: A finish further away than this is called "never at this pace".
FURTHEST_WORKING_DAYS = 1_500

IsWorkingDay = Callable[[dt.date], bool]
_DAY = dt.timedelta(days=1)


def daily_cleaned(points: Sequence[DayPoint], is_working_day: IsWorkingDay, through: dt.date) -> list[Decimal]:
    """What was cleaned on each working day up to ``through``, oldest first, from cumulative counts.

    Days of rest add to the next working day; gaps are spread. A count that fell (found again) is a negative day.
    """
    known = [(point.day, point.cleaned) for point in points if point.cleaned is not None and point.day <= through]
    amounts: list[Decimal] = []
    kept = Decimal(0)
    for (day, before), (next_day, after) in itertools.pairwise(known):
        working = [one for one in _days(day + _DAY, next_day) if is_working_day(one)]
        change = Decimal(after - before) + kept
        if not working:
            kept = change
            continue
        kept = Decimal(0)
        amounts += [change / len(working)] * len(working)
    return amounts


def forecast(
    points: Sequence[DayPoint],
    *,
    target: int,
    today: dt.date,
    ends_on: dt.date,
    is_working_day: IsWorkingDay,
) -> Forecast:
    """The outlook after ``today``'s count. ``target`` is the cumulative number to reach by ``ends_on``, inclusive."""
    known = [point.cleaned for point in points if point.cleaned is not None and point.day <= today]
    cleaned = known[-1] if known else 0
    amounts = daily_cleaned(points, is_working_day, today)[-LOOK_BACK:]
    done = bool(known) and cleaned >= target
    left = sum(1 for day in _days(today + _DAY, ends_on) if is_working_day(day))
    missing = max(target - cleaned, 0)
    paces = quartiles(amounts) if len(amounts) >= LEAST_DAYS else None
    low, pace, high = paces or (None, None, None)
    return Forecast(
        cleaned=cleaned,
        target=target,
        working_days_left=left,
        pace=pace,
        pace_low=low,
        pace_high=high,
        observed_days=len(amounts),
        required=None if done or not left else math.ceil(missing / left),
        done=done,
        overrun=not done and today > ends_on,
        finish=_finish(missing, pace, today, is_working_day),
        finish_early=_finish(missing, high, today, is_working_day),
        finish_late=_finish(missing, low, today, is_working_day),
        at_end=_at_end(cleaned, pace, left),
        at_end_low=_at_end(cleaned, low, left),
        at_end_high=_at_end(cleaned, high, left),
    )


def quartiles(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """First quartile, median, third quartile by linear interpolation, never below 0 (a list does not grow by work)."""
    ordered = sorted(amounts)

    def at(share: Decimal) -> Decimal:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        value = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
        return max(value, Decimal(0))

    return at(Decimal("0.25")), at(Decimal("0.5")), at(Decimal("0.75"))


def _finish(missing: int, pace: Decimal | None, today: dt.date, is_working_day: IsWorkingDay) -> dt.date | None:
    """The working day on which the target is reached; today when nothing is missing; ``None``: never at this pace."""
    if missing == 0:
        return today
    if not pace:
        return None
    needed = math.ceil(missing / pace)
    if needed > FURTHEST_WORKING_DAYS:
        return None
    day = today
    while needed:
        day += _DAY
        needed -= is_working_day(day)
    return day


def _at_end(cleaned: int, pace: Decimal | None, left: int) -> int | None:
    return None if pace is None else cleaned + int((pace * left).to_integral_value(ROUND_FLOOR))


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
