"""What the accountants of the demo see at first look: paid online, stuck, and a day that does not agree."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.demo import payment_story
from dean06.kernel.calendar.services import load_calendar
from dean06.kernel.common.actors import Actor
from dean06.socioeconomic.payments import queries, services
from dean06.socioeconomic.payments.models import PaymentOrder
from dean06.socioeconomic.payments.tests import factories
from dean06.socioeconomic.payments.types import Difference, OrderState

pytestmark = pytest.mark.django_db
NOW = factories.START + dt.timedelta(days=3)


class Officers:
    """The part of the cast that the story needs."""

    def actor(self, role: str, agency: str) -> Actor:
        assert role == "fee_accountant"
        return factories.accountant(factories.DESK if agency == factories.DESK else "")


@pytest.fixture
def orders(settings, monkeypatch: pytest.MonkeyPatch):
    settings.DEMO = True
    monkeypatch.setattr(payment_story, "_COMMUNE", factories.DESK)
    load_calendar(actor=factories.SYSTEM)
    return [factories.open_order(16_000) for _ in range(4)]


def test_one_payment_succeeds_one_is_stuck_and_the_statement_knows_more(orders) -> None:
    payment_story.tell_payments(Officers(), now=NOW)  # type: ignore[arg-type]
    states = [PaymentOrder.objects.get(pk=one.order_id).state for one in orders]
    assert states == [OrderState.PAID, OrderState.OPEN, OrderState.OPEN, OrderState.OPEN]
    commune = factories.accountant(factories.DESK)
    (stuck,) = queries.stuck(commune, NOW)
    assert (stuck.kind, stuck.amount, stuck.order.order_id) == ("unapplied", 15_000, orders[1].order_id)
    (run,) = queries.reconciliations(commune)
    different = run.lines.exclude(difference=Difference.MATCHED)
    assert (run.our_count, run.their_count) == (2, 3)
    assert [(line.order_code, line.ours, line.theirs) for line in different] == [(orders[2].code, None, 16_000)]
    province = queries.reconciliations(factories.accountant()).get(agency="")
    assert province.lines.exclude(difference=Difference.MATCHED).count() == 2
    assert queries.balance().total == 0


def test_a_payer_sees_the_transfer_code_as_soon_as_an_account_is_there(orders) -> None:
    services.save_account(
        actor=factories.SYSTEM, agency="", bank_bin="970405", account_number="3700201000006",
        account_name="KHO BAC NHA NUOC MAU", now=NOW,
    )  # fmt: skip
    assert queries.pay_panel(orders[3]).qr_payload


def test_outside_the_demo_nothing_is_paid(orders, settings) -> None:
    settings.DEMO = False
    payment_story.tell_payments(Officers(), now=NOW)  # type: ignore[arg-type]
    assert not PaymentOrder.objects.exclude(state=OrderState.OPEN).exists()
