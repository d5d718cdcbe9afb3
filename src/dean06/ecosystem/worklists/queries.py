"""PUBLIC reads of worklists. Counts only, for upper layers that authorise themselves; pages read in ``reading``."""

from __future__ import annotations

import datetime as dt

from dean06.ecosystem.worklists.models import Campaign
from dean06.ecosystem.worklists.reading import campaigns, lists
from dean06.ecosystem.worklists.reading.quality import correct_counts
from dean06.ecosystem.worklists.scope import Scope, findings_in
from dean06.ecosystem.worklists.types import CampaignState, OpenCount, Pair
from dean06.kernel.common.actors import Actor, system_actor

__all__ = ["campaign_pairs", "open_counts", "progress", "total_progress"]


def progress(sector: str, on: dt.date) -> dict[str, Pair]:
    """Commune → records verified as right of all records of a list, as last counted up to the month of ``on``.

    Communes that were never counted are absent (which is not zero); "" holds records of no known commune. Four queries.
    """
    found = correct_counts(system_actor("Tiến độ làm sạch"), on, sector).get(sector)
    return dict(found.now) if found else {}


def total_progress(sector: str, on: dt.date) -> Pair | None:
    """The same for the whole list; ``None`` when it was never counted."""
    found = progress(sector, on)
    return sum(found.values(), Pair(0, 0)) if found else None


def open_counts(unit: str) -> OpenCount:
    """Findings of one commune that still wait, by class, list and state of the work. One query."""
    return lists.open_count(findings_in(Scope(everything=True)), unit)


def campaign_pairs(actor: Actor) -> list[tuple[Campaign, Pair, int]]:
    """Running campaigns with what was cleaned of the start count, and the target. Raises ``NotAllowed``."""
    return [
        (line.campaign, line.pair, line.target)
        for line in campaigns.lines(actor)
        if line.campaign.state == CampaignState.RUNNING
    ]
