"""PRIVATE. From the agency or commune for which something was counted to the reporting unit that answers for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from dean06.kernel.units import queries as agencies
from dean06.steering.indicators.types import Level, UnitRef


class Places:
    """Reporting units by agency and by commune on a day; a body without a unit of its own counts for what it serves.

    The police of a commune and its one-stop centre count for the commune, a division for its department.
    """

    def __init__(self, bodies: Iterable[UnitRef]) -> None:
        self._bodies = list(bodies)
        self._by_agency: dict[str, int] = {}
        for unit in self._bodies:
            if unit.agency and (unit.agency == unit.code or unit.agency not in self._by_agency):
                self._by_agency[unit.agency] = unit.id
        self._by_commune: dict[str, list[UnitRef]] = {}
        for unit in self._bodies:
            if unit.unit_code and unit.level == Level.COMMUNE:
                self._by_commune.setdefault(unit.unit_code, []).append(unit)
        self._found: dict[str, int | None] = {}

    def of_agency(self, code: str, day: dt.date) -> int | None:
        """Id of the unit that answers for what an agency did; ``None`` when nobody does."""
        if code in self._by_agency:
            return self._by_agency[code]
        if code not in self._found:
            self._found[code] = self._look_up(code, day)
        return self._found[code]

    def of_commune(self, code: str, day: dt.date) -> int | None:
        """Id of the unit of the commune that bore a code on a day."""
        for unit in self._by_commune.get(code, []):
            if (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to):
                return unit.id
        return None

    def _look_up(self, code: str, day: dt.date) -> int | None:
        served = agencies.agency_unit(code) if code else None
        if served and (found := self.of_commune(served, day)) is not None:
            return found
        above = agencies.agency_ancestors(code)[1:] if code else ()
        return next((self._by_agency[one] for one in above if one in self._by_agency), None)


def roll_up(
    counts: Mapping[int, tuple[int, int]], reporters: frozenset[int], bodies: Mapping[int, UnitRef], owner: int | None
) -> dict[int, tuple[int, int]]:
    """Counts brought to who reports the indicator: the unit itself, the nearest one above it, else the owner of the
    figure for the whole province. What nobody answers for is left out."""
    found: dict[int, tuple[int, int]] = {}
    for unit_id, (numerator, denominator) in counts.items():
        at: int | None = unit_id
        while at is not None and at not in reporters:
            at = bodies[at].parent_id
        target = owner if at is None else at
        if target is not None:
            before = found.get(target, (0, 0))
            found[target] = (before[0] + numerator, before[1] + denominator)
    return found
