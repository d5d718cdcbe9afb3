"""PUBLIC. Telling people, and marking what they read.

``notify`` does its part inside somebody else's write: other apps decide whom to tell of what.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications import mailing
from dean06.kernel.notifications.errors import NotYours
from dean06.kernel.notifications.kinds import register_kind
from dean06.kernel.notifications.models import Channel, Delivery, DeliveryState, Notification
from dean06.kernel.writing.services import Write, service

__all__ = ["mark_all_read", "mark_read", "notify", "register_kind", "send_due_emails"]

BOTH = (Channel.IN_APP, Channel.EMAIL)


def notify(
    *,
    user_ids: Iterable[int],
    kind: str,
    title: str,
    body: str = "",
    url: str = "",
    subject: str = "",
    dedupe_key: str | None = None,
    channels: Iterable[str] = BOTH,
) -> list[Notification]:
    """Tell each of ``user_ids``: in the application at once, by e-mail within minutes; inside the caller's transaction.

    ``url`` is a path on this site (``"/nhiem-vu/17/"``). With a ``dedupe_key`` a person is told at most once, however
    often this is called. Returns the new messages only. Raises ``ValueError`` for a ``url`` that leads elsewhere.
    """
    if url and not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError("a notification leads to a page of this site")
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        people = _not_told_yet(sorted(set(user_ids)), dedupe_key)
        wanted = [
            Notification(
                recipient_id=user_id,
                kind=kind,
                subject=subject,
                title=title[:300],
                body=body,
                url=url,
                dedupe_key=dedupe_key,
                created_at=now,
            )
            for user_id in people
        ]
        told = _create(wanted, dedupe_key)
        Delivery.objects.bulk_create(
            _copy(notification, Channel(channel), now) for notification in told for channel in sorted(set(channels))
        )
    return told


@service(permission="accounts.self")
def mark_read(*, actor: Actor, write: Write, notification_id: int) -> Notification:
    """Mark one of the actor's own messages as read. Raises ``NotYours``."""
    mine = Notification.objects.select_for_update().filter(recipient_id=actor.user_id, pk=notification_id).first()
    if mine is None:
        raise NotYours()
    if mine.read_at is None:
        mine.read_at = timezone.now()
        mine.save(update_fields=["read_at"])
        _copies_read([mine.pk], mine.read_at)
    write.audit("notification.read", subject=mine)
    return mine


@service(permission="accounts.self")
def mark_all_read(*, actor: Actor, write: Write) -> int:
    """Mark all of the actor's messages as read; returns how many were unread."""
    now = timezone.now()
    unread = Notification.objects.filter(recipient_id=actor.user_id, read_at=None)
    ids = list(unread.select_for_update().values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        Notification.objects.filter(pk__in=part).update(read_at=now)
        _copies_read(part, now)
    write.audit("notification.all_read", subject=f"accounts.user:{actor.user_id}", details={"count": len(ids)})
    return len(ids)


def send_due_emails(now: datetime, limit: int = 500) -> int:
    """Send e-mails that wait; returns how many the mail server took. Called by a timer."""
    return mailing.send_waiting(now, limit)


def _not_told_yet(people: list[int], dedupe_key: str | None) -> list[int]:
    if dedupe_key is None:
        return people
    told = Notification.objects.filter(recipient_id__in=people, dedupe_key=dedupe_key)
    already = set(told.values_list("recipient_id", flat=True))
    return [person for person in people if person not in already]


def _create(wanted: list[Notification], dedupe_key: str | None) -> list[Notification]:
    """Insert; where two processes tell the same thing at once, the second leaves out whom the first told."""
    if dedupe_key is None:
        return Notification.objects.bulk_create(wanted)
    Notification.objects.bulk_create(wanted, ignore_conflicts=True)
    # Ignored conflicts give no keys back: read our own rows again, without those that already have copies.
    return list(
        Notification.objects.filter(
            recipient_id__in=[row.recipient_id for row in wanted], dedupe_key=dedupe_key, deliveries=None
        ).order_by("recipient_id")
    )


def _copy(notification: Notification, channel: Channel, now: datetime) -> Delivery:
    if channel == Channel.IN_APP:
        return Delivery(notification=notification, channel=channel, state=DeliveryState.SENT, sent_at=now)
    return Delivery(notification=notification, channel=channel, next_attempt_at=now)


def _copies_read(notification_ids: list[int], now: datetime) -> None:
    Delivery.objects.filter(notification_id__in=notification_ids, channel=Channel.IN_APP).update(
        state=DeliveryState.READ, read_at=now
    )
