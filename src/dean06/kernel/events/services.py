"""PUBLIC. Putting events in the outbox, subscribing to them, delivering them; timers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.events import delivering
from dean06.kernel.events.errors import NotDead
from dean06.kernel.events.failures import describe as describe_failure
from dean06.kernel.events.models import Delivery, DeliveryState, OutboxEvent
from dean06.kernel.events.ports import register_retry
from dean06.kernel.events.rules import LEASE, is_given_up, wait_after
from dean06.kernel.events.subscriptions import registry, subscribe
from dean06.kernel.events.timers import register as register_timer
from dean06.kernel.events.types import Event

__all__ = [
    "LEASE",
    "deliver_due",
    "describe_failure",
    "is_given_up",
    "publish",
    "purge_delivered",
    "register_retry",
    "register_timer",
    "restart_delivery",
    "subscribe",
    "wait_after",
]

#: How long events that reached everybody are kept for looking up.
KEEP_DELIVERED = timedelta(days=90)


def publish(event: Event, *, actor: Actor) -> None:
    """Put ``event`` in the outbox of the running transaction, with one delivery for each present subscriber.

    Raises ``ValueError`` when the event has no name or carries anything but ids and codes.
    """
    if not event.name:
        raise ValueError(f"{type(event).__name__} has no name")
    payload, now = event.payload(), timezone.now()
    with transaction.atomic(savepoint=False):
        row = OutboxEvent.objects.create(
            name=event.name,
            payload=payload,
            actor_id=actor.user_id,
            actor_name=actor.name[:255],
            request_id=actor.request_id[:64],
            created_at=now,
        )
        Delivery.objects.bulk_create(
            Delivery(event=row, subscriber=subscriber, next_attempt_at=now)
            for subscriber in registry.subscribers_of(event.name)
        )


def deliver_due(now: datetime, limit: int = 1_000) -> int:
    """Try at most ``limit`` deliveries due at ``now``; returns how many arrived. Failures wait for their turn."""
    return delivering.deliver(registry, now, limit).done


def restart_delivery(delivery_id: int, now: datetime) -> Delivery:
    """Set a delivery that was given up to its first attempt again; inside the write of ``writing.operations``.

    Raises ``NotFound``, and ``NotDead`` when it still waits or is done.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound("Không có lượt gửi sự kiện này.")
    if delivery.state != DeliveryState.DEAD:
        raise NotDead()
    delivery.state, delivery.attempts, delivery.finished_at = DeliveryState.PENDING, 0, None
    delivery.next_attempt_at = now
    delivery.save(update_fields=["state", "attempts", "finished_at", "next_attempt_at"])
    return delivery


def purge_delivered(now: datetime) -> int:
    """Drop events older than ``KEEP_DELIVERED`` that nobody waits for any more; returns how many. Called by a timer."""
    unfinished = Delivery.objects.exclude(state=DeliveryState.DONE).values("event_id")
    old = OutboxEvent.objects.filter(created_at__lt=now - KEEP_DELIVERED).exclude(pk__in=unfinished)
    batch = list(old.order_by("pk").values_list("pk", flat=True)[:5_000])
    OutboxEvent.objects.filter(pk__in=batch).delete()
    return len(batch)
