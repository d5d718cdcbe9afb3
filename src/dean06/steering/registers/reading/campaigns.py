"""PRIVATE. Campaigns of this register and those of cleaning data, with burn-up, ranking and where the pace leads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.urls import reverse

from dean06.ecosystem.worklists import queries as worklists
from dean06.ecosystem.worklists.types import DayPoint, Forecast
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.steering.registers.models import Campaign, CampaignCount, CampaignTarget
from dean06.steering.registers.reading.scope import campaigns_of, names, own_bodies
from dean06.steering.registers.types import CampaignRow, CampaignState, RankLine

OWN, CLEANING = "own", "cleaning"


def campaigns(actor: Actor, on: dt.date) -> list[CampaignRow]:
    """Campaigns that have begun by ``on`` and still run, soonest end first; those of cleaning data are among them.

    Those of cleaning are shown to whoever sees the whole province. Raises ``NotAllowed``.
    """
    own = campaigns_of(actor).filter(state=CampaignState.RUNNING, starts_on__lte=on)
    found = rows(own, on)
    if own_bodies(actor) is None:
        found += [row for row in cleaning(on) if row.state == CampaignState.RUNNING and row.starts_on <= on]
    return sorted(found, key=lambda row: (row.ends_on, row.name))


def rows(found: Iterable[Campaign], on: dt.date) -> list[CampaignRow]:
    """Rows with ranking and forecast. Three queries and the working calendar."""
    listed = list(found)
    targets: dict[int, dict[str, int]] = {}
    for campaign_id, code, number in CampaignTarget.objects.filter(campaign__in=listed).values_list(
        "campaign_id", "agency_code", "number"
    ):
        targets.setdefault(campaign_id, {})[code] = number
    counts: dict[int, dict[str, dict[dt.date, int]]] = {}
    for campaign_id, code, day, number in (
        CampaignCount.objects.filter(campaign__in=listed, day__lte=on)
        .order_by("day")
        .values_list("campaign_id", "agency_code", "day", "number")
    ):
        counts.setdefault(campaign_id, {}).setdefault(code, {})[day] = number
    known = names(code for units in targets.values() for code in units)
    return [_row(one, targets.get(one.pk, {}), counts.get(one.pk, {}), known, on) for one in listed]


def burn_up(counts: Mapping[str, Mapping[dt.date, int]], first: dt.date, last: dt.date) -> list[DayPoint]:
    """Cumulative total by day from the last known count of each unit; a day on which nobody counted has no number."""
    points = []
    known = dict.fromkeys(counts, 0)
    for offset in range(max((last - first).days, 0) + 1):
        day = first + dt.timedelta(days=offset)
        today = {code: days[day] for code, days in counts.items() if day in days}
        known |= today
        points.append(DayPoint(day, sum(known.values()) if today else None))
    return points


def ranking(
    targets: Mapping[str, int], counts: Mapping[str, Mapping[dt.date, int]], known: Mapping[str, str]
) -> list[RankLine]:
    """Best share of the own target first; equal shares share a rank; units without a target stand last, unranked."""
    last = {code: (days[max(days)] if days else 0) for code, days in counts.items()}
    shares = {code: Fraction(last.get(code, 0), number) for code, number in targets.items() if number}
    ordered = sorted(shares, key=lambda code: (-shares[code], known.get(code, code)))
    above = Counter(shares.values())
    place: dict[Fraction, int] = {}
    taken = 1
    for share in sorted(above, reverse=True):
        place[share] = taken
        taken += above[share]
    lines = [
        RankLine(place[shares[code]], known.get(code, code), code, last.get(code, 0), targets[code]) for code in ordered
    ]
    idle = sorted((code for code in targets if not targets[code]), key=lambda code: known.get(code, code))
    return lines + [RankLine(None, known.get(code, code), code, last.get(code, 0), 0) for code in idle]


def outlook(points: Sequence[DayPoint], campaign: Campaign, target: int, on: dt.date) -> Forecast | None:
    """Where the pace leads, by the rule of cleaning campaigns; ``None`` before the first count."""
    if not any(point.cleaned is not None for point in points):
        return None
    last = max(point.day for point in points if point.cleaned is not None)
    # The day before the start stands at nothing: without it the first count would tell no pace.
    start = DayPoint(campaign.starts_on - dt.timedelta(days=1), 0)
    return worklists.forecast(
        [start, *points],
        target=target,
        today=last if campaign.state == CampaignState.CLOSED else on,
        ends_on=campaign.ends_on,
        is_working_day=work_calendar().is_working_day,
    )


def _row(
    one: Campaign,
    targets: Mapping[str, int],
    counts: Mapping[str, Mapping[dt.date, int]],
    known: Mapping[str, str],
    on: dt.date,
) -> CampaignRow:
    points = burn_up(counts, one.starts_on, min(on, one.ends_on))
    ranked = ranking(targets, counts, known)
    target = sum(targets.values())
    found = outlook(points, one, target, on)
    label = one.unit_label or "lượt"
    return CampaignRow(
        id=one.pk,
        kind=OWN,
        name=one.name,
        basis=one.basis,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        state=CampaignState(one.state),
        days_left=max((one.ends_on - on).days, 0),
        done=sum(line.done for line in ranked),
        target=target,
        unit_label=label,
        url=reverse("registers:campaign", args=[one.pk]),
        indicator=one.indicator,
        last_day=max((point.day for point in points if point.cleaned is not None), default=None),
        finish=found.finish if found else None,
        on_course=found.on_course if found else None,
        sentences=tuple(worklists.outlook_sentences(found, target, label)) if found else (),
        ranking=tuple(ranked),
    )


def cleaning(on: dt.date) -> list[CampaignRow]:
    """Campaigns of cleaning data in the same shape; their pages are where they are worked on."""
    return [
        CampaignRow(
            id=one.id,
            kind=CLEANING,
            name=one.name,
            basis=one.basis,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            state=CampaignState.RUNNING if one.is_running else CampaignState.CLOSED,
            days_left=max((one.ends_on - on).days, 0),
            done=one.cleaned,
            target=one.target,
            unit_label="bản ghi",
            url=reverse("campaigns:detail", args=[one.id]),
            last_day=one.last_day,
            finish=one.outlook.finish if one.outlook else None,
            on_course=one.outlook.on_course if one.outlook else None,
            sentences=tuple(worklists.outlook_sentences(one.outlook, one.target)) if one.outlook else (),
            ranking=tuple(
                RankLine(line.rank, line.score.name, line.score.unit, line.score.cleaned, line.score.start)
                for line in one.ranking
            ),
        )
        for one in worklists.campaign_overviews(on)
    ]


#: Points of the chart: more would touch each other on a phone.
_MOST_POINTS = 92


def chart(campaign: Campaign, on: dt.date) -> list[dict[str, object]]:
    """The burn-up as points of the trend mark: days on which somebody counted, the latest ones. One query."""
    counts: dict[str, dict[dt.date, int]] = {}
    for code, day, number in (
        campaign.counts.filter(day__lte=on).order_by("day").values_list("agency_code", "day", "number")
    ):
        counts.setdefault(code, {})[day] = number
    points = burn_up(counts, campaign.starts_on, min(on, campaign.ends_on)) if counts else []
    known = [point for point in points if point.cleaned is not None]
    return [{"label": f"{point.day:%d/%m}", "value": point.cleaned} for point in known[-_MOST_POINTS:]]
