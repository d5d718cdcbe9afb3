"""What this app does when something happens. Each handler may run twice."""

from __future__ import annotations

from dean06.kernel.common.actors import system_actor
from dean06.kernel.events.services import subscribe
from dean06.socioeconomic.payments import services
from dean06.socioeconomic.payments.events import RefundApproved


@subscribe(RefundApproved, subscriber="payments.execute_refund")
def execute_refund(event: RefundApproved, delivery_id: int) -> None:
    """An approved refund is paid out by its gateway; while that is away, the outbox tries again."""
    services.execute_refund(actor=system_actor("Hoàn tiền qua cổng"), refund_id=event.refund_id)
