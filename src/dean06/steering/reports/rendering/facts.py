"""What a report of one unit and period may ask for, each thing read at most once.

Indicators are read with the rights of who looks at the report. Counts of tasks and dossiers are those of the report's
own agency: whoever may read the report may know them (they hold no personal data).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from dean06.kernel.common.actors import Actor, system_actor
from dean06.procedures.figures.types import AppendixRow
from dean06.procedures.figures.types import Period as Days
from dean06.steering.assignments import queries as assignments
from dean06.steering.collection import queries as collection
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Cell, IndicatorRef, Level, PeriodRef, Ranked, TargetRef, UnitRef
from dean06.steering.reports.language.words import BEFORE


@dataclass
class Facts:
    """Figures behind one report, looked up on demand and kept while it is drawn."""

    actor: Actor
    unit: UnitRef
    period: PeriodRef
    today: dt.date

    @cached_property
    def system(self) -> Actor:
        """Reads counts of the report's own agency, whatever duties the writer has besides."""
        return system_actor("Báo cáo")

    @property
    def is_province(self) -> bool:
        """The report speaks for all bodies."""
        return self.unit.level == Level.PROVINCE

    @property
    def agency(self) -> str:
        """Whose tasks and dossiers are counted: all for the province (empty), else those of the unit's agency."""
        return "" if self.is_province else self.unit.agency

    @property
    def days(self) -> Days:
        """The period as counts of dossiers take it."""
        return Days(self.period.first, self.period.last)

    @property
    def since(self) -> str:
        """How the period before is called: "tháng trước"."""
        return BEFORE[self.period.kind]

    @cached_property
    def refs(self) -> dict[str, IndicatorRef]:
        """The indicators of the period's last day that this unit reports or adds up, by code, in their order."""
        found = indicators.in_force(self.period.last)
        if self.is_province:
            return {ref.code: ref for ref in found}
        mine = indicators.reporter_table(found, self.period.last)
        under = self._subtree
        return {
            ref.code: ref for ref in found if under & mine.get(ref.code, frozenset()) or ref.owner == self.unit.agency
        }

    @cached_property
    def _subtree(self) -> frozenset[int]:
        below = {self.unit.id}
        units = indicators.units(self.period.last)
        grown = True
        while grown:
            more = {unit.id for unit in units if unit.parent_id in below} - below
            below |= more
            grown = bool(more)
        return frozenset(below)

    @cached_property
    def previous(self) -> PeriodRef | None:
        """The period before, if figures are kept of it."""
        return indicators.previous(self.period)

    @cached_property
    def _targets(self) -> indicators.TargetTable:
        return indicators.targets(self.period.last)

    def target(self, code: str, unit: UnitRef | None = None) -> TargetRef | None:
        """What shall be reached in this period."""
        return self._targets.of(code, unit or self.unit)

    @cached_property
    def _cells(self) -> dict[tuple[str, int, str], Cell]:
        return {}

    def cell(self, code: str, *, unit: UnitRef | None = None, before: bool = False) -> Cell | None:
        """The value of an indicator for a unit, in this period or the one before; all codes are read together."""
        wanted, period = unit or self.unit, self.previous if before else self.period
        if period is None or code not in self.refs:
            return None
        place = (code, wanted.id, period.code)
        if place not in self._cells:
            table = indicators.cells(self.actor, list(self.refs), [wanted.id], period)
            for one in self.refs:
                self._cells[(one, wanted.id, period.code)] = table.get(one, wanted.id)
        return self._cells[place]

    @cached_property
    def _rankings(self) -> dict[str, list[Ranked]]:
        return {}

    def ranking(self, code: str) -> list[Ranked]:
        """The communes in the order of an indicator; those without a value or without cases last."""
        if code not in self._rankings:
            self._rankings[code] = indicators.ranking(self.actor, code, self.period, level=Level.COMMUNE)
        return self._rankings[code]

    @cached_property
    def units(self) -> dict[str, UnitRef]:
        """Reporting units of the period's last day by code."""
        return {unit.code: unit for unit in indicators.units(self.period.last)}

    @cached_property
    def units_by_id(self) -> dict[int, UnitRef]:
        """The same by id."""
        return {unit.id: unit for unit in self.units.values()}

    @cached_property
    def on(self) -> assignments.Day:
        """The day that tasks are classed by."""
        return assignments.day(self.today)

    @cached_property
    def tasks(self) -> assignments.Counts:
        """The tasks of the report's agency by class."""
        return assignments.counts(self.system, on=self.on, wanted=self.tasks_wanted)

    @property
    def tasks_wanted(self) -> assignments.ListFilter:
        """All tasks of the province, or those that the agency leads."""
        return assignments.ListFilter(lead=self.agency) if self.agency else assignments.ListFilter()

    @cached_property
    def services(self) -> dict[str, list[AppendixRow]]:
        """Rows of Phụ lục II and III as they were read."""
        return {}

    @cached_property
    def statuses(self) -> list[collection.UnitStatus]:
        """Who has sent the figures of the period, as the province sees it; empty for other units."""
        return collection.status(self.actor, self.period, self.today) if self.is_province else []
