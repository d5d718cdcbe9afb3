"""Services for the apps beneath the write path, offered to them through their ports."""

from __future__ import annotations

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.events import services as events
from dean06.kernel.writing.services import Write, service


@service(permission="events.retry")
def retry_delivery(*, actor: Actor, write: Write, delivery_id: int) -> object:
    """Start a delivery that was given up again. Raises ``NotFound``, and ``NotDead`` when it waits or is done."""
    delivery = events.restart_delivery(delivery_id, timezone.now())
    write.audit("event.retried", subject=delivery, details={"subscriber": delivery.subscriber})
    return delivery
