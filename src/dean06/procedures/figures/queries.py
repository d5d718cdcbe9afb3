"""PUBLIC reads: appendices, index 766, pivots of daily counts, and the dossiers behind a number.

Every figure here is a query that indicators can take over: a period and a body in, pairs of counts out.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.units import queries as units
from dean06.procedures.figures.appendices import LISTS, appendix
from dean06.procedures.figures.counting import BY_DAY, OVER, day_of_case, dossiers_by_day, dossiers_over
from dean06.procedures.figures.index766 import compute, of_agencies
from dean06.procedures.figures.models import CaseFact, DailyCount, Obstacle
from dean06.procedures.figures.selecting import dossier_components, late, received
from dean06.procedures.figures.types import AppendixRow, Count, IndexResult, Period, PivotRow

__all__ = [
    "BY_DAY",
    "DIMENSIONS",
    "OVER",
    "appendix_rows",
    "day_of_case",
    "dossiers_by_day",
    "dossiers_over",
    "index_766",
    "listed_dossiers",
    "lost_dossiers",
    "open_obstacles",
    "pivot",
    "scope",
]

VIEW = "cases.figures"
#: Dimensions of a pivot, and the column of ``DailyCount`` behind each.
DIMENSIONS = {
    "decider": "deciding_agency",
    "receiver": "receiving_agency",
    "field": "field_code",
    "procedure": "procedure_code",
    "month": "month",
    "day": "day",
    "channel": "channel",
    "officer": "officer_id",
}
_MOST_ROWS = 5_000


def scope(actor: Actor, agency: str = "") -> frozenset[str] | None:
    """The bodies whose dossiers are counted: ``agency`` with all below it, or all that the actor may see (``None``:
    the province). Raises ``NotAllowed``."""
    actor.require(VIEW)
    mine = actor.agencies_for(VIEW)
    if not agency:
        return None if WHOLE_PROVINCE in mine else mine
    wanted = units.agency_descendants(agency)
    if WHOLE_PROVINCE not in mine:
        wanted &= mine
    if not wanted:
        raise NotAllowed(permission=VIEW, agency=agency)
    return wanted


def appendix_rows(actor: Actor, number: str, period: Period, agency: str = "") -> list[AppendixRow]:
    """Phụ lục ``"II"`` or ``"III"`` of the period. Raises ``NotAllowed``, ``InvalidInput``."""
    if number not in LISTS:
        raise InvalidInput("Chỉ có phụ lục II và phụ lục III.")
    agencies = scope(actor, agency)
    facts = CaseFact.objects.all()
    if agencies is not None:
        facts = facts.filter(Q(deciding_agency__in=agencies) | Q(receiving_agency__in=agencies))
    return appendix(number, period, facts)


def index_766(actor: Actor, period: Period, agency: str = "") -> IndexResult:
    """Index 766 of the province or a body. Raises ``NotAllowed``."""
    return compute(agency, period, scope(actor, agency))


def lost_dossiers(actor: Actor, component: str, period: Period, agency: str = "") -> QuerySet[CaseFact]:
    """The dossiers that cost points in a component, latest first. Raises ``NotAllowed``, ``InvalidInput``."""
    selection = dossier_components(period).get(component)
    if selection is None:
        raise InvalidInput("Chỉ số thành phần này không tính theo hồ sơ nên không có danh sách hồ sơ.")
    return of_agencies(scope(actor, agency)).filter(selection.lost).order_by("-received_on", "-pk")


def listed_dossiers(actor: Actor, listing: str, column: str, period: Period, agency: str = "") -> QuerySet[CaseFact]:
    """The dossiers behind a cell of an appendix (``total``, ``online``, ``on_time``, ``late``)."""
    agencies = scope(actor, agency)
    facts = CaseFact.objects.filter(received(period), listing=listing, is_child=False)
    if agencies is not None:
        facts = facts.filter(Q(deciding_agency__in=agencies) | Q(receiving_agency__in=agencies))
    online = Q(channel=2)
    conditions = {
        "total": Q(),
        "online": online,
        "on_time": online & Q(ended_on__lte=period.last, is_late=False),
        "late": online & late(period),
    }
    if column not in conditions:
        raise InvalidInput("Cột này không có trong phụ lục.")
    return facts.filter(conditions[column]).order_by("-received_on", "-pk")


def pivot(
    actor: Actor,
    period: Period,
    dimensions: Sequence[str],
    *,
    kinds: Sequence[str] = tuple(Count.values),
    agency: str = "",
    procedure: str = "",
    field: str = "",
    channel: int | None = None,
) -> list[PivotRow]:
    """Daily counts of the period added up by one or more dimensions; never looks at single dossiers.

    Raises ``NotAllowed``, ``InvalidInput`` (unknown dimension; more than 5,000 rows).
    """
    unknown = [name for name in dimensions if name not in DIMENSIONS]
    if unknown or not dimensions:
        raise InvalidInput("Hãy chọn cách chia số liệu trong danh sách.")
    rows = DailyCount.objects.filter(day__gte=period.first, day__lte=period.last, kind__in=kinds)
    agencies = scope(actor, agency)
    if agencies is not None:
        rows = rows.filter(deciding_agency__in=agencies)
    if procedure:
        rows = rows.filter(procedure_code=procedure)
    if field:
        rows = rows.filter(field_code=field)
    if channel:
        rows = rows.filter(channel=channel)
    if "month" in dimensions:
        rows = rows.annotate(month=TruncMonth("day"))
    columns = [DIMENSIONS[name] for name in dimensions]
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for row in rows.order_by().values(*columns, "kind").annotate(total=Sum("count")):
        if row["total"]:
            found.setdefault(tuple(str(row[column]) for column in columns), {})[row["kind"]] = row["total"]
    if len(found) > _MOST_ROWS:
        raise InvalidInput(f"Bảng có hơn {_MOST_ROWS} dòng. Hãy chọn kỳ ngắn hơn hoặc bớt cách chia.")
    return [PivotRow(keys, counts) for keys, counts in sorted(found.items())]


def open_obstacles(actor: Actor, listing: str) -> list[Obstacle]:
    """What stands in the way of a service and was not removed, latest first. Raises ``NotAllowed``."""
    actor.require(VIEW)
    return list(Obstacle.objects.filter(listing=listing, resolved_at=None).order_by("-month", "-pk")[:50])
