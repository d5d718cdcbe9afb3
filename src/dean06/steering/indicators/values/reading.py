"""PRIVATE. Stored figures as units entered them, with comments and history; drafts for those who enter them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.catalogue import units
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.models import IndicatorVersion, Value, ValueChange
from dean06.steering.indicators.types import Origin, PeriodRef, ValueHistory, ValueRow, ValueState
from dean06.steering.indicators.values import periods
from dean06.steering.indicators.visibility import sight

Rows = dict[tuple[str, str], ValueRow]


def values_of(actor: Actor, unit_id: int, period: str | PeriodRef) -> Rows:
    """The figures of one unit for one period by (indicator, breakdown), drafts for those who enter them.

    Raises ``UnitNotFound`` for a unit that the actor does not see in full, but for the indicators of the actor's own
    department; ``PeriodNotFound``. Four queries.
    """
    found = periods.period(period) if isinstance(period, str) else period
    return values_over(actor, unit_id, [found])[found.code]


def values_over(actor: Actor, unit_id: int, wanted: Sequence[PeriodRef]) -> dict[str, Rows]:
    """``values_of`` for several periods, by code of the period. Three queries."""
    bodies = {unit.id: unit for unit in units.everything()}
    seen = sight(actor, bodies)
    owned = None if seen.in_full(unit_id) else _owned(seen.agencies)
    if unit_id not in bodies or (owned is not None and not owned):
        raise UnitNotFound(unit=unit_id)
    rows = Value.objects.filter(unit=unit_id, period__in=[period.id for period in wanted])
    if not seen.sees_drafts(unit_id):
        rows = rows.exclude(state=ValueState.DRAFT)
    if owned is not None:
        rows = rows.filter(indicator__in=owned)
    found: dict[str, Rows] = {period.code: {} for period in wanted}
    codes = {period.id: period.code for period in wanted}
    for row in rows.select_related("indicator"):
        found[codes[row.period_id]][row.indicator.code, row.breakdown] = ValueRow(
            row.numerator,
            row.denominator,
            ValueState(row.state),
            Origin(row.origin),
            row.comment,
            row.updated_at,
            row.updated_by_id,
            row.updated_by_name,
            row.stated,
        )
    return found


def filled(period: str | PeriodRef, unit_ids: Sequence[int] | None = None) -> dict[int, set[str]]:
    """Unit → codes of the indicators that have a figure of their own, in whatever state. For completeness: says that
    there is one, not which. One query (two for a code).
    """
    found = periods.period(period) if isinstance(period, str) else period
    rows = Value.objects.filter(period=found.id, breakdown="", stated=False)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    codes: dict[int, set[str]] = defaultdict(set)
    for unit, code in rows.values_list("unit_id", "indicator__code"):
        codes[unit].add(code)
    return dict(codes)


def changes(actor: Actor, code: str, unit_id: int, period: str | PeriodRef, breakdown: str = "") -> list[ValueHistory]:
    """Every change of one figure, oldest first: who, when, from what to what, why.

    Raises ``UnitNotFound`` as ``values_of`` does. What was a draft is history of the unit's own people. Three queries.
    """
    found = periods.period(period) if isinstance(period, str) else period
    bodies = {unit.id: unit for unit in units.everything()}
    seen = sight(actor, bodies)
    if unit_id not in bodies or not seen.in_full(unit_id, _owner(code, found)):
        raise UnitNotFound(unit=unit_id)
    rows = ValueChange.objects.filter(indicator__code=code, unit=unit_id, period=found.id, breakdown=breakdown)
    if not seen.sees_drafts(unit_id) and not _was_sent(code, unit_id, found, breakdown):
        return []
    return [
        ValueHistory(
            before=_pair(row.numerator_before, row.denominator_before),
            after=_pair(row.numerator_after, row.denominator_after),
            state=ValueState(row.state),
            origin=Origin(row.origin),
            comment=row.comment,
            reason=row.reason,
            at=row.at,
            by_id=row.by_id,
            by_name=row.by_name,
        )
        for row in rows.order_by("pk")
    ]


def _was_sent(code: str, unit_id: int, period: PeriodRef, breakdown: str) -> bool:
    rows = Value.objects.filter(indicator__code=code, unit=unit_id, period=period.id, breakdown=breakdown)
    return rows.exclude(state=ValueState.DRAFT).exists()


def _pair(numerator: int | None, denominator: int | None) -> Pair | None:
    return None if numerator is None else Pair(numerator, denominator)


def _owned(agencies: frozenset[str]) -> frozenset[int]:
    """Indicators that these bodies own, in any version."""
    return frozenset(IndicatorVersion.objects.filter(owner__in=agencies).values_list("indicator_id", flat=True))


def _owner(code: str, period: PeriodRef) -> str:
    rows = IndicatorVersion.objects.filter(units.valid_on(period.last), indicator__code=code)
    return rows.values_list("owner", flat=True).first() or ""


__all__ = ["Rows", "changes", "filled", "values_of", "values_over"]
