"""Which step a submission may take from which state, and what its values become."""

from __future__ import annotations

from dean06.steering.collection.errors import StepRefused
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators.types import ValueState

#: (state, act) → next state. Whatever is not here is refused.
STEPS: dict[tuple[State, Act], State] = {
    (State.OPEN, Act.BEGIN): State.DRAFT,
    (State.DRAFT, Act.SEND): State.SENT,
    (State.RETURNED, Act.SEND): State.SENT,
    (State.REOPENED, Act.SEND): State.SENT,
    (State.SENT, Act.ACCEPT): State.ACCEPTED,
    (State.SENT, Act.RETURN): State.RETURNED,
    (State.ACCEPTED, Act.REOPEN): State.REOPENED,
}
#: States in which the unit may type.
EDITABLE = frozenset({State.OPEN, State.DRAFT, State.RETURNED, State.REOPENED})
#: What the values of a submission are in each state; what is not with the province is the unit's own business.
VALUES: dict[State, ValueState] = {
    State.DRAFT: ValueState.DRAFT,
    State.SENT: ValueState.SENT,
    State.RETURNED: ValueState.DRAFT,
    State.ACCEPTED: ValueState.ACCEPTED,
    State.REOPENED: ValueState.DRAFT,
}
_WHY = {
    Act.SEND: "Biểu đang ở trạng thái “{state}” nên không gửi được nữa. Hãy tải lại trang.",
    Act.ACCEPT: "Chỉ duyệt được biểu đã gửi; biểu này đang ở trạng thái “{state}”. Hãy tải lại trang.",
    Act.RETURN: "Chỉ trả lại được biểu đã gửi; biểu này đang ở trạng thái “{state}”. Hãy tải lại trang.",
    Act.REOPEN: "Chỉ mở lại được biểu đã duyệt; biểu này đang ở trạng thái “{state}”. Hãy tải lại trang.",
    Act.BEGIN: "Biểu này đã được bắt đầu.",
}


def next_state(state: State, act: Act) -> State:
    """The state after ``act``. Raises ``StepRefused`` with what to do instead."""
    after = STEPS.get((state, act))
    if after is None:
        raise StepRefused(_WHY[act].format(state=state.label))
    return after


def check_editable(state: State) -> None:
    """Raise ``StepRefused`` unless figures may be typed in ``state``."""
    if state not in EDITABLE:
        raise StepRefused(
            f"Biểu đang ở trạng thái “{state.label}” nên không sửa được. "
            "Muốn sửa, hãy đề nghị cơ quan thường trực trả lại hoặc mở lại biểu."
        )
