"""Giving money back: the accountant proposes, the head of the agency decides, then the gateway or the desk pays out."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service
from dean06.socioeconomic.payments import gateways, journal
from dean06.socioeconomic.payments.acts.common import lock_order, moment
from dean06.socioeconomic.payments.errors import (
    GatewayNotOffered,
    OrderNotFound,
    OwnRefund,
    RefundNotWaiting,
    RefundRefused,
)
from dean06.socioeconomic.payments.events import OrderRefunded, RefundApproved
from dean06.socioeconomic.payments.models import GatewayTransaction, PaymentOrder, Refund
from dean06.socioeconomic.payments.rules.settling import refundable
from dean06.socioeconomic.payments.types import (
    BANK_TRANSFER,
    UNAPPLIED,
    Method,
    OrderState,
    Outcome,
    RefundState,
)

_WAITING = (RefundState.PROPOSED, RefundState.APPROVED)
SHORTEST_REASON = 10


@service(permission="payments.reconcile")
def propose_refund(
    *,
    actor: Actor,
    write: Write,
    reason: str,
    order_id: int | None = None,
    transaction_id: int | None = None,
    amount: int | None = None,
    now: dt.datetime | None = None,
) -> Refund:
    """Propose to give back money of a paid order (``order_id``), or money that paid nothing (``transaction_id``, key of
    the record). ``amount``: đồng, by default all that is left. What was paid at a gateway goes back through it.

    Raises ``OrderNotFound``, ``NotAllowed``, ``RefundRefused``.
    """
    now = moment(now)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise RefundRefused(
            "Hãy ghi lý do hoàn tiền (ít nhất 10 ký tự).", fields={"reason": "Hãy ghi lý do, ít nhất 10 ký tự."}
        )
    order, taken = _subject(order_id, transaction_id)
    agency = order.agency if order else (actor.agency or "")
    write.authorise(agency=agency)
    of_unapplied = transaction_id is not None
    left = left_of(order, taken, of_unapplied=of_unapplied)
    amount = left if amount is None else amount
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= left:
        raise RefundRefused(
            f"Số tiền hoàn phải từ 1 đến {left:,} đồng (phần còn lại chưa hoàn).".replace(",", "."),
            fields={"amount": f"Từ 1 đến {left:,} đồng.".replace(",", ".")},
        )
    online = taken is not None and taken.gateway != BANK_TRANSFER
    refund = Refund.objects.create(
        order=order,
        transaction=taken,
        of_unapplied=of_unapplied,
        agency=agency,
        amount=amount,
        method=Method.ONLINE if online else Method.CASH,
        reason=reason[:500],
        proposed_at=now,
        proposed_by_id=actor.user_id,
        proposed_by_name=actor.name[:160],
    )
    write.audit("payment.refund_proposed", subject=refund, details={"amount": amount, "unapplied": of_unapplied})
    return refund


def _subject(order_id: int | None, transaction_id: int | None) -> tuple[PaymentOrder | None, GatewayTransaction | None]:
    """The order and transaction that the money belongs to, locked."""
    if transaction_id is not None:
        known = GatewayTransaction.objects.filter(pk=transaction_id).values_list("order_id", flat=True)
        if not known:
            raise OrderNotFound
        order = lock_order(known[0]) if known[0] is not None else None
        taken = GatewayTransaction.objects.select_for_update(of=("self",)).get(pk=transaction_id)
        if taken.outcome not in UNAPPLIED:
            raise RefundRefused("Giao dịch này đã thanh toán cho khoản thu. Hãy lập đề nghị hoàn trên khoản thu.")
        return order, taken
    if order_id is None:
        raise OrderNotFound
    order = lock_order(order_id)
    if order.state != OrderState.PAID:
        raise RefundRefused("Khoản thu chưa được thanh toán hoặc đã hoàn hết nên không có tiền để hoàn.")
    return order, order.transactions.filter(outcome=Outcome.ACCEPTED).first()


def left_of(order: PaymentOrder | None, taken: GatewayTransaction | None, *, of_unapplied: bool) -> int:
    """Đồng that may still be proposed for refund of an order, or of unapplied money."""
    if of_unapplied:
        if taken is None:
            return 0
        waiting = _sum(Refund.objects.filter(transaction=taken, of_unapplied=True, state__in=_WAITING))
        return refundable(paid=taken.amount, refunded=taken.settled, waiting=waiting)
    if order is None or order.state != OrderState.PAID:
        return 0
    waiting = _sum(Refund.objects.filter(order=order, of_unapplied=False, state__in=_WAITING))
    return refundable(paid=order.total, refunded=order.refunded, waiting=waiting)


def _sum(refunds: object) -> int:
    return refunds.aggregate(sum=Sum("amount"))["sum"] or 0  # type: ignore[attr-defined]


@service(permission="payments.approve_refund")
def decide_refund(
    *,
    actor: Actor,
    write: Write,
    refund_id: int,
    approve: bool,
    note: str = "",
    now: dt.datetime | None = None,
) -> Refund:
    """Approve or refuse a proposed refund. Raises ``OrderNotFound``, ``NotAllowed``, ``OwnRefund`` for who proposed it,
    ``RefundNotWaiting``, ``RefundRefused`` for a refusal without a reason.
    """
    refund = _lock(refund_id)
    write.authorise(agency=refund.agency)
    if refund.state != RefundState.PROPOSED:
        raise RefundNotWaiting
    if refund.proposed_by_id is not None and refund.proposed_by_id == actor.user_id:
        raise OwnRefund
    if not approve and len(note.strip()) < SHORTEST_REASON:
        raise RefundRefused("Hãy ghi lý do không duyệt.", fields={"note": "Hãy ghi lý do, ít nhất 10 ký tự."})
    refund.state = RefundState.APPROVED if approve else RefundState.REFUSED
    refund.decided_at, refund.decided_by_id = moment(now), actor.user_id
    refund.decided_by_name, refund.decision_note = actor.name[:160], note.strip()[:500]
    refund.save()
    write.audit("payment.refund_decided", subject=refund, details={"approved": approve, "amount": refund.amount})
    if approve and refund.method == Method.ONLINE:
        write.publish(RefundApproved(refund_id=refund.pk))
    return refund


@service(permission="payments.reconcile")
def execute_refund(*, actor: Actor, write: Write, refund_id: int, now: dt.datetime | None = None) -> Refund:
    """Give an approved refund back through its gateway (system, after the approval; repeated it pays nothing more: the
    gateway is given the same key). Raises ``GatewayUnavailable``: the outbox tries again.
    """
    if not actor.is_system:
        raise NotAllowed(permission="payments.reconcile")
    now = moment(now)
    refund = _lock(refund_id)
    waits = refund.state == RefundState.APPROVED and refund.method == Method.ONLINE
    taken = refund.transaction
    if waits and taken is not None:
        plugin = gateways.get(taken.gateway)
        refund.gateway_refund_id = plugin.refund(
            transaction_id=taken.transaction_id, amount=refund.amount, key=f"hoan-{refund.pk}", now=now
        )[:100]
        _pay_out(refund, account=journal.gateway(taken.gateway), write=write, now=now)
    write.audit("payment.refund_executed", subject=refund, details={"amount": refund.amount, "done": waits})
    return refund


@service(permission="payments.collect")
def pay_refund_out(
    *,
    actor: Actor,
    write: Write,
    refund_id: int,
    taken_by: str,
    voucher: str,
    now: dt.datetime | None = None,
) -> Refund:
    """The desk gives an approved refund back by hand (cash, or a transfer slip). ``voucher``: number of the slip.

    Raises ``OrderNotFound``, ``NotAllowed``, ``RefundNotWaiting``, ``RefundRefused`` without name or number.
    """
    refund = _lock(refund_id)
    write.authorise(agency=refund.agency)
    if refund.state != RefundState.APPROVED or refund.method != Method.CASH:
        raise RefundNotWaiting
    if not taken_by.strip() or not voucher.strip():
        raise RefundRefused("Hãy ghi người nhận tiền và số phiếu chi.")
    refund.taken_by, refund.voucher = taken_by.strip()[:200], voucher.strip()[:60]
    account = journal.gateway(refund.transaction.gateway) if refund.transaction else journal.cash(refund.agency)
    _pay_out(refund, account=account, write=write, now=moment(now))
    write.audit("payment.refund_executed", subject=refund, details={"amount": refund.amount, "done": True})
    return refund


def _lock(refund_id: int) -> Refund:
    """The refund, locked after its order (the order of every lock here)."""
    order_id = Refund.objects.filter(pk=refund_id).values_list("order_id", flat=True)
    if not order_id:
        raise OrderNotFound("Không tìm thấy đề nghị hoàn tiền này.")
    if order_id[0] is not None:
        lock_order(order_id[0])
    return Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)


def _pay_out(refund: Refund, *, account: str, write: Write, now: dt.datetime) -> None:
    order, taken = refund.order, refund.transaction
    if refund.of_unapplied:
        if taken is None:
            raise OrderNotFound
        taken.settled += refund.amount
        taken.save(update_fields=["settled"])
        source = journal.UNAPPLIED_ACCOUNT
    else:
        if order is None:
            raise OrderNotFound
        order.refunded += refund.amount
        whole = order.refunded == order.total
        if whole:
            order.state = OrderState.REFUNDED
        order.save(update_fields=["refunded", "state"])
        source = journal.income(order.agency)
        write.publish(OrderRefunded(order_id=order.pk, reference=order.reference, amount=refund.amount, whole=whole))
    refund.state, refund.executed_at = RefundState.EXECUTED, now
    refund.save()
    journal.post(
        act="refunded",
        at=now,
        to=source,
        from_=account,
        amount=refund.amount,
        order=order,
        transaction=taken,
        refund=refund,
    )


def lost_gateway(refund: Refund) -> bool:
    """True when the gateway that should pay a refund out is no longer set up."""
    if refund.transaction is None or refund.method != Method.ONLINE:
        return False
    try:
        gateways.get(refund.transaction.gateway)
    except GatewayNotOffered:
        return True
    return False
