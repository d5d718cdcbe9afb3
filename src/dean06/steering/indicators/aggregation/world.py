"""PRIVATE. What every total needs, read once: units with their history, definitions, periods, who reports what."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dean06.steering.indicators.catalogue import reading, units
from dean06.steering.indicators.models import IndicatorVersion, ReportingPeriod, UnitSuccession
from dean06.steering.indicators.rules.periods import code_of, index_of, parse_code
from dean06.steering.indicators.rules.tree import Succession, Tree
from dean06.steering.indicators.types import IndicatorRef, Level, PeriodKind, PeriodRef, UnitRef

_LONGER = {PeriodKind.WEEK: 0, PeriodKind.MONTH: 1, PeriodKind.HALF: 2, PeriodKind.YEAR: 3}
_ONE_DAY = dt.timedelta(days=1)


class World:
    """Units, successions and reporters. Two queries."""

    def __init__(self) -> None:
        self.bodies: Sequence[UnitRef] = units.everything()
        links = UnitSuccession.objects.values_list("old_id", "new_id", "partial", "effective_on")
        self.links = [Succession(*link) for link in links]
        self.tree = Tree(self.bodies, self.links)
        self.earlier: dict[int, list[UnitRef]] = {}
        for link in self.links:
            self.earlier.setdefault(link.new, []).append(self.tree.units[link.old])
        self._reporters: dict[object, frozenset[int]] = {}

    def reporters(self, ref: IndicatorRef, day: dt.date) -> frozenset[int]:
        """Ids of the units that report an indicator on a day; indicators alike in this share one answer."""
        owner = ref.owner if Level.PROVINCE in ref.levels else ""
        key = (ref.levels, ref.kinds, owner, self.tree.epoch(day))
        if key not in self._reporters:
            self._reporters[key] = units.reporter_ids(ref, day, self.bodies, self.earlier)
        return self._reporters[key]


class Definitions:
    """Versions of indicators. One query."""

    def __init__(self, codes: Iterable[str]) -> None:
        rows = IndicatorVersion.objects.filter(indicator__code__in=set(codes)).select_related("indicator")
        self._versions: dict[str, list[tuple[dt.date, dt.date | None, IndicatorRef]]] = {}
        for row in rows.order_by("valid_from"):
            found = self._versions.setdefault(row.indicator.code, [])
            found.append((row.valid_from, row.valid_to, reading.indicator_ref(row)))

    def on(self, code: str, day: dt.date) -> IndicatorRef | None:
        """An indicator as it was defined on a day."""
        versions = self._versions.get(code, [])
        place = bisect_right(versions, day, key=lambda version: version[0])
        if not place:
            return None
        _, valid_to, ref = versions[place - 1]
        return ref if valid_to is None or day <= valid_to else None


@dataclass(frozen=True, slots=True)
class Parts:
    """The periods of a shorter kind that make up one: those opened so far, and whether none is still to come."""

    periods: tuple[PeriodRef, ...]
    complete: bool


class PeriodBook:
    """The opened periods around some, of every kind: what a longer one is made of, which one was last. One query."""

    def __init__(self, around: Sequence[PeriodRef]) -> None:
        self._by_code: dict[str, PeriodRef] = {}
        self._by_kind: dict[PeriodKind, list[PeriodRef]] = {kind: [] for kind in PeriodKind}
        self._parts: dict[tuple[str, PeriodKind], Parts] = {}
        if not around:
            return
        # The latest year may have ended almost two years ago, before its successor is opened.
        first = min(period.first for period in around) - dt.timedelta(days=800)
        last = max(period.last for period in around)
        rows = ReportingPeriod.objects.filter(last__gte=first, last__lte=last + dt.timedelta(days=31)).order_by("last")
        fields = ("id", "kind", "code", "label", "first", "last", "due_on", "locked_at")
        for pk, kind, *rest in rows.values_list(*fields):
            period = PeriodRef(pk, PeriodKind(kind), *rest)
            self._by_code[period.code] = period
            self._by_kind[period.kind].append(period)

    def latest(self, kind: PeriodKind, day: dt.date) -> PeriodRef | None:
        """The last opened period of a kind that ended by a day."""
        found = self._by_kind[kind]
        place = bisect_right(found, day, key=lambda period: period.last)
        return found[place - 1] if place else None

    def parts(self, period: PeriodRef, kind: PeriodKind) -> Parts:
        """The periods of a shorter kind in a longer one: months and half-years by their names, weeks by their ends."""
        key = (period.code, kind)
        if key not in self._parts:
            self._parts[key] = self._weeks(period) if kind == PeriodKind.WEEK else self._named(period, kind)
        return self._parts[key]

    def _named(self, period: PeriodRef, kind: PeriodKind) -> Parts:
        parsed = parse_code(period.code)
        if parsed is None:
            return Parts((), False)
        of_kind, number = parsed
        year, halves = (number, (0, 1)) if of_kind == PeriodKind.YEAR else (number // 2, (number % 2,))
        if kind == PeriodKind.HALF:
            names = [code_of(kind, year * 2 + half) for half in halves]
        else:
            names = [code_of(kind, year * 12 + half * 6 + month) for half in halves for month in range(6)]
        found = tuple(self._by_code[name] for name in names if name in self._by_code)
        return Parts(found, len(found) == len(names))

    def _weeks(self, period: PeriodRef) -> Parts:
        found = tuple(week for week in self._by_kind[PeriodKind.WEEK] if period.first <= week.last <= period.last)
        if not found:
            return Parts((), False)
        numbers = [index_of(PeriodKind.WEEK, week.last) for week in found]
        week = dt.timedelta(days=7)
        whole = numbers == list(range(numbers[0], numbers[-1] + 1))
        whole = whole and found[0].first <= period.first + week - _ONE_DAY and found[-1].last + week > period.last
        return Parts(found, whole)


def is_longer(kind: PeriodKind, than: PeriodKind) -> bool:
    """Whether periods of ``kind`` are longer than those of ``than``."""
    return _LONGER[kind] > _LONGER[than]
