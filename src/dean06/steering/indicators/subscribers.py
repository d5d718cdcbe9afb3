"""What this app does when something happens elsewhere: a day is counted again. Each handler may run twice."""

from __future__ import annotations

from dean06.kernel.events.services import subscribe
from dean06.procedures.cases.events import CaseMoved
from dean06.procedures.figures import queries as dossiers
from dean06.procedures.portal_sync.events import CaseSynced
from dean06.steering.indicators.computed.facts import mark_stale

_DOSSIERS = [f"dossiers.{name}" for name in dossiers.BY_DAY]


@subscribe(CaseMoved, subscriber="indicators.case_moved")
def case_moved(event: CaseMoved, delivery_id: int) -> None:
    """Whatever happens to a dossier, the days on which it was received and ended are counted again."""
    mark_stale(_DOSSIERS, dossiers.day_of_case(event.case_id))


@subscribe(CaseSynced, subscriber="indicators.case_synced")
def case_synced(event: CaseSynced, delivery_id: int) -> None:
    """The national portal has it: the day on which it was received is counted again."""
    mark_stale(["dossiers.synced"], dossiers.day_of_case(event.case_id))
