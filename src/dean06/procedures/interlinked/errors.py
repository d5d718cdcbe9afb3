"""PUBLIC. Refusals of linked cases and of the exchange with other software."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class SystemUnavailable(DomainError):
    """The other software did not answer, or not in a way that can be understood; nothing is known of the message."""

    code = "SYSTEM_UNAVAILABLE"
    status = 503
    message = "Hệ thống của cơ quan khác không trả lời. Thông tin vẫn chờ và sẽ được gửi lại."


class LinkedNotFound(NotFound):
    code = "LINKED_NOT_FOUND"
    message = "Không có hồ sơ liên thông này, hoặc hồ sơ thuộc cơ quan khác."


class MessageNotFound(NotFound):
    code = "MESSAGE_NOT_FOUND"
    message = "Không có thông điệp này, hoặc hồ sơ thuộc cơ quan khác."


class ConsentNotFound(NotFound):
    code = "CONSENT_NOT_FOUND"
    message = "Không có yêu cầu đồng ý này, hoặc yêu cầu không gửi tới bạn."


class SystemNotFound(NotFound):
    code = "SYSTEM_NOT_FOUND"
    message = "Không có hệ thống kết nối này."


class LegNotFailed(Conflict):
    """Only a leg that failed waits for a decision."""

    code = "LEG_NOT_FAILED"
    message = "Chặng này không bị dừng nên không có gì để quyết định. Hãy tải lại trang."


class LegNeeded(Conflict):
    """The law does not let the rest go on without this leg."""

    code = "LEG_NEEDED"
    message = "Không thể bỏ qua chặng này. Hãy làm lại với thông tin đã sửa, hoặc dừng các chặng còn lại."


class LinkedOver(Conflict):
    code = "LINKED_OVER"
    message = "Hồ sơ liên thông đã kết thúc nên không làm được việc này. Hãy tải lại trang."


class ConsentAnswered(Conflict):
    code = "CONSENT_ANSWERED"
    message = "Yêu cầu đồng ý này đã được trả lời hoặc đã hết hạn. Hãy tải lại trang."


class ConsentPaperMissing(InvalidInput):
    code = "CONSENT_PAPER_MISSING"
    message = "Hãy đính kèm văn bản có chữ ký của chủ hộ."


class ReasonNeeded(InvalidInput):
    code = "INTERLINKED_REASON_NEEDED"
    message = "Hãy ghi rõ lý do (ít nhất 10 ký tự)."


class FieldUnknown(InvalidInput):
    """A mended value for a field that the leg's form does not have."""

    code = "LEG_FIELD_UNKNOWN"
    message = "Trường thông tin cần sửa không có trong biểu mẫu của chặng này."


class NothingToRetry(Conflict):
    code = "MESSAGE_NOTHING_TO_RETRY"
    message = "Thông điệp này đã được trả lời hoặc không còn cần nữa; không có gì để gửi lại."


class NotDemo(Conflict):
    code = "SYSTEM_NOT_DEMO"
    message = "Hệ thống này là hệ thống thật, không đổi cách trả lời được."
