"""PRIVATE. The pair of ``review`` behind a finding: where it is decided, and which decision holds."""

from __future__ import annotations

from typing import Any

from dean06.ecosystem.review import queries as review
from dean06.ecosystem.review.types import CaseState, DecisionState, Verdict
from dean06.kernel.common.actors import Actor

_DECIDE = "review.decide"


def case_of(actor: Actor, finding_id: int) -> Any | None:
    """The case of a finding in the actor's scope; ``None`` without one, or without the right to decide pairs."""
    if not actor.can(_DECIDE):
        return None
    for state in CaseState.values:
        case = review.cases(actor, state=state).filter(finding_id=finding_id).first()
        if case is not None:
            return case
    return None


def decision_of(actor: Actor, finding_id: int) -> Any | None:
    """The decision "same person" in force on the finding's pair; ``None`` without one."""
    case = case_of(actor, finding_id)
    if case is None:
        return None
    held = review.decisions_of(actor, case.pk).filter(state=DecisionState.FINAL, verdict=Verdict.SAME)
    return held.first()
