"""PRIVATE. Orders, what was tried and what gateways said, the money journal, refunds, reconciliations, fee rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dean06.kernel.common.calendar import Certainty
from dean06.socioeconomic.payments.types import (
    AttemptState,
    Difference,
    LineKind,
    Method,
    OrderState,
    Outcome,
    RefundState,
)

_CERTAINTY = [(one.value, one.label) for one in Certainty]


class PaymentOrder(models.Model):
    """What somebody has to pay, for one reference (a dossier code)."""

    code = models.CharField("mã khoản thu", max_length=30, unique=True)
    reference = models.CharField("mã hồ sơ", max_length=60, db_index=True)
    payer_name = models.CharField("người nộp", max_length=200)
    agency = models.CharField("cơ quan thu", max_length=80)
    state = models.CharField("trạng thái", max_length=10, choices=OrderState, default=OrderState.OPEN)
    total = models.BigIntegerField("số tiền")
    #: Of the total, given back.
    refunded = models.BigIntegerField(default=0)
    method = models.CharField("cách nộp", max_length=10, choices=Method, blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)
    #: Secret part of the address of the public payment page.
    pay_token = models.CharField(max_length=43, unique=True)
    #: When the payment was last announced to the owner of the reference.
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "-created_at"], name="payments_order_list"),
            models.Index(fields=["agency", "-created_at"], name="payments_order_recent"),
            models.Index(fields=["expires_at"], name="payments_order_expiry", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reference"], condition=Q(state="open"), name="payments_one_open_order"),
            models.CheckConstraint(condition=Q(total__gt=0), name="payments_total_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("total")), name="payments_refunded_within_total"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OrderLine(models.Model):
    """A fee or charge of an order, as it was when the order was made."""

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=LineKind)
    quantity = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField()
    full_amount = models.BigIntegerField()
    reason_less = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=500, blank=True)
    certainty = models.CharField(max_length=10, choices=_CERTAINTY, default="likely")

    class Meta:
        ordering = ["order_id", "position"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="payments_line_not_negative")]


class Attempt(models.Model):
    """One try to pay an order at a gateway."""

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="attempts")
    gateway = models.CharField(max_length=30)
    token = models.CharField(max_length=43, unique=True)
    amount = models.BigIntegerField()
    url = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.STARTED)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["started_at"], name="payments_attempt_open", condition=Q(state="started"))]


class GatewayTransaction(models.Model):
    """What a gateway said happened; the same transaction told again is counted, never taken twice."""

    gateway = models.CharField(max_length=30)
    transaction_id = models.CharField(max_length=100)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="transactions")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="transactions")
    order_code = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField()
    outcome = models.CharField(max_length=14, choices=Outcome)
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()
    #: How often the gateway told of it, and how often with other content than the first time.
    notices = models.PositiveIntegerField(default=1)
    contradictions = models.PositiveIntegerField(default=0)
    #: Of money that paid nothing: how much was given back or applied since.
    settled = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "transaction_id"], name="payments_transaction_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(outcome="accepted"), name="payments_one_accepted_transaction"
            ),
            models.CheckConstraint(
                condition=Q(settled__gte=0, settled__lte=F("amount")), name="payments_settled_within_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["gateway", "paid_at"], name="payments_transaction_day"),
            models.Index(
                fields=["received_at"],
                name="payments_unapplied",
                condition=~Q(outcome__in=[Outcome.ACCEPTED, Outcome.FAILED]),
            ),
        ]


class JournalEntry(models.Model):
    """One side of a posting (append-only). Amounts of a posting add up to 0; so does the whole journal."""

    posting = models.UUIDField(db_index=True)
    at = models.DateTimeField(db_index=True)
    #: ``cash:<agency>``, ``gateway:<name>``, ``income:<agency>``, ``unapplied``.
    account = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    act = models.CharField(max_length=30)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="journal")
    transaction = models.ForeignKey(GatewayTransaction, models.PROTECT, null=True, related_name="journal")
    refund = models.ForeignKey("Refund", models.PROTECT, null=True, related_name="journal")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["account", "at"], name="payments_journal_account")]


class Receipt(models.Model):
    """Proof of payment, numbered per agency."""

    order = models.OneToOneField(PaymentOrder, models.PROTECT, related_name="receipt")
    agency = models.CharField(max_length=80)
    number = models.CharField("số biên lai", max_length=30)
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="payments_receipt_number_once")]


class ReceiptSequence(models.Model):
    """The last automatic receipt number of an agency in a year."""

    agency = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="payments_receipt_sequence_once")]


class Refund(models.Model):
    """Money to give back: of a paid order, or unapplied money of a transaction."""

    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="refunds")
    #: Set for unapplied money; for a paid order the gateway transaction that paid it, if any.
    transaction = models.ForeignKey(GatewayTransaction, models.PROTECT, null=True, related_name="refunds")
    of_unapplied = models.BooleanField(default=False)
    agency = models.CharField(max_length=80)
    amount = models.BigIntegerField("số tiền hoàn")
    method = models.CharField("cách hoàn", max_length=10, choices=Method)
    reason = models.CharField("lý do", max_length=500)
    state = models.CharField("trạng thái", max_length=10, choices=RefundState, default=RefundState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=160)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    executed_at = models.DateTimeField(null=True)
    gateway_refund_id = models.CharField(max_length=100, blank=True)
    #: Of cash: name of who took it and the number of the voucher.
    taken_by = models.CharField(max_length=200, blank=True)
    voucher = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "state"], name="payments_refund_list")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_positive")]


class Reconciliation(models.Model):
    """The comparison of one day with one gateway, for an agency or (empty) the whole province."""

    gateway = models.CharField(max_length=30)
    day = models.DateField()
    agency = models.CharField(max_length=80, blank=True)
    run_at = models.DateTimeField()
    run_by_id = models.BigIntegerField(null=True)
    run_by_name = models.CharField(max_length=160)
    runs = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=200)
    our_count = models.PositiveIntegerField(default=0)
    our_sum = models.BigIntegerField(default=0)
    their_count = models.PositiveIntegerField(default=0)
    their_sum = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "day", "agency"], name="payments_reconciliation_once")
        ]


class ReconciliationLine(models.Model):
    """One compared transaction; differences carry how they were settled."""

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="lines")
    difference = models.CharField(max_length=14, choices=Difference)
    transaction_id = models.CharField(max_length=100)
    order_code = models.CharField(max_length=60, blank=True)
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    #: As the statement gives it, to take a missing transaction in.
    their_time = models.DateTimeField(null=True)
    their_note = models.CharField(max_length=300, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by_name = models.CharField(max_length=160, blank=True)
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]


class FeeOverrideRow(models.Model):
    """A rule of the province over the amounts of the packs (a resolution of the People's Council), dated."""

    procedure_code = models.CharField("mã thủ tục", max_length=40, blank=True)
    fee_code = models.CharField("mã khoản", max_length=60, blank=True)
    kind = models.CharField("loại khoản", max_length=10, choices=LineKind, blank=True)
    online_only = models.BooleanField("chỉ hồ sơ trực tuyến", default=True)
    percent_off = models.PositiveSmallIntegerField("giảm (%)", null=True, blank=True)
    fixed_amount = models.BigIntegerField("mức thu (đồng)", null=True, blank=True)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=500)
    certainty = models.CharField("độ tin cậy", max_length=10, choices=_CERTAINTY, default="likely")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-valid_from", "pk"]


class CollectionAccount(models.Model):
    """The bank account that an agency (empty: every agency without one of its own) takes transfers on."""

    agency = models.CharField("cơ quan", max_length=80, blank=True, unique=True)
    bank_bin = models.CharField("mã ngân hàng (BIN)", max_length=6)
    account_number = models.CharField("số tài khoản", max_length=19)
    account_name = models.CharField("tên tài khoản", max_length=100)
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=160)


class DemoGatewayPayment(models.Model):
    """Books of the demo gateway: what a real one would keep on its own side."""

    attempt = models.CharField(max_length=43, db_index=True)
    order_code = models.CharField(max_length=60)
    purpose = models.CharField(max_length=50)
    asked_amount = models.BigIntegerField()
    return_url = models.CharField(max_length=500)
    transaction_id = models.CharField(max_length=100, unique=True, null=True)
    amount = models.BigIntegerField(null=True)
    succeeded = models.BooleanField(null=True)
    paid_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)
    #: Set for money given back: the key of the request.
    refund_key = models.CharField(max_length=100, unique=True, null=True)
    created_at = models.DateTimeField()
