"""Refusals that a person can read: every expected failure is a ``DomainError`` with a stable code.

The web layer turns them into a page or a JSON body of one shape; commands print them without a trace.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DomainError(Exception):
    """An expected failure. Subclasses set ``code`` (stable, SCREAMING_SNAKE), ``message`` (Vietnamese: what is wrong,
    where, what to do) and ``status`` (the HTTP status that fits). ``details`` holds codes and counts for programs,
    never personal data.
    """

    code: ClassVar[str] = "DOMAIN_ERROR"
    message: str = "Yêu cầu không thực hiện được."
    status: ClassVar[int] = 400

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or type(self).message
        self.details = details
        super().__init__(self.message)

    def as_dict(self) -> dict[str, Any]:
        """The one shape of an error body: ``{"code", "message", "details"}``."""
        return {"code": self.code, "message": self.message, "details": self.details}


class NotAllowed(DomainError):
    """The actor lacks the permission, or holds it for another area."""

    code = "NOT_ALLOWED"
    message = (
        "Tài khoản của bạn không có quyền làm việc này. Hãy liên hệ quản trị hệ thống nếu đây là nhiệm vụ của bạn."
    )
    status = 403


class NotFound(DomainError):
    """The record does not exist or the actor may not know that it does."""

    code = "NOT_FOUND"
    message = "Không tìm thấy nội dung được yêu cầu, hoặc bạn không có quyền xem."
    status = 404


class InvalidInput(DomainError):
    """What was entered cannot be accepted; ``fields`` in ``details`` maps field names to sentences."""

    code = "INVALID_INPUT"
    message = "Thông tin nhập chưa đúng. Hãy kiểm tra lại các ô được đánh dấu."
    status = 422


class Conflict(DomainError):
    """The record changed meanwhile, or the step does not fit its present state."""

    code = "CONFLICT"
    message = "Nội dung này vừa thay đổi. Hãy tải lại trang rồi thử lại."
    status = 409
