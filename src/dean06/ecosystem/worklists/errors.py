"""PUBLIC. Refusals of worklists and campaigns: what is wrong, where, what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound

__all__ = [
    "AssigneeUnfit",
    "CampaignNotFound",
    "CampaignRefused",
    "ItemChanged",
    "ItemNotFound",
    "NotYourItem",
    "NothingChosen",
    "OutcomeUnknown",
    "ReasonMissing",
    "SamePerson",
    "StepRefused",
    "TooMany",
    "VisitIncomplete",
]


class ItemNotFound(NotFound):
    """No such finding, or it lies outside the actor's commune: nothing leaks."""

    code = "WORKLISTS_ITEM_NOT_FOUND"
    message = "Không tìm thấy bản ghi cần làm sạch này, hoặc bản ghi không thuộc xã, phường của bạn."


class CampaignNotFound(NotFound):
    """No such campaign."""

    code = "WORKLISTS_CAMPAIGN_NOT_FOUND"
    message = "Không tìm thấy đợt cao điểm này."


class StepRefused(Conflict):
    """The act does not fit the present state."""

    code = "WORKLISTS_STEP_REFUSED"


class ItemChanged(Conflict):
    """Somebody else acted on the item after the page was shown."""

    code = "WORKLISTS_ITEM_CHANGED"
    message = "Người khác vừa cập nhật bản ghi này. Trang dưới đây là tình trạng mới; hãy xem lại rồi ghi lần nữa."


class NotYourItem(DomainError):
    """The item is in somebody else's hands."""

    code = "WORKLISTS_NOT_YOUR_ITEM"
    message = "Bản ghi này đang giao cho người khác. Hãy nhận việc trước khi ghi kết quả."
    status = 403


class SamePerson(DomainError):
    """Who proposed may not approve."""

    code = "WORKLISTS_SAME_PERSON"
    message = "Người đề nghị kết thúc không tự duyệt. Hãy để người khác có quyền phân công duyệt."
    status = 403


class AssigneeUnfit(InvalidInput):
    """The person chosen may not work on records of this commune."""

    code = "WORKLISTS_ASSIGNEE_UNFIT"
    message = "Người được chọn không có quyền xác minh tại xã, phường này. Hãy chọn người trong danh sách."


class NothingChosen(InvalidInput):
    """No record was chosen."""

    code = "WORKLISTS_NOTHING_CHOSEN"
    message = "Chưa chọn bản ghi nào. Hãy đánh dấu ít nhất một bản ghi."


class TooMany(InvalidInput):
    """More records at once than one act takes."""

    code = "WORKLISTS_TOO_MANY"


class OutcomeUnknown(InvalidInput):
    """No such outcome, or it is out of use."""

    code = "WORKLISTS_OUTCOME_UNKNOWN"
    message = "Mã kết quả này không có hoặc không còn dùng. Hãy chọn trong bảng kết quả."


class VisitIncomplete(InvalidInput):
    """The outcome asks for more: where to, which paper, when again."""

    code = "WORKLISTS_VISIT_INCOMPLETE"


class ReasonMissing(InvalidInput):
    """An act that needs a reason came without one."""

    code = "WORKLISTS_REASON_MISSING"
    message = "Hãy ghi lý do (ít nhất 10 ký tự): lý do được lưu vào lịch sử của bản ghi."


class CampaignRefused(InvalidInput):
    """A campaign cannot be as entered."""

    code = "WORKLISTS_CAMPAIGN_REFUSED"
