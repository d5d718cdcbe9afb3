"""PUBLIC. What cases refuse, with stable codes. The sentence says what is wrong and what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class CaseNotFound(NotFound):
    """No such case, or the actor may not know of it."""

    code = "CASE_NOT_FOUND"
    message = "Không tìm thấy hồ sơ, hoặc hồ sơ không thuộc phần việc của bạn."


class CaseChanged(Conflict):
    """The page shows an older revision of the case."""

    code = "CASE_CHANGED"
    message = "Hồ sơ vừa được người khác cập nhật. Hãy tải lại trang để xem trạng thái mới rồi làm tiếp."


class IllegalMove(Conflict):
    """The act does not fit the present state of the case."""

    code = "CASE_ILLEGAL_MOVE"
    message = "Hồ sơ đang ở trạng thái không làm được việc này. Hãy tải lại trang."


class NoPack(Conflict):
    """The procedure has no pack in force on the day."""

    code = "CASE_NO_PACK"
    message = "Thủ tục này chưa nhận hồ sơ trên hệ thống vào ngày nộp. Hãy liên hệ bộ phận một cửa."


class FormRefused(InvalidInput):
    """The data of the form are incomplete or wrong; ``fields``: path → sentence."""

    code = "CASE_FORM_REFUSED"
    message = "Tờ khai chưa đúng. Hãy sửa các mục được đánh dấu."


class DocumentsMissing(InvalidInput):
    """Papers that must be handed in are not there; ``fields``: requirement → sentence."""

    code = "CASE_DOCUMENTS_MISSING"
    message = "Hồ sơ còn thiếu giấy tờ. Hãy bổ sung các giấy tờ được nêu."


class DocumentRefused(InvalidInput):
    """A paper does not belong to the dossier, or is given in two ways at once."""

    code = "CASE_DOCUMENT_REFUSED"
    message = "Giấy tờ này không dùng được cho hồ sơ."


class NoCompetentAgency(InvalidInput):
    """Nobody is known to be competent for these data."""

    code = "CASE_NO_COMPETENT_AGENCY"
    message = (
        "Chưa xác định được cơ quan có thẩm quyền giải quyết: thiếu xã, phường nơi giải quyết hoặc nơi thường trú. "
        "Hãy chọn xã, phường trong tờ khai."
    )


class NotYourDossier(NotFound):
    """A citizen hands in for somebody for whom he may not act."""

    code = "CASE_NOT_FOR_YOU"
    message = "Bạn chỉ nộp được hồ sơ cho mình, hoặc cho con, người mà bạn giám hộ."


class ReasonMissing(InvalidInput):
    """A refusal, stop or return without its coded reason or its words."""

    code = "CASE_REASON_MISSING"
    message = "Hãy chọn lý do và ghi rõ nội dung (ít nhất 10 ký tự): người dân sẽ đọc nội dung này."


class ReasonNotOfPack(InvalidInput):
    """The code is none that the procedure (or the step) may cite."""

    code = "CASE_REASON_UNKNOWN"
    message = "Lý do này không có trong danh mục của thủ tục. Hãy chọn lại."


class NoSuchAction(InvalidInput):
    """The present step has no such action, or its condition does not hold."""

    code = "CASE_NO_SUCH_ACTION"
    message = "Bước hiện tại không có thao tác này. Hãy tải lại trang để xem các thao tác được phép."


class SupplementOnce(Conflict):
    """The applicant was asked before: a dossier is supplemented once."""

    code = "CASE_SUPPLEMENT_ONCE"
    message = (
        "Hồ sơ đã yêu cầu bổ sung một lần. Chỉ được yêu cầu một lần cho mỗi hồ sơ (QĐ 766/QĐ-TTg tính hồ sơ yêu cầu bổ "
        "sung quá một lần là trễ hạn), trừ khi lần bổ sung trước chưa đủ các mục đã nêu."
    )


class NothingAsked(InvalidInput):
    """A request for supplement without an item, or an answer to none."""

    code = "CASE_NOTHING_ASKED"
    message = "Hãy nêu ít nhất một giấy tờ hoặc thông tin còn thiếu, kèm lý do."


class NotAsked(InvalidInput):
    """Something was handed in that nobody asked for."""

    code = "CASE_NOT_ASKED"
    message = "Chỉ bổ sung đúng các mục được yêu cầu. Hãy kiểm tra lại phiếu yêu cầu bổ sung."


class AlreadyApologised(Conflict):
    """A second apology: the date is moved at most once."""

    code = "CASE_APOLOGISED_ONCE"
    message = "Hồ sơ đã có văn bản xin lỗi và hẹn lại một lần; chỉ được hẹn lại một lần (NĐ 61/2018/NĐ-CP Điều 19)."


class ApologyTooLate(Conflict):
    """The apology goes out before the due date, not after."""

    code = "CASE_APOLOGY_TOO_LATE"
    message = "Văn bản xin lỗi phải gửi trước khi hết hạn. Hồ sơ đã quá hạn; hãy giải quyết ngay và ghi rõ lý do."


class NewDateRefused(InvalidInput):
    """The new date is no working day after the present one."""

    code = "CASE_NEW_DATE_REFUSED"
    message = "Ngày hẹn mới phải là ngày làm việc sau ngày hẹn đang ghi."


class AlreadyExtended(Conflict):
    """The longer term for verification was used."""

    code = "CASE_EXTENDED_ONCE"
    message = "Thời hạn xác minh đã được tính một lần cho hồ sơ này, hoặc thủ tục không có thời hạn xác minh."


class HandOverPending(Conflict):
    """An offer to another agency waits for its answer."""

    code = "CASE_HAND_OVER_PENDING"
    message = "Hồ sơ đang chờ cơ quan khác trả lời việc chuyển. Hãy đợi hoặc thu hồi đề nghị."


class HandOverRefused(InvalidInput):
    """The case cannot be offered to this agency, or there is no offer to answer."""

    code = "CASE_HAND_OVER_REFUSED"
    message = "Không chuyển được hồ sơ tới cơ quan này."


class FeeNotPaid(Conflict):
    """A fee that is due before the next act is not paid."""

    code = "CASE_FEE_NOT_PAID"
    message = "Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu tiền hoặc đợi người nộp thanh toán rồi làm tiếp."


class DecisionRefused(InvalidInput):
    """What the officer filled in with a button is incomplete or wrong; nothing was written. ``fields`` in ``details``:
    ``decision.<name>`` → sentence."""

    code = "CASE_DECISION_REFUSED"
    message = "Nội dung quyết định chưa đủ hoặc chưa đúng. Hãy sửa các ô được đánh dấu."


class EffectRefused(Conflict):
    """The registry refuses what the decision would record: nothing was written, the case stays where it was."""

    code = "CASE_EFFECT_REFUSED"
    message = "Chưa ghi được kết quả vào dữ liệu dân cư nên hồ sơ chưa kết thúc."


class LookUpRefused(NotFound):
    """Code and birth date fit no case."""

    code = "CASE_LOOK_UP_REFUSED"
    message = (
        "Không có hồ sơ nào khớp cả mã và ngày sinh. Hãy kiểm tra mã, đủ như trên giấy tiếp nhận hoặc tin nhắn; "
        "và ngày sinh của người đứng tên hồ sơ, không phải của người nộp thay. "
        "Vẫn không thấy thì hỏi bộ phận một cửa nơi đã nộp."
    )


class TooManyLookUps(DomainError):
    """Too many look-ups from one address."""

    code = "TOO_MANY_REQUESTS"
    message = "Bạn tra cứu quá nhiều lần. Hãy chờ ít phút rồi thử lại."
    status = 429


class CodeTaken(Conflict):
    """The code handed over from elsewhere is no dossier code, or another case has it."""

    code = "CASE_CODE_TAKEN"
    message = "Mã hồ sơ này không đúng dạng hoặc đã có hồ sơ khác dùng."


class PaperNotDue(NotFound):
    """The form does not exist at this state of the case, or is not for the actor."""

    code = "CASE_PAPER_NOT_DUE"
    message = "Hồ sơ chưa có biểu mẫu này ở trạng thái hiện tại."
