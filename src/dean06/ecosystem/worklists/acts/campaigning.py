"""Opening, changing, starting, counting and closing a campaign."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.utils import timezone

from dean06.ecosystem.worklists import counting
from dean06.ecosystem.worklists.acts import telling
from dean06.ecosystem.worklists.acts.common import day_of, moment
from dean06.ecosystem.worklists.errors import CampaignNotFound, CampaignRefused, ItemChanged
from dean06.ecosystem.worklists.events import CampaignChanged
from dean06.ecosystem.worklists.models import Campaign, CampaignDay, CampaignUnit
from dean06.ecosystem.worklists.rules.campaigns import CampaignPlan, plan_errors
from dean06.ecosystem.worklists.rules.guidance import CLASS_ORDER
from dean06.ecosystem.worklists.scope import MANAGE
from dean06.ecosystem.worklists.types import CampaignState
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service


@service(permission=MANAGE)
def open_campaign(*, actor: Actor, write: Write, plan: CampaignPlan, now: dt.datetime | None = None) -> Campaign:
    """Announce a campaign; one that begins today freezes its start count at once. Raises ``CampaignRefused``."""
    now = moment(now)
    _check(plan, day_of(now))
    campaign = Campaign.objects.create(created_by=actor.user_id, created_at=now, **_fields(plan))
    if campaign.starts_on <= day_of(now):
        _start(campaign, actor, now)
    write.audit("worklists.campaign_opened", subject=campaign, details=_told(campaign))
    write.publish(CampaignChanged(campaign_id=campaign.pk, state=campaign.state))
    return campaign


@service(permission=MANAGE)
def change_campaign(
    *,
    actor: Actor,
    write: Write,
    campaign_id: int,
    plan: CampaignPlan,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Campaign:
    """Change a campaign. Once started, only its name, basis, end and target: the start count stays what it was.

    Raises ``CampaignNotFound``, ``CampaignRefused``, ``ItemChanged``.
    """
    now = moment(now)
    campaign = _lock(campaign_id, version)
    started = campaign.state == CampaignState.RUNNING
    _check(plan, day_of(now), started=started)
    fields = _fields(plan)
    if started:
        for name in ("starts_on", "sectors", "classes", "units"):
            if fields[name] != getattr(campaign, name):
                message = "Đợt đã bắt đầu và đã chốt số đầu kỳ: không đổi được ngày bắt đầu, danh sách, xã, phường."
                raise CampaignRefused(message, fields={name: message})
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.version += 1
    campaign.save()
    write.audit("worklists.campaign_changed", subject=campaign, details=_told(campaign))
    write.publish(CampaignChanged(campaign_id=campaign.pk, state=campaign.state))
    return campaign


@service(permission=MANAGE)
def start_campaign(*, actor: Actor, write: Write, campaign_id: int, now: dt.datetime | None = None) -> Campaign:
    """Freeze the start count on the day of the start; a timer calls it. Repeated, it changes nothing.

    Raises ``CampaignNotFound``, ``CampaignRefused`` before the day.
    """
    now = moment(now)
    campaign = _lock(campaign_id, None)
    if campaign.state == CampaignState.PLANNED:
        if campaign.starts_on > day_of(now):
            raise CampaignRefused("Chưa đến ngày bắt đầu của đợt cao điểm này.")
        _start(campaign, actor, now)
    write.audit("worklists.campaign_started", subject=campaign, details={"start": campaign.start_count})
    write.publish(CampaignChanged(campaign_id=campaign.pk, state=campaign.state))
    return campaign


@service(permission=MANAGE)
def count_campaign(*, actor: Actor, write: Write, campaign_id: int, now: dt.datetime | None = None) -> int:
    """Write the day's row of each commune, or bring it up to date; returns how many rows the day has.

    Only the present day can be counted: a day that was missed stays missing. Raises ``CampaignNotFound``.
    """
    now = moment(now)
    campaign = _lock(campaign_id, None)
    rows = _count(campaign, now) if campaign.state == CampaignState.RUNNING else 0
    write.audit("worklists.campaign_counted", subject=campaign, details={"day": day_of(now), "communes": rows})
    return rows


@service(permission=MANAGE)
def close_campaign(
    *,
    actor: Actor,
    write: Write,
    campaign_id: int,
    note: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Campaign:
    """End a campaign with a last count. Raises ``CampaignNotFound``, ``CampaignRefused``, ``ItemChanged``."""
    now = moment(now)
    campaign = _lock(campaign_id, version)
    if campaign.state == CampaignState.RUNNING:
        _count(campaign, now)
        rest = counting.remaining_by_class(campaign)
        campaign.closing_rest = [[code, rest[code]] for code in CLASS_ORDER if rest.get(code)]
    campaign.state, campaign.closed_at, campaign.closing_note = CampaignState.CLOSED, now, note.strip()[:500]
    campaign.version += 1
    campaign.save()
    write.audit("worklists.campaign_closed", subject=campaign, details=_told(campaign))
    write.publish(CampaignChanged(campaign_id=campaign.pk, state=campaign.state))
    return campaign


def _lock(campaign_id: int, version: int | None) -> Campaign:
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise CampaignNotFound
    if version is not None and version != campaign.version:
        raise ItemChanged("Người khác vừa sửa đợt cao điểm này. Hãy tải lại trang rồi sửa lần nữa.")
    if campaign.state == CampaignState.CLOSED:
        raise CampaignRefused("Đợt cao điểm này đã đóng, không đổi được nữa.")
    return campaign


def _check(plan: CampaignPlan, today: dt.date, *, started: bool = False) -> None:
    errors = plan_errors(plan, today, started=started)
    if errors:
        raise CampaignRefused(" ".join(errors.values()), fields=errors)


def _fields(plan: CampaignPlan) -> dict[str, object]:
    fields = asdict(plan)
    fields |= {name: sorted(fields[name]) for name in ("sectors", "classes", "units")}
    return fields | {"name": " ".join(plan.name.split())[:200], "basis": " ".join(plan.basis.split())[:200]}


def _start(campaign: Campaign, actor: Actor, now: dt.datetime) -> None:
    counts = counting.start_counts(campaign)
    # Communes of the campaign without work get their row too: none is not the same as not counted.
    units = {unit: counts.get(unit, 0) for unit in (*campaign.units, *counts)}
    CampaignUnit.objects.bulk_create(
        CampaignUnit(campaign=campaign, unit_code=unit, start_count=number) for unit, number in sorted(units.items())
    )
    campaign.state, campaign.frozen_at, campaign.start_count = CampaignState.RUNNING, now, sum(units.values())
    campaign.version += 1
    campaign.save()
    _count(campaign, now)
    telling.campaign_started(campaign, actor=actor)


def _count(campaign: Campaign, now: dt.datetime) -> int:
    counts = counting.day_counts(campaign)
    units = campaign.units_of.values_list("unit_code", flat=True)
    rows = []
    for unit in sorted({*units, *counts}):
        found = counts.get(unit, counting.UnitCount())
        rows.append(
            CampaignDay(
                campaign=campaign, unit_code=unit, day=timezone.localdate(now), counted_at=now, **_numbers(found)
            )
        )
    CampaignDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["campaign", "unit_code", "day"],
        update_fields=["cleaned", "accepted", "remaining", "opened", "counted_at"],
    )
    return len(rows)


def _numbers(found: counting.UnitCount) -> dict[str, int]:
    return {
        "cleaned": found.cleaned,
        "accepted": found.accepted,
        "remaining": found.remaining,
        "opened": found.opened,
    }


def _told(campaign: Campaign) -> dict[str, object]:
    return {"state": campaign.state, "start": campaign.start_count, "ends_on": campaign.ends_on}
