"""Payment orders by business state, made by the services that people use."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from django.utils import timezone

from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import MembershipFactory, UserFactory, make_actor
from dean06.kernel.common.actors import Actor, system_actor
from dean06.socioeconomic.payments import services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import GatewayTransaction
from dean06.socioeconomic.payments.types import Checkout, FeeLine, OrderRef

DESK, OTHER_DESK = "ubnd-xa-mau-mot", "ubnd-xa-mau-hai"
#: A Monday, nine in the morning.
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SYSTEM = system_actor("test")
_numbers = itertools.count(1)


def after(**times: int) -> dt.datetime:
    """So long after ``START``."""
    return START + dt.timedelta(**times)


def fee_line(amount: int = 50_000, title: str = "Lệ phí đăng ký cư trú") -> FeeLine:
    return FeeLine(code="le_phi", title=title, kind="charge", amount=amount, source="Thông tư mẫu")


def open_order(
    amount: int = 50_000, *, agency: str = DESK, reference: str = "", expires_at: dt.datetime | None = None
) -> OrderRef:
    """An order that waits for payment."""
    return services.create_order(
        actor=SYSTEM,
        reference=reference or f"H27.22.01-260302-{next(_numbers):04d}",
        payer_name="Trần Thị Mẫu",
        agency=agency,
        lines=[fee_line(amount)],
        now=START,
        expires_at=expires_at,
    )


def at_gateway(order: OrderRef, now: dt.datetime = START) -> Checkout:
    """The payer went on to the demo gateway (the test sets ``DEMO``)."""
    return services.start_online(actor=SYSTEM, order_id=order.order_id, gateway=demo.NAME, now=now)


def gateway_pays(
    attempt: str, amount: int, *, succeeded: bool = True, now: dt.datetime = START, told: int = 1
) -> GatewayTransaction | None:
    """The demo gateway takes money and reports it ``told`` times."""
    row = demo.pay(attempt, amount=amount, succeeded=succeeded, now=now)
    taken = None
    for _ in range(told):
        payload, signature = demo.callback_of(row)
        taken = services.take_callback(gateway=demo.NAME, payload=payload, signature=signature, now=now)
    return taken


def paid_online(amount: int = 50_000) -> OrderRef:
    """An order paid at the demo gateway."""
    order = open_order(amount)
    gateway_pays(at_gateway(order).attempt, amount)
    return order


def desk(agency: str = DESK) -> Actor:
    return make_actor("one_stop_officer", agency)


def accountant(agency: str = "") -> Actor:
    """Of an agency, or (empty) of the whole province: the role is given for either."""
    user = UserFactory(agency_code=agency)
    kind = AreaKind.AGENCY if agency else AreaKind.PROVINCE
    MembershipFactory(user=user, role="fee_accountant", area_kind=kind, area_code=agency)
    return actor_for(user, "test-request", timezone.localdate())


def head(agency: str = DESK) -> Actor:
    return make_actor("agency_head", agency)
