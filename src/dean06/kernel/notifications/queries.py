"""PUBLIC. A person's own messages; for administrators, how copies fared."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications.models import Delivery, Notification

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
