"""How much of a registered person a reader sees beside a record: as far as the duty needs, no further.

Follows the registry's own table: who decides about the registry sees all; the police of the person's commune too; the
civil-status officer what the civil-status books hold; a sector's steward the name, birth year and end of the number.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from dean06.kernel.common.actors import Actor

HIDDEN = "•"


class Sight(IntEnum):
    """How much of a person is shown."""

    PART = 0
    BOOKS = 1
    WHOLE = 2


def sight_of(actor: Actor, communes: Collection[str], person_unit: str) -> Sight:
    """What ``actor``, whose communes these are, sees of somebody registered in ``person_unit``."""
    if actor.can("population.decide_change"):
        return Sight.WHOLE
    if actor.can("population.register_residence") and person_unit in communes:
        return Sight.WHOLE
    return Sight.BOOKS if actor.can("population.register_civil_status") else Sight.PART


def mask_number(number: str | None) -> str:
    """ "042085001234" → "••••••••1234"; shorter ones alike."""
    if not number:
        return ""
    return HIDDEN * max(len(number) - 4, 0) + number[-4:]


def mask_birth(year: int | None) -> str:
    """Only the year."""
    return f"{HIDDEN * 2}/{HIDDEN * 2}/{year}" if year else ""
