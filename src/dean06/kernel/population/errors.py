"""PUBLIC. Refusals of the registry: one class, and for each reason a stable code with its sentence."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound


class PersonNotFound(NotFound):
    """No such person, or the actor may not know of the record."""

    code = "POPULATION_PERSON_NOT_FOUND"
    message = "Không tìm thấy người này trong dữ liệu dân cư, hoặc bạn chưa tra cứu theo đúng thủ tục."


class HouseholdNotFound(NotFound):
    """No such household."""

    code = "POPULATION_HOUSEHOLD_NOT_FOUND"
    message = "Không tìm thấy hộ này."


class LookupNeeded(DomainError):
    """The page of a person was opened without a search that states purpose and dossier, or too long after it."""

    code = "POPULATION_LOOKUP_NEEDED"
    message = "Hãy tra cứu người này với mục đích và mã hồ sơ trước khi mở. Mỗi lượt tra cứu có hiệu lực 15 phút."
    status = 403


class StaleRecord(Conflict):
    """The record changed while the act was prepared."""

    code = "POPULATION_STALE_RECORD"
    message = "Dữ liệu của người hoặc hộ này vừa được cập nhật. Hãy tải lại trang, kiểm tra rồi làm lại."


class NumbersUsedUp(Conflict):
    """Almost all numbers of one place, sex and birth year have been given."""

    code = "POPULATION_NUMBERS_USED_UP"
    message = (
        "Kho số định danh của nơi đăng ký, giới tính và năm sinh này gần hết nên chưa cấp được số. "
        "Hãy báo cơ quan quản lý dữ liệu dân cư."
    )


class Reason(StrEnum):
    """Why an act is refused; the error's code is ``POPULATION_`` and this name."""

    DAY_IN_FUTURE = "DAY_IN_FUTURE"
    DAY_BEFORE_BIRTH = "DAY_BEFORE_BIRTH"
    DAY_ORDER = "DAY_ORDER"
    LATER_EVENT = "LATER_EVENT"
    NOT_LIVING = "NOT_LIVING"
    RECORD_NOT_IN_USE = "RECORD_NOT_IN_USE"
    SAME_PERSON = "SAME_PERSON"
    WRONG_AGENCY = "WRONG_AGENCY"
    NOT_COMPETENT = "NOT_COMPETENT"
    NAME_INVALID = "NAME_INVALID"
    SURNAME_NOT_OF_PARENT = "SURNAME_NOT_OF_PARENT"
    PARENT_SEX = "PARENT_SEX"
    PARENT_TOO_YOUNG = "PARENT_TOO_YOUNG"
    PARENT_DIED_BEFORE = "PARENT_DIED_BEFORE"
    FATHER_NOT_HUSBAND = "FATHER_NOT_HUSBAND"
    PATERNITY_BASIS = "PATERNITY_BASIS"
    BIRTH_REGISTERED = "BIRTH_REGISTERED"
    NO_HOUSEHOLD = "NO_HOUSEHOLD"
    SAME_SEX = "SAME_SEX"
    MARRIAGE_AGE = "MARRIAGE_AGE"
    ALREADY_MARRIED = "ALREADY_MARRIED"
    DIRECT_LINE = "DIRECT_LINE"
    DIRECT_LINE_LOOP = "DIRECT_LINE_LOOP"
    THREE_GENERATIONS = "THREE_GENERATIONS"
    ADOPTIVE_LINE = "ADOPTIVE_LINE"
    IN_LAW_LINE = "IN_LAW_LINE"
    NOT_MARRIED = "NOT_MARRIED"
    PAPER_MISSING = "PAPER_MISSING"
    ADOPTER_MISSING = "ADOPTER_MISSING"
    ADOPTERS_NOT_A_COUPLE = "ADOPTERS_NOT_A_COUPLE"
    CHILD_TOO_OLD = "CHILD_TOO_OLD"
    CHILD_TOO_YOUNG = "CHILD_TOO_YOUNG"
    AGE_DIFFERENCE = "AGE_DIFFERENCE"
    CONSENT_OF_CHILD = "CONSENT_OF_CHILD"
    FORBIDDEN_ADOPTION = "FORBIDDEN_ADOPTION"
    NOT_OF_FULL_AGE = "NOT_OF_FULL_AGE"
    WARD_OF_FULL_AGE = "WARD_OF_FULL_AGE"
    BASIS_MISSING = "BASIS_MISSING"
    ALREADY_GUARDED = "ALREADY_GUARDED"
    HEAD_MISSING = "HEAD_MISSING"
    HEAD_NOT_MEMBER = "HEAD_NOT_MEMBER"
    HEAD_NOT_FIT = "HEAD_NOT_FIT"
    ALREADY_HEAD = "ALREADY_HEAD"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    NOBODY = "NOBODY"
    WHOLE_HOUSEHOLD = "WHOLE_HOUSEHOLD"
    HOUSEHOLD_CLOSED = "HOUSEHOLD_CLOSED"
    HOUSEHOLD_ELSEWHERE = "HOUSEHOLD_ELSEWHERE"
    ALREADY_IN_HOUSEHOLD = "ALREADY_IN_HOUSEHOLD"
    HOUSEHOLD_NUMBER = "HOUSEHOLD_NUMBER"
    MINOR_ALONE = "MINOR_ALONE"
    OWNER_CONSENT = "OWNER_CONSENT"
    SAME_PLACE = "SAME_PLACE"
    TERM_TOO_SHORT = "TERM_TOO_SHORT"
    TERM_TOO_LONG = "TERM_TOO_LONG"
    ALREADY_RESIDENT = "ALREADY_RESIDENT"
    NO_RESIDENCE = "NO_RESIDENCE"
    ADDRESS_MISSING = "ADDRESS_MISSING"
    REASON_MISSING = "REASON_MISSING"
    EVIDENCE_MISSING = "EVIDENCE_MISSING"
    NOTHING_CHANGES = "NOTHING_CHANGES"
    FIELD_NOT_OPEN = "FIELD_NOT_OPEN"
    VALUE_INVALID = "VALUE_INVALID"
    NUMBER_WOULD_NOT_FIT = "NUMBER_WOULD_NOT_FIT"
    NO_NUMBER = "NO_NUMBER"
    HAS_NUMBER = "HAS_NUMBER"
    NUMBER_NOT_OF_PERSON = "NUMBER_NOT_OF_PERSON"
    OTHER_MISSING = "OTHER_MISSING"
    NOT_MERGED = "NOT_MERGED"
    MERGE_CONFLICT = "MERGE_CONFLICT"
    PROPOSAL_WAITING = "PROPOSAL_WAITING"
    PROPOSAL_DECIDED = "PROPOSAL_DECIDED"
    OWN_PROPOSAL = "OWN_PROPOSAL"
    NOT_YOUR_PROPOSAL = "NOT_YOUR_PROPOSAL"
    CHANGED_SINCE = "CHANGED_SINCE"
    CARD_NUMBER = "CARD_NUMBER"
    NUMBER_INVALID = "NUMBER_INVALID"
    NUMBER_TAKEN = "NUMBER_TAKEN"
    ALREADY_KNOWN = "ALREADY_KNOWN"


