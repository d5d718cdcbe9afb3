"""Refusals of review: what is wrong, where, what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound

__all__ = [
    "AnswerIncomplete",
    "BatchNotFound",
    "CaseNotFound",
    "CaseTaken",
    "DataChanged",
    "EvidenceMissing",
    "NothingToCorrect",
    "NothingToUndo",
    "OwnReading",
    "QueueEmpty",
    "RequestNotFound",
    "StepRefused",
    "VerdictRefused",
]


class CaseNotFound(NotFound):
    """No such case, or it lies outside the actor's scope."""

    code = "REVIEW_CASE_NOT_FOUND"
    message = "Không tìm thấy cặp cần đối soát này, hoặc bản ghi không thuộc phạm vi của bạn."


class RequestNotFound(NotFound):
    """No such request, or the actor may not know of it."""

    code = "REVIEW_REQUEST_NOT_FOUND"
    message = "Không tìm thấy phiếu đề nghị sửa này, hoặc phiếu không thuộc phạm vi của bạn."


class BatchNotFound(NotFound):
    """No such correction file, or of another sector."""

    code = "REVIEW_BATCH_NOT_FOUND"
    message = "Không tìm thấy tệp sửa này, hoặc tệp không thuộc ngành của bạn."


class QueueEmpty(NotFound):
    """Nothing waits for this reader."""

    code = "REVIEW_QUEUE_EMPTY"
    message = "Không còn cặp nào chờ bạn trong hàng đợi này."


class CaseTaken(Conflict):
    """Somebody else has the case on the screen, or it is no longer at this step."""

    code = "REVIEW_CASE_TAKEN"
    message = "Cặp này đang do người khác xem hoặc đã được quyết định. Hãy lấy cặp tiếp theo."


class DataChanged(Conflict):
    """The record or a candidate changed after the page was shown."""

    code = "REVIEW_DATA_CHANGED"
    message = "Dữ liệu của bản ghi hoặc của người dân vừa thay đổi. Hãy xem lại cặp này trước khi quyết định."


class OwnReading(DomainError):
    """The same person reads a case twice."""

    code = "REVIEW_OWN_READING"
    message = "Bạn đã cho ý kiến về cặp này. Lượt sau phải do người khác xem."
    status = 403


class VerdictRefused(InvalidInput):
    """The verdict does not fit the case: no candidate chosen, or one that was not shown."""

    code = "REVIEW_VERDICT_REFUSED"
    message = "Hãy chọn một người trong danh sách, hoặc chọn “Không ai trong số này”."


class NothingToUndo(Conflict):
    """No last decision of one's own that can still be taken back."""

    code = "REVIEW_NOTHING_TO_UNDO"
    message = "Không còn quyết định nào của bạn hoàn tác được: người thứ hai đã xem, hoặc dữ liệu đã được gửi đi."


class StepRefused(Conflict):
    """The act does not fit the present state of the request or file."""

    code = "REVIEW_STEP_REFUSED"
    message = "Việc này không phù hợp với tình trạng hiện tại. Hãy tải lại trang để xem tình trạng mới."


class AnswerIncomplete(InvalidInput):
    """An answer without its reason."""

    code = "REVIEW_ANSWER_INCOMPLETE"
    message = "Hãy ghi rõ lý do (ít nhất 10 ký tự) để bên gửi biết phải làm gì."


class EvidenceMissing(InvalidInput):
    """A request without any paper behind it."""

    code = "REVIEW_EVIDENCE_MISSING"
    message = "Phiếu đề nghị phải có căn cứ: ghi số giấy tờ của ngành hoặc đính kèm tệp."


class NothingToCorrect(InvalidInput):
    """No field to correct was chosen, or nothing waits for a correction file."""

    code = "REVIEW_NOTHING_TO_CORRECT"
    message = "Không có giá trị nào cần sửa."
