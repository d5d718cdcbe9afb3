"""Making and closing orders. ``create_order`` and ``cancel_order`` do their part inside somebody else's write, which
authorises (a case is handed in, withdrawn, stopped); they leave their own audit row and event.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.events import services as events
from dean06.kernel.writing.services import Write, service
from dean06.socioeconomic.payments.acts.common import lock_order, moment, ref_of
from dean06.socioeconomic.payments.errors import InvalidLines, NothingToPay, OrderAlreadyOpen, OrderNotOpen
from dean06.socioeconomic.payments.events import OrderCancelled, OrderCreated, OrderExpired
from dean06.socioeconomic.payments.models import OrderLine, PaymentOrder
from dean06.socioeconomic.payments.rules import fees
from dean06.socioeconomic.payments.types import FeeLine, OrderRef, OrderState

#: Without letters that are mistaken for others (Crockford).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def create_order(
    *,
    actor: Actor,
    reference: str,
    payer_name: str,
    agency: str,
    lines: Sequence[FeeLine],
    now: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> OrderRef:
    """Ask for the money of ``lines``; inside the caller's transaction, which authorises.

    Raises ``NothingToPay`` (total 0), ``InvalidLines``, ``OrderAlreadyOpen`` while the reference has an open order.
    """
    now = moment(now)
    if problem := fees.problem_of_lines(lines):
        raise InvalidLines(problem)
    total = fees.total(lines)
    if total == 0:
        raise NothingToPay
    if PaymentOrder.objects.filter(reference=reference, state=OrderState.OPEN).exists():
        raise OrderAlreadyOpen
    try:
        with transaction.atomic():
            order = PaymentOrder.objects.create(
                code=_code(now),
                reference=reference,
                payer_name=payer_name[:200],
                agency=agency,
                total=total,
                created_at=now,
                created_by_id=actor.user_id,
                expires_at=expires_at,
                pay_token=secrets.token_urlsafe(24),
            )
            OrderLine.objects.bulk_create(_line(order, number, line) for number, line in enumerate(lines, 1))
    except IntegrityError as error:
        raise OrderAlreadyOpen from error
    audit.record(
        actor=actor,
        action="payment.order_created",
        subject=f"payments.paymentorder:{order.pk}",
        details={"reference": reference, "total": total, "lines": len(lines)},
    )
    events.publish(OrderCreated(order_id=order.pk, reference=reference), actor=actor)
    return ref_of(order)


def cancel_order(*, actor: Actor, order_id: int, reason: str = "", now: dt.datetime | None = None) -> OrderRef:
    """Close an open order without payment; inside the caller's transaction, which authorises.

    Raises ``OrderNotFound``, ``OrderNotOpen``. Money that arrives afterwards is owed back and stays visible.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        _close(order, OrderState.CANCELLED, reason or "Hủy theo hồ sơ", moment(now))
        audit.record(
            actor=actor,
            action="payment.order_cancelled",
            subject=f"payments.paymentorder:{order.pk}",
            details={"reference": order.reference},
        )
        events.publish(OrderCancelled(order_id=order.pk, reference=order.reference), actor=actor)
    return ref_of(order)


@service(permission="payments.collect")
def cancel_at_desk(
    *, actor: Actor, write: Write, order_id: int, reason: str, now: dt.datetime | None = None
) -> PaymentOrder:
    """The desk voids an order made by mistake. Raises ``OrderNotFound``, ``OrderNotOpen``, ``NotAllowed``."""
    order = lock_order(order_id)
    write.authorise(agency=order.agency)
    _close(order, OrderState.CANCELLED, reason, moment(now))
    write.audit("payment.order_cancelled", subject=order, details={"reference": order.reference})
    write.publish(OrderCancelled(order_id=order.pk, reference=order.reference))
    return order


@service(permission="payments.reconcile")
def expire_order(*, actor: Actor, write: Write, order_id: int, now: dt.datetime | None = None) -> PaymentOrder:
    """Close an open order whose time is over (timer). An order that changed meanwhile is left as it is."""
    now = moment(now)
    order = lock_order(order_id)
    write.authorise(agency=order.agency)
    due = order.state == OrderState.OPEN and order.expires_at is not None and order.expires_at <= now
    if due:
        _close(order, OrderState.EXPIRED, "Quá hạn thanh toán", now)
        write.publish(OrderExpired(order_id=order.pk, reference=order.reference))
    write.audit("payment.order_expired", subject=order, details={"reference": order.reference, "closed": due})
    return order


def expire_due(now: dt.datetime, limit: int = 500) -> int:
    """Expire the orders whose time is over; returns how many. Called by a timer."""
    due = PaymentOrder.objects.filter(state=OrderState.OPEN, expires_at__lte=now).order_by("expires_at")
    actor = system_actor("Hạn thanh toán")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for order_id in ids:
        expire_order(actor=actor, order_id=order_id, now=now)
    return len(ids)


def _close(order: PaymentOrder, state: OrderState, reason: str, now: dt.datetime) -> None:
    if order.state != OrderState.OPEN:
        raise OrderNotOpen
    order.state, order.closed_at, order.close_reason = state, now, reason.strip()[:300]
    order.save(update_fields=["state", "closed_at", "close_reason"])


def _code(now: dt.datetime) -> str:
    return f"KT{timezone.localtime(now):%y%m%d}" + "".join(secrets.choice(_LETTERS) for _ in range(8))


def _line(order: PaymentOrder, number: int, line: FeeLine) -> OrderLine:
    return OrderLine(
        order=order,
        position=number,
        code=line.code[:60],
        title=line.title[:300],
        kind=line.kind,
        quantity=line.quantity,
        amount=line.amount,
        full_amount=line.amount if line.full_amount is None else line.full_amount,
        reason_less=line.reason_less[:500],
        source=line.source[:500],
        certainty=line.certainty,
    )
