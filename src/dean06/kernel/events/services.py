"""PUBLIC. Putting events in the outbox and subscribing to them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.events.models import Delivery, OutboxEvent
from dean06.kernel.events.subscriptions import registry, subscribe
from dean06.kernel.events.types import Event

__all__ = ["publish", "subscribe"]


def publish(event: Event, *, actor: Actor) -> None:
    """Put ``event`` in the outbox of the running transaction, with one delivery for each present subscriber.

    Raises ``ValueError`` when the event has no name or carries anything but ids and codes.
    """
    if not event.name:
        raise ValueError(f"{type(event).__name__} has no name")
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        row = OutboxEvent.objects.create(
            name=event.name,
            payload=event.payload(),
            actor_id=actor.user_id,
            actor_name=actor.name[:255],
            request_id=actor.request_id[:64],
            created_at=now,
        )
        Delivery.objects.bulk_create(
            Delivery(event=row, subscriber=subscriber, next_attempt_at=now)
            for subscriber in registry.subscribers_of(event.name)
        )
