"""THE table of steps: which act an item allows in which state, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dean06.ecosystem.worklists.errors import StepRefused
from dean06.ecosystem.worklists.types import Act, LeadsTo, WorkState

_S = WorkState

#: State → act → next state. What is absent is refused.
STEPS: Mapping[WorkState, Mapping[Act, WorkState]] = {
    _S.OPEN: {Act.ASSIGN: _S.ASSIGNED, Act.TAKE: _S.ASSIGNED, Act.FOUND_CLEAN: _S.CLEAN},
    _S.ASSIGNED: {
        Act.ASSIGN: _S.ASSIGNED,
        Act.TAKE: _S.ASSIGNED,
        Act.HAND_BACK: _S.OPEN,
        Act.VISIT: _S.VISITED,
        Act.FOUND_CLEAN: _S.CLEAN,
        Act.FOUND_OPEN: _S.ASSIGNED,
    },
    _S.VISITED: {
        Act.ASSIGN: _S.VISITED,
        Act.TAKE: _S.VISITED,
        Act.HAND_BACK: _S.OPEN,
        Act.VISIT: _S.VISITED,
        Act.FIX: _S.FIXED,
        Act.SEND_SECTOR: _S.WAITING_SECTOR,
        Act.SEND_REGISTRY: _S.WAITING_REGISTRY,
        Act.PROPOSE_CLOSE: _S.CLOSING,
        Act.FOUND_CLEAN: _S.CLEAN,
        Act.FOUND_OPEN: _S.VISITED,
    },
    _S.FIXED: {Act.FOUND_CLEAN: _S.CLEAN, Act.FOUND_OPEN: _S.VISITED, Act.VISIT: _S.VISITED},
    _S.WAITING_SECTOR: {
        Act.ANSWERED: _S.VISITED,
        Act.VISIT: _S.VISITED,
        Act.FOUND_CLEAN: _S.CLEAN,
        Act.FOUND_OPEN: _S.WAITING_SECTOR,
        Act.PROPOSE_CLOSE: _S.CLOSING,
    },
    _S.WAITING_REGISTRY: {
        Act.ANSWERED: _S.VISITED,
        Act.VISIT: _S.VISITED,
        Act.FOUND_CLEAN: _S.CLEAN,
        Act.FOUND_OPEN: _S.WAITING_REGISTRY,
        Act.PROPOSE_CLOSE: _S.CLOSING,
    },
    _S.CLOSING: {
        Act.APPROVE_CLOSE: _S.CLOSED,
        Act.REFUSE_CLOSE: _S.VISITED,
        Act.FOUND_CLEAN: _S.CLEAN,
        Act.FOUND_OPEN: _S.CLOSING,
    },
    _S.CLEAN: {Act.REOPEN: _S.OPEN},
    _S.CLOSED: {Act.REOPEN: _S.OPEN, Act.FOUND_CLEAN: _S.CLEAN},
}

#: States in which somebody of the commune must still do something.
TO_DO = (_S.OPEN, _S.ASSIGNED, _S.VISITED, _S.FIXED)
#: States in which others must.
WAITING = (_S.WAITING_SECTOR, _S.WAITING_REGISTRY, _S.CLOSING)
#: States that end an item.
ENDED = (_S.CLEAN, _S.CLOSED)

#: What an outcome leads to → the acts that fit it, the usual one first.
NEXT_ACTS: Mapping[LeadsTo, tuple[Act, ...]] = {
    LeadsTo.SECTOR: (Act.SEND_SECTOR,),
    LeadsTo.REGISTRY: (Act.SEND_REGISTRY, Act.FIX),
    LeadsTo.RECHECK: (Act.FIX,),
    LeadsTo.REVISIT: (Act.VISIT,),
    LeadsTo.CLOSE: (Act.PROPOSE_CLOSE,),
}


def next_state(state: WorkState, act: Act) -> WorkState:
    """Where ``act`` leads from ``state``. Raises ``StepRefused`` with a sentence that names both."""
    found = STEPS[state].get(act)
    if found is None:
        raise StepRefused(
            f"Không thể “{act.label.lower()}” khi bản ghi đang ở tình trạng “{state.label}”. "
            "Hãy tải lại trang để xem tình trạng mới.",
            state=state.value,
            act=act.value,
        )
    return found


def allows(state: WorkState, act: Act) -> bool:
    """True if and only if ``act`` fits ``state``."""
    return act in STEPS[state]
