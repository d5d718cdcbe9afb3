"""PRIVATE. Whose figures an actor may see, type, send and decide on: always by the agency of the reporting unit."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.collection.errors import SubmissionNotFound
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.types import UnitRef

VIEW, ENTER, SEND, ACCEPT = "indicators.view", "collection.enter", "collection.send", "collection.accept"


def sees(actor: Actor, unit: UnitRef) -> bool:
    """Whether the actor may know how the unit stands and what it entered."""
    return actor.can(VIEW, agency=unit.agency)


def sees_province(actor: Actor) -> bool:
    """Whether the actor looks at all units."""
    return WHOLE_PROVINCE in actor.agencies_for(VIEW)


def visible_unit(actor: Actor, code: str) -> UnitRef:
    """The unit of a code. Raises ``SubmissionNotFound`` alike for an unknown and a hidden one."""
    try:
        unit = indicators.unit(code)
    except UnitNotFound:
        raise SubmissionNotFound from None
    if not sees(actor, unit):
        raise SubmissionNotFound
    return unit


def own_units(actor: Actor, on: dt.date) -> list[UnitRef]:
    """The units that the actor enters figures for, in the order of the catalogue."""
    if not actor.can(ENTER):
        return []
    return [unit for unit in indicators.units(on) if actor.can(ENTER, agency=unit.agency)]
