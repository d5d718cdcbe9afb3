"""Which units make up a total: the tree of units, and what came before the merger of 01/7/2025.

A unit's figures of a day come from itself, when it existed then, and from the units that it continues as a whole, each
with everything below it. A predecessor that was divided among several stays out and marks the total as incomplete.
Former districts stand in the tree of the province; what they were is nobody's earlier figure.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from dean06.steering.indicators.types import Level, UnitRef

__all__ = ["Makeup", "Succession", "Tree"]


@dataclass(frozen=True, slots=True)
class Succession:
    """``new`` continues ``old`` (ids) from ``effective_on``; ``partial``: only a part of it."""

    old: int
    new: int
    partial: bool
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a unit's total of a day is made of: ``heads`` are the unit itself or its whole predecessors, ``members``
    these with everything below them, ``divided`` the units of which only a part went to it."""

    heads: frozenset[int]
    members: frozenset[int]
    divided: frozenset[int]


class Tree:
    """All units, of today and former, with their successions; answers are kept, as many figures ask the same."""

    def __init__(self, units: Iterable[UnitRef], successions: Iterable[Succession]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._children: dict[int, list[int]] = {}
        for unit in self.units.values():
            if unit.parent_id is not None:
                self._children.setdefault(unit.parent_id, []).append(unit.id)
        self._before: dict[int, list[Succession]] = {}
        for link in successions:
            if self.units[link.old].level != Level.DISTRICT or self.units[link.new].level == Level.DISTRICT:
                self._before.setdefault(link.new, []).append(link)
        self._makeups: dict[tuple[int, int], Makeup] = {}
        self._below: dict[int, frozenset[int]] = {}
        one_day = dt.timedelta(days=1)
        ends = {unit.valid_to + one_day for unit in self.units.values() if unit.valid_to}
        starts = {unit.valid_from for unit in self.units.values() if unit.valid_from}
        changes = {link.effective_on for links in self._before.values() for link in links}
        self._turns = sorted(ends | starts | changes)

    def epoch(self, day: dt.date) -> int:
        """Number of the stretch of time in which a day lies: within one, units and successions do not change."""
        return bisect_right(self._turns, day)

    def exists(self, unit_id: int, day: dt.date) -> bool:
        """Whether a unit works on a day."""
        unit = self.units[unit_id]
        return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)

    def below(self, unit_id: int) -> frozenset[int]:
        """A unit with everything below it, of any time."""
        if unit_id not in self._below:
            found, queue = {unit_id}, [unit_id]
            while queue:
                for child in self._children.get(queue.pop(), []):
                    if child not in found:
                        found.add(child)
                        queue.append(child)
            self._below[unit_id] = frozenset(found)
        return self._below[unit_id]

    def makeup(self, unit_id: int, day: dt.date) -> Makeup:
        """What a unit's total of a day is made of."""
        key = (unit_id, self.epoch(day))
        if key not in self._makeups:
            self._makeups[key] = self._made_of(unit_id, day)
        return self._makeups[key]

    def _made_of(self, unit_id: int, day: dt.date) -> Makeup:
        heads: set[int] = set()
        divided: set[int] = set()
        seen: set[tuple[int, bool]] = set()
        queue = [(unit_id, False)]
        while queue:
            present, partial = queue.pop()
            if (present, partial) in seen:
                continue
            seen.add((present, partial))
            if self.exists(present, day):
                if partial:
                    divided |= self.below(present)
                else:
                    heads.add(present)
            queue += [
                (link.old, partial or link.partial) for link in self._before.get(present, []) if link.effective_on > day
            ]
        members = frozenset().union(*(self.below(head) for head in heads))
        return Makeup(frozenset(heads), members, frozenset(divided) - members)
