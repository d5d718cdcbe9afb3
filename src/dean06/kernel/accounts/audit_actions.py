"""Audit actions of ``accounts`` with the label shown in the search of the log."""

SIGNED_IN = "accounts.signed_in"
SIGN_IN_LOCKED = "accounts.sign_in_locked"
SIGN_IN_UNLOCKED = "accounts.sign_in_unlocked"
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105
FACTOR_ADDED = "accounts.second_factor_added"
FACTOR_REMOVED = "accounts.second_factor_removed"
FACTOR_RESET = "accounts.second_factor_reset"
CREATED = "accounts.created"
INVITED = "accounts.invited"
EDITED = "accounts.edited"
CONTACT_EDITED = "accounts.contact_edited"
MOVED = "accounts.moved"
CLOSED = "accounts.closed"
REOPENED = "accounts.reopened"
ROLE_GRANTED = "accounts.role_granted"
ROLE_REVOKED = "accounts.role_revoked"
SESSION_ENDED = "accounts.session_ended"
SESSIONS_ENDED = "accounts.sessions_ended"
REVIEWED = "accounts.reviewed"
CITIZEN_OPENED = "accounts.citizen_opened"
CITIZEN_FOUND = "accounts.citizen_found"

ACTIONS = {
    SIGNED_IN: "Đăng nhập",
    SIGN_IN_LOCKED: "Tạm khóa đăng nhập do sai nhiều lần",
    SIGN_IN_UNLOCKED: "Mở khóa đăng nhập",
    PASSWORD_CHANGED: "Đổi mật khẩu",
    FACTOR_ADDED: "Thêm lớp xác thực",
    FACTOR_REMOVED: "Bỏ lớp xác thực",
    FACTOR_RESET: "Đặt lại xác thực hai lớp",
    CREATED: "Tạo tài khoản",
    INVITED: "Gửi thư đặt mật khẩu",
    EDITED: "Sửa thông tin tài khoản",
    CONTACT_EDITED: "Tự sửa thông tin liên hệ",
    MOVED: "Chuyển công tác",
    CLOSED: "Khóa tài khoản",
    REOPENED: "Mở lại tài khoản",
    ROLE_GRANTED: "Cấp vai trò",
    ROLE_REVOKED: "Thu hồi vai trò",
    SESSION_ENDED: "Đóng một phiên đăng nhập",
    SESSIONS_ENDED: "Đóng mọi phiên đăng nhập",
    REVIEWED: "Rà soát tài khoản",
    CITIZEN_OPENED: "Mở tài khoản công dân",
    CITIZEN_FOUND: "Đối chiếu tài khoản công dân",
}
