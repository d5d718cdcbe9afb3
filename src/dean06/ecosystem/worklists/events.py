"""PUBLIC facts about worklists: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAssigned(Event):
    """Findings of one commune were given to a person."""

    name: ClassVar[str] = "worklists.assigned"
    unit: str
    assignee_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingVisited(Event):
    """A visit's coded result."""

    name: ClassVar[str] = "worklists.visited"
    finding_id: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEnded(Event):
    """The work on a finding ended: ``state`` is clean or closed."""

    name: ClassVar[str] = "worklists.ended"
    finding_id: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignChanged(Event):
    """A campaign was opened, changed, started or closed."""

    name: ClassVar[str] = "worklists.campaign_changed"
    campaign_id: int
    state: str
