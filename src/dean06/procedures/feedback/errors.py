"""PUBLIC. Refusals of feedback, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class FeedbackNotFound(NotFound):
    """No such feedback, or the actor may not know of it."""

    code = "FEEDBACK_NOT_FOUND"
    message = "Không tìm thấy phản ánh, hoặc thông tin tra cứu chưa khớp. Hãy kiểm tra mã và số điện thoại."


class CaseNotReturned(Conflict):
    """A dossier is rated after its result."""

    code = "FEEDBACK_CASE_NOT_RETURNED"
    message = "Chỉ đánh giá được sau khi hồ sơ có kết quả."


class AlreadyRated(Conflict):
    """One rating per dossier."""

    code = "FEEDBACK_ALREADY_RATED"
    message = "Hồ sơ này đã được đánh giá. Mỗi hồ sơ chỉ đánh giá một lần. Xin cảm ơn ông/bà."


class InvalidRating(InvalidInput):
    """A score outside 1 to 5, or a reason that is none."""

    code = "FEEDBACK_INVALID_RATING"
    message = "Hãy chọn một mức đánh giá."


class InvalidFeedback(InvalidInput):
    """A field of the feedback is missing or wrong (``fields``)."""

    code = "FEEDBACK_INVALID"
    message = "Nội dung gửi chưa đủ. Hãy kiểm tra các ô được đánh dấu."


class LooksLikeSpam(DomainError):
    """Sent by a program, too often, or the same text again."""

    code = "FEEDBACK_LOOKS_LIKE_SPAM"
    message = "Chưa gửi được. Hãy chờ ít phút rồi gửi lại, hoặc gọi bộ phận một cửa để được ghi nhận."
    status = 429


class WrongStep(Conflict):
    """The act does not fit the present state."""

    code = "FEEDBACK_WRONG_STEP"
    message = "Phản ánh đang ở trạng thái khác. Hãy tải lại trang để xem trạng thái mới nhất."


class WordsMissing(InvalidInput):
    """A reason, question or answer is empty."""

    code = "FEEDBACK_WORDS_MISSING"
    message = "Hãy ghi nội dung (ít nhất 10 ký tự)."


class PersonalDataLeft(InvalidInput):
    """The text to publish still holds a telephone number, a personal number or an e-mail address."""

    code = "FEEDBACK_PERSONAL_DATA_LEFT"
    message = "Bản công khai còn thông tin cá nhân. Hãy xóa trước khi công khai."


class InvalidClock(InvalidInput):
    """Days that make no sense, or a date that has a rule."""

    code = "FEEDBACK_INVALID_CLOCK"
    message = "Bảng thời hạn chưa đúng: số ngày từ 1 đến 60, mỗi ngày bắt đầu chỉ có một dòng, có căn cứ."
