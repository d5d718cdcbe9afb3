"""PUBLIC. Words of payments and what its queries and services take and return. Amounts are whole đồng."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models

#: Gateway name of transfers by VietQR, known from the bank's statement only.
BANK_TRANSFER = "vietqr"


class OrderState(models.TextChoices):
    """State of a payment order."""

    OPEN = "open", "Chờ thanh toán"
    PAID = "paid", "Đã thanh toán"
    CANCELLED = "cancelled", "Đã hủy"
    EXPIRED = "expired", "Hết hạn"
    REFUNDED = "refunded", "Đã hoàn tiền"


class LineKind(models.TextChoices):
    """Phí pays for a service, lệ phí is a fixed charge (Luật Phí và lệ phí 97/2015/QH13, Điều 3)."""

    FEE = "fee", "Phí"
    CHARGE = "charge", "Lệ phí"


class AttemptState(models.TextChoices):
    """What became of one try to pay at a gateway."""

    STARTED = "started", "Đang chờ cổng trả lời"
    SUCCEEDED = "succeeded", "Thành công"
    FAILED = "failed", "Không thành công"
    ABANDONED = "abandoned", "Người nộp không thanh toán"


class Outcome(models.TextChoices):
    """What a transaction that a gateway reported did to its order."""

    ACCEPTED = "accepted", "Đã ghi nhận"
    FAILED = "failed", "Không thành công"
    DUPLICATE = "duplicate", "Trả thừa: khoản thu đã được thanh toán"
    WRONG_AMOUNT = "wrong_amount", "Sai số tiền"
    LATE = "late", "Đến sau khi khoản thu đã đóng"
    UNKNOWN_ORDER = "unknown_order", "Không rõ khoản thu"


#: Money came in but paid nothing: it is owed back until applied or refunded.
UNAPPLIED = frozenset({Outcome.DUPLICATE, Outcome.WRONG_AMOUNT, Outcome.LATE, Outcome.UNKNOWN_ORDER})


class RefundState(models.TextChoices):
    """Life of a refund: proposed by the accountant, decided by the head, paid out."""

    PROPOSED = "proposed", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ chi"
    REFUSED = "refused", "Không duyệt"
    EXECUTED = "executed", "Đã hoàn tiền"


class Method(models.TextChoices):
    """How money moved."""

    ONLINE = "online", "Trực tuyến"
    CASH = "cash", "Tiền mặt"


class Difference(models.TextChoices):
    """Result of comparing one transaction with the statement of a gateway."""

    MATCHED = "matched", "Khớp"
    MISSING_HERE = "missing_here", "Cổng có, hệ thống không có"
    MISSING_THERE = "missing_there", "Hệ thống có, cổng không có"
    AMOUNT = "amount", "Lệch số tiền"
    REPEATED = "repeated", "Sao kê lặp lại một giao dịch"


# --- Fee rules ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExemptionInput:
    """A reduction that the caller found to hold for this applicant. ``percent`` 100: nothing to pay."""

    code: str
    title: str
    percent: int
    source: str


@dataclass(frozen=True, slots=True)
class FeeInput:
    """A fee of a pack that applies to these data: ``quantity`` and the exemptions that hold are already evaluated."""

    code: str
    title: str
    kind: str
    amount: int
    online_amount: int | None = None
    quantity: int = 1
    exemptions: tuple[ExemptionInput, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""
    certainty: str = "likely"


@dataclass(frozen=True, slots=True)
class FeeOverride:
    """A rule of the province over the amounts of the packs, dated. Empty ``procedure_code``, ``fee_code``, ``kind``:
    all. Either ``percent_off`` of the ordinary amount or ``fixed_amount`` for one unit."""

    procedure_code: str
    fee_code: str
    kind: str
    online_only: bool
    percent_off: int | None
    fixed_amount: int | None
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of an order. ``amount``: to pay for the whole line (all units, after reductions); ``full_amount``:
    without reductions; ``reason_less``: why it is less, with its source."""

    code: str
    title: str
    kind: str
    amount: int
    quantity: int = 1
    reason_less: str = ""
    source: str = ""
    full_amount: int | None = None
    certainty: str = "likely"


# --- Orders ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderRef:
    """A payment order as other apps see it. ``pay_token``: secret part of the public payment page's address."""

    order_id: int
    code: str
    reference: str
    payer_name: str
    agency: str
    total: int
    refunded: int
    state: OrderState
    method: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    paid_at: dt.datetime | None
    receipt_number: str
    pay_token: str
    lines: tuple[FeeLine, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == OrderState.OPEN

    @property
    def is_paid(self) -> bool:
        return self.state == OrderState.PAID

    @property
    def paid_online(self) -> bool:
        return self.method == Method.ONLINE


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the payer goes on: page of the gateway, and what its QR holds (empty: it shows none here)."""

    url: str
    qr_payload: str = ""
    attempt: str = ""


# --- Gateways (plugins) ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What a gateway is told. ``attempt`` is ours and unique; ``purpose`` is ASCII, at most 25 characters."""

    attempt: str
    order_code: str
    amount: int
    purpose: str
    return_url: str


@dataclass(frozen=True, slots=True)
class GatewayNotice:
    """What a gateway says about one transaction, its signature already checked."""

    transaction_id: str
    attempt: str
    order_code: str
    amount: int
    succeeded: bool
    paid_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of a gateway's statement of a day. ``amount`` is negative for money given back; ``note``: the words of
    the transfer, in which the code of the order or the dossier may stand."""

    transaction_id: str
    amount: int
    paid_at: dt.datetime | None = None
    order_code: str = ""
    note: str = ""


class Gateway(Protocol):
    """A plugin for one payment gateway; registered by ``services.register_gateway``."""

    name: str
    label: str

    def is_enabled(self) -> bool:
        """False where it is not set up: then it is not offered and its callbacks are refused."""
        ...

    def checkout(self, request: CheckoutRequest) -> Checkout:
        """Tell the gateway of a payment to come. Raises ``GatewayUnavailable``."""
        ...

    def read_callback(self, payload: bytes, signature: str) -> GatewayNotice:
        """The notice in ``payload``. Raises ``SignatureWrong``, ``CallbackUnreadable``."""
        ...

    def ask(self, attempt: str) -> list[GatewayNotice]:
        """What became of an attempt; empty: nothing yet. Raises ``GatewayUnavailable``."""
        ...

    def refund(self, *, transaction_id: str, amount: int, key: str, now: dt.datetime) -> str:
        """Give money back; the same ``key`` gives the same answer and pays once. Returns the gateway's id of it."""
        ...

    def statement(self, day: dt.date) -> list[StatementRow]:
        """All movements of a local day. Raises ``GatewayUnavailable``."""
        ...


# --- Lists of the accountant -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stuck:
    """Something that needs a hand. ``kind``: ``unapplied`` (money that paid nothing), ``silent`` (a gateway has not
    answered), ``not_resumed`` (paid, but the dossier still waits), ``refund`` (approved, not paid out)."""

    kind: str
    since: dt.datetime
    amount: int
    sentence: str
    order: OrderRef | None = None
    transaction_id: int | None = None
    attempt: str = ""
    refund_id: int | None = None
    can_apply: bool = False


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A movement as either side has it, for the comparison of a day."""

    transaction_id: str
    amount: int
    order_code: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a reconciliation; an amount is ``None`` on the side that does not have it."""

    difference: Difference
    transaction_id: str
    ours: int | None
    theirs: int | None
    order_code: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums of the journal by account; ``total`` is 0 in a sound journal."""

    by_account: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_account.values())
