"""PRIVATE. What of the province's figures a reader sees in full: everything, the own bodies, the indicators owned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.dashboards.errors import PageNotFound
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import IndicatorRef, Level, UnitRef

VIEW = "indicators.view"


@dataclass(frozen=True, slots=True)
class Scope:
    """``everything`` if and only if the actor may see the whole province; otherwise the agencies of the right."""

    everything: bool
    agencies: frozenset[str]

    def holds(self, unit: UnitRef) -> bool:
        """Whether a unit's figures, tasks and comments are shown in full."""
        return self.everything or (bool(unit.agency) and unit.agency in self.agencies)

    def owns(self, ref: IndicatorRef) -> bool:
        """Whether the indicator is in the reader's field: then its figures are shown for all units."""
        return self.everything or ref.owner in self.agencies


def scope(actor: Actor) -> Scope:
    """The reader's scope. Raises ``NotAllowed``."""
    actor.require(VIEW)
    agencies = actor.agencies_for(VIEW)
    return Scope(WHOLE_PROVINCE in agencies, agencies)


def own_units(within: Scope, units: Sequence[UnitRef]) -> list[UnitRef]:
    """The reader's own units without those that lie below another own one: what the reader answers for as a whole."""
    own = [unit for unit in units if unit.level != Level.PROVINCE and within.holds(unit)]
    ids = {unit.id for unit in own}
    return [unit for unit in own if unit.parent_id not in ids]


def home_unit(within: Scope, actor: Actor, today: dt.date) -> UnitRef | None:
    """Where a reader starts: the province for who sees everything, otherwise the own body, if there is one."""
    if within.everything:
        return next(iter(indicators.units(today, Level.PROVINCE)), None)
    own = own_units(within, indicators.units(today))
    return next((unit for unit in own if unit.agency == actor.agency), own[0] if own else None)


def visible_unit(within: Scope, code: str) -> UnitRef:
    """A unit whose page the reader may open. Raises ``PageNotFound``: unknown, or not the reader's."""
    unit = indicators.unit(code)
    if not within.holds(unit) and not (within.everything and unit.level == Level.PROVINCE):
        raise PageNotFound
    return unit
