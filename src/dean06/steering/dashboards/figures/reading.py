"""PRIVATE. Figures as every page shows them: two counts, the target, one word of judgement; read for many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.dashboards.rules import judging, writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.queries import TargetTable
from dean06.steering.indicators.types import Cell, IndicatorRef, PeriodKind, PeriodRef, TargetRef, UnitRef

#: The kinds of periods, the shortest first.
KINDS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.HALF, PeriodKind.YEAR)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one unit over one period with its target."""

    ref: IndicatorRef
    unit: UnitRef
    period: PeriodRef
    cell: Cell
    target: TargetRef | None
    verdict: Verdict

    @property
    def pair(self) -> Pair | None:
        """The two counts; ``None`` without a value."""
        return self.cell.pair

    @property
    def amount(self) -> Fraction | None:
        """Percent of a rate, the count otherwise; ``None`` for no value and no cases."""
        return judging.amount(self.cell.pair)

    @property
    def number(self) -> float | None:
        """The amount for a drawing."""
        amount = self.amount
        return None if amount is None else float(amount)

    @property
    def text(self) -> str:
        """ "95,12%", "không phát sinh", "chưa có số liệu"."""
        return writing.shown(self.cell.pair, self.ref)

    @property
    def short(self) -> str:
        """The figure for a square."""
        return writing.short(self.cell.pair, self.ref)

    @property
    def counts(self) -> str:
        """ "4.576/4.608 hồ sơ"; empty for a plain count."""
        return writing.counts(self.cell.pair, self.ref)

    @property
    def target_text(self) -> str:
        """ "≥ 95%"; empty without a target."""
        return writing.target_words(self.target, self.ref)

    @property
    def is_zero(self) -> bool:
        """0 of something."""
        return judging.is_zero(self.cell.pair)

    @property
    def below(self) -> bool:
        """The target is missed."""
        return self.verdict is Verdict.BELOW


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures of several indicators and units, each over the period that fits the indicator."""

    refs: Sequence[IndicatorRef]
    units: Sequence[UnitRef]
    figures: Mapping[tuple[str, int], Figure]

    def get(self, code: str, unit_id: int) -> Figure:
        """The figure; every pair of an indicator and a unit of the sheet has one."""
        return self.figures[code, unit_id]

    def of(self, code: str) -> list[Figure]:
        """The figures of one indicator, in the order of the units."""
        return [self.figures[code, unit.id] for unit in self.units]

    def of_unit(self, unit_id: int) -> list[Figure]:
        """The figures of one unit, in the order of the indicators."""
        return [self.figures[ref.code, unit_id] for ref in self.refs]


def judged(ref: IndicatorRef, unit: UnitRef, period: PeriodRef, cell: Cell, targets: TargetTable) -> Figure:
    """A cell with its target and word."""
    target = targets.of(ref.code, unit)
    return Figure(ref, unit, period, cell, target, verdict(ref, cell.pair, target))


def verdict(ref: IndicatorRef, pair: Pair | None, target: TargetRef | None) -> Verdict:
    """The word for two counts, by the rule that indicators, reports and boards share."""
    return judging.judge(pair, target, ref.direction, reached=indicators.reached(ref, target, pair))


def sheet(
    actor: Actor,
    refs: Sequence[IndicatorRef],
    units: Sequence[UnitRef],
    periods: Mapping[PeriodKind, PeriodRef],
    targets: TargetTable,
) -> Sheet:
    """What the actor may see of ``refs`` × ``units``, each over its period in ``periods``. One read for all."""
    return sheets(actor, [(refs, units)], periods, targets)[0]


def sheets(
    actor: Actor,
    wanted: Sequence[tuple[Sequence[IndicatorRef], Sequence[UnitRef]]],
    periods: Mapping[PeriodKind, PeriodRef],
    targets: TargetTable,
) -> list[Sheet]:
    """Several tables from one read; cells that no table asks for are never added up."""
    asked: dict[PeriodRef, dict[str, None]] = {}
    for ref in dict.fromkeys(ref for refs, _ in wanted for ref in refs):
        asked.setdefault(periods[ref.frequency], {})[ref.code] = None
    ids = list(dict.fromkeys(unit.id for _, units in wanted for unit in units))
    tables = indicators.cells_of(actor, asked, ids) if asked and ids else {}
    found = []
    for refs, units in wanted:
        figures = {}
        for ref in refs:
            period = periods[ref.frequency]
            table = tables.get(period.code)
            for unit in units:
                if table is not None:
                    cell = table.get(ref.code, unit.id)
                    figures[ref.code, unit.id] = judged(ref, unit, period, cell, targets)
        found.append(Sheet(refs, units, figures))
    return found


def figure(actor: Actor, ref: IndicatorRef, unit: UnitRef, period: PeriodRef) -> Figure:
    """One figure. A handful of queries."""
    table = indicators.cells(actor, [ref.code], [unit.id], period)
    return judged(ref, unit, period, table.get(ref.code, unit.id), indicators.targets(period.last))


def closed(kind: PeriodKind, today: dt.date) -> PeriodRef:
    """The latest period of a kind whose figures are due by now: a board does not turn blank on the morning after a
    cut-off, when nobody can have reported yet."""
    last = indicators.recent(kind, 3, today)
    return next((one for one in reversed(last) if one.last < today and (one.due_on or one.last) <= today), last[0])


def closed_periods(today: dt.date, kinds: Iterable[PeriodKind] = KINDS) -> dict[PeriodKind, PeriodRef]:
    """``closed`` for several kinds."""
    return {kind: closed(kind, today) for kind in kinds}


def periods_for(chosen: PeriodRef) -> dict[PeriodKind, PeriodRef]:
    """Over what an indicator of each kind is read beside the chosen period: the same for shorter kinds, which are
    brought to it; for longer ones the latest that ended by its last day (beside November stands the last whole year).
    """
    found = dict.fromkeys(KINDS, chosen)
    for kind in KINDS[KINDS.index(chosen.kind) + 1 :]:
        one = indicators.period_on(kind, chosen.last)
        found[kind] = one if one.last <= chosen.last else indicators.previous(one)
    return found
