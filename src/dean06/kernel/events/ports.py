"""What this app needs from above: the write path, which knows both this app and the log."""

from __future__ import annotations

from typing import Protocol

from dean06.kernel.common.actors import Actor


class RetryService(Protocol):
    """Starts a delivery that was given up again, authorised and audited."""

    def __call__(self, *, actor: Actor, delivery_id: int) -> object: ...


_retry: list[RetryService] = []


def register_retry(service: RetryService) -> None:
    """Offer the service (``writing`` does, at start-up)."""
    _retry[:] = [service]


def retry_delivery(*, actor: Actor, delivery_id: int) -> None:
    """Raises ``NotAllowed``, ``NotFound``, and ``NotDead`` when the delivery still waits or is done."""
    _retry[0](actor=actor, delivery_id=delivery_id)
