"""PUBLIC. A person's own messages; for administrators, how copies fared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications.models import Channel, Delivery, DeliveryState, Notification

#: The header shows "99+" above this, so counting never costs more.
MOST_COUNTED = 100


def unread_count(user_id: int | None) -> int:
    """How many messages of a person are unread, at most ``MOST_COUNTED``; 0 for the system. One indexed query."""
    if user_id is None:
        return 0
    return Notification.objects.filter(recipient_id=user_id, read_at=None)[:MOST_COUNTED].count()


def my_notifications(*, actor: Actor) -> QuerySet[Notification]:
    """The actor's own messages: unread first, then newest first."""
    unread = ExpressionWrapper(Q(read_at=None), output_field=BooleanField())
    return Notification.objects.filter(recipient_id=actor.user_id).order_by(unread.desc(), "-id")


@dataclass(frozen=True, slots=True)
class SentCopy:
    """One copy of a message as the app that sent it may show it: whether it arrived, not to which address."""

    title: str
    channel_label: str
    state: str
    state_label: str
    at: dt.datetime


def copies_to(user_id: int, subject: str, limit: int = 40) -> list[SentCopy]:
    """How the messages about a record fared that one person was sent, the latest first; for the app that owns the
    record, which checks the right. One query along the recipient's index."""
    rows = Delivery.objects.filter(notification__recipient_id=user_id, notification__subject=subject)
    return [
        SentCopy(
            title=row.notification.title,
            channel_label=Channel(row.channel).label,
            state=row.state,
            state_label=DeliveryState(row.state).label,
            at=row.read_at or row.sent_at or row.notification.created_at,
        )
        for row in rows.select_related("notification").order_by("-notification_id", "channel")[:limit]
    ]


def deliveries(*, actor: Actor, channel: str = "", state: str = "", before_id: int | None = None) -> QuerySet[Delivery]:
    """Copies with their messages, newest first, older than ``before_id``. Raises ``NotAllowed``."""
    actor.require("notifications.view_deliveries")
    rows = Delivery.objects.select_related("notification").order_by("-id")
    if channel:
        rows = rows.filter(channel=channel)
    if state:
        rows = rows.filter(state=state)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return rows
