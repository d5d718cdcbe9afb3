"""Audit actions of ``identity`` with the label shown in the search of the log."""

SIGNED_IN = "identity.signed_in"
REFUSED = "identity.sign_in_refused"
CHECKED = "identity.person_checked"
DEMO_OPENED = "identity.demo_account_opened"
PREFERENCES = "identity.preferences_changed"
CODE_ASKED = "identity.contact_code_asked"
CODE_TRIED = "identity.contact_code_tried"
CONTACT = "identity.contact_changed"
RULE_CHANGED = "identity.assurance_rule_changed"

ACTIONS = {
    SIGNED_IN: "Công dân đăng nhập",
    REFUSED: "Từ chối đăng nhập công dân",
    CHECKED: "Đối chiếu người đăng nhập với dữ liệu dân cư",
    DEMO_OPENED: "Mở tài khoản công dân trình diễn",
    PREFERENCES: "Công dân đổi cỡ chữ",
    CODE_ASKED: "Gửi mã xác nhận liên hệ",
    CODE_TRIED: "Nhập mã xác nhận liên hệ",
    CONTACT: "Công dân đổi thông tin liên hệ",
    RULE_CHANGED: "Sửa mức bảo đảm định danh",
}
