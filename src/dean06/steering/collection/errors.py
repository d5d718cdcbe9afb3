"""PUBLIC. Refusals of collecting, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound


class SubmissionNotFound(NotFound):
    """No such unit or period, or the actor may not know of it."""

    code = "COLLECTION_NOT_FOUND"
    message = "Không tìm thấy biểu số liệu này, hoặc đơn vị không thuộc phạm vi của bạn."


class NothingOwed(NotFound):
    """The unit reports no indicator in this period."""

    code = "COLLECTION_NOTHING_OWED"
    message = "Đơn vị này không có chỉ tiêu nào phải báo cáo trong kỳ đã chọn."


class StepRefused(Conflict):
    """The act does not fit the present state of the submission."""

    code = "COLLECTION_STEP_REFUSED"


class PeriodIsLocked(Conflict):
    """The province has locked the period."""

    code = "COLLECTION_PERIOD_LOCKED"
    message = (
        "Kỳ này đã khóa, số liệu không sửa được nữa. Nếu phải sửa, hãy đề nghị cơ quan thường trực của tỉnh mở khóa kỳ."
    )


class NotReady(InvalidInput):
    """Before sending something must be explained; ``details["cells"]`` names how many."""

    code = "COLLECTION_NOT_READY"


class ReasonMissing(InvalidInput):
    """A step that needs a reason came without one."""

    code = "COLLECTION_REASON_MISSING"
    message = "Hãy ghi lý do (ít nhất 10 ký tự): lý do được lưu vào lịch sử và gửi cho đơn vị."

    def __init__(self, message: str | None = None, field: str = "reason") -> None:
        super().__init__(message, fields={field: message or self.message})


class FileRefused(InvalidInput):
    """The whole file cannot be taken: not a template of ours, an old one, or another unit's."""

    code = "COLLECTION_FILE_REFUSED"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": message})


class AlreadyExempt(Conflict):
    """The unit is excused for this period already."""

    code = "COLLECTION_ALREADY_EXEMPT"
    message = "Đơn vị đã được miễn báo cáo kỳ này."


class NotExempt(Conflict):
    """There is no exemption to withdraw."""

    code = "COLLECTION_NOT_EXEMPT"
    message = "Đơn vị không được miễn báo cáo kỳ này, hoặc quyết định miễn đã được thu hồi."


class NobodyToRemind(InvalidInput):
    """None of the chosen units owes anything any more."""

    code = "COLLECTION_NOBODY_TO_REMIND"
    message = "Không còn đơn vị nào trong số đã chọn phải nhắc: tất cả đã gửi, được miễn, hoặc đã được nhắc hôm nay."
