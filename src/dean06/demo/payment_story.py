"""Money: what came online is paid online; at the commune one payment is stuck and one day does not agree."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from dean06.demo.people import Cast
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor, system_actor
from dean06.socioeconomic.payments import services as payments
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import DemoGatewayPayment, PaymentOrder
from dean06.socioeconomic.payments.types import OrderState, StatementRow

_COMMUNE = "ubnd-xa-ky-khang"


def is_offered() -> bool:
    """Whether the demo gateway may be used."""
    return bool(settings.DEMO)


def pay_online(order: PaymentOrder, *, amount: int | None = None, now: dt.datetime) -> None:
    """The payer goes to the demo gateway and pays (``amount``: another one than was asked); it reports at once."""
    payer = system_actor("Trang thanh toán")
    checkout = payments.start_online(actor=payer, order_id=order.pk, gateway=demo.NAME, now=now)
    paid = demo.pay(checkout.attempt, amount=amount or order.total, succeeded=True, now=now)
    payload, signature = demo.callback_of(paid)
    payments.take_callback(gateway=demo.NAME, payload=payload, signature=signature, now=now)
    DemoGatewayPayment.objects.filter(pk=paid.pk).update(told=1)


def tell_payments(cast: Cast, *, now: dt.datetime) -> None:
    """The orders that wait at the commune: the first is paid, the second with too little money, and of the third only
    the bank's statement knows. Both accountants reconciled that day."""
    waiting = list(PaymentOrder.objects.filter(state=OrderState.OPEN, agency=_COMMUNE).order_by("pk")[:3])
    if len(waiting) < 3 or not is_offered():
        return
    paid, short, unknown = waiting
    when = _moment(waiting, now)
    pay_online(paid, now=when)
    pay_online(short, amount=short.total - 1_000, now=when)
    number = f"{timezone.localdate(when):%Y%m%d}"
    untold = StatementRow(f"D{number}-7731", unknown.total, when, unknown.code, f"Nop phi ho so {unknown.reference}")
    nameless = StatementRow(f"D{number}-7745", 35_000, when, "", "Chuyen tien le phi")
    _reconcile(cast.actor("fee_accountant", _COMMUNE), _COMMUNE, [untold], when, now)
    _reconcile(cast.actor("fee_accountant", "tt-pvhcc-tinh"), "", [untold, nameless], when, now)


def _reconcile(actor: Actor, agency: str, more: list[StatementRow], when: dt.datetime, now: dt.datetime) -> None:
    """The statement of the day as the bank sent it: what the gateway reports, and ``more``."""
    day = timezone.localdate(when)
    payments.reconcile(
        actor=actor,
        gateway=demo.NAME,
        day=day,
        statement=[*demo.DemoGateway().statement(day), *more],
        agency=agency,
        source=f"Sao kê ngày {day:%d/%m/%Y}.xlsx",
        now=now,
    )


def _moment(orders: list[PaymentOrder], now: dt.datetime) -> dt.datetime:
    """In the morning of the last working day, but after the orders were made."""
    day = work_calendar().previous_working_day(timezone.localdate(now))
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time(9, 40)))
    return min(max(morning, *(one.created_at + dt.timedelta(minutes=20) for one in orders)), now)
