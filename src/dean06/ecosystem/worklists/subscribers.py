"""What this app does when something happens elsewhere. Each handler may run twice."""

from __future__ import annotations

from dean06.ecosystem.cleaning.events import FindingsChanged, RunFinished
from dean06.ecosystem.review.events import CorrectionAnswered
from dean06.ecosystem.worklists import services
from dean06.kernel.common.actors import system_actor
from dean06.kernel.events.services import subscribe


@subscribe(RunFinished, subscriber="worklists.follow_run")
def follow_run(event: RunFinished, delivery_id: int) -> None:
    """A run is done: items of records that are right now end, those that are wrong again open."""
    services.follow_sector(actor=system_actor("Theo kết quả đối khớp"), sector=event.sector)


@subscribe(FindingsChanged, subscriber="worklists.follow_findings")
def follow_findings(event: FindingsChanged, delivery_id: int) -> None:
    """Findings were resolved or found wrong again elsewhere: their items follow."""
    if event.resolved or event.opened:
        actor = system_actor("Theo kết quả kiểm tra lại")
        services.follow_sector(actor=actor, sector=event.sector, reopened=bool(event.opened))


@subscribe(CorrectionAnswered, subscriber="worklists.follow_answer")
def follow_answer(event: CorrectionAnswered, delivery_id: int) -> None:
    """The registry's owner answered: the item goes back to its holder."""
    services.follow_answer(
        actor=system_actor("Theo trả lời đề nghị sửa"), finding_id=event.finding_id, answer=event.state
    )
