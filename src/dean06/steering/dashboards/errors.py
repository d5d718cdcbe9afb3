"""PUBLIC. Refusals of the boards, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound


class QuestionNotFound(NotFound):
    """No such question, or the actor may not know that it exists."""

    code = "BOARD_QUESTION_NOT_FOUND"
    message = "Không tìm thấy yêu cầu giải trình này, hoặc nó không thuộc phạm vi của bạn."


class QuestionEmpty(InvalidInput):
    """A question or an answer that says nothing."""

    code = "BOARD_QUESTION_EMPTY"
    message = "Nội dung quá ngắn. Hãy viết rõ, ít nhất 10 ký tự."


class QuestionPending(Conflict):
    """The unit has not answered an earlier question about the same indicator."""

    code = "BOARD_QUESTION_PENDING"


class QuestionAnswered(Conflict):
    """The question was answered before."""

    code = "BOARD_QUESTION_ANSWERED"
    message = "Yêu cầu này đã được trả lời, không trả lời lại được."


class NobodyAnswers(InvalidInput):
    """The reporting unit belongs to no agency of today, so nobody could be asked."""

    code = "BOARD_NOBODY_ANSWERS"
    message = "Đơn vị này không còn cơ quan phụ trách nên không có ai để hỏi. Hãy hỏi cơ quan chủ quản của chỉ tiêu."


class DayHasPassed(InvalidInput):
    """The day to answer by lies in the past."""

    code = "BOARD_DAY_PASSED"
    message = "Hạn trả lời đã qua. Hãy chọn một ngày từ hôm nay trở đi."


class PageNotFound(NotFound):
    """No such indicator, unit or period in what the actor may see."""

    code = "BOARD_PAGE_NOT_FOUND"
    message = "Không có chỉ tiêu, đơn vị hoặc kỳ báo cáo này. Hãy chọn trong danh sách."
