"""Taking back one's own last verdict, as long as nobody has built on it."""

from __future__ import annotations

import datetime as dt

from dean06.ecosystem.review.acts.common import end, moment
from dean06.ecosystem.review.errors import NothingToUndo
from dean06.ecosystem.review.events import DecisionUndone
from dean06.ecosystem.review.models import Decision, Reading, ReviewCase
from dean06.ecosystem.review.rules.deciding import LEASE_MINUTES
from dean06.ecosystem.review.scopes import DECIDE, get_case
from dean06.ecosystem.review.types import CaseState, DecisionState, ItemState, Verdict
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

_BEFORE = {
    1: (DecisionState.UNDONE, CaseState.OPEN),
    2: (DecisionState.SECOND, CaseState.SECOND),
    3: (DecisionState.DISPUTED, CaseState.DISPUTED),
}


@service(permission=DECIDE)
def undo_last(*, actor: Actor, write: Write, now: dt.datetime | None = None) -> ReviewCase:
    """Take back the actor's last verdict and give the case back to the actor.

    Possible until somebody else has read the case, a correction of it went out, or its data changed. Raises
    ``NothingToUndo``.
    """
    now = moment(now)
    reading = last_undoable(actor.user_id)
    if reading is None:
        raise NothingToUndo
    case = get_case(actor, reading.decision.case_id, lock=True)
    decision = Decision.objects.select_for_update().get(pk=reading.decision_id)
    if last_undoable(actor.user_id) != reading:  # read again under the lock: somebody may have been faster
        raise NothingToUndo
    was_in_force = decision.state == DecisionState.FINAL and decision.verdict != Verdict.UNCLEAR
    reading.undone_at = now
    reading.save(update_fields=["undone_at"])
    decision.items.filter(state=ItemState.WAITING).update(state=ItemState.CANCELLED)
    state, case.state = _BEFORE[reading.order]
    if state is DecisionState.UNDONE:
        end(decision, state, now)
    else:
        _go_back(decision, state, reading.order)
    case.leased_to, case.leased_until = actor.user_id, now + dt.timedelta(minutes=LEASE_MINUTES)
    case.save(update_fields=["state", "leased_to", "leased_until"])
    write.audit("review.undone", subject=case, details={"decision": decision.pk, "order": reading.order})
    if was_in_force:
        write.publish(DecisionUndone(decision_id=decision.pk, finding_id=case.finding_id, sector=case.sector))
    return case


def last_undoable(user_id: int | None) -> Reading | None:
    """The reader's last verdict when it can still be taken back, else ``None``."""
    mine = Reading.objects.filter(reviewer_id=user_id or 0).select_related("decision__case")
    reading = mine.order_by("-at", "-pk").first()
    if reading is None or reading.undone_at is not None:
        return None
    decision = reading.decision
    later = decision.readings.filter(undone_at__isnull=True, order__gt=reading.order).exists()
    ended = decision.state not in (DecisionState.SECOND, DecisionState.DISPUTED, DecisionState.FINAL)
    gone_out = (
        decision.items.filter(state__in=(ItemState.SENT, ItemState.CONFIRMED)).exists() or decision.requests.exists()
    )
    return None if later or ended or gone_out else reading


def _go_back(decision: Decision, state: DecisionState, order: int) -> None:
    first = decision.readings.get(order=1, undone_at__isnull=True)
    decision.state, decision.decided_at = state, None
    decision.verdict, decision.person_id = Verdict(first.verdict), first.person_id
    decision.registry_fields = first.registry_fields
    if order == 2:
        decision.second_reviewer = None
    decision.third_reviewer = None
    decision.save()
