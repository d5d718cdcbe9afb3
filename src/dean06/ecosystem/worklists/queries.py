"""PUBLIC reads of worklists. Counts only, for upper layers that authorise themselves; pages read in ``reading``."""

from __future__ import annotations

import datetime as dt

from dean06.ecosystem.worklists.models import Campaign
from dean06.ecosystem.worklists.reading import campaigns, lists
from dean06.ecosystem.worklists.reading.quality import correct_counts
from dean06.ecosystem.worklists.rules.forecast import forecast
from dean06.ecosystem.worklists.rules.outlook_words import outlook_sentences
from dean06.ecosystem.worklists.rules.ranking import in_words, thousands
from dean06.ecosystem.worklists.scope import Scope, findings_in
from dean06.ecosystem.worklists.types import CampaignOverview, CampaignState, OpenCount, Pair
from dean06.kernel.common.actors import Actor, system_actor

__all__ = [
    "campaign_overviews",
    "campaign_pairs",
    "forecast",
    "in_words",
    "open_counts",
    "outlook_sentences",
    "progress",
    "thousands",
    "total_progress",
]


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


def campaign_overviews(today: dt.date) -> list[CampaignOverview]:
    """Campaigns of cleaning that have begun, newest first, each with its count, outlook and ranking.

    For upper layers that authorise themselves: counts only. A handful of queries a campaign.
    """
    actor = system_actor("Đợt cao điểm làm sạch")
    started = Campaign.objects.exclude(state=CampaignState.PLANNED).values_list("pk", flat=True)
    found = []
    for pk in started[:50]:
        view = campaigns.view(actor, pk, today=today)
        found.append(
            CampaignOverview(
                id=pk,
                name=view.campaign.name,
                basis=view.campaign.basis,
                starts_on=view.campaign.starts_on,
                ends_on=view.campaign.ends_on,
                is_running=view.campaign.state == CampaignState.RUNNING,
                cleaned=view.pair.numerator,
                target=view.target,
                last_day=view.last_day,
                outlook=view.outlook,
                ranking=tuple(view.ranking),
            )
        )
    return found
