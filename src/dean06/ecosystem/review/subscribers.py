"""What this app does when something happens elsewhere. Each handler may run twice."""

from __future__ import annotations

from dean06.ecosystem.cleaning import services as cleaning
from dean06.ecosystem.cleaning.events import FindingsChanged, RunFinished
from dean06.ecosystem.review import services
from dean06.ecosystem.review.events import DecisionMade, DecisionUndone
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.events.services import subscribe
from dean06.kernel.population.events import ChangeDecided


@subscribe(RunFinished)
def fill_queue(event: RunFinished, delivery_id: int) -> None:
    """A run is done: its uncertain records wait for people."""
    services.fill_queue(actor=system_actor("review.fill_queue"), sector=event.sector)


@subscribe(FindingsChanged)
def follow_findings(event: FindingsChanged, delivery_id: int) -> None:
    """Findings were resolved meanwhile: nobody need decide them."""
    if event.resolved:
        services.follow_resolved(actor=system_actor("review.follow_findings"), sector=event.sector)


@subscribe(DecisionMade)
def recheck_decided(event: DecisionMade, delivery_id: int) -> None:
    """The numbers follow a decision at once, not only with the next run."""
    _recheck(event.finding_id)


@subscribe(DecisionUndone)
def recheck_undone(event: DecisionUndone, delivery_id: int) -> None:
    """And follow it back."""
    _recheck(event.finding_id)


@subscribe(ChangeDecided)
def close_request(event: ChangeDecided, delivery_id: int) -> None:
    """The registry decided a proposal that began as a request of ours."""
    if event.origin.startswith("review.correctionrequest:"):
        services.close_request(
            actor=system_actor("review.close_request"), proposal_id=event.proposal_id, state=event.state
        )


def _recheck(finding_id: int) -> None:
    try:
        cleaning.recheck(actor=system_actor("review.recheck"), finding_ids=[finding_id])
    except NotFound:
        # The results of that run were removed, or the record is gone: the next run takes the decision into account.
        return
