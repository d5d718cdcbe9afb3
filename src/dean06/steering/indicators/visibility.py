"""PRIVATE. Whose figures an actor may see: the one place where rights on values are decided.

- Whole province (leader, steering office, controller, system): everything that was sent.
- Everybody else: the own units and what lies below them in full; of indicators that one's department owns, all units;
  of other communes what was accepted: a public rank, without comments.
- Drafts: only those who enter them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.indicators.types import Level, UnitRef

VIEW = "indicators.view"
ENTER = "collection.enter"


class Grade(Enum):
    """How much of a value is seen: what was sent, only what was accepted (public ranks of communes), nothing."""

    SENT = "sent"
    ACCEPTED = "accepted"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees. ``own``: ids of units seen in full (``None``: all); ``agencies``: bodies whose indicators are
    seen for all units; ``drafts``: ids of units whose drafts are seen."""

    own: frozenset[int] | None
    agencies: frozenset[str]
    drafts: frozenset[int] | None

    def in_full(self, unit_id: int, owner: str = "") -> bool:
        """Whether values of a unit are seen that are not accepted yet, with comments and history."""
        return self.own is None or unit_id in self.own or self.owns(owner)

    def owns(self, owner: str) -> bool:
        """Whether the actor's own body owns an indicator (``owner`` is its agency)."""
        return bool(owner) and owner in self.agencies

    def grade(self, unit: UnitRef, owner: str, *, public_only: bool = False) -> Grade:
        """How much of a unit's values of an indicator is seen. ``public_only``: also of one's own as everybody sees it,
        so that a rank is the same for all who do not answer for the indicator."""
        if self.own is None or self.owns(owner):
            return Grade.SENT
        if unit.id in self.own:
            return Grade.ACCEPTED if public_only else Grade.SENT
        return Grade.ACCEPTED if unit.level == Level.COMMUNE else Grade.NOTHING

    def sees_drafts(self, unit_id: int) -> bool:
        """Whether what is still being entered is seen."""
        return self.drafts is None or unit_id in self.drafts


def sight(actor: Actor, bodies: Mapping[int, UnitRef]) -> Sight:
    """What an actor sees of ``bodies`` (all units by id). Raises ``NotAllowed`` without ``indicators.view``."""
    actor.require(VIEW)
    if actor.is_system:
        return Sight(None, frozenset(), None)
    viewing = actor.agencies_for(VIEW)
    entering = (viewing | actor.agencies_for(ENTER)) - {WHOLE_PROVINCE}
    own = None if WHOLE_PROVINCE in viewing else below(viewing, bodies)
    return Sight(own, viewing - {WHOLE_PROVINCE}, below(entering, bodies))


def below(agencies: Iterable[str], bodies: Mapping[int, UnitRef]) -> frozenset[int]:
    """Ids of the units of these agencies with everything below them."""
    codes = frozenset(agencies)
    if not codes:
        return frozenset()
    found = {unit.id for unit in bodies.values() if unit.agency in codes}
    children: dict[int, list[int]] = {}
    for unit in bodies.values():
        if unit.parent_id is not None:
            children.setdefault(unit.parent_id, []).append(unit.id)
    queue = list(found)
    while queue:
        for child in children.get(queue.pop(), []):
            if child not in found:
                found.add(child)
                queue.append(child)
    return frozenset(found)
