"""What cases do when others tell of something. Handlers may be called twice with the same event."""

from __future__ import annotations

from dean06.kernel.common.actors import system_actor
from dean06.kernel.events import services as events
from dean06.procedures.cases.acts.pausing import note_paid
from dean06.socioeconomic.payments.events import OrderPaid


@events.subscribe(OrderPaid, subscriber="cases.order_paid")
def order_paid(event: OrderPaid, delivery_id: int) -> None:
    """A dossier that waited for money goes on."""
    note_paid(actor=system_actor("cases.order_paid"), code=event.reference, online=event.online)
