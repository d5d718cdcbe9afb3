"""PRIVATE. Shares of leading bodies as counts, for the indicators above: no task can be told from them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from dean06.steering.assignments.models import PartyBody
from dean06.steering.assignments.types import Role, Track

_RUNNING = (Track.TIMED, Track.UNTIMED, Track.RECURRING)


def shares_due(first: dt.date, last: dt.date) -> list[tuple[dt.date, str, int, int]]:
    """(due day, leading agency, finished in time, all) of shares due on each day from ``first`` to ``last``. One query.

    A day is complete once it is over; a share that is not finished then is one that was not finished in time.
    """
    rows = PartyBody.objects.filter(
        role=Role.LEAD, assignment__due_date__range=(first, last), track__in=(*_RUNNING, Track.DONE)
    )
    grouped = rows.order_by().values("assignment__due_date", "agency_code")
    found = grouped.annotate(above=Count("pk", filter=Q(finished_on_time=True)), all=Count("pk"))
    return [
        (day, row["agency_code"], row["above"], row["all"]) for row in found if (day := row["assignment__due_date"])
    ]


def shares_running(today: dt.date) -> dict[str, tuple[int, int]]:
    """Leading agency → (overdue, all) of the shares that run today. One query."""
    rows = PartyBody.objects.filter(role=Role.LEAD, track__in=_RUNNING).order_by().values("agency_code")
    late = Q(track__in=(Track.TIMED, Track.RECURRING), due_sort__lt=today)
    return {
        row["agency_code"]: (row["above"], row["all"])
        for row in rows.annotate(above=Count("pk", filter=late), all=Count("pk"))
    }


def shares_given(year: int) -> dict[str, tuple[int, int]]:
    """Leading agency → (done, all) of the shares in tasks given in a year, without those withdrawn. One query."""
    rows = PartyBody.objects.filter(role=Role.LEAD, assignment__issued_at__year=year)
    grouped = rows.exclude(track__in=(Track.CANCELLED, Track.DRAFT)).order_by().values("agency_code")
    return {
        row["agency_code"]: (row["above"], row["all"])
        for row in grouped.annotate(above=Count("pk", filter=Q(track=Track.DONE)), all=Count("pk"))
    }
