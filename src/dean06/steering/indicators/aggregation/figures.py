"""PRIVATE. One indicator, one unit, one period: which values make up the cell, and what the actor may see of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dean06.kernel.common.actors import Actor
from dean06.steering.indicators.aggregation.sources import Ids, Rows, Source, Sums
from dean06.steering.indicators.aggregation.world import Definitions, PeriodBook, World, is_longer
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.rules.adding import NOTHING, combine_periods, total
from dean06.steering.indicators.types import Accumulation, Cell, IndicatorRef, PeriodRef
from dean06.steering.indicators.visibility import Grade, sight

#: Series longer than this many values are added up by the database.
MANY_VALUES = 5_000
#: Among more units than this it does not pay to name them in the query.
FEW_UNITS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a cell comes from: ``direct`` periods in this order, or the ``parts`` of a longer one."""

    direct: tuple[PeriodRef, ...]
    parts: tuple[PeriodRef, ...] = ()
    complete: bool = False


Spot = tuple[Ids, Ids, bool]


@dataclass(frozen=True, slots=True)
class View:
    """An indicator in a period that was asked for; ``grade`` where the actor sees the same of every unit."""

    ref: IndicatorRef | None
    plan: Plan
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator in a period that holds values: what its cells have in common."""

    ref: IndicatorRef | None
    is_rate: bool
    reporters: Ids
    makeups: dict[int, Spot]


class Figures:
    """Cells of some indicators and periods, for one actor. Six queries, whatever their number."""

    def __init__(
        self,
        actor: Actor,
        asked: Mapping[PeriodRef, Collection[str]],
        units: Collection[int],
        *,
        breakdown: str = "",
        public_only: bool = False,
    ) -> None:
        """``asked``: the indicators wanted of each period. ``public_only``: see units, also one's own, as everybody
        sees them: a rank is the same for all.

        Raises ``UnitNotFound`` for an id that is none, ``NotAllowed``.
        """
        self.world = World()
        self.sight = sight(actor, self.world.tree.units)
        if unknown := set(units) - set(self.world.tree.units):
            raise UnitNotFound(units=sorted(unknown))
        self.codes = list(dict.fromkeys(code for codes in asked.values() for code in codes))
        self.definitions = Definitions(self.codes)
        self.book = PeriodBook(list(asked))
        self._public_only = public_only
        self._plans: dict[tuple[str, str], Plan] = {}
        self._views: dict[tuple[str, str], View] = {}
        self._columns: dict[tuple[str, str], Column] = {}
        self._makeups: dict[tuple[int, int], dict[int, Spot]] = {}
        self._source = self._load(asked, units, breakdown)

    def cell(self, code: str, unit_id: int, period: PeriodRef) -> Cell:
        """What the actor may see of an indicator for a unit and a period; an empty cell where that is nothing."""
        view = self._views.get((code, period.code)) or self._view(code, period)
        ref, plan = view.ref, view.plan
        grade = view.grade or (self.grade(ref, unit_id) if ref else Grade.NOTHING)
        if ref is None or grade is Grade.NOTHING:
            return Cell(code, unit_id, period.code, None)
        accepted_only = grade is Grade.ACCEPTED
        if not plan.parts:
            return self._first(code, plan.direct, unit_id, period, accepted_only)
        if ref.is_computed and (cell := self._direct(code, unit_id, period, accepted_only)).pair is not None:
            return cell
        parts = [self._direct(code, unit_id, part, accepted_only) for part in plan.parts]
        empty = Cell(code, unit_id, period.code, None)
        combined = combine_periods(empty, parts, plan.complete, ref.accumulation, ref.is_rate)
        if plan.complete and _nothing_missing(parts, ref):
            return combined
        whole = self._direct(code, unit_id, period, accepted_only)
        return combined if whole.pair is None else whole

    def _first(
        self, code: str, periods: Sequence[PeriodRef], unit_id: int, asked: PeriodRef, accepted_only: bool
    ) -> Cell:
        """The cell of the first period that has a figure, else of the first one."""
        first: Cell | None = None
        for period in periods:
            cell = self._direct(code, unit_id, period, accepted_only)
            if cell.pair is not None:
                return cell
            first = first or cell
        return first or Cell(code, unit_id, asked.code, None)

    def _direct(self, code: str, unit_id: int, period: PeriodRef, accepted_only: bool) -> Cell:
        """The total of the values that lie in a period itself."""
        column = self._columns.get((code, period.code)) or self._column(code, period)
        ref = column.ref
        if ref is None:
            return Cell(code, unit_id, period.code, None)
        members, heads, split = column.makeups.get(unit_id) or self._makeup(column, unit_id, period)
        expected = len(members)
        return total(
            code,
            unit_id,
            period.code,
            expected=expected,
            found=self._source.added(ref, period, members, accepted_only) if expected else NOTHING,
            stated=lambda: self._source.stated(ref, period, heads, accepted_only),
            heads=len(heads),
            is_rate=column.is_rate,
            split=split,
        )

    def grade(self, ref: IndicatorRef, unit_id: int) -> Grade:
        """How much of a unit's values of an indicator the actor sees."""
        return self.sight.grade(self.world.tree.units[unit_id], ref.owner, public_only=self._public_only)

    def _view(self, code: str, period: PeriodRef) -> View:
        ref = self.definitions.on(code, period.last)
        plan = self._plan(code, ref, period) if ref else Plan(())
        everything = ref is not None and (self.sight.own is None or self.sight.owns(ref.owner))
        view = self._views[code, period.code] = View(ref, plan, Grade.SENT if everything else None)
        return view

    def _column(self, code: str, period: PeriodRef) -> Column:
        ref = self.definitions.on(code, period.last)
        reporters = self.world.reporters(ref, period.last) if ref else frozenset()
        # Columns whose reporters and tree are the same share what was found out about their units.
        makeups = self._makeups.setdefault((self.world.tree.epoch(period.last), id(reporters)), {})
        column = self._columns[code, period.code] = Column(ref, bool(ref and ref.is_rate), reporters, makeups)
        return column

    def _makeup(self, column: Column, unit_id: int, period: PeriodRef) -> Spot:
        """The units that make up a unit's total, those that may state it, whether a divided predecessor is missing."""
        makeup = self.world.tree.makeup(unit_id, period.last)
        split = not makeup.divided.isdisjoint(column.reporters)
        spot = column.makeups[unit_id] = (makeup.members & column.reporters, makeup.heads, split)
        return spot

    def _plan(self, code: str, ref: IndicatorRef, period: PeriodRef) -> Plan:
        key = (code, period.code)
        if key not in self._plans:
            self._plans[key] = self._made_of(ref, period)
        return self._plans[key]

    def _made_of(self, ref: IndicatorRef, period: PeriodRef) -> Plan:
        if ref.frequency == period.kind:
            return Plan((period,))
        if is_longer(period.kind, ref.frequency):
            parts = self.book.parts(period, ref.frequency)
            return Plan((period,), parts.periods, parts.complete)
        latest = self.book.latest(ref.frequency, period.last)
        own = (period,) if ref.is_computed or latest is None else ()
        return Plan((*own, latest) if latest else own)

    def _load(self, asked: Mapping[PeriodRef, Collection[str]], units: Collection[int], breakdown: str) -> Source:
        needed = self._needed(asked)
        if len(units) == 1 and not breakdown:
            (unit,) = units
            members = self._all_members(unit, needed)
            if len(needed) * len(members) > MANY_VALUES:
                return self._sums(unit, needed)
        by_periods: dict[Ids, set[int]] = {}
        of_indicator: dict[int, set[int]] = {}
        for ref, period in needed:
            of_indicator.setdefault(ref.id, set()).add(period.id)
        for indicator, ids in of_indicator.items():
            by_periods.setdefault(frozenset(ids), set()).add(indicator)
        return Rows(by_periods, breakdown, self._few(units, needed))

    def _few(self, units: Collection[int], needed: Iterable[tuple[IndicatorRef, PeriodRef]]) -> Ids | None:
        """The only units whose values matter; ``None`` when they are many."""
        if len(units) > FEW_UNITS:
            return None
        few: Ids = frozenset().union(*(self._all_members(unit, needed) for unit in units))
        return few if len(few) <= FEW_UNITS else None

    def _needed(self, asked: Mapping[PeriodRef, Collection[str]]) -> list[tuple[IndicatorRef, PeriodRef]]:
        """Every definition with every period whose values may be asked for."""
        found: dict[tuple[str, str], tuple[IndicatorRef, PeriodRef]] = {}
        for period, codes in asked.items():
            for code in codes:
                ref = self.definitions.on(code, period.last)
                if ref is None:
                    continue
                plan = self._plan(code, ref, period)
                for used in (*plan.direct, *plan.parts):
                    then = self.definitions.on(code, used.last)
                    if then is not None:
                        found[code, used.code] = (then, used)
        return list(found.values())

    def _all_members(self, unit_id: int, needed: Iterable[tuple[IndicatorRef, PeriodRef]]) -> Ids:
        """Every unit whose values may be part of a unit's totals, on any of these days."""
        epochs = {self.world.tree.epoch(period.last): period.last for _, period in needed}
        return frozenset().union(*(self.world.tree.makeup(unit_id, day).members for day in epochs.values()))

    def _sums(self, unit_id: int, needed: Sequence[tuple[IndicatorRef, PeriodRef]]) -> Source:
        """Totals of one unit; two sources only where an actor sees some indicators in full and others in public."""
        wanted: dict[bool, list[tuple[IndicatorRef, PeriodRef, Ids, Ids]]] = {False: [], True: []}
        for ref, period in needed:
            grade = self.grade(ref, unit_id)
            if grade != Grade.NOTHING:
                members, heads, _ = self._makeup(self._column(ref.code, period), unit_id, period)
                wanted[grade == Grade.ACCEPTED].append((ref, period, members, heads))
        return _Both(Sums(wanted[False], accepted_only=False), Sums(wanted[True], accepted_only=True))


class _Both:
    """Sums of what was sent and of what was accepted."""

    def __init__(self, sent: Sums, accepted: Sums) -> None:
        self._sums = {False: sent, True: accepted}
        self.added = lambda ref, period, units, only: self._sums[only].added(ref, period, units, only)
        self.stated = lambda ref, period, units, only: self._sums[only].stated(ref, period, units, only)


def _nothing_missing(parts: Sequence[Cell], ref: IndicatorRef) -> bool:
    if ref.accumulation == Accumulation.FLOW:
        return all(part.pair is not None for part in parts)
    return bool(parts) and parts[-1].pair is not None
