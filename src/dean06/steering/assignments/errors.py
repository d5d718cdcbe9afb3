"""PUBLIC. Refusals of the task register, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class AssignmentNotFound(NotFound):
    """No such task, or the actor may not know that it exists."""

    code = "ASSIGNMENT_NOT_FOUND"
    message = "Không tìm thấy nhiệm vụ, hoặc nhiệm vụ không thuộc phạm vi của bạn."


class TransitionRefused(Conflict):
    """The act does not fit the present state of the task."""

    code = "ASSIGNMENT_TRANSITION_REFUSED"


class NotClear(InvalidInput):
    """One of the five clarities is missing and no reason for issuing all the same was given."""

    code = "ASSIGNMENT_NOT_CLEAR"


class NothingToIssue(InvalidInput):
    code = "ASSIGNMENT_NOTHING_TO_ISSUE"
    message = "Chưa có nhiệm vụ nào để giao. Hãy chọn ít nhất một nhiệm vụ."


class UnknownBody(InvalidInput):
    code = "ASSIGNMENT_UNKNOWN_BODY"


class ReportIncomplete(InvalidInput):
    """A progress report without its percent, result or next step."""

    code = "ASSIGNMENT_REPORT_INCOMPLETE"


class EvidenceMissing(InvalidInput):
    code = "ASSIGNMENT_EVIDENCE_MISSING"
    message = (
        "Báo cáo hoàn thành phải kèm ít nhất một tệp minh chứng (văn bản, biên bản, ảnh chụp…). "
        "Hãy đính kèm tệp rồi gửi lại."
    )


class OwnWorkAccepted(DomainError):
    """The body that did the task, or the person who asked, tries to decide on it."""

    code = "ASSIGNMENT_OWN_WORK"
    message = (
        "Cơ quan thực hiện không được tự nghiệm thu hoặc tự duyệt cho mình. Việc này do bên giao nhiệm vụ quyết định."
    )
    status = 403


class ReasonMissing(InvalidInput):
    code = "ASSIGNMENT_REASON_MISSING"
    message = "Hãy ghi lý do (ít nhất 10 ký tự): lý do được lưu vào lịch sử nhiệm vụ."


class DeadlineRefused(InvalidInput):
    code = "ASSIGNMENT_DEADLINE_REFUSED"


class AlreadyPending(Conflict):
    """An earlier request on the same task still waits for its answer."""

    code = "ASSIGNMENT_ALREADY_PENDING"


class AlreadyAnswered(Conflict):
    code = "ASSIGNMENT_ALREADY_ANSWERED"
    message = "Việc này đã được trả lời trước đó. Hãy tải lại trang để xem kết quả."


class HandOverRefused(InvalidInput):
    code = "ASSIGNMENT_HAND_OVER_REFUSED"


class TooManyRows(InvalidInput):
    """The filtered list is larger than one file should be."""

    code = "ASSIGNMENT_EXPORT_TOO_LARGE"
