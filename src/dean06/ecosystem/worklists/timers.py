"""PRIVATE. Work that comes round by itself: campaigns start on their day and get their row of the day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.ecosystem.worklists.models import Campaign
from dean06.ecosystem.worklists.services import count_campaign, start_campaign
from dean06.ecosystem.worklists.types import CampaignState
from dean06.kernel.common.actors import system_actor


def count_day(now: dt.datetime) -> int:
    """Start what begins today and count every running campaign; returns how many were counted. Repeatable."""
    actor = system_actor("Đếm số liệu đợt cao điểm")
    planned = Campaign.objects.filter(state=CampaignState.PLANNED, starts_on__lte=timezone.localdate(now))
    for campaign_id in list(planned.values_list("pk", flat=True)):
        start_campaign(actor=actor, campaign_id=campaign_id, now=now)
    running = list(Campaign.objects.filter(state=CampaignState.RUNNING).values_list("pk", flat=True))
    for campaign_id in running:
        count_campaign(actor=actor, campaign_id=campaign_id, now=now)
    return len(running)
