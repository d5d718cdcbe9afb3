"""THE table of legal moves between the ten national states.

Sources: states of the national portal (``TrangThai``); order of work of NĐ 61/2018/NĐ-CP Điều 17-20 as carried over
into NĐ 118/2025/NĐ-CP. Two moves need a fact beside the states: whether the dossier was ever received, and whether its
processing had begun when it was paused.
"""

from __future__ import annotations

from dean06.procedures.cases.types import State

S = State

#: Before the first state.
NOTHING = 0

#: From → to, whatever else is known of the case.
LEGAL: dict[int, frozenset[int]] = {
    NOTHING: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.RECEIVED, S.NOT_RECEIVED, S.SUPPLEMENT, S.WITHDRAWN}),
    S.RECEIVED: frozenset({S.PROCESSING, S.SUPPLEMENT, S.FINANCIAL, S.WITHDRAWN, S.STOPPED}),
    S.NOT_RECEIVED: frozenset(),
    S.PROCESSING: frozenset({S.SUPPLEMENT, S.FINANCIAL, S.WITHDRAWN, S.STOPPED, S.DONE}),
    S.SUPPLEMENT: frozenset({S.PROCESSING, S.WITHDRAWN, S.STOPPED}),
    S.FINANCIAL: frozenset({S.PROCESSING, S.WITHDRAWN, S.STOPPED}),
    S.WITHDRAWN: frozenset(),
    S.STOPPED: frozenset(),
    S.DONE: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
}


def next_states(state: int, *, received: bool, begun: bool) -> frozenset[int]:
    """States to which a case may move. ``received``: a receipt was given; ``begun``: an officer took it.

    A supplement asked before reception ends at the desk again (2 or 3) and never in processing; a payment asked before
    processing began leads back to 2.
    """
    if state == S.SUPPLEMENT and not received:
        return frozenset({S.RECEIVED, S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED})
    if state == S.FINANCIAL and not begun:
        return LEGAL[S.FINANCIAL] | {S.RECEIVED}
    return LEGAL[state]


def is_legal(before: int, after: int, *, received: bool, begun: bool) -> bool:
    """True if and only if the move is in the table; staying in an open state (another step) is legal too."""
    if before == after:
        return before in {S.SUBMITTED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT, S.FINANCIAL, S.DONE}
    return after in next_states(before, received=received, begun=begun)
