"""PRIVATE. Appendices II and III of the monthly report, counted from dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from dean06.procedures.cases.types import Channel
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Listing
from dean06.procedures.figures.models import CaseFact, Obstacle
from dean06.procedures.figures.selecting import late, received
from dean06.procedures.figures.types import AppendixRow, Period

#: Appendix → list of services it shows.
LISTS = {"II": "QD06", "III": "QD422"}


def appendix(number: str, period: Period, facts: QuerySet[CaseFact]) -> list[AppendixRow]:
    """The rows of appendix ``"II"`` or ``"III"``, in the order of the decision; two queries.

    Dossiers received in the period; the two last columns are about those handed in online: ended in time, and late
    (ended late or past due at the period's end). A service that is not run electronically and had no dossier shows no
    figures. A child of an interlinked service counts with its parent.
    """
    wanted = LISTS[number]
    counts = {row["listing"]: row for row in _counts(facts, wanted, period)}
    obstacles: dict[str, list[str]] = {}
    open_ones = Obstacle.objects.filter(month=period.last.replace(day=1), resolved_at=None)
    for code, text in open_ones.values_list("listing", "text"):
        obstacles.setdefault(code, []).append(text)
    rows = []
    for listing in listed(wanted, period):
        code = f"{listing.list}-{listing.number}"
        found = counts.get(code)
        has_figures = found is not None or listing.connected
        rows.append(
            AppendixRow(
                number=listing.number,
                title=listing.title,
                group=listing.group,
                connected=listing.connected,
                total=(found["total"] if found else 0) if has_figures else None,
                online=(found["online"] if found else 0) if has_figures else None,
                on_time=(found["on_time"] if found else 0) if has_figures else None,
                late=(found["late"] if found else 0) if has_figures else None,
                obstacles=" ".join(obstacles.get(code, [])),
            )
        )
    return rows


def listed(wanted: str, period: Period) -> list[Listing]:
    """The services of a decision that were in force at the end of the period, in its order."""
    found: dict[int, Listing] = {}
    for pack in catalogue.packs_in_force(period.last):
        for listing in pack.meta.listings:
            if listing.list == wanted:
                found.setdefault(listing.number, listing)
    return [found[number] for number in sorted(found)]


def _counts(facts: QuerySet[CaseFact], wanted: str, period: Period) -> Iterable[dict[str, Any]]:
    online = Q(channel=Channel.ONLINE)
    is_late = late(period)
    rows: Iterable[Any] = (
        facts.filter(received(period), listing__startswith=f"{wanted}-", is_child=False)
        .order_by()
        .values("listing")
        .annotate(
            total=Count("pk"),
            online=Count("pk", filter=online),
            on_time=Count("pk", filter=online & Q(ended_on__lte=period.last) & Q(is_late=False)),
            late=Count("pk", filter=online & is_late),
        )
    )
    return rows
