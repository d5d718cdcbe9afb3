"""PUBLIC. Refusals of this app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class FormTooLarge(InvalidInput):
    """More was sent than any form of this kind can hold."""

    code = "FORM_TOO_LARGE"
    message = "Nội dung gửi lên quá lớn so với biểu mẫu nên chưa được lưu. Hãy rút gọn các ô ghi dài rồi gửi lại."


class DraftNotFound(NotFound):
    """No such draft, or not this person's."""

    code = "DRAFT_NOT_FOUND"
    message = "Không tìm thấy bản nháp này. Có thể bản nháp đã nộp, đã xóa hoặc quá 60 ngày không sửa."


class ResumeRefused(NotFound):
    """Code and birth date do not belong together; which of the two is wrong is not said."""

    code = "DRAFT_RESUME_REFUSED"
    message = "Mã bản nháp và ngày sinh không khớp nhau. Hãy hỏi lại người dân cả mã lẫn ngày sinh."


class TooManyResumes(DomainError):
    """Somebody at a desk tries codes out."""

    code = "DRAFT_TOO_MANY_RESUMES"
    status = 429
    message = "Đã nhập sai mã bản nháp quá nhiều lần. Hãy thử lại sau một giờ; lần thử này đã được ghi lại."


class DraftChanged(Conflict):
    """Somebody (perhaps the same person on another device) saved meanwhile. ``mine`` and ``theirs`` hold both versions
    so that the page can show them; they are no part of ``details`` since they are personal data."""

    code = "DRAFT_CHANGED"
    message = (
        "Bản nháp này vừa được lưu ở nơi khác (máy khác hoặc quầy hỗ trợ). Những gì bạn nhập chưa mất: "
        "hãy xem hai bản bên dưới và chọn bản muốn giữ."
    )

    def __init__(self, *, mine: Mapping[str, Any], theirs: Mapping[str, Any], revision: int) -> None:
        super().__init__(revision=revision)
        self.mine = mine
        self.theirs = theirs
        self.revision = revision
