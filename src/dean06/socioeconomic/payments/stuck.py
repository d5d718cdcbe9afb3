"""PRIVATE. What needs a hand: money that paid nothing, gateways that do not answer, dossiers that do not go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from django.db.models import F, Q, QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.socioeconomic.payments.acts.common import ref_of
from dean06.socioeconomic.payments.acts.paying import can_apply
from dean06.socioeconomic.payments.gateways import label_of
from dean06.socioeconomic.payments.models import Attempt, GatewayTransaction, PaymentOrder, Refund
from dean06.socioeconomic.payments.types import UNAPPLIED, AttemptState, OrderState, Outcome, RefundState, Stuck

#: An attempt is silent after this long; a paid dossier should have gone on by then too.
SILENT_AFTER = dt.timedelta(minutes=15)
#: After this long a gateway that knows of nothing is not asked any more.
GIVE_UP_AFTER = dt.timedelta(minutes=60)
#: How far back paid orders are looked at.
LOOK_BACK = dt.timedelta(days=30)

WaitingCheck = Callable[[Collection[str]], Collection[str]]
_checks: list[WaitingCheck] = []


def register_waiting_check(check: WaitingCheck) -> None:
    """Offer a function that is given references of paid orders and returns those still waiting for the payment."""
    if check not in _checks:
        _checks.append(check)


def scope(actor: Actor, field: str = "agency") -> Q:
    """The condition that shows an actor only orders of the agencies where it may view. Raises ``NotAllowed``."""
    actor.require("payments.view")
    agencies = actor.agencies_for("payments.view")
    return Q() if WHOLE_PROVINCE in agencies else Q(**{f"{field}__in": agencies})


def find(actor: Actor, now: dt.datetime, limit: int = 200) -> list[Stuck]:
    """Everything stuck within the actor's sight, the oldest first. Raises ``NotAllowed``."""
    found = [*_unapplied(actor, limit), *_silent(actor, now, limit), *_not_resumed(actor, now, limit)]
    return sorted([*found, *_refunds(actor, now, limit)], key=lambda one: one.since)


def count_known(actor: Actor, now: dt.datetime) -> int:
    """How many are stuck by our own books alone (dossiers that do not go on are left out: they must be asked)."""
    return _unapplied_rows(actor).count() + _silent_rows(actor, now).count() + _refund_rows(actor, now).count()


def _unapplied_rows(actor: Actor) -> QuerySet[GatewayTransaction]:
    condition = scope(actor, "order__agency")
    if condition and actor.can("payments.reconcile"):
        # Nobody's money is everybody's worry.
        condition |= Q(order=None)
    # Said twice: the first way is that of the index.
    rows = GatewayTransaction.objects.exclude(outcome__in=[Outcome.ACCEPTED, Outcome.FAILED])
    return rows.filter(condition, outcome__in=UNAPPLIED, settled__lt=F("amount"))


def _silent_rows(actor: Actor, now: dt.datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        scope(actor, "order__agency"), state=AttemptState.STARTED, started_at__lte=now - SILENT_AFTER
    )


def _refund_rows(actor: Actor, now: dt.datetime) -> QuerySet[Refund]:
    return Refund.objects.filter(scope(actor), state=RefundState.APPROVED, decided_at__lte=now - SILENT_AFTER)


def _unapplied(actor: Actor, limit: int) -> list[Stuck]:
    rows = _unapplied_rows(actor)
    return [
        Stuck(
            kind="unapplied",
            since=row.received_at,
            amount=row.amount - row.settled,
            sentence=f"{Outcome(row.outcome).label} ({label_of(row.gateway)}, giao dịch {row.transaction_id})",
            order=ref_of(row.order) if row.order else None,
            transaction_id=row.pk,
            can_apply=row.order is not None and can_apply(row, row.order),
        )
        for row in rows.select_related("order").order_by("pk")[:limit]
    ]


def _silent(actor: Actor, now: dt.datetime, limit: int) -> list[Stuck]:
    rows = _silent_rows(actor, now)
    return [
        Stuck(
            kind="silent",
            since=row.started_at,
            amount=row.amount,
            sentence=f"{label_of(row.gateway)} chưa trả lời"
            + (f", đã hỏi lại {row.asked_count} lần" if row.asked_count else ", chưa hỏi lại"),
            order=ref_of(row.order),
            attempt=row.token,
        )
        for row in rows.select_related("order").order_by("started_at")[:limit]
    ]


def _not_resumed(actor: Actor, now: dt.datetime, limit: int) -> list[Stuck]:
    paid = PaymentOrder.objects.filter(
        scope(actor), state=OrderState.PAID, paid_at__lte=now - SILENT_AFTER, paid_at__gt=now - LOOK_BACK
    ).order_by("paid_at")
    by_reference = {order.reference: order for order in paid.iterator()} if _checks else {}
    references = list(by_reference)
    waiting: set[str] = set()
    for check in _checks:
        for start in range(0, len(references), 500):
            waiting.update(check(references[start : start + 500]))
    stuck = [by_reference[reference] for reference in references if reference in waiting]
    return [
        Stuck(
            kind="not_resumed",
            since=order.paid_at or order.created_at,
            amount=order.total,
            sentence="Đã thanh toán nhưng hồ sơ vẫn đang chờ tiền",
            order=ref_of(order),
        )
        for order in stuck[:limit]
    ]


def _refunds(actor: Actor, now: dt.datetime, limit: int) -> list[Stuck]:
    rows = _refund_rows(actor, now)
    return [
        Stuck(
            kind="refund",
            since=row.decided_at or row.proposed_at,
            amount=row.amount,
            sentence=f"Đã duyệt hoàn tiền ({row.get_method_display().lower()}) nhưng chưa chi",
            order=ref_of(row.order) if row.order else None,
            refund_id=row.pk,
        )
        for row in rows.select_related("order").order_by("decided_at")[:limit]
    ]
