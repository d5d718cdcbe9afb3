"""PRIVATE. The acts on a case as one table: service, address, form, button, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dean06.procedures.cases.types import LegalAction
from dean06.procedures.catalogue.types import ActionKind
from dean06.web.desk import act_forms as forms


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act. ``at_once``: nothing is asked, the button of the case page does it."""

    service: str
    slug: str
    label: str
    form: type[forms.ActForm]
    icon: str
    said: str
    kind: str = "secondary"
    hint: str = ""
    at_once: bool = False
    action: str = ""


# fmt: off
PAGES: tuple[ActPage, ...] = (
    ActPage("receive_case", "tiep-nhan", "Tiếp nhận", forms.ActForm, "stamp",
            "Đã tiếp nhận. Giấy tiếp nhận và hẹn trả ở mục văn bản.", "primary", at_once=True),
    ActPage("take_case", "nhan-xu-ly", "Nhận xử lý", forms.ActForm, "hand", "Bạn đang giữ hồ sơ này.", "primary",
            at_once=True),
    ActPage("act", "buoc", "Làm bước này", forms.NoteForm, "arrow-right", "Đã ghi.", "primary"),
    ActPage("accept_hand_over", "nhan-chuyen", "Nhận hồ sơ chuyển đến", forms.ActForm, "handshake",
            "Đã nhận hồ sơ. Từ lúc này hồ sơ là của cơ quan bạn.", "primary", at_once=True),
    ActPage("refuse_hand_over", "khong-nhan", "Không nhận", forms.RefuseOfferForm, "undo-2",
            "Đã trả lời không nhận. Hồ sơ vẫn ở cơ quan chuyển."),
    ActPage("return_result", "tra-ket-qua", "Trả kết quả", forms.HandOverResultForm, "package-check",
            "Đã ghi nhận trả kết quả.", "primary"),
    ActPage("supply", "nhan-bo-sung", "Nhận giấy tờ bổ sung", forms.SupplyForm, "inbox",
            "Đã nhận bổ sung. Đồng hồ chạy tiếp.", "primary",
            "Người nộp mang tới quầy những gì đã được yêu cầu: ghi nhận trên cùng mã hồ sơ."),
    ActPage("assign_case", "phan-cong", "Phân công", forms.AssignForm, "user-check", "Đã phân công."),
    ActPage("request_supplement", "bo-sung", "Yêu cầu bổ sung", forms.SupplementForm, "file-question-mark",
            "Đã yêu cầu bổ sung; đồng hồ dừng và người nộp đã được báo.", "secondary",
            "Một lần cho mỗi hồ sơ: nêu đủ mọi thứ còn thiếu. Người nộp chỉ thấy những gì được chọn."),
    ActPage("request_payment", "nghia-vu-tai-chinh", "Yêu cầu nghĩa vụ tài chính", forms.FinancialForm, "banknote",
            "Đã yêu cầu nộp tiền; đồng hồ dừng cho tới khi nộp xong."),
    ActPage("offer_hand_over", "chuyen", "Chuyển cơ quan khác", forms.OfferForm, "arrow-right-left",
            "Đã đề nghị chuyển. Cho tới khi bên kia nhận, hồ sơ vẫn ở cơ quan bạn."),
    ActPage("apologise", "xin-loi", "Xin lỗi và hẹn lại", forms.ApologyForm, "mail-warning",
            "Đã gửi văn bản xin lỗi với ngày hẹn mới.", "secondary",
            "Chỉ một lần, trước khi hết hạn (mẫu 04). Ngày hẹn mới được báo ngay cho người nộp."),
    ActPage("add_document", "them-giay-to", "Thêm, thay giấy tờ", forms.DocumentForm, "paperclip",
            "Đã thêm giấy tờ."),
    ActPage("refuse_reception", "tu-choi", "Từ chối tiếp nhận", forms.RefuseForm, "ban",
            "Đã từ chối tiếp nhận; phiếu từ chối (mẫu 03) ở mục văn bản.", "danger",
            "Chỉ vì lý do có trong thủ tục, kèm cách khắc phục."),
    ActPage("withdraw", "rut", "Người nộp rút hồ sơ", forms.ReasonForm, "log-out", "Đã ghi nhận rút hồ sơ.", "danger"),
    ActPage("stop", "dung", "Dừng giải quyết", forms.StopForm, "octagon-x",
            "Đã dừng giải quyết; thông báo (mẫu 05) ở mục văn bản.", "danger",
            "Hồ sơ kết thúc mà không có kết quả. Phải nêu lý do có trong thủ tục."),
)
# fmt: on
BY_SLUG: Mapping[str, ActPage] = {page.slug: page for page in PAGES}
BY_SERVICE: Mapping[str, ActPage] = {page.service: page for page in PAGES}

#: What an action of a step asks for, by its kind: form, icon, kind of the button.
_STEP_FORMS: Mapping[str, tuple[type[forms.ActForm], str, str]] = {
    ActionKind.FORWARD: (forms.NoteForm, "arrow-right", "primary"),
    ActionKind.RETURN: (forms.ReturnStepForm, "undo-2", "secondary"),
    ActionKind.FINISH: (forms.NoteForm, "pen-line", "primary"),
    ActionKind.STOP: (forms.StopForm, "octagon-x", "danger"),
    ActionKind.SUPPLEMENT: (forms.SupplementForm, "file-question-mark", "secondary"),
    ActionKind.FINANCIAL: (forms.FinancialForm, "banknote", "secondary"),
    ActionKind.VERIFY: (forms.NoteForm, "search-check", "secondary"),
}
#: Offered among the big buttons even when another act is the main one.
_FIRST = frozenset(
    {"act", "receive_case", "take_case", "accept_hand_over", "refuse_hand_over", "return_result", "supply"}
)


def page_of(legal: LegalAction) -> ActPage | None:
    """The page of something that may be done now; ``None`` for what has no page here."""
    page = BY_SERVICE.get(legal.service)
    if page is None or legal.service != "act":
        return page
    form, icon, kind = _STEP_FORMS.get(legal.kind, _STEP_FORMS[ActionKind.FORWARD])
    return replace(page, label=legal.title, form=form, icon=icon, kind=kind, action=legal.action)


def is_first(page: ActPage) -> bool:
    """Whether it belongs among the big buttons of the step, not in the line below them."""
    return page.service in _FIRST
