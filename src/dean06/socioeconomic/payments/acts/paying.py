"""Money comes in: online through a gateway, or as cash at the desk."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.urls import reverse

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.writing.services import Write, service
from dean06.socioeconomic.payments import gateways, journal
from dean06.socioeconomic.payments.acts.common import close_as_paid, lock_order, moment
from dean06.socioeconomic.payments.errors import GatewayUnavailable, NotApplicable, OrderNotFound, OrderNotOpen
from dean06.socioeconomic.payments.events import OrderPaid
from dean06.socioeconomic.payments.models import Attempt, GatewayTransaction, PaymentOrder, Receipt
from dean06.socioeconomic.payments.rules.settling import may_apply, outcome_of
from dean06.socioeconomic.payments.rules.vietqr import purpose_of
from dean06.socioeconomic.payments.types import (
    UNAPPLIED,
    AttemptState,
    Checkout,
    CheckoutRequest,
    GatewayNotice,
    Method,
    OrderState,
    Outcome,
)


def start_online(*, actor: Actor, order_id: int, gateway: str, now: dt.datetime | None = None) -> Checkout:
    """Begin to pay an open order at a gateway: where the payer goes on. The gateway is told after the attempt is kept,
    so nothing it answers is ever unknown here.

    Raises ``OrderNotFound``, ``OrderNotOpen``, ``GatewayNotOffered``, ``GatewayUnavailable``.
    """
    plugin = gateways.get(gateway)
    attempt = _begin(actor=actor, order_id=order_id, gateway=gateway, now=now)
    order = attempt.order
    address = reverse("payments:pay", args=[order.pay_token])
    checkout = plugin.checkout(
        CheckoutRequest(
            attempt=attempt.token,
            order_code=order.code,
            amount=attempt.amount,
            purpose=purpose_of(order.reference, order.code),
            return_url=f"{settings.SITE_URL}{address}",
        )
    )
    Attempt.objects.filter(pk=attempt.pk).update(url=checkout.url[:500])
    return checkout


@service(permission="payments.pay")
def _begin(*, actor: Actor, write: Write, order_id: int, gateway: str, now: dt.datetime | None = None) -> Attempt:
    order = lock_order(order_id)
    if order.state != OrderState.OPEN:
        raise OrderNotOpen
    attempt = Attempt.objects.create(
        order=order,
        gateway=gateway,
        token=secrets.token_urlsafe(24),
        amount=order.total,
        started_at=moment(now),
    )
    write.audit("payment.started", subject=order, details={"gateway": gateway})
    return attempt


def take_callback(
    *, gateway: str, payload: bytes, signature: str, now: dt.datetime | None = None
) -> GatewayTransaction:
    """Take what a gateway reports by itself. The same report again changes nothing; another payment of the same
    order, a wrong amount or one that came too late is kept as money owed back.

    Raises ``GatewayNotOffered``, ``SignatureWrong``, ``CallbackUnreadable``.
    """
    notice = gateways.get(gateway).read_callback(payload, signature)
    return record_notice(
        actor=system_actor(f"Cổng thanh toán {gateway}"), gateway=gateway, notice=notice, now=moment(now)
    )


@service(permission="payments.reconcile")
def record_notice(
    *, actor: Actor, write: Write, gateway: str, notice: GatewayNotice, now: dt.datetime | None = None
) -> GatewayTransaction:
    """Keep one report of a gateway and let it pay its order if it fits. The caller has proved that the gateway said so
    (signature, answer to a question, statement).
    """
    now = moment(now)
    attempt = Attempt.objects.filter(token=notice.attempt, gateway=gateway).first() if notice.attempt else None
    order_id = attempt.order_id if attempt else _order_id(notice.order_code)
    order = lock_order(order_id) if order_id is not None else None
    write.authorise(agency=order.agency if order else None)
    outcome = outcome_of(
        succeeded=notice.succeeded,
        state=OrderState(order.state) if order else None,
        total=order.total if order else 0,
        amount=notice.amount,
    )
    taken, first = GatewayTransaction.objects.select_for_update().get_or_create(
        gateway=gateway,
        transaction_id=notice.transaction_id,
        defaults={
            "order": order,
            "attempt": attempt,
            "order_code": notice.order_code[:60],
            "amount": notice.amount,
            "outcome": outcome,
            "paid_at": notice.paid_at,
            "received_at": now,
        },
    )
    news = first or _again(taken, notice, order, outcome)
    if news:
        _settle(taken, order, actor=actor, now=now)
        _answer(attempt, succeeded=notice.succeeded, now=now)
    write.audit(
        "payment.notice_taken",
        subject=order or taken,
        details={"gateway": gateway, "transaction": taken.pk, "outcome": taken.outcome, "notices": taken.notices},
    )
    return taken


def _order_id(code: str) -> int | None:
    return PaymentOrder.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def _again(taken: GatewayTransaction, notice: GatewayNotice, order: PaymentOrder | None, outcome: Outcome) -> bool:
    """Count a repeated report. True only when a transaction that had failed now succeeded."""
    taken.notices += 1
    turned = taken.outcome == Outcome.FAILED and notice.succeeded and taken.order_id == (order.pk if order else None)
    if turned:
        taken.outcome, taken.amount, taken.paid_at = outcome, notice.amount, notice.paid_at
    elif notice.amount != taken.amount or notice.succeeded == (taken.outcome == Outcome.FAILED):
        taken.contradictions += 1
    taken.save()
    return turned


def _settle(taken: GatewayTransaction, order: PaymentOrder | None, *, actor: Actor, now: dt.datetime) -> None:
    if taken.outcome == Outcome.ACCEPTED and order is not None:
        journal.post(
            act="paid_online",
            at=now,
            to=journal.gateway(taken.gateway),
            from_=journal.income(order.agency),
            amount=taken.amount,
            order=order,
            transaction=taken,
        )
        close_as_paid(order, method=Method.ONLINE, now=now, actor=actor)
    elif taken.outcome in UNAPPLIED:
        journal.post(
            act="unapplied",
            at=now,
            to=journal.gateway(taken.gateway),
            from_=journal.UNAPPLIED_ACCOUNT,
            amount=taken.amount,
            order=order,
            transaction=taken,
        )


def _answer(attempt: Attempt | None, *, succeeded: bool, now: dt.datetime) -> None:
    if attempt is not None:
        attempt.state = AttemptState.SUCCEEDED if succeeded else AttemptState.FAILED
        attempt.answered_at = now
        attempt.save(update_fields=["state", "answered_at"])


def ask_gateway(*, actor: Actor, attempt: str, now: dt.datetime | None = None) -> list[GatewayTransaction]:
    """Ask the gateway what became of an attempt, and take what it says. Empty: it knows of nothing.

    Raises ``OrderNotFound``, ``NotAllowed``, ``GatewayNotOffered``, ``GatewayUnavailable``.
    """
    now = moment(now)
    found = Attempt.objects.select_related("order").filter(token=attempt).first()
    if found is None:
        raise OrderNotFound
    actor.require("payments.reconcile", agency=found.order.agency)
    # Asked before any row is locked: a slow gateway must not stop other payments.
    notices = gateways.get(found.gateway).ask(found.token)
    Attempt.objects.filter(pk=found.pk).update(asked_at=now, asked_count=found.asked_count + 1)
    return [record_notice(actor=actor, gateway=found.gateway, notice=notice, now=now) for notice in notices]


@service(permission="payments.reconcile")
def abandon_attempt(*, actor: Actor, write: Write, attempt: str, now: dt.datetime | None = None) -> Attempt:
    """Stop waiting for an attempt of which the gateway knows nothing. Should money come after all, it is taken."""
    found = Attempt.objects.select_for_update(of=("self",)).filter(token=attempt).first()
    if found is None:
        raise OrderNotFound
    write.authorise(agency=found.order.agency)
    if found.state == AttemptState.STARTED:
        found.state, found.answered_at = AttemptState.ABANDONED, moment(now)
        found.save(update_fields=["state", "answered_at"])
    write.audit("payment.attempt_abandoned", subject=found.order, details={"attempt": found.pk})
    return found


def ask_silent(now: dt.datetime, *, after: dt.timedelta, give_up: dt.timedelta, limit: int = 200) -> int:
    """Ask gateways about attempts without an answer for ``after``; after ``give_up`` stop waiting for those that the
    gateway does not know. Returns how many got an answer. Called by a timer.
    """
    waiting = Attempt.objects.filter(state=AttemptState.STARTED, started_at__lte=now - after).order_by("started_at")
    answered = 0
    actor = system_actor("Hỏi cổng thanh toán")
    for attempt in list(waiting[:limit]):
        try:
            told = ask_gateway(actor=actor, attempt=attempt.token, now=now)
        except GatewayUnavailable:
            continue
        if told:
            answered += 1
        elif attempt.started_at <= now - give_up:
            abandon_attempt(actor=actor, attempt=attempt.token, now=now)
    return answered


@service(permission="payments.collect")
def pay_cash(
    *, actor: Actor, write: Write, order_id: int, receipt_number: str = "", now: dt.datetime | None = None
) -> Receipt:
    """Take the whole total in cash at the desk. Without a number of a printed book the receipt gets the next one.

    Raises ``OrderNotFound``, ``NotAllowed``, ``OrderNotOpen``, ``ReceiptNumberTaken``.
    """
    now = moment(now)
    order = lock_order(order_id)
    write.authorise(agency=order.agency)
    if order.state != OrderState.OPEN:
        raise OrderNotOpen
    journal.post(
        act="paid_cash",
        at=now,
        to=journal.cash(order.agency),
        from_=journal.income(order.agency),
        amount=order.total,
        order=order,
    )
    receipt = close_as_paid(order, method=Method.CASH, now=now, actor=actor, receipt_number=receipt_number)
    write.audit("payment.cash_taken", subject=order, details={"total": order.total, "receipt": receipt.number})
    return receipt


@service(permission="payments.reconcile")
def apply_late_money(
    *, actor: Actor, write: Write, transaction_id: int, now: dt.datetime | None = None
) -> GatewayTransaction:
    """Let money that came after the order expired pay it all the same. ``transaction_id``: key of the record.

    Raises ``OrderNotFound``, ``NotAllowed``, ``NotApplicable``.
    """
    now = moment(now)
    order_id = GatewayTransaction.objects.filter(pk=transaction_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise OrderNotFound
    order = lock_order(order_id)
    write.authorise(agency=order.agency)
    taken = GatewayTransaction.objects.select_for_update(of=("self",)).get(pk=transaction_id)
    if not can_apply(taken, order):
        raise NotApplicable
    taken.outcome = Outcome.ACCEPTED
    taken.save(update_fields=["outcome"])
    journal.post(
        act="applied",
        at=now,
        to=journal.UNAPPLIED_ACCOUNT,
        from_=journal.income(order.agency),
        amount=taken.amount,
        order=order,
        transaction=taken,
    )
    close_as_paid(order, method=Method.ONLINE, now=now, actor=actor)
    write.audit("payment.applied", subject=order, details={"transaction": taken.pk, "amount": taken.amount})
    return taken


def can_apply(taken: GatewayTransaction, order: PaymentOrder) -> bool:
    """Whether ``apply_late_money`` would accept this transaction now."""
    others = PaymentOrder.objects.filter(reference=order.reference, state__in=(OrderState.OPEN, OrderState.PAID))
    waiting = taken.refunds.exclude(state="refused").exists()
    return not waiting and may_apply(
        outcome=Outcome(taken.outcome),
        state=OrderState(order.state),
        total=order.total,
        amount=taken.amount,
        settled=taken.settled,
        has_other=others.exclude(pk=order.pk).exists(),
    )


@service(permission="payments.reconcile")
def announce_payment(*, actor: Actor, write: Write, order_id: int, now: dt.datetime | None = None) -> PaymentOrder:
    """Tell again that an order is paid, for a dossier that did not go on. Raises ``OrderNotOpen`` unless it is paid."""
    order = lock_order(order_id)
    write.authorise(agency=order.agency)
    if order.state != OrderState.PAID:
        raise OrderNotOpen("Khoản thu này chưa được thanh toán nên không có gì để báo lại.")
    order.announced_at = moment(now)
    order.save(update_fields=["announced_at"])
    write.audit("payment.announced", subject=order, details={"reference": order.reference})
    write.publish(OrderPaid(order_id=order.pk, reference=order.reference, online=order.method == Method.ONLINE))
    return order
