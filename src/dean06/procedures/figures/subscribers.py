"""What this app does when something happens elsewhere. Each handler may run twice."""

from __future__ import annotations

from dean06.kernel.events.services import subscribe
from dean06.procedures.cases.events import CaseMoved
from dean06.procedures.feedback.events import CaseRated, FeedbackSent
from dean06.procedures.figures import services
from dean06.procedures.portal_sync.events import CaseSynced


@subscribe(CaseMoved)
def count_case(event: CaseMoved, delivery_id: int) -> None:
    """A case moved: it counts as something else."""
    services.refresh([event.case_id])


@subscribe(CaseSynced)
def count_synced(event: CaseSynced, delivery_id: int) -> None:
    """The portal has it: component 1.4."""
    services.refresh([event.case_id])


@subscribe(CaseRated)
def count_rating(event: CaseRated, delivery_id: int) -> None:
    """Somebody rated it: component 5.4."""
    services.refresh([event.case_id])


@subscribe(FeedbackSent)
def count_complaint(event: FeedbackSent, delivery_id: int) -> None:
    """And so does a complaint about it."""
    if event.case_id is not None:
        services.refresh([event.case_id])
