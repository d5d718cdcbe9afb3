"""Delivering what is due: claim, call, mark.

A delivery is claimed in a transaction of its own (attempt counted, next attempt set past the lease), so an attempt that
kills the process counts too. The handler and the mark "done" share the next transaction: what a handler does in the
database happens once. Several processes may run this together.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from dean06.kernel.events import rules
from dean06.kernel.events.failures import describe
from dean06.kernel.events.models import Delivery, DeliveryState
from dean06.kernel.events.subscriptions import Subscriptions

logger = logging.getLogger(__name__)


class SubscriberGone(Exception):
    """The handler no longer exists under the name in the outbox."""


@dataclass(slots=True)
class Delivered:
    """What a run did."""

    done: int = 0
    failed: int = 0


def deliver(registry: Subscriptions, now: datetime, limit: int) -> Delivered:
    """Try at most ``limit`` deliveries that are due at ``now``, oldest due first."""
    result = Delivered()
    for _ in range(limit):
        delivery = _claim(now)
        if delivery is None:
            break
        try:
            finished = _attempt(registry, delivery, now)
        except Exception as error:
            logger.warning("event %s, subscriber %s: %s", delivery.event.name, delivery.subscriber, describe(error))
            _mark_failed(delivery, error, now)
            result.failed += 1
        else:
            result.done += finished
    return result


def _claim(now: datetime) -> Delivery | None:
    with transaction.atomic():
        delivery = (
            _lock_free(Delivery.objects.all())
            .filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)
            .select_related("event")
            .order_by("next_attempt_at", "id")
            .first()
        )
        if delivery is None:
            return None
        if rules.is_given_up(delivery.attempts):
            # The last attempt never came back to say how it ended.
            _finish(delivery, DeliveryState.DEAD, now, last_error=delivery.last_error or "PROCESS_DIED")
            return _claim(now)
        delivery.attempts += 1
        delivery.next_attempt_at = now + rules.LEASE
        delivery.save(update_fields=["attempts", "next_attempt_at"])
        return delivery


def _lock_free(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Lock the row taken, passing over rows that another process holds; SQLite has one writer anyway."""
    if connection.features.has_select_for_update_skip_locked:
        return deliveries.select_for_update(of=("self",), skip_locked=True)
    return deliveries


def _attempt(registry: Subscriptions, claimed: Delivery, now: datetime) -> bool:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=claimed.pk)
        if delivery.state != DeliveryState.PENDING or delivery.attempts != claimed.attempts:
            return False  # the lease ran out and another process took it
        subscription = registry.find(delivery.subscriber)
        if subscription is None:
            raise SubscriberGone
        subscription.handler(subscription.event_class.from_payload(claimed.event.payload), delivery.pk)
        _finish(delivery, DeliveryState.DONE, now, last_error="")
        return True


def _mark_failed(claimed: Delivery, error: Exception, now: datetime) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=claimed.pk)
        if delivery.state != DeliveryState.PENDING or delivery.attempts != claimed.attempts:
            return
        if rules.is_given_up(delivery.attempts):
            _finish(delivery, DeliveryState.DEAD, now, last_error=describe(error))
            return
        delivery.next_attempt_at = now + rules.wait_after(delivery.attempts)
        delivery.last_error = describe(error)
        delivery.save(update_fields=["next_attempt_at", "last_error"])


def _finish(delivery: Delivery, state: DeliveryState, now: datetime, *, last_error: str) -> None:
    delivery.state, delivery.finished_at, delivery.next_attempt_at = state, now, None
    delivery.last_error = last_error
    delivery.save(update_fields=["state", "finished_at", "next_attempt_at", "last_error"])
