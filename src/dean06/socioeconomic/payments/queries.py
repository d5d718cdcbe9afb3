"""PUBLIC reads of payments. Officers see the orders of their agencies; citizens reach an order through the portal by
the reference of a dossier that is theirs, or by the secret address of its payment page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from dean06.kernel.common.actors import Actor
from dean06.socioeconomic.payments import gateways, journal
from dean06.socioeconomic.payments import stuck as stuck_list
from dean06.socioeconomic.payments.acts.common import ref_of
from dean06.socioeconomic.payments.errors import OrderNotFound
from dean06.socioeconomic.payments.models import (
    CollectionAccount,
    FeeOverrideRow,
    PaymentOrder,
    Reconciliation,
    Refund,
)
from dean06.socioeconomic.payments.rules import fees, vietqr
from dean06.socioeconomic.payments.types import (
    Balance,
    FeeInput,
    FeeLine,
    FeeOverride,
    OrderRef,
    OrderState,
    Stuck,
)

# --- For other apps ----------------------------------------------------------------------------------------------


def lines_due(fee_inputs: Iterable[FeeInput], *, procedure_code: str, online: bool, on: dt.date) -> list[FeeLine]:
    """What has to be paid on a day for fees of a pack (guards and quantities already evaluated), with the province's
    own rules in force. One query.
    """
    return fees.lines_due(
        fee_inputs, overrides_in_force(procedure_code, on), procedure_code=procedure_code, online=online, on=on
    )


def overrides_in_force(procedure_code: str, on: dt.date) -> list[FeeOverride]:
    """The province's rules that may concern a procedure on a day."""
    rows = FeeOverrideRow.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        withdrawn_at=None,
        valid_from__lte=on,
        procedure_code__in=["", procedure_code],
    )
    return [override_of(row) for row in rows]


def override_of(row: FeeOverrideRow) -> FeeOverride:
    """A stored rule as the pure functions take it."""
    return FeeOverride(**{name: getattr(row, name) for name in FeeOverride.__dataclass_fields__})


def order_of(reference: str) -> OrderRef | None:
    """The order of a reference that waits for payment, else its latest; ``None`` when it never had one."""
    rows = list(PaymentOrder.objects.filter(reference=reference).order_by("-pk"))
    chosen = next((row for row in rows if row.state == OrderState.OPEN), rows[0] if rows else None)
    return ref_of(chosen) if chosen else None


def orders_of(reference: str) -> list[OrderRef]:
    """All orders of a reference, the oldest first. The caller has checked that its reader may know the dossier."""
    return [ref_of(row) for row in PaymentOrder.objects.filter(reference=reference).order_by("pk")]


def is_paid(reference: str) -> bool:
    """True when the reference has a paid order and none that waits for payment."""
    states = set(PaymentOrder.objects.filter(reference=reference).values_list("state", flat=True))
    return OrderState.PAID in states and OrderState.OPEN not in states


def open_references(references: Collection[str]) -> set[str]:
    """Of these references, those with an order that waits for payment. One query."""
    return set(
        PaymentOrder.objects.filter(reference__in=references, state=OrderState.OPEN).values_list("reference", flat=True)
    )


def asked_of(references: Collection[str]) -> dict[str, int]:
    """How many đồng were asked for each reference, without what was cancelled; references without an order are absent.

    One query.
    """
    rows = PaymentOrder.objects.filter(reference__in=references)
    rows = rows.exclude(state__in=(OrderState.CANCELLED, OrderState.EXPIRED))
    return dict(rows.order_by().values_list("reference").annotate(asked=Sum("total")))


def by_token(pay_token: str) -> OrderRef:
    """The order of a public payment page. Raises ``OrderNotFound``."""
    return ref_of(row_by_token(pay_token))


def row_by_token(pay_token: str) -> PaymentOrder:
    """The same as a record."""
    order = PaymentOrder.objects.filter(pay_token=pay_token).first()
    if order is None:
        raise OrderNotFound("Không tìm thấy khoản phí, lệ phí này. Hãy kiểm tra lại đường dẫn.")
    return order


