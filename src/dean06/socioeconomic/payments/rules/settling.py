"""What a report of a gateway does to an order."""

from __future__ import annotations

from dean06.socioeconomic.payments.types import OrderState, Outcome


def outcome_of(*, succeeded: bool, state: OrderState | None, total: int, amount: int) -> Outcome:
    """Judge one new transaction. ``state`` is ``None`` when no order has the code that was reported.

    Only the exact amount, for an order that waits, pays; whatever else came in is owed back and stays visible.
    """
    if not succeeded:
        return Outcome.FAILED
    if state is None:
        return Outcome.UNKNOWN_ORDER
    if state in (OrderState.PAID, OrderState.REFUNDED):
        return Outcome.DUPLICATE
    if state in (OrderState.CANCELLED, OrderState.EXPIRED):
        return Outcome.LATE
    return Outcome.ACCEPTED if amount == total else Outcome.WRONG_AMOUNT


def may_apply(*, outcome: Outcome, state: OrderState, total: int, amount: int, settled: int, has_other: bool) -> bool:
    """Whether money that came too late may still pay its order: the exact amount, untouched, for an order that merely
    expired, and the reference has no other order that is open or paid (``has_other``).
    """
    return (
        outcome == Outcome.LATE and state == OrderState.EXPIRED and amount == total and settled == 0 and not has_other
    )


def refundable(*, paid: int, refunded: int, waiting: int) -> int:
    """Đồng that may still be proposed for refund; ``waiting``: proposed or approved and not yet paid out."""
    return max(0, paid - refunded - waiting)
