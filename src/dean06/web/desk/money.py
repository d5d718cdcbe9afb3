"""PRIVATE. The payment panel of a case: what is due, the transfer code, cash at the counter."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from django.urls import reverse

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import qr_svg
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments.types import OrderRef, OrderState

COLLECT = "payments.collect"
_KINDS = {
    OrderState.OPEN: "warning",
    OrderState.PAID: "success",
    OrderState.CANCELLED: "neutral",
    OrderState.EXPIRED: "neutral",
    OrderState.REFUNDED: "info",
}


def payment_context(actor: Actor, code: str, case_id: int) -> dict[str, Any]:
    """Context of ``desk/_payment.html``; ``order`` is ``None`` when nothing was ever due."""
    order = payments.order_of(code)
    if order is None:
        return {"order": None}
    return {
        "order": order,
        "order_kind": _KINDS[OrderState(order.state)],
        "can_collect": order.is_open and actor.can(COLLECT, agency=order.agency),
        "cash_url": reverse("desk:cash", args=[case_id]),
        "cash_key": uuid.uuid4().hex,
        "qr": _qr(order),
    }


def _qr(order: OrderRef) -> str:
    """The VietQR of an open order as an image; empty where the office has no account."""
    payload = payments.pay_panel(order).qr_payload if order.is_open else ""
    return data_image(qr_svg(payload)) if payload else ""


def data_image(svg: str) -> str:
    """An SVG as the address of an image: pages may hold images of this kind, but no foreign mark-up."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
