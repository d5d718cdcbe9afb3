"""Money comes in: once, whole, and visible whatever a gateway does."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.socioeconomic.payments import journal, queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.errors import (
    CallbackUnreadable,
    GatewayNotOffered,
    InvalidLines,
    NotApplicable,
    NothingToPay,
    OrderAlreadyOpen,
    OrderNotOpen,
    ReceiptNumberTaken,
    SignatureWrong,
)
from dean06.socioeconomic.payments.models import Attempt, GatewayTransaction, JournalEntry, PaymentOrder, Receipt
from dean06.socioeconomic.payments.tests import factories as make
from dean06.socioeconomic.payments.types import AttemptState, FeeLine, OrderState, Outcome

pytestmark = pytest.mark.django_db


def snapshot() -> tuple[object, ...]:
    """Everything that money depends on."""
    return (
        list(PaymentOrder.objects.order_by("pk").values_list("pk", "state", "refunded", "method")),
        list(GatewayTransaction.objects.order_by("pk").values_list("pk", "outcome", "settled")),
        JournalEntry.objects.count(),
        Receipt.objects.count(),
        OutboxEvent.objects.filter(name__startswith="payments.").count(),
    )


def events(name: str) -> int:
    return OutboxEvent.objects.filter(name=name).count()


def state_of(order_id: int) -> str:
    return PaymentOrder.objects.get(pk=order_id).state


def test_an_order_adds_up_its_lines_and_waits() -> None:
    order = services.create_order(
        actor=make.SYSTEM,
        reference="H27-1",
        payer_name="Trần Thị Mẫu",
        agency=make.DESK,
        lines=[make.fee_line(50_000), make.fee_line(8_000, "Phí bản sao")],
        now=make.START,
    )
    assert (order.total, order.state) == (58_000, OrderState.OPEN)
    assert [line.amount for line in order.lines] == [50_000, 8_000]
    assert queries.order_of("H27-1") == order
    assert not queries.is_paid("H27-1")
    assert events("payments.order_created") == 1


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([make.fee_line(0)], NothingToPay),
        ([], NothingToPay),
        ([make.fee_line(-1)], InvalidLines),
        ([FeeLine("x", "Phí", "fee", 10.5)], InvalidLines),  # type: ignore[arg-type]
        ([FeeLine("x", " ", "fee", 10)], InvalidLines),
        ([FeeLine("x", "Phí", "fee", 10, quantity=0)], InvalidLines),
    ],
)
def test_an_order_that_asks_for_no_money_is_not_made(lines: list[FeeLine], error: type[DomainError]) -> None:
    before = snapshot()
    with pytest.raises(error):
        services.create_order(actor=make.SYSTEM, reference="R", payer_name="A", agency=make.DESK, lines=lines)
    assert snapshot() == before


def test_a_dossier_has_one_open_order_at_a_time() -> None:
    make.open_order(reference="H27-1")
    before = snapshot()
    with pytest.raises(OrderAlreadyOpen):
        make.open_order(reference="H27-1")
    assert snapshot() == before


def test_a_payment_at_the_gateway_pays_the_order_and_tells() -> None:
    order = make.open_order(50_000)
    checkout = make.at_gateway(order)
    taken = make.gateway_pays(checkout.attempt, 50_000, now=make.after(minutes=2))
    assert taken is not None and taken.outcome == Outcome.ACCEPTED
    now = queries.order_of(order.reference)
    assert now is not None and now.is_paid and now.paid_online and now.receipt_number
    assert queries.is_paid(order.reference)
    assert events("payments.order_paid") == 1
    told = OutboxEvent.objects.get(name="payments.order_paid").payload
    assert told == {"order_id": order.order_id, "reference": order.reference, "online": True}
    assert queries.balance().by_account == {"gateway:demo": 50_000, f"income:{make.DESK}": -50_000}
    assert Attempt.objects.get().state == AttemptState.SUCCEEDED


def test_a_double_callback_pays_once() -> None:
    order = make.open_order(50_000)
    make.gateway_pays(make.at_gateway(order).attempt, 50_000, told=5)
    assert GatewayTransaction.objects.get().notices == 5
    assert JournalEntry.objects.count() == 2
    assert Receipt.objects.count() == 1
    assert events("payments.order_paid") == 1
    assert queries.stuck(make.accountant(), make.after(minutes=1)) == []


def test_money_paid_twice_is_taken_once_and_the_rest_is_owed_back() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    make.gateway_pays(attempt, 50_000)
    second = make.gateway_pays(attempt, 50_000)
    assert second is not None and second.outcome == Outcome.DUPLICATE
    assert events("payments.order_paid") == 1
    assert queries.balance().by_account == {
        "gateway:demo": 100_000,
        f"income:{make.DESK}": -50_000,
        "unapplied": -50_000,
    }
    [stuck] = queries.stuck(make.accountant(make.DESK), make.after(minutes=1))
    assert (stuck.kind, stuck.amount, stuck.can_apply) == ("unapplied", 50_000, False)


@pytest.mark.parametrize("amount", [49_999, 50_001, 1])
def test_a_wrong_amount_never_pays_and_is_visible(amount: int) -> None:
    order = make.open_order(50_000)
    taken = make.gateway_pays(make.at_gateway(order).attempt, amount)
    assert taken is not None and taken.outcome == Outcome.WRONG_AMOUNT
    assert state_of(order.order_id) == OrderState.OPEN
    assert events("payments.order_paid") == 0
    assert [one.amount for one in queries.stuck(make.accountant(make.DESK), make.after(minutes=1))] == [amount]


def test_a_failed_payment_leaves_the_order_open_and_a_later_success_of_it_pays() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    failed = make.gateway_pays(attempt, 50_000, succeeded=False)
    assert failed is not None and failed.outcome == Outcome.FAILED
    assert state_of(order.order_id) == OrderState.OPEN
    assert queries.balance().by_account == {}
    demo.DemoGatewayPayment.objects.update(succeeded=True)
    payload, signature = demo.callback_of(demo.DemoGatewayPayment.objects.get())
    turned = services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START)
    assert turned.outcome == Outcome.ACCEPTED
    assert queries.is_paid(order.reference)


def test_a_success_that_later_claims_another_amount_changes_nothing() -> None:
    order = make.open_order(50_000)
    make.gateway_pays(make.at_gateway(order).attempt, 50_000)
    before = snapshot()
    demo.DemoGatewayPayment.objects.update(amount=5_000_000)
    payload, signature = demo.callback_of(demo.DemoGatewayPayment.objects.get())
    taken = services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START)
    assert snapshot() == before
    assert (taken.amount, taken.contradictions) == (50_000, 1)


def test_money_for_an_order_that_nobody_knows_is_kept() -> None:
    demo.DemoGatewayPayment.objects.create(
        attempt="", order_code="KT000", purpose="", asked_amount=1, return_url="", created_at=make.START,
        transaction_id="D1", amount=7_000, succeeded=True, paid_at=make.START,
    )  # fmt: skip
    payload, signature = demo.callback_of(demo.DemoGatewayPayment.objects.get())
    taken = services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START)
    assert taken.outcome == Outcome.UNKNOWN_ORDER
    assert queries.balance().by_account == {"gateway:demo": 7_000, "unapplied": -7_000}
    assert [one.amount for one in queries.stuck(make.accountant(make.DESK), make.START)] == [7_000]


def test_a_callback_that_the_gateway_did_not_sign_changes_nothing() -> None:
    order = make.open_order(50_000)
    row = demo.pay(make.at_gateway(order).attempt, amount=50_000, succeeded=True, now=make.START)
    payload, signature = demo.callback_of(row)
    before = snapshot()
    for body, sent in (
        (payload, ""),
        (payload, "0" * 64),
        (payload, "chữ ký"),
        (payload.replace(b"50000", b"60000"), signature),
        (payload + b" ", signature),
    ):
        with pytest.raises(SignatureWrong):
            services.take_callback(gateway="demo", payload=body, signature=sent, now=make.START)
    assert snapshot() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1.5},
        {"amount": True},
        {"amount": -5},
        {"amount": 0},
        {"amount": "50000"},
        {"succeeded": "yes"},
        {"paid_at": "hôm qua"},
        {"paid_at": "2026-03-02T09:00:00"},
        {"transaction_id": ""},
        {"transaction_id": None},
        {"order_code": "x" * 101},
        {"order_code": "\0"},
    ],
)
def test_a_signed_callback_that_makes_no_sense_changes_nothing(changes: dict[str, object]) -> None:
    good = {
        "transaction_id": "D1", "attempt": "", "order_code": "KT", "amount": 5, "succeeded": True,
        "paid_at": make.START.isoformat(),
    }  # fmt: skip
    payload = json.dumps({**good, **changes}).encode()
    before = snapshot()
    with pytest.raises(CallbackUnreadable):
        services.take_callback(gateway="demo", payload=payload, signature=demo.sign(payload), now=make.START)
    assert snapshot() == before


def test_outside_the_demo_the_demo_gateway_does_not_exist(settings: Any, client: Client) -> None:
    order = make.open_order()
    attempt = make.at_gateway(order).attempt
    row = demo.pay(attempt, amount=50_000, succeeded=True, now=make.START)
    payload, signature = demo.callback_of(row)
    settings.DEMO = False
    before = snapshot()
    with pytest.raises(GatewayNotOffered):
        services.take_callback(gateway="demo", payload=payload, signature=signature, now=make.START)
    with pytest.raises(GatewayNotOffered):
        services.start_online(actor=make.SYSTEM, order_id=order.order_id, gateway="demo")
    address = reverse("payments:callback", args=["demo"])
    answer = client.post(address, payload, content_type="application/json", headers={"X-Signature": signature})
    assert answer.status_code == 404
    assert client.post(reverse("payments:demo_gateway", args=[attempt]), {"choice": "success"}).status_code == 404
    assert snapshot() == before


def test_late_money_for_an_expired_order_waits_until_the_accountant_applies_it() -> None:
    order = make.open_order(50_000, expires_at=make.after(hours=1))
    attempt = make.at_gateway(order).attempt
    assert services.expire_due(make.after(minutes=59)) == 0
    assert services.expire_due(make.after(hours=1)) == 1
    assert services.expire_due(make.after(hours=1)) == 0
    late = make.gateway_pays(attempt, 50_000, now=make.after(hours=2))
    assert late is not None and late.outcome == Outcome.LATE
    assert state_of(order.order_id) == OrderState.EXPIRED
    accountant = make.accountant(make.DESK)
    [stuck] = queries.stuck(accountant, make.after(hours=3))
    assert stuck.can_apply
    for stranger in (make.accountant(make.OTHER_DESK), make.desk(), make.head()):
        before = snapshot()
        with pytest.raises(NotAllowed):
            services.apply_late_money(actor=stranger, transaction_id=late.pk)
        assert snapshot() == before
    services.apply_late_money(actor=accountant, transaction_id=late.pk)
    assert queries.is_paid(order.reference)
    assert events("payments.order_paid") == 1
    assert queries.balance().by_account == {"gateway:demo": 50_000, f"income:{make.DESK}": -50_000, "unapplied": 0}
    before = snapshot()
    with pytest.raises(NotApplicable):
        services.apply_late_money(actor=accountant, transaction_id=late.pk)
    assert snapshot() == before


def test_late_money_is_not_applied_when_the_dossier_has_another_order() -> None:
    order = make.open_order(50_000, reference="H27-9", expires_at=make.after(hours=1))
    attempt = make.at_gateway(order).attempt
    services.expire_due(make.after(hours=1))
    make.open_order(50_000, reference="H27-9")
    late = make.gateway_pays(attempt, 50_000, now=make.after(hours=2))
    assert late is not None
    before = snapshot()
    with pytest.raises(NotApplicable):
        services.apply_late_money(actor=make.accountant(make.DESK), transaction_id=late.pk)
    assert snapshot() == before


def test_cash_at_the_desk_with_the_number_of_a_printed_book() -> None:
    order = make.open_order(50_000)
    receipt = services.pay_cash(actor=make.desk(), order_id=order.order_id, receipt_number="AA/26-0001")
    assert receipt.number == "AA/26-0001"
    paid = queries.order_of(order.reference)
    assert paid is not None and paid.is_paid and not paid.paid_online
    assert OutboxEvent.objects.get(name="payments.order_paid").payload["online"] is False
    assert queries.balance().by_account == {f"cash:{make.DESK}": 50_000, f"income:{make.DESK}": -50_000}
    other = make.open_order(50_000)
    before = snapshot()
    with pytest.raises(ReceiptNumberTaken):
        services.pay_cash(actor=make.desk(), order_id=other.order_id, receipt_number="AA/26-0001")
    assert snapshot() == before


def test_receipts_without_a_number_are_counted_per_agency() -> None:
    numbers = []
    for agency in (make.DESK, make.DESK, make.OTHER_DESK):
        order = make.open_order(agency=agency)
        receipt = services.pay_cash(actor=make.desk(agency), order_id=order.order_id, now=make.START)
        numbers.append(receipt.number)
    assert numbers == ["BL26-000001", "BL26-000002", "BL26-000001"]


def test_only_the_desk_of_the_agency_takes_cash() -> None:
    order = make.open_order()
    before = snapshot()
    for actor in (
        make.desk(make.OTHER_DESK),
        make.accountant(make.DESK),
        make.head(),
        make_actor("case_officer", make.DESK),
        make_actor("administrator"),
    ):
        with pytest.raises(NotAllowed):
            services.pay_cash(actor=actor, order_id=order.order_id)
    assert snapshot() == before


def test_a_closed_order_takes_no_more_money() -> None:
    order = make.paid_online()
    cancelled = make.open_order()
    services.cancel_order(actor=make.SYSTEM, order_id=cancelled.order_id)
    before = snapshot()
    for closed in (order, cancelled):
        with pytest.raises(OrderNotOpen):
            services.pay_cash(actor=make.desk(), order_id=closed.order_id)
        with pytest.raises(OrderNotOpen):
            services.start_online(actor=make.SYSTEM, order_id=closed.order_id, gateway="demo")
        with pytest.raises(OrderNotOpen):
            services.cancel_order(actor=make.SYSTEM, order_id=closed.order_id)
    assert snapshot() == before


def test_cash_and_gateway_at_the_same_time_pay_once() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    services.pay_cash(actor=make.desk(), order_id=order.order_id)
    late = make.gateway_pays(attempt, 50_000)
    assert late is not None and late.outcome == Outcome.DUPLICATE
    assert events("payments.order_paid") == 1
    assert queries.balance().total == 0


def test_a_gateway_that_said_nothing_is_asked_and_its_answer_counts() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    demo.pay(attempt, amount=50_000, succeeded=True, now=make.after(minutes=1))
    accountant = make.accountant(make.DESK)
    assert queries.stuck(accountant, make.after(minutes=14)) == []
    [silent] = queries.stuck(accountant, make.after(minutes=16))
    assert (silent.kind, silent.attempt) == ("silent", attempt)
    with pytest.raises(NotAllowed):
        services.ask_gateway(actor=make.accountant(make.OTHER_DESK), attempt=attempt)
    [taken] = services.ask_gateway(actor=accountant, attempt=attempt, now=make.after(minutes=17))
    assert taken.outcome == Outcome.ACCEPTED
    assert queries.is_paid(order.reference)


def test_an_attempt_that_was_never_paid_is_given_up_and_its_money_still_counts_if_it_comes() -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    rule = {"after": dt.timedelta(minutes=15), "give_up": dt.timedelta(minutes=60)}
    assert services.ask_silent(make.after(minutes=20), **rule) == 0
    assert Attempt.objects.get().state == AttemptState.STARTED
    assert services.ask_silent(make.after(minutes=70), **rule) == 0
    assert Attempt.objects.get().state == AttemptState.ABANDONED
    make.gateway_pays(attempt, 50_000, now=make.after(minutes=80))
    assert queries.is_paid(order.reference)


def test_a_paid_dossier_that_does_not_go_on_is_seen_and_told_again() -> None:
    from dean06.socioeconomic.payments import stuck

    order = make.paid_online()
    waiting = [order.reference]
    check = lambda references: [one for one in references if one in waiting]  # noqa: E731
    services.register_waiting_check(check)
    try:
        accountant = make.accountant(make.DESK)
        [found] = queries.stuck(accountant, make.after(minutes=20))
        assert (found.kind, found.amount) == ("not_resumed", 50_000)
        services.announce_payment(actor=accountant, order_id=order.order_id)
        assert events("payments.order_paid") == 2
        waiting.clear()
        assert queries.stuck(accountant, make.after(minutes=20)) == []
    finally:
        stuck._checks.remove(check)


def test_the_journal_can_only_grow() -> None:
    make.paid_online()
    for statement in ("UPDATE payments_journalentry SET amount = 1", "DELETE FROM payments_journalentry"):
        with pytest.raises((IntegrityError, Exception)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert sorted(JournalEntry.objects.values_list("amount", flat=True)) == [-50_000, 50_000]


def test_money_moves_in_whole_positive_dong() -> None:
    for amount in (0, -5, 1.5, True):
        with pytest.raises(ValueError):
            journal.post(act="x", at=make.START, to="a", from_="b", amount=amount)  # type: ignore[arg-type]
    assert not JournalEntry.objects.exists()
