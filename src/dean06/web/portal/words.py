"""Plain words for what packs and cases say in codes."""

from __future__ import annotations

from dean06.procedures.cases.types import State
from dean06.procedures.catalogue.types import PackMeta, TimeLimit, TimeUnit

_UNITS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}

#: State → what it means for the citizen, kind of badge.
STATES: dict[int, tuple[str, str]] = {
    State.SUBMITTED: ("Đã gửi, chờ tiếp nhận", "info"),
    State.RECEIVED: ("Đã tiếp nhận", "ongoing"),
    State.NOT_RECEIVED: ("Không được tiếp nhận", "danger"),
    State.PROCESSING: ("Đang giải quyết", "ongoing"),
    State.SUPPLEMENT: ("Cần bạn bổ sung", "warning"),
    State.FINANCIAL: ("Cần bạn nộp tiền", "warning"),
    State.WITHDRAWN: ("Bạn đã rút", "neutral"),
    State.STOPPED: ("Đã dừng giải quyết", "danger"),
    State.DONE: ("Đã có kết quả", "success"),
    State.RETURNED: ("Đã nhận kết quả", "success"),
}

#: The dossier as a parcel: stage → states in which it is the present one.
STAGES: tuple[tuple[str, frozenset[int]], ...] = (
    ("Đã gửi", frozenset({State.SUBMITTED, State.NOT_RECEIVED})),
    ("Đã tiếp nhận", frozenset({State.RECEIVED})),
    ("Đang giải quyết", frozenset({State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL, State.STOPPED})),
    ("Có kết quả", frozenset({State.DONE})),
    ("Đã nhận kết quả", frozenset({State.RETURNED})),
)


def time_words(limit: TimeLimit) -> str:
    """ "3 ngày làm việc"; what is returned the same day says so."""
    if limit.same_day:
        return "Trong ngày; gửi sau 15 giờ thì ngày làm việc tiếp theo"
    return f"{limit.value} {_UNITS[limit.unit]}" if limit.value else "Ngay khi nhận"


def stages(state: int) -> list[dict[str, str]]:
    """The stages of a case in ``state`` for the component ``steps``; a withdrawn case stands where it was sent."""
    place = next((index for index, (_, states) in enumerate(STAGES) if state in states), 0)
    last = len(STAGES) - 1
    return [
        {
            "label": label,
            "state": "done" if index < place or index == last == place else "current" if index == place else "",
        }
        for index, (label, _) in enumerate(STAGES)
    ]


def online_words(meta: PackMeta) -> str:
    """How far it goes online."""
    if meta.online_level == "full":
        return "Làm hoàn toàn trên mạng, không phải đến cơ quan"
    return "Nộp trên mạng, phải đến cơ quan ít nhất một lần"


#: What happened, as the applicant reads it; the part after ":" names an action or paper of the pack.
_ACTS: dict[str, str] = {
    "submitted": "Bạn gửi hồ sơ",
    "received": "Bộ phận một cửa tiếp nhận",
    "reception_refused": "Không được tiếp nhận",
    "taken": "Cán bộ bắt đầu giải quyết",
    "assigned": "Giao người giải quyết",
    "supplement_asked": "Cơ quan yêu cầu bổ sung",
    "supplied": "Bạn đã bổ sung",
    "payment_asked": "Cơ quan yêu cầu nộp tiền",
    "paid": "Đã nhận tiền",
    "resumed": "Giải quyết tiếp",
    "withdrawn": "Bạn rút hồ sơ",
    "stopped": "Dừng giải quyết",
    "apologised": "Cơ quan xin lỗi và hẹn lại ngày trả",
    "finished": "Có kết quả",
    "returned": "Đã trả kết quả",
    "document_added": "Thêm giấy tờ",
    "hand_over_offered": "Đề nghị chuyển cơ quan khác",
    "hand_over_accepted": "Chuyển sang cơ quan khác",
    "sent": "Chuyển hồ sơ",
    "connector": "Hệ thống của cơ quan khác trả lời",
    "acted": "Giải quyết sang bước tiếp theo",
}


def act_words(act: str) -> str:
    """An entry of the timeline for the applicant."""
    return _ACTS.get(act.partition(":")[0], "Hồ sơ có thay đổi")
