"""PRIVATE. The timeline of a case in words, and whose the time was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dean06.procedures.cases.types import State
from dean06.procedures.catalogue.types import PublishedPack
from dean06.web.desk.words import PARTIES, span

_TITLES = {
    "submitted": "Nộp hồ sơ",
    "received": "Tiếp nhận, cấp giấy hẹn",
    "reception_refused": "Từ chối tiếp nhận",
    "taken": "Nhận xử lý",
    "assigned": "Phân công",
    "supplement_asked": "Yêu cầu bổ sung",
    "supplied": "Đã bổ sung",
    "payment_asked": "Yêu cầu nghĩa vụ tài chính",
    "paid": "Đã nộp tiền",
    "withdrawn": "Người nộp rút hồ sơ",
    "stopped": "Dừng giải quyết",
    "apologised": "Xin lỗi và hẹn lại",
    "returned": "Trả kết quả",
    "hand_over_offered": "Đề nghị chuyển cơ quan khác",
    "hand_over_accepted": "Cơ quan khác nhận hồ sơ",
    "hand_over_refused": "Không nhận hồ sơ chuyển",
    "hand_over_withdrawn": "Thu hồi đề nghị chuyển",
}
_KINDS = {
    State.SUPPLEMENT: "warning",
    State.FINANCIAL: "warning",
    State.NOT_RECEIVED: "danger",
    State.STOPPED: "danger",
    State.DONE: "success",
    State.RETURNED: "success",
}


def title_of(act: str, pack: PublishedPack) -> str:
    """What happened, in words; actions of steps bear the titles of the pack."""
    if act in _TITLES:
        return _TITLES[act]
    kind, _, rest = act.partition(":")
    if kind in ("acted", "finished"):
        for step in pack.files.process.steps:
            for action in step.actions:
                if action.id == rest:
                    return action.title
    if kind == "document_added":
        for document in pack.files.documents.documents:
            if document.id == rest:
                return f"Thêm giấy tờ: {document.title}"
    return {"sent": "Gửi hệ thống khác", "answered": "Hệ thống khác trả lời"}.get(kind, "Cập nhật hồ sơ")


def items(events: Iterable[Any], pack: PublishedPack, agencies: Mapping[str, str]) -> list[dict[str, Any]]:
    """The timeline for the component, newest first; each entry says whose the time before it was."""
    listed = []
    for event in events:
        waited = f"Trước đó {span(event.minutes)} ở {PARTIES[event.party].lower()}." if event.minutes else ""
        who = ", ".join(part for part in (event.user_name, agencies.get(event.agency, event.agency)) if part)
        listed.append(
            {
                "time": event.at,
                "title": title_of(event.act, pack),
                "text": " ".join(part for part in (event.note, waited) if part),
                "actor": who,
                "kind": _KINDS.get(event.to_state, "info") if event.from_state != event.to_state else "",
            }
        )
    return listed[::-1]


def shares(minutes: Mapping[str, int]) -> list[dict[str, str]]:
    """Working time per party, longest first."""
    ordered = sorted(minutes.items(), key=lambda pair: -pair[1])
    return [{"label": PARTIES.get(party, party), "text": span(spent)} for party, spent in ordered if spent]
