"""What this app does when something happens elsewhere. Each handler looks at what is, so it may run twice or late."""

from __future__ import annotations

from dean06.kernel.events.services import subscribe
from dean06.procedures.cases.events import CaseMoved, ConnectorAsked
from dean06.procedures.interlinked import services


@subscribe(ConnectorAsked, subscriber="interlinked.connector_asked")
def connector_asked(event: ConnectorAsked, delivery_id: int) -> None:
    """A case waits for other software, or for its legs."""
    services.follow(event.case_id)


@subscribe(CaseMoved, subscriber="interlinked.case_moved")
def case_moved(event: CaseMoved, delivery_id: int) -> None:
    """A leg's case moved, or a case that waited went another way."""
    services.follow(event.case_id)
