"""Why a step of the review is refused. (Why a file cannot be read: ``errors``.)"""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput


class AlreadyUploaded(Conflict):
    """The very same bytes are already here; ``details["document_id"]`` is the earlier upload."""

    code = "DOCUMENT_ALREADY_UPLOADED"
    message = "Tệp này đã được tải lên trước đó. Hãy mở bản đã có, hoặc chọn “Vẫn đọc lại” nếu cần rà soát từ đầu."


class NotUnderReview(Conflict):
    """The document was issued or closed; its tasks are followed under "Nhiệm vụ" now."""

    code = "DOCUMENT_NOT_UNDER_REVIEW"
    message = (
        "Văn bản này không còn ở bước rà soát nên không sửa được ở đây. Việc đã giao được theo dõi ở mục Nhiệm vụ."
    )


class CannotSplitHere(InvalidInput):
    """One of the two parts would be empty."""

    code = "DOCUMENT_CANNOT_SPLIT_HERE"
    message = "Không tách được ở chỗ này vì một phần sẽ không còn chữ. Hãy chọn chỗ tách ở giữa nội dung."


class NothingToMerge(InvalidInput):
    """There is no following task."""

    code = "DOCUMENT_NOTHING_TO_MERGE"
    message = "Đây là nhiệm vụ cuối cùng, không có nhiệm vụ nào phía sau để gộp."


class NothingToIssue(DomainError):
    """Every task was dropped, or none was read."""

    code = "DOCUMENT_NOTHING_TO_ISSUE"
    message = "Chưa có nhiệm vụ nào để giao. Hãy giữ lại hoặc thêm ít nhất một nhiệm vụ."


class NoSuchPassage(InvalidInput):
    """The line does not exist in the document."""

    code = "DOCUMENT_NO_SUCH_PASSAGE"
    message = "Không có đoạn văn bản nào ở dòng này. Hãy chọn lại đoạn cần lấy."


class NothingToFill(InvalidInput):
    """No kept task lacks what should be filled in, or nothing is known to fill it with."""

    code = "DOCUMENT_NOTHING_TO_FILL"
    message = "Không còn nhiệm vụ nào cần điền mục này. Có thể người khác vừa điền; hãy tải lại trang để xem."
