"""Counts of quality per list, commune and month, as far as an actor may see them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, Q, Sum

from dean06.ecosystem.cleaning.models import QualityCount
from dean06.ecosystem.cleaning.scope import VIEW, scope_of
from dean06.ecosystem.cleaning.types import Criterion, Pair
from dean06.kernel.common.actors import Actor

#: The four criteria of the matrix; coverage stands beside them, for whole lists only.
FOUR = (Criterion.CORRECT, Criterion.COMPLETE, Criterion.CLEAN, Criterion.LIVE)
NOTHING = Pair(0, 0)


@dataclass(frozen=True, slots=True)
class QualityMatrix:
    """Pairs of counts by list, commune and criterion, each of the list's latest month up to the day asked for."""

    on: dt.date
    cells: Mapping[tuple[str, str, str], Pair]
    as_of: Mapping[str, dt.date]

    @property
    def sectors(self) -> tuple[str, ...]:
        """Lists that have counts."""
        return tuple(sorted(self.as_of))

    def units(self, sector: str | None = None) -> tuple[str, ...]:
        """Communes that have counts (of one list), unknown ones last."""
        found = {unit for code, unit, criterion in self.cells if sector in (None, code) and criterion in FOUR}
        return tuple(sorted(found, key=lambda unit: (unit == "", unit)))

    def pair(self, sector: str, criterion: str, unit: str | None = None) -> Pair:
        """One number: of a commune, or of all communes there are; 0 of 0 where nothing was counted."""
        if unit is not None:
            return self.cells.get((sector, unit, criterion), NOTHING)
        return sum(
            (pair for (code, _, name), pair in self.cells.items() if (code, name) == (sector, criterion)), NOTHING
        )


def quality_matrix(actor: Actor, on: dt.date, *, sector: str | None = None) -> QualityMatrix:
    """The matrix on a day: for each list the latest month that is not after it. Numbers only (``cleaning.view``).

    Raises ``NotAllowed``. Two queries.
    """
    visible = scope_of(actor, VIEW).condition()
    if sector is not None:
        visible &= Q(sector=sector)
    months = dict(
        QualityCount.objects.filter(visible, month__lte=on.replace(day=1))
        .values_list("sector")
        .annotate(latest=Max("month"))
    )
    chosen = Q(pk__in=[])
    for code, month in months.items():
        chosen |= Q(sector=code, month=month)
    cells: dict[tuple[str, str, str], Pair] = {}
    as_of: dict[str, dt.date] = {}
    rows = QualityCount.objects.filter(visible & chosen).values_list(
        "sector", "unit_code", "criterion", "numerator", "denominator", "as_of"
    )
    for code, unit, criterion, numerator, denominator, day in rows:
        cells[code, unit, criterion] = Pair(numerator, denominator)
        as_of[code] = max(day, as_of.get(code, day))
    return QualityMatrix(on, cells, as_of)


def trend(
    actor: Actor, sector: str, criterion: str, on: dt.date, *, unit: str | None = None, months: int = 12
) -> list[tuple[dt.date, Pair | None]]:
    """One number month by month, oldest first; ``None`` for a month without a run. One query."""
    first = _months_before(on.replace(day=1), months - 1)
    rows = QualityCount.objects.filter(
        scope_of(actor, VIEW).condition(), sector=sector, criterion=criterion, month__range=(first, on)
    )
    if unit is not None:
        rows = rows.filter(unit_code=unit)
    found: dict[dt.date, Pair] = defaultdict(lambda: NOTHING)
    for month, numerator, denominator in rows.values_list("month").annotate(n=Sum("numerator"), d=Sum("denominator")):
        found[month] += Pair(numerator, denominator)
    return [
        (month, found.get(month))
        for month in (_months_before(on.replace(day=1), back) for back in range(months - 1, -1, -1))
    ]


def _months_before(month: dt.date, back: int) -> dt.date:
    number = month.year * 12 + month.month - 1 - back
    return dt.date(number // 12, number % 12 + 1, 1)
