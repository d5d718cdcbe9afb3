"""The same press, the same callback, five times at the same moment: one effect."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from dean06.kernel.common.errors import DomainError
from dean06.kernel.events.models import OutboxEvent
from dean06.socioeconomic.payments import queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.errors import OrderAlreadyOpen, OrderNotOpen, RefundNotWaiting
from dean06.socioeconomic.payments.models import GatewayTransaction, JournalEntry, PaymentOrder, Receipt
from dean06.socioeconomic.payments.tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5


def at_once(act: Callable[[int], object]) -> list[object]:
    """Answers (or refusals) of ``act`` called by ``TIMES`` threads that start together."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time on SQLite: there is nothing at once")
    gate = Barrier(TIMES)

    def run(number: int) -> object:
        try:
            gate.wait(10)
            return act(number)
        except DomainError as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(run, range(TIMES)))


def test_five_callbacks_at_once_pay_once() -> None:
    order = make.open_order(50_000)
    row = demo.pay(make.at_gateway(order).attempt, amount=50_000, succeeded=True, now=make.START)
    payload, signature = demo.callback_of(row)
    at_once(lambda _: services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START))
    assert GatewayTransaction.objects.get().notices == TIMES
    assert (JournalEntry.objects.count(), Receipt.objects.count()) == (2, 1)
    assert OutboxEvent.objects.filter(name="payments.order_paid").count() == 1


def test_money_from_the_gateway_and_cash_at_once_pay_once() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt

    def pay(number: int) -> object:
        if number % 2:
            return services.pay_cash(actor=make.SYSTEM, order_id=order.order_id)
        return make.gateway_pays(attempt, 50_000)

    at_once(pay)
    assert OutboxEvent.objects.filter(name="payments.order_paid").count() == 1
    assert queries.balance().total == 0
    assert queries.balance().by_account[f"income:{make.DESK}"] == -50_000


def test_five_presses_of_cash_take_it_once() -> None:
    order = make.open_order(50_000)
    answers = at_once(lambda _: services.pay_cash(actor=make.SYSTEM, order_id=order.order_id))
    assert answers.count(OrderNotOpen) == TIMES - 1
    assert queries.balance().by_account[f"cash:{make.DESK}"] == 50_000


def test_five_orders_for_one_dossier_at_once_make_one() -> None:
    answers = at_once(lambda _: make.open_order(reference="H27-1"))
    assert answers.count(OrderAlreadyOpen) == TIMES - 1
    assert PaymentOrder.objects.count() == 1


def test_five_desks_at_once_number_their_receipts_without_a_gap() -> None:
    orders = [make.open_order() for _ in range(TIMES)]
    at_once(lambda number: services.pay_cash(actor=make.SYSTEM, order_id=orders[number].order_id, now=make.START))
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [f"BL26-{n:06d}" for n in range(1, TIMES + 1)]


def test_a_refund_executed_five_times_at_once_goes_out_once() -> None:
    order = make.paid_online(50_000)
    refund = services.propose_refund(actor=make.SYSTEM, order_id=order.order_id, reason="Công dân rút hồ sơ")
    answers = at_once(
        lambda _: services.decide_refund(actor=make.SYSTEM, refund_id=refund.pk, approve=True, now=make.START)
    )
    assert answers.count(RefundNotWaiting) == TIMES - 1
    at_once(lambda _: services.execute_refund(actor=make.SYSTEM, refund_id=refund.pk, now=make.START))
    assert demo.DemoGatewayPayment.objects.filter(amount__lt=0).count() == 1
    assert set(queries.balance().by_account.values()) == {0}
