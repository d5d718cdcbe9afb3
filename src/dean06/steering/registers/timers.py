"""PRIVATE. What comes round by itself: reminders of what is late, counts of campaigns from indicators."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.notifications import services as notifications
from dean06.steering.registers.models import Campaign, Finding, Pilot, Recommendation
from dean06.steering.registers.reading.scope import ANSWER, EDIT
from dean06.steering.registers.services import count_campaign
from dean06.steering.registers.types import CampaignState, FindingState, PilotState, RecommendationState

KIND = "registers"


def remind_late(now: dt.datetime) -> int:
    """Tell whoever must act that a day has passed; once for each due date. Returns how many were told."""
    today = timezone.localdate(now)
    told = 0
    editors = [person.user_id for person in accounts.users_with_permission(EDIT)]
    late = Recommendation.objects.filter(state=RecommendationState.SENT, due_on__lt=today)
    for one in late:
        title = f"Kiến nghị gửi {one.to_whom} chưa có trả lời"
        told += _tell(editors, title, one.text, f"kien-nghi/{one.pk}/", f"recommendation:{one.pk}:{one.due_on}")
    for finding in Finding.objects.filter(state=FindingState.OPEN, fix_by__lt=today).select_related("inspection"):
        people = [person.user_id for person in accounts.users_of_agency(finding.agency_code, ANSWER)]
        title = f"Quá hạn khắc phục ({finding.fix_by:%d/%m/%Y}): {finding.inspection.title}"
        key = f"finding:{finding.pk}:{finding.fix_by}"
        told += _tell([*people, *editors], title, finding.text, f"kiem-tra/{finding.inspection_id}/", key)
    for pilot in Pilot.objects.filter(state=PilotState.RUNNING, ends_on__lt=today):
        people = [person.user_id for person in accounts.users_of_agency(pilot.agency_code, ANSWER)]
        title = f"Mô hình điểm đến ngày tổng kết: {pilot.name}"
        told += _tell(people, title, pilot.effect, f"mo-hinh/{pilot.pk}/", f"pilot:{pilot.pk}:{pilot.ends_on}")
    return told


def count_campaigns(now: dt.datetime) -> int:
    """Take the day's counts of running campaigns that an indicator counts. Returns rows written."""
    actor = system_actor("Đợt cao điểm")
    written = 0
    for pk in Campaign.objects.filter(state=CampaignState.RUNNING).exclude(indicator="").values_list("pk", flat=True):
        try:
            written += count_campaign(actor=actor, record_id=pk, now=now)
        except DomainError:
            # An indicator that ended leaves its campaign where it is; the page says when it was last counted.
            continue
    return written


def _tell(people: list[int], title: str, body: str, path: str, key: str) -> int:
    return len(
        notifications.notify(
            user_ids=people,
            kind=KIND,
            title=title,
            body=body[:300],
            url=f"/so-theo-doi/{path}",
            dedupe_key=f"registers.{key}",
        )
    )
