"""What this app does when something happens elsewhere. Each handler may run twice."""

from __future__ import annotations

from dean06.kernel.events.services import subscribe
from dean06.procedures.cases.events import CaseMoved
from dean06.procedures.portal_sync import services


@subscribe(CaseMoved)
def follow_case(event: CaseMoved, delivery_id: int) -> None:
    """The portal's copy is behind."""
    services.case_moved(event.case_id)
