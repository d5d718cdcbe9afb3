"""Campaigns as pages and reports show them: burn-up, forecast, ranking, what remains and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.worklists import counting, staff
from dean06.ecosystem.worklists.errors import CampaignNotFound
from dean06.ecosystem.worklists.models import Campaign, CampaignDay
from dean06.ecosystem.worklists.rules.campaigns import target_number
from dean06.ecosystem.worklists.rules.forecast import forecast
from dean06.ecosystem.worklists.rules.guidance import CLASS_ORDER
from dean06.ecosystem.worklists.rules.ranking import in_words, ranked
from dean06.ecosystem.worklists.scope import COUNTS
from dean06.ecosystem.worklists.types import CampaignState, DayPoint, Forecast, Pair, Ranked, UnitScore
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor

#: Points of the chart: more would touch each other on a phone.
MOST_POINTS = 92


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in the list."""

    campaign: Campaign
    pair: Pair
    target: int
    last_day: dt.date | None

    @property
    def words(self) -> str:
        """Cleaned of the start, as reports write it."""
        return in_words(self.pair)


@dataclass(frozen=True, slots=True)
class CampaignView:
    """Everything a campaign's page and its report show."""

    campaign: Campaign
    points: list[DayPoint]
    missing_days: int
    target: int
    outlook: Forecast | None
    ranking: list[Ranked]
    rest: list[tuple[str, int]]
    accepted: int
    opened: int
    last_day: dt.date | None

    @property
    def pair(self) -> Pair:
        """Cleaned of what was open at the start."""
        cleaned = next((point.cleaned for point in reversed(self.points) if point.cleaned is not None), 0)
        return Pair(cleaned or 0, self.campaign.start_count or 0)

    @property
    def remaining(self) -> int:
        """Open of the start, by reason."""
        return sum(number for _, number in self.rest)

    @property
    def words(self) -> str:
        """As reports write it."""
        return in_words(self.pair)


def get(actor: Actor, campaign_id: int) -> Campaign:
    """A campaign; everybody who may see counts may see it. Raises ``CampaignNotFound``, ``NotAllowed``."""
    actor.require(COUNTS)
    found = Campaign.objects.filter(pk=campaign_id).first()
    if found is None:
        raise CampaignNotFound
    return found


def lines(actor: Actor) -> list[CampaignLine]:
    """All campaigns, running ones first, each with its last count; three queries. Raises ``NotAllowed``."""
    actor.require(COUNTS)
    found = list(Campaign.objects.all()[:200])
    last: dict[int, tuple[dt.date, int]] = {}
    sums = (
        CampaignDay.objects.filter(campaign__in=found)
        .order_by("campaign_id", "day")
        .values_list("campaign_id", "day")
        .annotate(cleaned=Sum("cleaned"))
    )
    for campaign_id, day, cleaned in sums:
        last[campaign_id] = (day, cleaned)
    order = {CampaignState.RUNNING: 0, CampaignState.PLANNED: 1, CampaignState.CLOSED: 2}
    found.sort(key=lambda one: (order[CampaignState(one.state)], one.ends_on))
    return [
        CampaignLine(
            one,
            Pair(last[one.pk][1] if one.pk in last else 0, one.start_count or 0),
            target_of(one),
            last[one.pk][0] if one.pk in last else None,
        )
        for one in found
    ]


def view(actor: Actor, campaign_id: int, *, today: dt.date) -> CampaignView:
    """One campaign with its outlook; the number of queries does not depend on its length. Raises as ``get``."""
    campaign = get(actor, campaign_id)
    points = burn_up(campaign, today)
    days = [point for point in points if point.cleaned is not None]
    last_day = days[-1].day if days else None
    outlook = None
    if campaign.state != CampaignState.PLANNED and last_day is not None:
        outlook = forecast(
            points,
            target=target_of(campaign),
            today=last_day if campaign.state == CampaignState.CLOSED else today,
            ends_on=campaign.ends_on,
            is_working_day=work_calendar().is_working_day,
        )
    last_rows = list(CampaignDay.objects.filter(campaign=campaign, day=last_day)) if last_day else []
    return CampaignView(
        campaign=campaign,
        points=points,
        missing_days=sum(1 for point in points if point.cleaned is None),
        target=target_of(campaign),
        outlook=outlook,
        ranking=_ranking(campaign, last_rows, last_day, today),
        rest=_rest(campaign),
        accepted=sum(row.accepted for row in last_rows),
        opened=sum(row.opened for row in last_rows),
        last_day=last_day,
    )


def burn_up(campaign: Campaign, today: dt.date) -> list[DayPoint]:
    """One point a day from the start to today, the end or the closing; a day without rows is missing, not zero."""
    if campaign.frozen_at is None:
        return []
    sums = {
        day: (cleaned, remaining)
        for day, cleaned, remaining in CampaignDay.objects.filter(campaign=campaign)
        .order_by("day")
        .values_list("day")
        .annotate(cleaned=Sum("cleaned"), remaining=Sum("remaining"))
    }
    last = max(sums, default=campaign.starts_on)
    if campaign.state != CampaignState.CLOSED:
        last = max(last, today)
    days = (last - campaign.starts_on).days + 1
    found = []
    for number in range(days):
        day = campaign.starts_on + dt.timedelta(days=number)
        cleaned, remaining = sums.get(day, (None, None))
        found.append(DayPoint(day, cleaned, remaining))
    return found


def chart_points(points: list[DayPoint]) -> list[dict[str, Any]]:
    """Points for the trend mark: the latest ones where there are too many."""
    return [{"label": f"{point.day:%d/%m}", "value": point.cleaned} for point in points[-MOST_POINTS:]]


def target_of(campaign: Campaign) -> int:
    """Records to clean; 0 before the start count is known and only a share was given."""
    return target_number(campaign.start_count or 0, share=campaign.target_share, count=campaign.target_count)


def _ranking(
    campaign: Campaign, last_rows: list[CampaignDay], last_day: dt.date | None, today: dt.date
) -> list[Ranked]:
    names = staff.commune_names(today)
    start = dict(campaign.units_of.values_list("unit_code", "start_count"))
    now = {row.unit_code: row for row in last_rows}
    before: dict[str, int] = {}
    if last_day is not None:
        yesterday = last_day - dt.timedelta(days=1)
        before = dict(CampaignDay.objects.filter(campaign=campaign, day=yesterday).values_list("unit_code", "cleaned"))
    # All communes of the province take part unless some were named.
    units = {*start, *(campaign.units or names)} if campaign.frozen_at else set()
    scores = []
    for unit in units:
        row = now.get(unit)
        cleaned = row.cleaned if row else 0
        scores.append(
            UnitScore(
                unit=unit,
                name=names.get(unit, unit) if unit else staff.UNKNOWN_UNIT,
                start=start.get(unit, 0),
                cleaned=cleaned,
                remaining=row.remaining if row else 0,
                today=cleaned - before[unit] if row and unit in before else None,
            )
        )
    return ranked(scores)


def _rest(campaign: Campaign) -> list[tuple[str, int]]:
    if campaign.frozen_at is None:
        return []
    if campaign.state == CampaignState.CLOSED:
        return [(str(ResultClass(code).label), number) for code, number in campaign.closing_rest]
    found = counting.remaining_by_class(campaign)
    return [(str(ResultClass(code).label), found[code]) for code in CLASS_ORDER if found.get(code)]
