"""The life of a task as one table: in which state an act is allowed, and the state it leads to.

Source: the steering office's own practice (theo dõi, đôn đốc, nghiệm thu nhiệm vụ); a task ends accepted or cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping

from dean06.steering.assignments.errors import TransitionRefused
from dean06.steering.assignments.types import Act, State

_WORKING = (State.ISSUED, State.IN_PROGRESS, State.RETURNED)
_LIVE = (*_WORKING, State.WAITING_CENTRE, State.REPORTED_DONE)

TRANSITIONS: Mapping[tuple[State, Act], State] = {
    (State.DRAFT, Act.EDIT): State.DRAFT,
    (State.DRAFT, Act.ISSUE): State.ISSUED,
    (State.DRAFT, Act.CANCEL): State.CANCELLED,
    # The body works and reports.
    (State.ISSUED, Act.ACKNOWLEDGE): State.ISSUED,
    (State.IN_PROGRESS, Act.ACKNOWLEDGE): State.IN_PROGRESS,
    (State.RETURNED, Act.ACKNOWLEDGE): State.RETURNED,
    (State.WAITING_CENTRE, Act.ACKNOWLEDGE): State.WAITING_CENTRE,
    **{(state, Act.REPORT_PROGRESS): State.IN_PROGRESS for state in _WORKING},
    (State.WAITING_CENTRE, Act.REPORT_PROGRESS): State.WAITING_CENTRE,
    **{(state, Act.REPORT_DONE): State.REPORTED_DONE for state in (*_WORKING, State.WAITING_CENTRE)},
    # The issuer looks at the result.
    (State.IN_PROGRESS, Act.COLLECT): State.REPORTED_DONE,
    (State.REPORTED_DONE, Act.ACCEPT): State.ACCEPTED,
    (State.REPORTED_DONE, Act.RETURN): State.RETURNED,
    # Waiting for the centre and back.
    **{(state, Act.WAIT_FOR_CENTRE): State.WAITING_CENTRE for state in _WORKING},
    **{(state, Act.GUIDANCE_ARRIVED): State.IN_PROGRESS for state in (*_WORKING, State.WAITING_CENTRE)},
    # Acts that leave the state as it is.
    **{
        (state, act): state
        for state in (*_WORKING, State.WAITING_CENTRE)
        for act in (
            Act.REQUEST_DEADLINE,
            Act.DECIDE_DEADLINE,
            Act.OFFER_HAND_OVER,
            Act.DECIDE_HAND_OVER,
        )
    },
    **{(state, act): state for state in _WORKING for act in (Act.URGE, Act.REQUEST_EXPLANATION)},
    **{(state, Act.ANSWER_EXPLANATION): state for state in (*_LIVE, State.ACCEPTED)},
    **{(state, Act.AMEND): state for state in _LIVE},
    **{(state, Act.CANCEL): State.CANCELLED for state in _LIVE},
}


def allowed(state: State, act: Act) -> bool:
    """True if ``act`` fits ``state``."""
    return (state, act) in TRANSITIONS


def next_state(state: State, act: Act) -> State:
    """The state after ``act``. Raises ``TransitionRefused`` with a sentence when the act does not fit."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise TransitionRefused(
            f"Nhiệm vụ đang ở trạng thái “{state.label}” nên không thể {act.label}. "
            "Hãy tải lại trang để xem những việc làm được lúc này.",
            state=state.value,
            act=act.value,
        ) from None