SENTENCES: dict[Reason, str] = {
    Reason.DAY_IN_FUTURE: "Ngày {day} chưa đến. Hãy nhập ngày đã xảy ra việc.",
    Reason.DAY_BEFORE_BIRTH: "Ngày {day} sớm hơn ngày sinh của người này. Hãy kiểm tra lại ngày.",
    Reason.DAY_ORDER: "Ngày kết thúc phải sau ngày bắt đầu.",
    Reason.LATER_EVENT: (
        "Ngày {later} đã ghi “{kind}” cho người này, sau ngày {day}. "
        "Hãy kiểm tra lại ngày; nếu việc đã ghi bị sai thì lập đề nghị sửa dữ liệu."
    ),
    Reason.NOT_LIVING: "{name} đã chết hoặc bị tuyên bố mất tích nên không đăng ký được việc này.",
    Reason.RECORD_NOT_IN_USE: "Hồ sơ này đã gộp vào hồ sơ khác. Hãy làm việc trên hồ sơ đang dùng.",
    Reason.SAME_PERSON: "Hai ô đang chọn cùng một người. Hãy chọn lại.",
    Reason.WRONG_AGENCY: "Việc này do {expected} đăng ký. Hãy dùng tài khoản của đúng cơ quan.",
    Reason.NOT_COMPETENT: (
        "Không ai trong những người liên quan cư trú tại {unit}, nên đăng ký tại đây không đúng thẩm quyền. "
        "Hãy chuyển hồ sơ đến nơi cư trú."
    ),
    Reason.NAME_INVALID: (
        "Họ tên phải có ít nhất hai chữ, chỉ gồm chữ cái, không có số hoặc ký hiệu (Bộ luật Dân sự 2015 Điều 26)."
    ),
    Reason.SURNAME_NOT_OF_PARENT: (
        "Họ của con phải là họ của cha hoặc của mẹ, hoặc theo tập quán (Bộ luật Dân sự 2015 Điều 26). Hãy sửa họ tên, "
        "hoặc đánh dấu đặt họ theo tập quán."
    ),
    Reason.PARENT_SEX: "Cha phải là nam, mẹ phải là nữ. Hãy kiểm tra lại người được chọn.",
    Reason.PARENT_TOO_YOUNG: "{name} chưa đủ {years} tuổi khi con sinh. Hãy kiểm tra lại người được chọn và ngày sinh.",
    Reason.PARENT_DIED_BEFORE: "{name} đã chết trước ngày con sinh quá {days} ngày. Hãy kiểm tra lại.",
    Reason.FATHER_NOT_HUSBAND: (
        "Mẹ đang có chồng là người khác; con sinh trong thời kỳ hôn nhân là con chung của vợ chồng (Luật Hôn nhân và "
        "gia đình 2014 Điều 88). Muốn ghi người cha này, hãy nêu bản án, quyết định xác định cha."
    ),
    Reason.PATERNITY_BASIS: "Cha mẹ không phải vợ chồng: hãy ghi căn cứ nhận cha con (quyết định, ngày).",
    Reason.BIRTH_REGISTERED: "Đã đăng ký khai sinh cho trẻ cùng họ tên, ngày sinh và mẹ hoặc cha này.",
    Reason.NO_HOUSEHOLD: "Người được chọn chưa thuộc hộ nào nên chưa nhập được trẻ vào hộ.",
    Reason.SAME_SEX: "Nhà nước không thừa nhận hôn nhân giữa những người cùng giới tính (Luật HNGĐ 2014 Điều 8).",
    Reason.MARRIAGE_AGE: "{name} chưa chắc chắn đủ {years} tuổi vào ngày kết hôn ({source}).",
    Reason.ALREADY_MARRIED: "{name} đang có vợ hoặc chồng. Phải có ly hôn hoặc khai tử của người kia trước.",
    Reason.DIRECT_LINE: "Hai người cùng dòng máu về trực hệ nên không được kết hôn (Luật HNGĐ 2014 Điều 5 khoản 2).",
    Reason.DIRECT_LINE_LOOP: "Người được chọn là chính người này hoặc là con cháu của người này. Hãy chọn lại.",
    Reason.THREE_GENERATIONS: (
        "Hai người có họ trong phạm vi ba đời nên không được kết hôn (Luật HNGĐ 2014 Điều 5 khoản 2)."
    ),
    Reason.ADOPTIVE_LINE: (
        "Hai người là hoặc đã từng là cha, mẹ nuôi với con nuôi nên không được kết hôn (Luật HNGĐ 2014 Điều 5 khoản 2)."
    ),
    Reason.IN_LAW_LINE: (
        "Hai người là hoặc đã từng là cha chồng với con dâu, mẹ vợ với con rể, cha dượng hoặc mẹ kế với con riêng nên "
        "không được kết hôn (Luật HNGĐ 2014 Điều 5 khoản 2)."
    ),
    Reason.NOT_MARRIED: "Người này đang không có vợ, có chồng theo dữ liệu.",
    Reason.PAPER_MISSING: "Hãy ghi số, ngày của giấy tờ làm căn cứ (bản án, quyết định, giấy chứng nhận).",
    Reason.ADOPTER_MISSING: "Hãy chọn ít nhất một người nhận con nuôi.",
    Reason.ADOPTERS_NOT_A_COUPLE: (
        "Một trẻ chỉ làm con nuôi của một người độc thân hoặc của cả hai vợ chồng (Luật Nuôi con nuôi 2010 Điều 8)."
    ),
    Reason.CHILD_TOO_OLD: "Người được nhận làm con nuôi phải dưới {years} tuổi ({source}).",
    Reason.CHILD_TOO_YOUNG: "Cha mẹ đẻ chỉ đồng ý cho con làm con nuôi khi con đã sinh ít nhất {days} ngày ({source}).",
    Reason.AGE_DIFFERENCE: "{name} phải hơn con nuôi ít nhất {years} tuổi ({source}).",
    Reason.CONSENT_OF_CHILD: "Trẻ từ đủ {years} tuổi phải tự mình đồng ý làm con nuôi ({source}).",
    Reason.FORBIDDEN_ADOPTION: (
        "Ông, bà không nhận cháu, anh, chị, em không nhận nhau làm con nuôi (Luật Nuôi con nuôi 2010 Điều 13)."
    ),
    Reason.NOT_OF_FULL_AGE: "{name} chưa chắc chắn đủ {years} tuổi ({source}).",
    Reason.WARD_OF_FULL_AGE: (
        "Người này đã đủ {years} tuổi: chỉ giám hộ khi tòa án có quyết định. Hãy ghi số, ngày quyết định vào căn cứ."
    ),
    Reason.BASIS_MISSING: "Hãy ghi căn cứ (ít nhất 10 ký tự).",
    Reason.ALREADY_GUARDED: "Người này đang có giám hộ khác còn hiệu lực. Hãy chấm dứt giám hộ đó trước.",
    Reason.HEAD_MISSING: "Chưa có chủ hộ {household}. Hãy chọn một người trong số những người ở hộ đó.",
    Reason.HEAD_NOT_MEMBER: "Chủ hộ mới phải là người còn ở trong hộ.",
    Reason.HEAD_NOT_FIT: "Chủ hộ phải đủ {years} tuổi khi trong hộ có người đủ tuổi (Luật Cư trú 2020 Điều 10).",
    Reason.ALREADY_HEAD: "Người này đang là chủ hộ.",
    Reason.NOT_A_MEMBER: "Có người được chọn không thuộc hộ này. Hãy tải lại trang rồi chọn lại.",
    Reason.NOBODY: "Hãy chọn ít nhất một người.",
    Reason.WHOLE_HOUSEHOLD: "Tách hộ phải để lại ít nhất một người trong hộ cũ.",
    Reason.HOUSEHOLD_CLOSED: "Hộ này đã kết thúc, không nhập thêm người được.",
    Reason.HOUSEHOLD_ELSEWHERE: "Hộ này không thuộc địa bàn của cơ quan đăng ký.",
    Reason.ALREADY_IN_HOUSEHOLD: "{name} đang ở trong hộ này rồi.",
    Reason.HOUSEHOLD_NUMBER: "Không có hộ nào mang số này. Hãy kiểm tra lại số hộ.",
    Reason.MINOR_ALONE: (
        "{name} chưa thành niên và không ở cùng cha hoặc mẹ: phải có sự đồng ý của cha, mẹ hoặc người giám hộ "
        "(Luật Cư trú 2020 Điều 12)."
    ),
    Reason.OWNER_CONSENT: "Nhập vào hộ có sẵn phải được chủ hộ đồng ý (Luật Cư trú 2020 Điều 20).",
    Reason.SAME_PLACE: "Nơi này thuộc cùng xã, phường với nơi thường trú nên không phải đăng ký tạm trú.",
    Reason.TERM_TOO_SHORT: "Tạm trú từ {days} ngày trở lên ({source}); ngắn hơn thì thông báo lưu trú.",
    Reason.TERM_TOO_LONG: "Thời hạn tối đa là {most} ({source}).",
    Reason.ALREADY_RESIDENT: "Người này đang có đăng ký cùng loại còn hiệu lực. Hãy xóa đăng ký cũ trước.",
    Reason.NO_RESIDENCE: "Không có đăng ký cư trú còn hiệu lực để xóa.",
    Reason.ADDRESS_MISSING: "Hãy ghi địa chỉ hoặc thôn, tổ dân phố.",
    Reason.REASON_MISSING: "Hãy ghi lý do (ít nhất 10 ký tự): lý do được lưu cùng lịch sử.",
    Reason.EVIDENCE_MISSING: "Hãy đính kèm tệp chứng minh.",
    Reason.NOTHING_CHANGES: "Giá trị đề nghị giống hệt dữ liệu đang có.",
    Reason.FIELD_NOT_OPEN: "Không sửa được {label} bằng đề nghị này.",
    Reason.VALUE_INVALID: "Giá trị của {label} chưa đúng. Hãy kiểm tra lại.",
    Reason.NUMBER_WOULD_NOT_FIT: (
        "Sau khi sửa, số định danh không còn khớp giới tính hoặc năm sinh. Hãy lập đề nghị hủy và xác lập lại số."
    ),
    Reason.NO_NUMBER: "Người này hiện không có số định danh đang dùng.",
    Reason.HAS_NUMBER: "Người này đang có số định danh đang dùng. Phải hủy số đó trước.",
    Reason.NUMBER_NOT_OF_PERSON: "Số cần khôi phục không phải số đã hủy của người này.",
    Reason.OTHER_MISSING: "Hãy chọn hồ sơ thứ hai.",
    Reason.NOT_MERGED: "Hồ sơ này không ở trạng thái đã gộp.",
    Reason.MERGE_CONFLICT: "Không gộp được hai hồ sơ này: {why}.",
    Reason.PROPOSAL_WAITING: "Đang có đề nghị khác chờ duyệt về người này. Hãy chờ kết quả hoặc rút đề nghị đó.",
    Reason.PROPOSAL_DECIDED: "Đề nghị này đã được quyết định hoặc đã rút.",
    Reason.OWN_PROPOSAL: "Người lập đề nghị không được tự duyệt. Việc này do người khác quyết định.",
    Reason.NOT_YOUR_PROPOSAL: "Chỉ người lập đề nghị mới được rút.",
    Reason.CHANGED_SINCE: (
        "Dữ liệu đã thay đổi sau khi lập đề nghị nên không duyệt được. Hãy từ chối và lập đề nghị mới."
    ),
    Reason.CARD_NUMBER: "Số trên thẻ phải là số định danh đang dùng của người được cấp.",
    Reason.NUMBER_INVALID: "{why}",
    Reason.NUMBER_TAKEN: (
        "Số định danh này đã thuộc một người khác trong dữ liệu dân cư (họ tên hoặc ngày sinh không khớp). "
        "Hãy đối chiếu lại với thẻ căn cước của người chuyển đến."
    ),
    Reason.ALREADY_KNOWN: "Người này đã có trong dữ liệu dân cư; không phải đưa vào lần nữa.",
}


class ActRefused(InvalidInput):
    """An act that the law or the state of the records does not allow; nothing was changed.

    ``reason`` is for programs, ``code`` is ``POPULATION_<reason>``, ``field`` the form field it is about.
    """

    code = "POPULATION_ACT_REFUSED"

    def __init__(self, reason: Reason, *, field: str = "", **values: Any) -> None:
        sentence = SENTENCES[reason].format(**values)
        details = {"fields": {field: sentence}} if field else {}
        super().__init__(sentence, reason=str(reason), **details)
        self.reason = reason
        self.code = f"POPULATION_{reason}"  # type: ignore[misc]


class RegistryFileRefused(InvalidInput):
    """A registry file that cannot be read as a whole; nothing of it was taken."""

    code = "POPULATION_FILE_REFUSED"
    message = "Không đọc được tệp dân cư này."


class NotAllowedHere(NotAllowed):
    """The person does not live where the actor works."""

    code = "POPULATION_NOT_ALLOWED_HERE"
    message = "Người này không cư trú tại địa bàn của bạn, nên bạn không lập được đề nghị. Hãy chuyển nơi cư trú xử lý."
