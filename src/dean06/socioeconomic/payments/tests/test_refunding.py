"""Money goes back: proposed, decided by somebody else, paid out once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events import services as event_services
from dean06.socioeconomic.payments import queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.errors import OwnRefund, RefundNotWaiting, RefundRefused
from dean06.socioeconomic.payments.models import PaymentOrder, Refund
from dean06.socioeconomic.payments.tests import factories as make
from dean06.socioeconomic.payments.tests.test_paying import events, snapshot, state_of
from dean06.socioeconomic.payments.types import Method, OrderState, RefundState

pytestmark = pytest.mark.django_db
WHY = "Công dân rút hồ sơ trước khi thẩm định"


def approved(order_id: int, amount: int | None = None) -> Refund:
    refund = services.propose_refund(
        actor=make.accountant(make.DESK), order_id=order_id, amount=amount, reason=WHY, now=make.START
    )
    return services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=True, now=make.START)


def deliver() -> None:
    event_services.deliver_due(make.after(days=3000))


def test_a_refund_through_the_gateway_after_two_people_said_so() -> None:
    order = make.paid_online(50_000)
    refund = services.propose_refund(actor=make.accountant(make.DESK), order_id=order.order_id, reason=WHY)
    assert (refund.amount, refund.method, refund.state) == (50_000, Method.ONLINE, RefundState.PROPOSED)
    assert queries.balance().by_account["gateway:demo"] == 50_000
    services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=True)
    deliver()
    refund.refresh_from_db()
    assert refund.state == RefundState.EXECUTED
    assert state_of(order.order_id) == OrderState.REFUNDED
    assert events("payments.order_refunded") == 1
    assert set(queries.balance().by_account.values()) == {0}
    assert not queries.is_paid(order.reference)


def test_a_refund_told_twice_pays_once() -> None:
    order = make.paid_online(50_000)
    refund = approved(order.order_id)
    for _ in range(3):
        services.execute_refund(actor=make.SYSTEM, refund_id=refund.pk)
    assert demo.DemoGatewayPayment.objects.filter(amount__lt=0).count() == 1
    assert queries.balance().by_account["gateway:demo"] == 0


def test_part_of_the_money_leaves_the_order_paid() -> None:
    order = make.paid_online(50_000)
    services.execute_refund(actor=make.SYSTEM, refund_id=approved(order.order_id, 20_000).pk)
    assert state_of(order.order_id) == OrderState.PAID
    assert PaymentOrder.objects.get().refunded == 20_000
    before = snapshot()
    with pytest.raises(RefundRefused):
        services.propose_refund(actor=make.accountant(make.DESK), order_id=order.order_id, amount=30_001, reason=WHY)
    assert snapshot() == before


def test_no_more_is_proposed_than_was_paid_even_in_pieces() -> None:
    order = make.paid_online(50_000)
    accountant = make.accountant(make.DESK)
    services.propose_refund(actor=accountant, order_id=order.order_id, amount=40_000, reason=WHY)
    for amount in (10_001, 0, -1, 50_000):
        with pytest.raises(RefundRefused):
            services.propose_refund(actor=accountant, order_id=order.order_id, amount=amount, reason=WHY)
    assert Refund.objects.count() == 1


def test_a_refused_refund_frees_its_money_again_and_needs_a_reason() -> None:
    order = make.paid_online(50_000)
    accountant = make.accountant(make.DESK)
    refund = services.propose_refund(actor=accountant, order_id=order.order_id, reason=WHY)
    with pytest.raises(RefundRefused):
        services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=False, note="")
    services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=False, note="Hồ sơ đã thẩm định xong")
    assert services.propose_refund(actor=accountant, order_id=order.order_id, reason=WHY).amount == 50_000


def test_cash_goes_back_at_the_desk_with_a_name_and_a_voucher() -> None:
    order = make.open_order(50_000)
    services.pay_cash(actor=make.desk(), order_id=order.order_id)
    refund = approved(order.order_id)
    assert refund.method == Method.CASH
    for taken_by, voucher in (("", "PC1"), ("Trần Thị Mẫu", " ")):
        with pytest.raises(RefundRefused):
            services.pay_refund_out(actor=make.desk(), refund_id=refund.pk, taken_by=taken_by, voucher=voucher)
    with pytest.raises(NotAllowed):
        services.pay_refund_out(
            actor=make.desk(make.OTHER_DESK), refund_id=refund.pk, taken_by="Trần Thị Mẫu", voucher="PC1"
        )
    services.pay_refund_out(actor=make.desk(), refund_id=refund.pk, taken_by="Trần Thị Mẫu", voucher="PC1")
    assert set(queries.balance().by_account.values()) == {0}
    before = snapshot()
    with pytest.raises(RefundNotWaiting):
        services.pay_refund_out(actor=make.desk(), refund_id=refund.pk, taken_by="Trần Thị Mẫu", voucher="PC2")
    assert snapshot() == before


def test_money_that_paid_nothing_goes_back() -> None:
    order = make.open_order(50_000)
    wrong = make.gateway_pays(make.at_gateway(order).attempt, 40_000)
    assert wrong is not None
    accountant = make.accountant(make.DESK)
    refund = services.propose_refund(actor=accountant, transaction_id=wrong.pk, reason=WHY)
    services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=True)
    services.execute_refund(actor=make.SYSTEM, refund_id=refund.pk)
    assert set(queries.balance().by_account.values()) == {0}
    assert queries.stuck(accountant, make.START) == []
    assert state_of(order.order_id) == OrderState.OPEN


def test_who_proposes_does_not_decide_and_who_holds_no_right_does_neither() -> None:
    order = make.paid_online(50_000)
    accountant = make.accountant(make.DESK)
    refund = services.propose_refund(actor=accountant, order_id=order.order_id, reason=WHY)
    before = snapshot()
    both = Actor(user_id=accountant.user_id, name=accountant.name, grants=(*accountant.grants, *make.head().grants))
    with pytest.raises(OwnRefund):
        services.decide_refund(actor=both, refund_id=refund.pk, approve=True)
    for actor in (make.desk(), make.head(make.OTHER_DESK), accountant, make_actor("provincial_leader")):
        with pytest.raises(NotAllowed):
            services.decide_refund(actor=actor, refund_id=refund.pk, approve=True)
    for actor in (make.desk(), make.head(), make.accountant(make.OTHER_DESK)):
        with pytest.raises(NotAllowed):
            services.propose_refund(actor=actor, order_id=order.order_id, reason=WHY)
    with pytest.raises(NotAllowed):
        services.execute_refund(actor=accountant, refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.PROPOSED
    assert snapshot() == before


def test_nothing_to_refund_before_money_came_or_without_a_reason() -> None:
    accountant = make.accountant(make.DESK)
    unpaid, paid = make.open_order(), make.paid_online()
    before = snapshot()
    with pytest.raises(RefundRefused):
        services.propose_refund(actor=accountant, order_id=unpaid.order_id, reason=WHY)
    with pytest.raises(RefundRefused):
        services.propose_refund(actor=accountant, order_id=paid.order_id, reason="vì")
    assert (snapshot(), Refund.objects.count()) == (before, 0)


def test_a_gateway_that_is_away_loses_no_refund(monkeypatch: pytest.MonkeyPatch) -> None:
    from dean06.socioeconomic.payments.errors import GatewayUnavailable

    order = make.paid_online(50_000)
    refund = approved(order.order_id)
    back = demo.DemoGateway.refund

    def away(*_args: object, **_named: object) -> str:
        raise GatewayUnavailable

    monkeypatch.setattr(demo.DemoGateway, "refund", away)
    deliver()
    refund.refresh_from_db()
    assert refund.state == RefundState.APPROVED
    assert queries.balance().by_account["gateway:demo"] == 50_000
    assert [one.kind for one in queries.stuck(make.accountant(make.DESK), make.after(hours=1))] == ["refund"]
    monkeypatch.setattr(demo.DemoGateway, "refund", back)
    event_services.deliver_due(make.after(days=4000))
    refund.refresh_from_db()
    assert refund.state == RefundState.EXECUTED
    assert replace(queries.balance()).total == 0
