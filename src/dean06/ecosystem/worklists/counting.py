"""PRIVATE. Counts of findings for campaigns and lists, as grouped queries over the findings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When

from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.worklists.acts.common import LIVE
from dean06.ecosystem.worklists.models import Campaign
from dean06.ecosystem.worklists.scope import Scope, findings_in

_EVERYTHING = Scope(everything=True)


@dataclass(slots=True)
class UnitCount:
    """One commune of a campaign now."""

    cleaned: int = 0
    accepted: int = 0
    remaining: int = 0
    opened: int = 0


def campaign_findings(campaign: Campaign) -> QuerySet[Any]:
    """Findings that a campaign is about, whatever their state."""
    rows = findings_in(_EVERYTHING)
    for name, values in (
        ("sector__in", campaign.sectors),
        ("result_class__in", campaign.classes),
        ("unit_code__in", campaign.units),
    ):
        if values:
            rows = rows.filter(**{name: values})
    return rows


def start_counts(campaign: Campaign) -> dict[str, int]:
    """Commune → findings open now. One query."""
    rows = campaign_findings(campaign).filter(state__in=LIVE, opened_on__lte=campaign.starts_on)
    return dict(rows.order_by().values_list("unit_code").annotate(number=Count("pk")))


def day_counts(campaign: Campaign) -> dict[str, UnitCount]:
    """Commune → where the campaign stands now. One query."""
    start = campaign.starts_on
    was_there, since = {"opened_on__lte": start}, {"resolved_on__gte": start}
    kind = Case(
        When(state__in=LIVE, **was_there, then=Value("remaining")),
        When(state__in=LIVE, then=Value("opened")),
        When(state=FindingState.RESOLVED, **was_there, **since, then=Value("cleaned")),
        When(state=FindingState.ACCEPTED, **was_there, **since, then=Value("accepted")),
        default=Value(""),
        output_field=CharField(),
    )
    found: dict[str, UnitCount] = {}
    rows = campaign_findings(campaign).order_by().values_list("unit_code", kind).annotate(number=Count("pk"))
    for unit, name, number in rows:
        if name:
            setattr(found.setdefault(unit, UnitCount()), name, number)
    return found


def remaining_by_class(campaign: Campaign, unit: str | None = None) -> dict[str, int]:
    """Class → findings of the start that are still open: why the rest remains. One query."""
    rows = campaign_findings(campaign).filter(state__in=LIVE, opened_on__lte=campaign.starts_on)
    if unit is not None:
        rows = rows.filter(unit_code=unit)
    return dict(rows.order_by().values_list("result_class").annotate(number=Count("pk")))
