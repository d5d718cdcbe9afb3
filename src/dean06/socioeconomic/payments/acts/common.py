"""What every act shares: the moment, locking an order, closing it as paid, receipts, references."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.events import services as events
from dean06.socioeconomic.payments.errors import OrderNotFound, ReceiptNumberTaken
from dean06.socioeconomic.payments.events import OrderPaid
from dean06.socioeconomic.payments.models import OrderLine, PaymentOrder, Receipt, ReceiptSequence
from dean06.socioeconomic.payments.types import FeeLine, Method, OrderRef, OrderState


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def lock_order(order_id: int) -> PaymentOrder:
    """The order, locked for the rest of the transaction. Raises ``OrderNotFound``."""
    order = PaymentOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    return order


def close_as_paid(
    order: PaymentOrder, *, method: Method, now: dt.datetime, actor: Actor, receipt_number: str = ""
) -> Receipt:
    """Set the order to paid, number its receipt, tell. The caller holds the lock and posts the money."""
    order.state, order.method, order.paid_at, order.closed_at = OrderState.PAID, method, now, now
    order.announced_at = now
    order.save(update_fields=["state", "method", "paid_at", "closed_at", "announced_at"])
    receipt = _receipt(order, receipt_number, now, actor)
    events.publish(OrderPaid(order_id=order.pk, reference=order.reference, online=method == Method.ONLINE), actor=actor)
    return receipt


def _receipt(order: PaymentOrder, number: str, now: dt.datetime, actor: Actor) -> Receipt:
    number = number.strip()
    if number and Receipt.objects.filter(agency=order.agency, number=number).exists():
        raise ReceiptNumberTaken(fields={"receipt_number": ReceiptNumberTaken.message})
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                order=order,
                agency=order.agency,
                number=number or _next_number(order.agency, timezone.localtime(now).year),
                issued_at=now,
                issued_by_id=actor.user_id,
                issued_by_name=actor.name[:160],
            )
    except IntegrityError as error:
        raise ReceiptNumberTaken(fields={"receipt_number": ReceiptNumberTaken.message}) from error


def _next_number(agency: str, year: int) -> str:
    sequence, _ = ReceiptSequence.objects.select_for_update().get_or_create(agency=agency, year=year)
    while True:
        sequence.last += 1
        number = f"BL{year % 100:02d}-{sequence.last:06d}"
        if not Receipt.objects.filter(agency=agency, number=number).exists():
            break
    sequence.save(update_fields=["last"])
    return number


def line_of(row: OrderLine) -> FeeLine:
    """A stored line as other apps see it."""
    return FeeLine(
        code=row.code,
        title=row.title,
        kind=row.kind,
        amount=row.amount,
        quantity=row.quantity,
        reason_less=row.reason_less,
        source=row.source,
        full_amount=row.full_amount,
        certainty=row.certainty,
    )


def ref_of(order: PaymentOrder) -> OrderRef:
    """The order as other apps see it (reads its lines and receipt)."""
    receipt = Receipt.objects.filter(order=order).first()
    return OrderRef(
        order_id=order.pk,
        code=order.code,
        reference=order.reference,
        payer_name=order.payer_name,
        agency=order.agency,
        total=order.total,
        refunded=order.refunded,
        state=OrderState(order.state),
        method=order.method,
        created_at=order.created_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        receipt_number=receipt.number if receipt else "",
        pay_token=order.pay_token,
        lines=tuple(line_of(row) for row in order.lines.all()),
    )
