"""PRIVATE. Dossiers counted by deciding body, for the indicators above: by day where counts of days may be added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from django.db.models import Count, Q

from dean06.procedures.cases.types import Channel
from dean06.procedures.figures.models import CaseFact
from dean06.procedures.figures.selecting import dossier_components, late, received
from dean06.procedures.figures.types import Period

Day = Literal["received_on", "ended_on"]
_ONLINE = Q(channel=Channel.ONLINE)
_ENDED_WITH_PAPER = Q(returns_paper=True)

#: Name → the day on which a dossier counts, which dossiers count below the line, and which of them above it.
BY_DAY: dict[str, tuple[Day, Q, Q]] = {
    "online": ("received_on", Q(), _ONLINE),
    "paid_online": ("received_on", Q(fee__gt=0), Q(fee__gt=0, paid_online__in=(1, 2))),
    "components_digitised": ("received_on", Q(), Q(has_digitised=True)),
    "reused": ("received_on", Q(), Q(has_reused=True)),
    "with_identity": ("received_on", Q(), Q(identity_verified=True)),
    "synced": ("received_on", Q(), Q(synced_on__isnull=False)),
    "shared": ("received_on", Q(), Q(from_store=True) | Q(has_result_file=True)),
    "population_used": ("received_on", Q(), Q(identity_verified=True) | Q(has_reused=True)),
    "essential_25": ("received_on", Q(listing__startswith="QD06-"), Q(listing__startswith="QD06-") & _ONLINE),
    "essential_422": ("received_on", Q(listing__startswith="QD422-"), Q(listing__startswith="QD422-") & _ONLINE),
    "results_digitised": ("ended_on", _ENDED_WITH_PAPER, _ENDED_WITH_PAPER & Q(has_electronic_result=True)),
    "results_stored": ("ended_on", _ENDED_WITH_PAPER, _ENDED_WITH_PAPER & Q(has_result_file=True)),
    "first_residence": ("received_on", Q(procedure_code="1.004222"), Q(procedure_code="1.004222") & _ONLINE),
}
#: Counted over a period as a whole: a dossier in process on many days counts once.
OVER: dict[str, Callable[[Period], tuple[Q, Q]]] = {
    "on_time": lambda period: _of(period, "2.1"),
    "satisfied": lambda period: _of(period, "5.4"),
    "overdue": lambda period: (_open(period), _open(period) & late(period)),
}


def dossiers_by_day(name: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, str, int, int]]:
    """(day, deciding agency, numerator, denominator) of ``BY_DAY`` for days from ``first`` to ``last``. One query."""
    day, below, above = BY_DAY[name]
    facts = CaseFact.objects.filter(below, is_child=False, **{f"{day}__gte": first, f"{day}__lte": last})
    rows = facts.order_by().values(day, "deciding_agency").annotate(above=Count("pk", filter=above), all=Count("pk"))
    return [(row[day], row["deciding_agency"], row["above"], row["all"]) for row in rows]


def dossiers_over(name: str, first: dt.date, last: dt.date) -> dict[str, tuple[int, int]]:
    """Deciding agency → (numerator, denominator) of ``OVER`` for the days from ``first`` to ``last``. One query."""
    below, above = OVER[name](Period(first, last))
    rows = CaseFact.objects.filter(below, is_child=False).order_by().values("deciding_agency")
    counted = rows.annotate(above=Count("pk", filter=above), all=Count("pk"))
    return {row["deciding_agency"]: (row["above"], row["all"]) for row in counted}


def day_of_case(case_id: int) -> set[dt.date]:
    """The days on which a dossier counts: when it was received and when it ended. One query."""
    days = CaseFact.objects.filter(pk=case_id).values_list("received_on", "ended_on").first() or ()
    return {day for day in days if day is not None}


def _of(period: Period, component: str) -> tuple[Q, Q]:
    found = dossier_components(period)[component]
    return found.denominator, found.numerator


def _open(period: Period) -> Q:
    """In process at the end of the period."""
    since = received(Period(dt.date.min, period.last))
    return since & (Q(ended_on=None) | Q(ended_on__gt=period.last))
