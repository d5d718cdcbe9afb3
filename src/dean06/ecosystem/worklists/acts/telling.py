"""Who is told of what. No names of people from the lists: a message may be read on any screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from dean06.ecosystem.worklists import staff
from dean06.ecosystem.worklists.models import Campaign, WorkItem
from dean06.ecosystem.worklists.scope import VIEW
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications import services as notifications

KIND = "worklists"


def assigned(user_id: int, count: int, unit: str, *, actor: Actor, now: dt.datetime) -> None:
    """The person who got work; one message for one act."""
    _tell(
        [user_id],
        actor,
        title=f"Được giao {count} bản ghi cần làm sạch",
        body=f"{staff.commune_name(unit, now.date())}. Mở danh sách của bạn để in phiếu và đi xác minh.",
        url=reverse("worklists:mine"),
        key=f"assigned:{user_id}:{now.isoformat()}",
    )


def handed_back(item: WorkItem, reason: str, *, actor: Actor) -> None:
    """The person who had assigned it."""
    if item.assigned_by is not None:
        _tell(
            [item.assigned_by],
            actor,
            title="Một bản ghi cần làm sạch được trả lại",
            body=reason,
            url=_url(item),
            key=f"back:{item.pk}:{item.version}",
        )


def close_proposed(item: WorkItem, *, actor: Actor) -> None:
    """Those who may approve in the commune."""
    _tell(
        [person.user_id for person in staff.heads_of(item.finding.unit_code)],
        actor,
        title="Có bản ghi đề nghị kết thúc, chờ duyệt",
        body=item.close_reason,
        url=_url(item),
        key=f"close:{item.pk}:{item.version}",
    )


def close_decided(item: WorkItem, approved: bool, *, actor: Actor) -> None:
    """The person who proposed."""
    if item.close_proposed_by is not None:
        verb = "Đã duyệt" if approved else "Không duyệt"
        _tell(
            [item.close_proposed_by],
            actor,
            title=f"{verb} kết thúc một bản ghi cần làm sạch",
            body=item.close_reason,
            url=_url(item),
            key=f"closed:{item.pk}:{item.version}",
        )


def answered(item: WorkItem, words: str, *, actor: Actor) -> None:
    """The person in whose hands the item is."""
    if item.assignee_id is not None:
        _tell(
            [item.assignee_id],
            actor,
            title="Có trả lời về một bản ghi bạn đang làm sạch",
            body=words,
            url=_url(item),
            key=f"answered:{item.pk}:{item.version}",
        )


def campaign_started(campaign: Campaign, *, actor: Actor) -> None:
    """Everybody who works on records of the campaign's communes, and their heads."""
    if campaign.units:
        people = [person for unit in campaign.units for person in (*staff.workers_of(unit), *staff.heads_of(unit))]
    else:
        people = accounts.users_with_permission(VIEW)
    _tell(
        [person.user_id for person in people],
        actor,
        title=f"Đợt cao điểm bắt đầu: {campaign.name}",
        body=f"Theo {campaign.basis}, đến hết ngày {campaign.ends_on:%d/%m/%Y}.",
        url=reverse("campaigns:detail", args=[campaign.pk]),
        key=f"campaign:{campaign.pk}",
    )


def _tell(users: Iterable[int], actor: Actor, *, title: str, body: str, url: str, key: str) -> None:
    """The actor is not told of the actor's own act."""
    recipients = sorted(user for user in set(users) if user != actor.user_id)
    if recipients:
        notifications.notify(
            user_ids=recipients, kind=KIND, title=title, body=body, url=url, dedupe_key=f"worklists:{key}"
        )


def _url(item: WorkItem) -> str:
    return reverse("worklists:item", args=[item.finding_id])
