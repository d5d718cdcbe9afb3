"""The five clarities: rõ người, rõ việc, rõ thời gian, rõ kết quả, rõ trách nhiệm.

Source: the principle printed in the provinces' plans for Đề án 06; a task that lacks one may be issued only with a
recorded reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from dean06.steering.assignments.types import AssignmentDraft, DeadlineKind

#: Shorter texts do not say what is to be done.
SHORTEST_TEXT = 15

_DATED = (
    DeadlineKind.BY_DATE,
    DeadlineKind.WITHIN_MONTH,
    DeadlineKind.WITHIN_QUARTER,
    DeadlineKind.WITHIN_HALF_YEAR,
    DeadlineKind.WITHIN_YEAR,
    DeadlineKind.WITHIN_DAYS,
)


@dataclass(frozen=True, slots=True)
class Clarity:
    """One light: ``missing`` says what to fill in (empty when ``ok``)."""

    code: str
    label: str
    missing: str

    @property
    def ok(self) -> bool:
        """True when the light is on."""
        return not self.missing


def clarities(draft: AssignmentDraft) -> list[Clarity]:
    """The five lights of a draft, always in the same order."""
    return [
        Clarity("person", "Rõ người", _person(draft)),
        Clarity("work", "Rõ việc", _work(draft)),
        Clarity("time", "Rõ thời gian", _time(draft)),
        Clarity("result", "Rõ kết quả", _result(draft)),
        Clarity("responsibility", "Rõ trách nhiệm", _responsibility(draft)),
    ]


def missing(draft: AssignmentDraft) -> list[Clarity]:
    """The lights that are off."""
    return [clarity for clarity in clarities(draft) if not clarity.ok]


def _person(draft: AssignmentDraft) -> str:
    if not draft.leads:
        return "Chưa có cơ quan chủ trì."
    unknown = [party.text for party in draft.leads if not party.agency_code]
    if unknown:
        return f"Chưa xác định được cơ quan chủ trì: {', '.join(unknown)}."
    return ""


def _work(draft: AssignmentDraft) -> str:
    if len(draft.text.strip()) < SHORTEST_TEXT:
        return "Nội dung nhiệm vụ trống hoặc quá ngắn."
    return ""


def _time(draft: AssignmentDraft) -> str:
    match draft.deadline_kind:
        case DeadlineKind.RECURRING:
            return "" if draft.cadence else "Nhiệm vụ thường xuyên chưa có chu kỳ báo cáo (tuần, tháng, quý)."
        case DeadlineKind.ON_GUIDANCE:
            if draft.due_date or draft.trigger_document.strip():
                return ""
            return "Chưa ghi văn bản của Trung ương phải chờ."
        case kind if draft.due_date:
            return ""
        case kind if kind in _DATED:
            return "Chưa có ngày hết hạn."
        case _:
            return "Chưa có thời hạn hoàn thành."


def _result(draft: AssignmentDraft) -> str:
    if draft.deadline_kind is DeadlineKind.RECURRING:
        return "" if draft.measure.strip() else "Nhiệm vụ thường xuyên chưa có thước đo kết quả hằng kỳ."
    return "" if draft.product.strip() else "Chưa có sản phẩm phải nộp."


def _responsibility(draft: AssignmentDraft) -> str:
    if draft.head_name.strip():
        return ""
    return "Chưa ghi người đứng đầu chịu trách nhiệm."
