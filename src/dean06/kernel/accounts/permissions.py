"""THE permission table: who may do what. Tests, the reference page and the page "Bảng quyền" are drawn from it.

A row is one permission with the roles that hold it. A role never holds anything outside its area (``Membership``): the
head of a department requests deadline changes for that department's tasks, not for others'. Separation of duties:
``INCOMPATIBLE`` lists pairs of permissions that no person may hold at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AreaKind(StrEnum):
    """What the area of a role may be."""

    PROVINCE = "province"
    AGENCY = "agency"
    COMMUNE = "commune"

    @property
    def label(self) -> str:
        return {"province": "Toàn tỉnh", "agency": "Cơ quan, đơn vị", "commune": "Xã, phường"}[self.value]


@dataclass(frozen=True, slots=True)
class Role:
    """A duty that is given to a person for an area; ``areas`` are the kinds of area it may be given for."""

    code: str
    label: str
    description: str
    areas: tuple[AreaKind, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """One act. ``roles`` hold it in their area; ``everyone``: each person does; ``planned``: not asked for yet."""

    code: str
    label: str
    description: str
    roles: frozenset[str]
    everyone: bool = False
    planned: bool = False


LEADER = "provincial_leader"
STEERING = "steering_officer"
HEAD = "agency_head"
OFFICER = "agency_officer"
AUDITOR = "auditor"
ADMIN = "administrator"
BUILDER = "builder"

_PROVINCE = (AreaKind.PROVINCE,)
_OWN = (AreaKind.AGENCY, AreaKind.COMMUNE)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(LEADER, "Lãnh đạo tỉnh", "Xem toàn bộ, yêu cầu giải trình, duyệt thay đổi thời hạn.", _PROVINCE),
        Role(
            STEERING,
            "Chuyên viên cơ quan thường trực",
            "Nhập văn bản, giao, đôn đốc và nghiệm thu nhiệm vụ trong toàn tỉnh.",
            _PROVINCE,
        ),
        Role(
            HEAD,
            "Thủ trưởng cơ quan",
            "Chịu trách nhiệm về nhiệm vụ của cơ quan mình: báo cáo, giải trình, xin đổi hạn, chuyển và nhận việc.",
            _OWN,
        ),
        Role(OFFICER, "Cán bộ đầu mối", "Báo cáo tiến độ và gửi minh chứng cho nhiệm vụ của cơ quan mình.", _OWN),
        Role(
            AUDITOR,
            "Cán bộ kiểm soát truy cập",
            "Tra cứu và xuất nhật ký; xem và rà soát ai có tài khoản với quyền gì; không làm nghiệp vụ.",
            _PROVINCE,
        ),
        Role(
            ADMIN,
            "Quản trị hệ thống",
            "Quản lý tài khoản, đơn vị, lịch làm việc và hàng đợi; không xem nội dung nhiệm vụ và nhật ký.",
            _PROVINCE,
        ),
        Role(BUILDER, "Người xây dựng hệ thống khác", "Đọc dữ liệu dùng chung qua giao diện lập trình.", _PROVINCE),
    )
}


def _row(
    code: str, label: str, description: str, *roles: str, everyone: bool = False, planned: bool = False
) -> Permission:
    return Permission(code, label, description, frozenset(roles), everyone, planned)


# fmt: off
PERMISSIONS: dict[str, Permission] = {row.code: row for row in (
    _row("documents.view", "Xem văn bản", "Mở văn bản đã nhập và những gì nhận ra từ đó.",
         LEADER, STEERING),
    _row("documents.upload", "Nhập văn bản", "Tải kế hoạch, báo cáo lên để đọc và kiểm tra.",
         STEERING),
    _row("documents.review", "Rà soát văn bản", "Sửa những gì máy nhận ra, tách, gộp, bỏ, rồi chuyển thành nhiệm vụ.",
         STEERING),
    _row("assignments.view", "Xem nhiệm vụ", "Xem nhiệm vụ, tiến độ và lịch sử.",
         LEADER, STEERING, HEAD, OFFICER),
    _row("assignments.issue", "Giao nhiệm vụ", "Giao, sửa và thu hồi nhiệm vụ.",
         STEERING),
    _row("assignments.report", "Báo cáo tiến độ", "Báo cáo phần trăm, việc tiếp theo, vướng mắc và gửi minh chứng.",
         HEAD, OFFICER),
    _row("assignments.accept", "Nghiệm thu", "Chấp nhận hoặc trả lại báo cáo hoàn thành.",
         STEERING),
    _row("assignments.request_deadline", "Xin đổi thời hạn", "Đề nghị thời hạn mới, nêu lý do.",
         HEAD),
    _row("assignments.approve_deadline", "Duyệt đổi thời hạn", "Đồng ý hoặc từ chối đề nghị đổi thời hạn.",
         LEADER, STEERING),
    _row("assignments.urge", "Đôn đốc", "Gửi nhắc việc; số lần được đếm.",
         LEADER, STEERING),
    _row("assignments.request_explanation", "Yêu cầu giải trình", "Yêu cầu cơ quan chậm việc giải trình.",
         LEADER, STEERING),
    _row("assignments.explain", "Giải trình", "Trả lời yêu cầu giải trình.",
         HEAD),
    _row("assignments.hand_over", "Chuyển giao nhiệm vụ", "Đề nghị chuyển việc; nhận hoặc từ chối việc được chuyển.",
         HEAD, STEERING),
    _row("assignments.export", "Xuất danh sách nhiệm vụ", "Xuất bảng tính và phụ lục.",
         LEADER, STEERING, HEAD, OFFICER),
    _row("board.view", "Bảng điều hành", "Xem bảng điều hành buổi sáng.",
         LEADER, STEERING, HEAD),
    _row("files.view", "Mở tệp", "Tải tệp đính kèm, tệp minh chứng.",
         LEADER, STEERING, HEAD, OFFICER),
    _row("units.view", "Xem đơn vị", "Tra cứu đơn vị hành chính và cơ quan.",
         LEADER, STEERING, HEAD, OFFICER, AUDITOR, ADMIN, BUILDER),
    _row("units.edit", "Sửa đơn vị", "Thêm, sửa, sáp nhập cơ quan và tên gọi khác.",
         ADMIN),
    _row("units.import_boundaries", "Nhập ranh giới", "Nhập ranh giới đơn vị hành chính từ tệp bản đồ.",
         ADMIN),
    _row("calendar.view", "Xem lịch làm việc", "Xem ngày nghỉ lễ, ngày hoán đổi và giờ làm việc.",
         everyone=True),
    _row("calendar.edit", "Sửa lịch làm việc", "Đặt ngày nghỉ lễ, ngày làm bù, giờ làm việc.",
         ADMIN),
    _row("accounts.view", "Xem tài khoản", "Xem danh sách tài khoản, vai trò, phiên đăng nhập.",
         ADMIN, AUDITOR),
    _row("accounts.manage", "Quản lý tài khoản", "Tạo, khóa, mở tài khoản; cấp và thu hồi vai trò.",
         ADMIN),
    _row("accounts.review", "Rà soát tài khoản", "Xác nhận hằng quý rằng tài khoản còn đúng người, đúng việc.",
         ADMIN, AUDITOR),
    _row("accounts.self", "Tài khoản của tôi", "Sửa liên hệ, đóng phiên đăng nhập, đọc thông báo của chính mình.",
         everyone=True),
    _row("audit.view", "Tra cứu nhật ký", "Tìm ai đã làm gì, với nội dung nào, khi nào.",
         AUDITOR),
    _row("audit.export", "Xuất nhật ký", "Xuất nhật ký kèm bằng chứng toàn vẹn.",
         AUDITOR),
    _row("events.view", "Xem hàng đợi sự kiện", "Xem sự kiện đang chờ, đã gửi, bị lỗi.",
         ADMIN),
    _row("events.retry", "Gửi lại sự kiện", "Cho chạy lại sự kiện bị lỗi.",
         ADMIN),
    _row("notifications.view_deliveries", "Xem việc gửi thông báo", "Xem thông báo nào đã gửi, chưa gửi, lỗi.",
         ADMIN),
)}
# fmt: on

#: Pairs that one person never holds at once, with the reason as it is shown.
INCOMPATIBLE: tuple[tuple[str, str, str], ...] = (
    ("assignments.report", "assignments.accept", "người báo cáo không tự nghiệm thu"),
    ("assignments.request_deadline", "assignments.approve_deadline", "người xin đổi thời hạn không tự duyệt"),
    ("assignments.explain", "assignments.request_explanation", "người giải trình không tự yêu cầu giải trình"),
    ("accounts.manage", "audit.view", "người cấp quyền không kiểm soát nhật ký của chính mình"),
    ("accounts.manage", "assignments.issue", "người quản trị không làm nghiệp vụ"),
)


def permissions_of(role: str) -> frozenset[str]:
    """Codes that ``role`` holds in its area (without what everyone holds)."""
    return frozenset(row.code for row in PERMISSIONS.values() if role in row.roles)


#: What each person with an account may do, whatever the role.
EVERYONE: frozenset[str] = frozenset(row.code for row in PERMISSIONS.values() if row.everyone)
