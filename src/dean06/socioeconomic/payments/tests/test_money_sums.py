"""Whatever happens in whatever order: money is neither made nor lost, and an order is paid at most once."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.common.errors import DomainError
from dean06.kernel.events.models import OutboxEvent
from dean06.socioeconomic.payments import journal, queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import GatewayTransaction, JournalEntry, PaymentOrder, Refund
from dean06.socioeconomic.payments.tests import factories as make
from dean06.socioeconomic.payments.types import OrderState, Outcome

TOTAL = 30_000
_STEP = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from([TOTAL, TOTAL, TOTAL - 1, TOTAL * 2]), st.booleans()),
    st.tuples(st.just("repeat"), st.integers(0, 5)),
    st.tuples(st.just("cash")),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("expire")),
    st.tuples(st.just("apply"), st.integers(0, 5)),
    st.tuples(st.just("refund_order"), st.sampled_from([None, 10_000, TOTAL])),
    st.tuples(st.just("refund_money"), st.integers(0, 5)),
    st.tuples(st.just("decide"), st.booleans()),
    st.tuples(st.just("execute"), st.integers(0, 3)),
)


class _Undo(Exception):
    pass


@pytest.mark.django_db(transaction=False)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEP, max_size=12))
def test_any_sequence_of_callbacks_cash_and_refunds_keeps_the_books(steps: list[tuple[object, ...]]) -> None:
    try:
        with transaction.atomic():
            _play(steps)
            raise _Undo
    except _Undo:
        pass


def _play(steps: list[tuple[object, ...]]) -> None:
    order = make.open_order(TOTAL, expires_at=make.after(hours=1))
    attempt = make.at_gateway(order).attempt
    reported: list[demo.DemoGatewayPayment] = []
    for step in steps:
        with contextlib.suppress(DomainError):
            _act(step, order.order_id, attempt, reported)
        _check(order.order_id)


def _act(step: tuple[object, ...], order_id: int, attempt: str, reported: list[demo.DemoGatewayPayment]) -> None:
    what, rest = step[0], step[1:]
    if what == "pay":
        row = demo.pay(attempt, amount=int(str(rest[0])), succeeded=bool(rest[1]), now=make.START)
        reported.append(row)
        _report(row)
    elif what == "repeat" and reported:
        _report(reported[int(str(rest[0])) % len(reported)])
    elif what == "cash":
        services.pay_cash(actor=make.SYSTEM, order_id=order_id, now=make.START)
    elif what == "cancel":
        services.cancel_order(actor=make.SYSTEM, order_id=order_id, now=make.START)
    elif what == "expire":
        services.expire_due(make.after(hours=2))
    elif what in ("apply", "refund_money"):
        keys = list(GatewayTransaction.objects.order_by("pk").values_list("pk", flat=True))
        if keys:
            key = keys[int(str(rest[0])) % len(keys)]
            if what == "apply":
                services.apply_late_money(actor=make.SYSTEM, transaction_id=key)
            else:
                services.propose_refund(actor=make.SYSTEM, transaction_id=key, reason="Trả lại tiền thừa")
    elif what == "refund_order":
        amount = None if rest[0] is None else int(str(rest[0]))
        services.propose_refund(actor=make.SYSTEM, order_id=order_id, amount=amount, reason="Trả lại tiền nộp")
    elif what == "decide":
        refund = Refund.objects.filter(state="proposed").first()
        if refund:
            services.decide_refund(
                actor=make.SYSTEM, refund_id=refund.pk, approve=bool(rest[0]), note="Không đủ căn cứ hoàn"
            )
    elif what == "execute":
        refunds = list(Refund.objects.order_by("pk"))
        if refunds:
            refund = refunds[int(str(rest[0])) % len(refunds)]
            if refund.method == "online":
                services.execute_refund(actor=make.SYSTEM, refund_id=refund.pk)
            else:
                services.pay_refund_out(actor=make.SYSTEM, refund_id=refund.pk, taken_by="A", voucher="1")


def _report(row: demo.DemoGatewayPayment) -> None:
    payload, signature = demo.callback_of(row)
    services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START)


def _check(order_id: int) -> None:
    assert queries.balance().total == 0
    order = PaymentOrder.objects.get(pk=order_id)
    books = journal.balance(order).by_account
    income = -books.get(f"income:{make.DESK}", 0)
    assert 0 <= income <= order.total
    expected = {OrderState.PAID: order.total - order.refunded}.get(OrderState(order.state), 0)
    assert income == expected
    assert OutboxEvent.objects.filter(name="payments.order_paid").count() <= 1
    assert order.transactions.filter(outcome=Outcome.ACCEPTED).count() <= 1
    owed = sum(
        row.amount - row.settled
        for row in GatewayTransaction.objects.exclude(outcome__in=[Outcome.ACCEPTED, Outcome.FAILED])
    )
    assert -books.get("unapplied", 0) == owed >= 0
    # What the gateway holds by its own books is what it reported to us less what it gave back.
    told = GatewayTransaction.objects.exclude(outcome=Outcome.FAILED).aggregate(sum=Sum("amount"))["sum"] or 0
    back = demo.DemoGatewayPayment.objects.filter(amount__lt=0).aggregate(sum=Sum("amount"))["sum"] or 0
    assert books.get("gateway:demo", 0) == told + back
    for posting in set(JournalEntry.objects.values_list("posting", flat=True)):
        assert JournalEntry.objects.filter(posting=posting).aggregate(sum=Sum("amount"))["sum"] == 0
