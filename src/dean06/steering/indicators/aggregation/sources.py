"""PRIVATE. Values from the database, only those needed, as plain tuples: row by row, or added up by the database."""

# ruff: noqa: S608 - the SQL holds numbers from the database and names of this module, never input
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection

from dean06.steering.indicators.models import Value
from dean06.steering.indicators.rules.adding import NOTHING, Sum
from dean06.steering.indicators.types import IndicatorRef, PeriodRef, ValueState

_TABLE = Value._meta.db_table
_SENT = f"state <> '{ValueState.DRAFT.value}'"
_ACCEPTED = f"CASE WHEN state = '{ValueState.ACCEPTED.value}' THEN 1 ELSE 0 END"

Ids = frozenset[int]


class Source(Protocol):
    """Where sums of values come from."""

    def added(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """What these units reported; ``accepted_only``: without what waits for acceptance."""

    def stated(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """What these units state for everything below them."""


Row = tuple[int, int | None, bool, bool]


class Rows:
    """Values one by one: for matrices, where each is shown. One query."""

    def __init__(self, needed: Mapping[Ids, Iterable[int]], breakdown: str, units: Collection[int] | None) -> None:
        """``needed``: ids of periods → ids of indicators; ``units``: the only units that matter, when they are few."""
        self._rows: dict[tuple[int, int], dict[int, Row]] = {}
        parts = [
            "SELECT indicator_id, period_id, unit_id, numerator, denominator, "
            f"{_ACCEPTED}, stated FROM {_TABLE} WHERE {where(indicators, periods, units)}"
            for periods, indicators in needed.items()
        ]
        for indicator, period, unit, numerator, denominator, accepted, stated in run(parts, breakdown):
            key = (indicator, period)
            if key not in self._rows:
                self._rows[key] = {}
            self._rows[key][unit] = (numerator, denominator, accepted, stated)

    def added(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """See ``Source``."""
        return self._sum(ref, period, units, accepted_only, False)

    def stated(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """See ``Source``."""
        return self._sum(ref, period, units, accepted_only, True)

    def _sum(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool, stated: bool) -> Sum:
        rows = self._rows.get((ref.id, period.id))
        if not rows:
            return NOTHING
        is_rate = bool(ref.denominator)
        if len(units) == 1:
            return self._one(rows, next(iter(units)), accepted_only, stated, is_rate)
        numerators = denominators = count = accepted_count = 0
        for unit in units if len(units) < len(rows) else rows:
            row = rows.get(unit)
            if row is None or unit not in units:
                continue
            numerator, denominator, accepted, is_stated = row
            if is_stated != stated or (accepted_only and not accepted) or (is_rate and denominator is None):
                continue
            numerators += numerator
            denominators += denominator or 0
            count += 1
            accepted_count += 1 if accepted else 0
        return Sum(numerators, denominators, count, accepted_count)

    @staticmethod
    def _one(rows: dict[int, Row], unit: int, accepted_only: bool, stated: bool, is_rate: bool) -> Sum:
        """The same for a single unit: most cells of a matrix."""
        row = rows.get(unit)
        if row is None:
            return NOTHING
        numerator, denominator, accepted, is_stated = row
        if is_stated != stated or (accepted_only and not accepted) or (is_rate and denominator is None):
            return NOTHING
        return Sum(numerator, denominator or 0, 1, 1 if accepted else 0)


class Sums:
    """Totals made by the database: for long series of a large unit, where no single value is shown. Two queries."""

    def __init__(self, wanted: Iterable[tuple[IndicatorRef, PeriodRef, Ids, Ids]], accepted_only: bool) -> None:
        """``wanted``: indicator, period, units that report, units that may state a total."""
        self._accepted_only = accepted_only
        groups: dict[tuple[Ids, bool, bool], tuple[set[int], set[int]]] = {}
        for ref, period, units, heads in wanted:
            for members, stated in ((units, False), (heads, True)):
                if members:
                    indicators, periods = groups.setdefault((members, ref.is_rate, stated), (set(), set()))
                    indicators.add(ref.id)
                    periods.add(period.id)
        self._groups = {key: number for number, key in enumerate(groups)}
        self._sums: dict[tuple[int, int, int], Sum] = {}
        parts = []
        for (members, is_rate, stated), (indicators, periods) in groups.items():
            number = self._groups[members, is_rate, stated]
            conditions = [
                where(indicators, periods, members),
                "stated" if stated else "NOT stated",
                "denominator IS NOT NULL" if is_rate else "",
                f"state = '{ValueState.ACCEPTED.value}'" if accepted_only else "",
            ]
            parts.append(
                f"SELECT {number}, indicator_id, period_id, CAST(SUM(numerator) AS bigint), "
                f"CAST(SUM(COALESCE(denominator, 0)) AS bigint), COUNT(*), CAST(SUM({_ACCEPTED}) AS bigint) "
                f"FROM {_TABLE} WHERE {' AND '.join(filter(None, conditions))} GROUP BY indicator_id, period_id"
            )
        for number, indicator, period, *sums in run(parts, ""):
            self._sums[number, indicator, period] = Sum(*sums)

    def added(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """See ``Source``."""
        return self._of(ref, period, units, False)

    def stated(self, ref: IndicatorRef, period: PeriodRef, units: Ids, accepted_only: bool) -> Sum:
        """See ``Source``."""
        return self._of(ref, period, units, True)

    def _of(self, ref: IndicatorRef, period: PeriodRef, units: Ids, stated: bool) -> Sum:
        number = self._groups.get((units, ref.is_rate, stated), -1)
        return self._sums.get((number, ref.id, period.id), NOTHING)


def where(indicators: Iterable[int], periods: Iterable[int], units: Iterable[int] | None) -> str:
    """Condition on values that were sent, of one breakdown (the parameter)."""
    condition = (
        f"period_id IN ({_list(periods)}) AND indicator_id IN ({_list(indicators)}) AND breakdown = %s AND {_SENT}"
    )
    return condition if units is None else f"{condition} AND unit_id IN ({_list(units)})"


def run(parts: Sequence[str], breakdown: str) -> Sequence[tuple[Any, ...]]:
    """The rows of all ``parts`` together."""
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [breakdown] * len(parts))
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _list(ids: Iterable[int]) -> str:
    return ",".join(str(int(number)) for number in ids) or "NULL"
