"""PUBLIC facts about payments: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(Event):
    """Base: the order, and the reference its creator gave (a dossier code)."""

    order_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCreated(OrderEvent):
    """Somebody has to pay."""

    name: ClassVar[str] = "payments.order_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(OrderEvent):
    """The whole total was paid. May be told again when the receiver did not go on: handlers are idempotent."""

    name: ClassVar[str] = "payments.order_paid"
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """The order is void; nothing was paid."""

    name: ClassVar[str] = "payments.order_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExpired(OrderEvent):
    """Its time to pay is over; nothing was paid."""

    name: ClassVar[str] = "payments.order_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded(OrderEvent):
    """Money was given back; ``whole`` when nothing of the order's money is left."""

    name: ClassVar[str] = "payments.order_refunded"
    amount: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundApproved(Event):
    """A refund waits to be paid out."""

    name: ClassVar[str] = "payments.refund_approved"
    refund_id: int
