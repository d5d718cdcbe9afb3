"""A gateway of the demo: it keeps its own books and reports by signed callbacks as real ones do, but the tester chooses
on its page what happens. Never offered outside the demo, since it would let anybody pay with nothing.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import secrets
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dean06.socioeconomic.payments.errors import CallbackUnreadable, SignatureWrong
from dean06.socioeconomic.payments.models import DemoGatewayPayment
from dean06.socioeconomic.payments.types import Checkout, CheckoutRequest, GatewayNotice, StatementRow

NAME = "demo"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class DemoGateway:
    """See the module."""

    name = NAME
    label = "Cổng thanh toán thử nghiệm"

    def is_enabled(self) -> bool:
        """Only where everybody is invented."""
        return bool(settings.DEMO)

    def checkout(self, request: CheckoutRequest) -> Checkout:
        """Open a payment in the gateway's books; its page is the address."""
        DemoGatewayPayment.objects.create(
            attempt=request.attempt,
            order_code=request.order_code,
            purpose=request.purpose,
            asked_amount=request.amount,
            return_url=request.return_url,
            created_at=timezone.now(),
        )
        return Checkout(url=reverse("payments:demo_gateway", args=[request.attempt]), attempt=request.attempt)

    def read_callback(self, payload: bytes, signature: str) -> GatewayNotice:
        """Raises ``SignatureWrong``, ``CallbackUnreadable``."""
        if not hmac.compare_digest(sign(payload).encode(), signature.encode("utf-8", "replace")):
            raise SignatureWrong
        try:
            data: dict[str, Any] = json.loads(payload)
            amount, succeeded = data["amount"], data["succeeded"]
            paid_at = dt.datetime.fromisoformat(data["paid_at"])
            texts = [data[name] for name in ("transaction_id", "attempt", "order_code")]
        except (ValueError, KeyError, TypeError) as error:
            raise CallbackUnreadable from error
        if (
            type(amount) is not int
            or not 0 < amount < 10**13
            or type(succeeded) is not bool
            or paid_at.tzinfo is None
            or not all(isinstance(text, str) and len(text) <= 100 and "\0" not in text for text in texts)
            or not texts[0]
        ):
            raise CallbackUnreadable
        return GatewayNotice(texts[0], texts[1], texts[2], amount, succeeded, paid_at)

    def ask(self, attempt: str) -> list[GatewayNotice]:
        """What the books say of an attempt."""
        rows = DemoGatewayPayment.objects.filter(attempt=attempt, succeeded__isnull=False, refund_key=None)
        return [self.read_callback(*callback_of(row)) for row in rows.order_by("pk")]

    def refund(self, *, transaction_id: str, amount: int, key: str, now: dt.datetime) -> str:
        """Give back once for a ``key``."""
        row, _ = DemoGatewayPayment.objects.get_or_create(
            refund_key=key,
            defaults={
                "attempt": "",
                "order_code": transaction_id[:60],
                "purpose": "Hoan tien",
                "asked_amount": -amount,
                "return_url": "",
                "transaction_id": f"R{secrets.token_hex(8)}",
                "amount": -amount,
                "succeeded": True,
                "paid_at": now,
                "created_at": now,
            },
        )
        return row.transaction_id or ""

    def statement(self, day: dt.date) -> list[StatementRow]:
        """Everything that moved on a local day."""
        begin = dt.datetime.combine(day, dt.time(), _ZONE)
        rows = DemoGatewayPayment.objects.filter(
            succeeded=True, paid_at__gte=begin, paid_at__lt=begin + dt.timedelta(days=1)
        )
        return [
            StatementRow(row.transaction_id or "", row.amount or 0, row.paid_at, row.order_code, row.purpose)
            for row in rows.order_by("paid_at", "pk")
        ]


def sign(payload: bytes) -> str:
    """HMAC-SHA-256 of the exact bytes, under a key of this installation's demo gateway."""
    key = salted_hmac("dean06.payments.gateway.demo", "callback", algorithm="sha256").digest()
    return hmac.new(key, payload, sha256).hexdigest()


def callback_of(row: DemoGatewayPayment) -> tuple[bytes, str]:
    """The body and signature by which the gateway reports a movement."""
    payload = json.dumps(
        {
            "transaction_id": row.transaction_id,
            "attempt": row.attempt,
            "order_code": row.order_code,
            "amount": row.amount,
            "succeeded": row.succeeded,
            "paid_at": row.paid_at.isoformat() if row.paid_at else None,
        },
        sort_keys=True,
    ).encode()
    return payload, sign(payload)


def pay(attempt: str, *, amount: int, succeeded: bool, now: dt.datetime) -> DemoGatewayPayment:
    """Note in the gateway's books that somebody paid (or failed to); reports nothing yet. Raises ``LookupError``."""
    opened = DemoGatewayPayment.objects.filter(attempt=attempt).order_by("pk").first()
    if opened is None:
        raise LookupError(attempt)
    row = opened
    if opened.transaction_id is not None:  # another payment of the same attempt
        row = DemoGatewayPayment(
            attempt=attempt,
            order_code=opened.order_code,
            purpose=opened.purpose,
            asked_amount=opened.asked_amount,
            return_url=opened.return_url,
            created_at=now,
        )
    row.transaction_id, row.amount = f"D{secrets.token_hex(8)}", amount
    row.succeeded, row.paid_at = succeeded, now
    row.save()
    return row
