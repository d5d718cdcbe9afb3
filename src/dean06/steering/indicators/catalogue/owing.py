"""PRIVATE. Who types which indicators in which periods, for many periods at once: what ``collection`` asks for."""

from __future__ import annotations

from collections.abc import Sequence

from dean06.steering.indicators.catalogue.reading import indicator_ref
from dean06.steering.indicators.catalogue.units import before, everything, reporter_ids
from dean06.steering.indicators.models import IndicatorVersion
from dean06.steering.indicators.types import IndicatorRef, PeriodRef


def owed_over(periods: Sequence[PeriodRef]) -> dict[str, dict[int, tuple[IndicatorRef, ...]]]:
    """Code of the period → id of a unit → the indicators of that frequency that it types (not those that are computed),
    in order, as defined on the last day of the period. Three queries however many periods.
    """
    if not periods:
        return {}
    days = [period.last for period in periods]
    rows = IndicatorVersion.objects.filter(
        figure="", frequency__in={period.kind for period in periods}, valid_from__lte=max(days)
    ).exclude(valid_to__lt=min(days))
    versions = [
        (row.valid_from, row.valid_to, indicator_ref(row))
        for row in rows.select_related("indicator").order_by("indicator__order", "indicator__code")
    ]
    bodies = everything()
    earlier = before(bodies)
    found: dict[str, dict[int, tuple[IndicatorRef, ...]]] = {}
    for period in periods:
        # Most indicators are reported by the same bodies: asked once for each kind of reporters.
        known: dict[tuple[object, ...], frozenset[int]] = {}
        owed: dict[int, list[IndicatorRef]] = {}
        for valid_from, valid_to, ref in versions:
            in_force = valid_from <= period.last and (valid_to is None or period.last <= valid_to)
            if ref.frequency != period.kind or not in_force:
                continue
            key = (ref.levels, ref.kinds, ref.owner)
            if key not in known:
                known[key] = reporter_ids(ref, period.last, bodies, earlier)
            for unit_id in known[key]:
                owed.setdefault(unit_id, []).append(ref)
        found[period.code] = {unit_id: tuple(refs) for unit_id, refs in owed.items()}
    return found
