"""PRIVATE. The money journal: every movement is a posting of two sides that add up to 0; nothing is ever changed."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Sum

from dean06.kernel.common import append_only
from dean06.socioeconomic.payments.models import GatewayTransaction, JournalEntry, PaymentOrder, Refund
from dean06.socioeconomic.payments.types import Balance

TABLE = "payments_journalentry"
UNAPPLIED_ACCOUNT = "unapplied"


def register() -> None:
    """Have the table guarded against changes (the migration installs the triggers)."""
    append_only.register(TABLE)


def cash(agency: str) -> str:
    """Account of the cash box of an agency."""
    return f"cash:{agency}"


def gateway(name: str) -> str:
    """Account of what a gateway took for us."""
    return f"gateway:{name}"


def income(agency: str) -> str:
    """Account of fees and charges collected for an agency."""
    return f"income:{agency}"


def post(
    *,
    act: str,
    at: dt.datetime,
    to: str,
    from_: str,
    amount: int,
    order: PaymentOrder | None = None,
    transaction: GatewayTransaction | None = None,
    refund: Refund | None = None,
) -> None:
    """Move ``amount`` đồng from one account to another. Raises ``ValueError`` unless it is a positive whole number."""
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise ValueError("money moves in positive whole đồng")
    posting = uuid.uuid4()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            posting=posting,
            at=at,
            account=account,
            amount=signed,
            act=act,
            order=order,
            transaction=transaction,
            refund=refund,
        )
        for account, signed in ((to, amount), (from_, -amount))
    )


def balance(order: PaymentOrder | None = None) -> Balance:
    """Sums by account, of everything or of one order."""
    rows = JournalEntry.objects.all() if order is None else JournalEntry.objects.filter(order=order)
    return Balance(dict(rows.order_by().values_list("account").annotate(Sum("amount"))))