@dataclass(frozen=True, slots=True)
class PayPanel:
    """What ``payments/pay_panel.html`` needs as ``pay``: the order, the transfer QR (empty without an account), the
    gateways (name, label)."""

    order: OrderRef
    qr_payload: str
    purpose: str
    account_number: str
    account_name: str
    bank: str
    gateways: tuple[tuple[str, str], ...]


def pay_panel(order: OrderRef) -> PayPanel:
    """Context of the panel by which an order is paid; include ``payments/pay_panel.html`` with it as ``pay``."""
    account = account_of(order.agency)
    purpose = vietqr.purpose_of(order.reference, order.code)
    return PayPanel(
        order=order,
        qr_payload=vietqr.encode(
            bank_bin=account.bank_bin, account=account.account_number, amount=order.total, purpose=purpose
        )
        if account and order.is_open
        else "",
        purpose=purpose,
        account_number=account.account_number if account else "",
        account_name=account.account_name if account else "",
        bank=vietqr.BANKS.get(account.bank_bin, account.bank_bin) if account else "",
        gateways=tuple((gateway.name, gateway.label) for gateway in gateways.enabled()),
    )


def account_of(agency: str) -> CollectionAccount | None:
    """The account that transfers for an agency go to; ``None`` when none was entered."""
    rows = {row.agency: row for row in CollectionAccount.objects.filter(agency__in=["", agency])}
    return rows.get(agency) or rows.get("")


# --- For the officers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the list of orders is narrowed to; empty means no narrowing."""

    text: str = ""
    state: str = ""
    method: str = ""
    agency: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def orders(actor: Actor, wanted: OrderFilter | None = None) -> QuerySet[PaymentOrder]:
    """Orders of the agencies where the actor may view payments, newest first. Raises ``NotAllowed``."""
    wanted = wanted or OrderFilter()
    rows = PaymentOrder.objects.filter(stuck_list.scope(actor))
    if text := wanted.text.strip():
        rows = rows.filter(
            Q(code__iexact=text) | Q(reference__istartswith=text) | Q(receipt__number__iexact=text)
            | Q(payer_name__icontains=text)
        )  # fmt: skip
    for name in ("state", "method", "agency"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.first:
        rows = rows.filter(created_at__date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(created_at__date__lte=wanted.last)
    return rows.order_by("-created_at", "-pk")


def order(actor: Actor, order_id: int) -> PaymentOrder:
    """One order. Raises ``OrderNotFound`` alike for a missing and a hidden one."""
    found = PaymentOrder.objects.filter(stuck_list.scope(actor), pk=order_id).first()
    if found is None:
        raise OrderNotFound
    return found


def totals(rows: QuerySet[PaymentOrder]) -> dict[str, tuple[int, int]]:
    """Number and đồng of each state of a list. One query."""
    grouped = rows.order_by().values_list("state").annotate(Count("pk"), Sum("total"))
    return {state: (count, amount or 0) for state, count, amount in grouped}


def stuck(actor: Actor, now: dt.datetime) -> list[Stuck]:
    """Everything that needs a hand within the actor's sight, the oldest first. Raises ``NotAllowed``."""
    return stuck_list.find(actor, now)


def stuck_count(actor: Actor, now: dt.datetime) -> int:
    """How many are stuck by our own books alone: cheap, for a badge. Raises ``NotAllowed``."""
    return stuck_list.count_known(actor, now)


def refunds(actor: Actor) -> QuerySet[Refund]:
    """Refunds of the agencies where the actor may view payments. Raises ``NotAllowed``."""
    return Refund.objects.filter(stuck_list.scope(actor)).select_related("order", "transaction")


def reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    """Reconciliations within the actor's sight; those of the whole province only for who may view everywhere."""
    return Reconciliation.objects.filter(stuck_list.scope(actor))


def balance() -> Balance:
    """Sums of the whole journal by account; their total is 0 unless somebody changed the books by force."""
    return journal.balance()
