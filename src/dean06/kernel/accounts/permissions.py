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
REGISTRY = "registry_officer"
POLICE = "commune_police"
CIVIL = "civil_status_officer"
STEWARD = "data_steward"
ONE_STOP = "one_stop_officer"
CASE = "case_officer"
CONTROLLER = "procedure_controller"
ACCOUNTANT = "fee_accountant"
CITIZEN = "citizen"

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
        Role(
            REGISTRY,
            "Cán bộ cơ sở dữ liệu dân cư",
            "Nhập, xuất dữ liệu dân cư; duyệt đề nghị sửa, hủy, xác lập lại, gộp do người khác lập.",
            _PROVINCE,
        ),
        Role(
            POLICE,
            "Cán bộ công an cấp xã",
            "Đăng ký cư trú, đề nghị sửa dữ liệu dân cư, xác minh và làm sạch danh sách của xã mình.",
            _OWN,
        ),
        Role(
            CIVIL,
            "Công chức tư pháp - hộ tịch",
            "Đăng ký khai sinh, khai tử, kết hôn, nuôi con nuôi và đề nghị cải chính hộ tịch tại xã mình.",
            _OWN,
        ),
        Role(
            STEWARD,
            "Cán bộ dữ liệu của ngành",
            "Nộp danh sách của ngành, xác nhận cột, đối khớp với dữ liệu dân cư và xử lý cặp chưa rõ.",
            _OWN,
        ),
        Role(
            ONE_STOP,
            "Cán bộ bộ phận một cửa",
            "Tiếp nhận, kiểm tra, số hóa hồ sơ; thu phí, lệ phí; trả kết quả; giúp người dân nộp trực tuyến.",
            _OWN,
        ),
        Role(
            CASE, "Chuyên viên giải quyết hồ sơ", "Thụ lý, thẩm định hồ sơ thủ tục hành chính của cơ quan mình.", _OWN
        ),
        Role(
            CONTROLLER,
            "Cán bộ kiểm soát thủ tục hành chính",
            "Công bố thủ tục, theo dõi hồ sơ toàn tỉnh, đồng bộ, phản ánh kiến nghị và Bộ chỉ số 766.",
            _PROVINCE,
        ),
        Role(
            ACCOUNTANT,
            "Kế toán thu phí, lệ phí",
            "Đối soát khoản thu trực tuyến và tại quầy, xử lý khoản treo, lập đề nghị hoàn tiền.",
            (AreaKind.PROVINCE, AreaKind.AGENCY),
        ),
        #: Held by whoever signed in with a personal identification number; never granted by an administrator.
        Role(CITIZEN, "Công dân", "Nộp và theo dõi hồ sơ, giấy tờ, khoản phí của chính mình.", ()),
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
    _row("indicators.view", "Xem chỉ tiêu", "Xem danh mục chỉ tiêu, số liệu của đơn vị mình và thứ hạng công khai.",
         LEADER, STEERING, HEAD, OFFICER, CONTROLLER),
    _row("indicators.edit", "Sửa danh mục chỉ tiêu", "Sửa chỉ tiêu, mục tiêu, đơn vị báo cáo, quy tắc kỳ báo cáo.",
         STEERING),
    _row("indicators.import_documents", "Đưa số liệu văn bản vào chỉ tiêu", "Gắn số của báo cáo đã nhập với chỉ tiêu.",
         STEERING),
    _row("indicators.feed", "Lấy số liệu chỉ tiêu", "Lấy số liệu đã duyệt dạng JSON, CSV cho hệ thống khác.",
         LEADER, STEERING, BUILDER),
    _row("collection.enter", "Nhập số liệu", "Nhập, sửa số liệu của đơn vị mình khi kỳ còn mở.",
         HEAD, OFFICER),
    _row("collection.send", "Gửi số liệu", "Duyệt và gửi số liệu của đơn vị mình lên tỉnh.",
         HEAD),
    _row("collection.accept", "Duyệt số liệu", "Chấp nhận, trả lại, mở lại số liệu đơn vị gửi; khóa kỳ; nhắc nộp.",
         STEERING),
    _row("registers.view", "Xem sổ theo dõi", "Xem kiến nghị, cuộc kiểm tra, mô hình điểm, đợt cao điểm.",
         LEADER, STEERING, HEAD, OFFICER),
    _row("registers.edit", "Ghi sổ theo dõi", "Lập, sửa kiến nghị, kế hoạch kiểm tra, mô hình, đợt cao điểm.",
         STEERING),
    _row("registers.answer", "Cập nhật việc của đơn vị", "Gửi kiến nghị, báo khắc phục, đăng ký mô hình điểm.",
         HEAD, OFFICER),
    _row("reports.view", "Xem báo cáo", "Xem báo cáo đang soạn, đã ban hành của cơ quan mình.",
         LEADER, STEERING, HEAD, OFFICER),
    _row("reports.write", "Soạn báo cáo", "Soạn, góp ý, chốt, kiểm tra và phát hành báo cáo.",
         STEERING, OFFICER),
    _row("reports.sign", "Ký duyệt báo cáo", "Duyệt, ký hoặc trả lại báo cáo đã chốt.",
         LEADER, HEAD),
    _row("files.view", "Mở tệp", "Tải tệp đính kèm, tệp minh chứng.",
         LEADER, STEERING, HEAD, OFFICER, REGISTRY, POLICE, CIVIL, STEWARD, ONE_STOP, CASE,
         CONTROLLER, ACCOUNTANT, CITIZEN),
    _row("units.view", "Xem đơn vị", "Tra cứu đơn vị hành chính và cơ quan.",
         LEADER, STEERING, HEAD, OFFICER, AUDITOR, ADMIN, BUILDER, REGISTRY, POLICE, CIVIL, STEWARD, ONE_STOP, CASE,
         CONTROLLER, ACCOUNTANT),
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
    _row("population.verify", "Xác thực người dân", "Đối chiếu số, họ tên, ngày sinh: chỉ biết trường nào khớp.",
         REGISTRY, POLICE, CIVIL, STEWARD, OFFICER, ONE_STOP, CASE),
    _row("population.search", "Tra cứu dân cư", "Tìm một người với mục đích và mã hồ sơ; xem các trường cần cho việc.",
         REGISTRY, POLICE, CIVIL),
    _row("population.register_civil_status", "Đăng ký hộ tịch", "Khai sinh, khai tử, kết hôn, ly hôn, nuôi con nuôi.",
         CIVIL),
    _row("population.register_residence", "Đăng ký cư trú", "Thường trú, tạm trú, lưu trú, tách hộ, nhập hộ.",
         POLICE),
    _row("population.propose_change", "Đề nghị sửa dữ liệu dân cư", "Lập đề nghị sửa, hủy, xác lập lại số, gộp hồ sơ.",
         REGISTRY, POLICE, CIVIL),
    _row("population.decide_change", "Duyệt sửa dữ liệu dân cư", "Đồng ý hoặc từ chối đề nghị do người khác lập.",
         REGISTRY),
    _row("population.import", "Nhập dữ liệu dân cư", "Nhập tệp dân cư của toàn tỉnh, xem dòng bị từ chối.",
         REGISTRY),
    _row("population.export", "Xuất dữ liệu dân cư", "Đề nghị xuất; người khác duyệt; tệp có dấu chìm.",
         REGISTRY),
    _row("population.statistics", "Thống kê dân số", "Số người theo đơn vị, giới tính, tuổi; không thấy từng người.",
         LEADER, STEERING, HEAD, REGISTRY, POLICE, CIVIL),
    _row("datasets.view", "Xem danh sách của ngành", "Xem các bản dữ liệu, mô tả cột, dòng lỗi.",
         STEWARD, REGISTRY),
    _row("datasets.upload", "Nộp danh sách của ngành", "Tải tệp của ngành lên để đọc, sửa mã chữ, kiểm tra.",
         STEWARD),
    _row("datasets.confirm", "Xác nhận cột", "Xác nhận cột nào là gì; nhận hoặc rút một bản dữ liệu.",
         STEWARD),
    _row("datasets.edit_sectors", "Sửa danh mục ngành dữ liệu", "Sửa cột bắt buộc, mốc thời gian, số đối chiếu.",
         REGISTRY),
    _row("cleaning.run", "Đối khớp", "Chạy đối khớp một bản dữ liệu với dân cư.",
         STEWARD, REGISTRY),
    _row("cleaning.view", "Xem kết quả làm sạch", "Xem số liệu làm sạch và ma trận chất lượng, không thấy từng người.",
         LEADER, STEERING, HEAD, STEWARD, REGISTRY, POLICE, CIVIL),
    _row("cleaning.view_records", "Xem bản ghi chưa khớp", "Xem từng bản ghi cần làm sạch và lý do.",
         STEWARD, REGISTRY, POLICE, CIVIL),
    _row("review.decide", "Xử lý cặp chưa rõ", "Quyết định có phải một người không; đổi dữ liệu cần hai người.",
         STEWARD, REGISTRY, POLICE),
    _row("review.handle_corrections", "Xử lý phiếu đề nghị sửa", "Nhận phiếu đề nghị sửa dân cư, hộ tịch; trả lời.",
         REGISTRY, POLICE, CIVIL),
    _row("worklists.view", "Xem danh sách cần làm sạch", "Xem việc làm sạch của xã mình.",
         HEAD, POLICE, CIVIL, REGISTRY),
    _row("worklists.assign", "Phân công làm sạch", "Giao bản ghi cần làm sạch cho người xác minh.",
         HEAD, POLICE),
    _row("worklists.work", "Xác minh, làm sạch", "Ghi kết quả xác minh tại nơi ở, sửa và kiểm tra lại.",
         POLICE, CIVIL),
    _row("campaigns.manage", "Tổ chức đợt cao điểm", "Mở, đổi, đóng đợt cao điểm làm sạch dữ liệu.",
         STEERING),
    _row("procedures.edit", "Công bố thủ tục", "Công bố, ngừng gói thủ tục; nhập danh mục thủ tục; sửa bảng mức thu.",
         CONTROLLER),
    _row("cases.apply", "Nộp hồ sơ", "Nộp, bổ sung, rút hồ sơ của chính mình hoặc người mình đại diện.",
         CITIZEN),
    _row("forms.draft", "Soạn hồ sơ", "Lưu, mở lại bản nháp của mình; tại quầy: bản nháp mà người dân đọc mã.",
         CITIZEN, ONE_STOP),
    _row("cases.view", "Xem hồ sơ", "Xem hồ sơ mà cơ quan mình tiếp nhận hoặc giải quyết.",
         ONE_STOP, CASE, CIVIL, POLICE, HEAD, CONTROLLER),
    _row("cases.receive", "Tiếp nhận hồ sơ", "Tiếp nhận, từ chối tiếp nhận, yêu cầu bổ sung, trả kết quả.",
         ONE_STOP),
    _row("cases.process", "Thụ lý hồ sơ", "Kiểm tra, thẩm định, yêu cầu bổ sung, trình ký.",
         CASE, CIVIL, POLICE),
    _row("cases.approve", "Ký kết quả hồ sơ", "Duyệt, ký kết quả; xin lỗi và hẹn lại; dừng giải quyết.",
         HEAD),
    _row("cases.assign", "Phân công hồ sơ", "Giao hồ sơ cho người thụ lý; chuyển hồ sơ sang cơ quan khác.",
         HEAD, ONE_STOP),
    _row("cases.figures", "Số liệu hồ sơ", "Xem, xuất số liệu hồ sơ, phụ lục và Bộ chỉ số 766.",
         LEADER, STEERING, HEAD, CONTROLLER, ONE_STOP),
    _row("cases.edit_index", "Sửa bảng điểm 766", "Sửa điểm tối đa, ngưỡng của từng chỉ số thành phần.",
         CONTROLLER),
    _row("wallet.own", "Kho giấy tờ của tôi", "Xem, thêm, cho dùng lại giấy tờ điện tử của chính mình.",
         CITIZEN),
    _row("wallet.use", "Dùng lại giấy tờ", "Xem và dùng lại giấy tờ trong kho của người dân cho một hồ sơ.",
         ONE_STOP, CASE, CIVIL, POLICE),
    _row("wallet.digitise", "Số hóa giấy tờ", "Số hóa giấy tờ của hồ sơ, ghi thuộc tính và lưu kho.",
         ONE_STOP, CASE, CIVIL, POLICE),
    _row("signing.manage", "Quản lý chứng thư", "Xem, cấp, thu hồi chứng thư ký số của cơ quan.",
         ADMIN),
    _row("payments.pay", "Nộp phí, lệ phí", "Thanh toán khoản thu của hồ sơ của mình.",
         CITIZEN),
    _row("payments.collect", "Thu tại quầy", "Lập khoản thu, thu tiền tại quầy, in biên lai.",
         ONE_STOP),
    _row("payments.view", "Xem khoản thu", "Xem khoản thu, khoản treo của cơ quan mình.",
         ONE_STOP, ACCOUNTANT, HEAD),
    _row("payments.reconcile", "Đối soát khoản thu", "Đối soát hằng ngày, xử lý khoản treo, lập đề nghị hoàn tiền.",
         ACCOUNTANT),
    _row("payments.approve_refund", "Duyệt hoàn tiền", "Đồng ý hoặc từ chối đề nghị hoàn tiền do kế toán lập.",
         HEAD),
    _row("interlinked.view", "Xem hồ sơ liên thông", "Xem các chặng của hồ sơ liên thông và chặng đang vướng.",
         ONE_STOP, CASE, CIVIL, POLICE, HEAD, CONTROLLER),
    _row("interlinked.retry", "Gửi lại chặng liên thông", "Cho chạy lại chặng bị lỗi, ghi nhận đồng ý của chủ hộ.",
         ONE_STOP, CONTROLLER),
    _row("portal_sync.view", "Xem đồng bộ hồ sơ", "Xem hồ sơ đã, chưa đồng bộ lên Cổng dịch vụ công quốc gia, lý do.",
         CONTROLLER, ADMIN, HEAD, ONE_STOP),
    _row("portal_sync.resend", "Gửi lại đồng bộ", "Gửi lại hồ sơ bị từ chối đồng bộ.",
         CONTROLLER, ONE_STOP),
    _row("feedback.give", "Đánh giá, phản ánh", "Đánh giá sau khi nhận kết quả; gửi phản ánh, kiến nghị.",
         CITIZEN),
    _row("feedback.view", "Xem đánh giá, phản ánh", "Xem đánh giá và phản ánh, kiến nghị của cơ quan mình.",
         LEADER, STEERING, HEAD, CONTROLLER),
    _row("feedback.assign", "Chuyển phản ánh", "Phân loại, chuyển, từ chối, công khai phản ánh kiến nghị.",
         CONTROLLER),
    _row("feedback.answer", "Trả lời phản ánh", "Trả lời phản ánh, kiến nghị được chuyển tới cơ quan mình.",
         HEAD),
    _row("my_data.view", "Dữ liệu của tôi", "Xem dữ liệu dân cư của mình và ai đã xem.",
         CITIZEN),
    _row("notifications.view_deliveries", "Xem việc gửi thông báo", "Xem thông báo nào đã gửi, chưa gửi, lỗi.",
         ADMIN),
)}
# fmt: on

#: Pairs that one person never holds at once, with the reason as it is shown.
INCOMPATIBLE: tuple[tuple[str, str, str], ...] = (
    ("assignments.report", "assignments.accept", "người báo cáo không tự nghiệm thu"),
    ("assignments.request_deadline", "assignments.approve_deadline", "người xin đổi thời hạn không tự duyệt"),
    ("assignments.explain", "assignments.request_explanation", "người giải trình không tự yêu cầu giải trình"),
    ("collection.enter", "collection.accept", "người nhập số liệu không tự duyệt"),
    ("accounts.manage", "audit.view", "người cấp quyền không kiểm soát nhật ký của chính mình"),
    ("accounts.manage", "assignments.issue", "người quản trị không làm nghiệp vụ"),
    ("accounts.manage", "population.search", "người quản trị không tra cứu dữ liệu dân cư"),
    ("cases.process", "cases.approve", "người thụ lý không tự ký kết quả"),
    ("payments.collect", "payments.reconcile", "người thu tiền không tự đối soát"),
    ("payments.reconcile", "payments.approve_refund", "người lập đề nghị hoàn tiền không tự duyệt"),
    ("accounts.manage", "cases.process", "người quản trị không làm nghiệp vụ"),
    ("audit.view", "population.search", "người kiểm soát truy cập không tra cứu dữ liệu dân cư"),
)


def permissions_of(role: str) -> frozenset[str]:
    """Codes that ``role`` holds in its area (without what everyone holds)."""
    return frozenset(row.code for row in PERMISSIONS.values() if role in row.roles)


#: What each person with an account may do, whatever the role.
EVERYONE: frozenset[str] = frozenset(row.code for row in PERMISSIONS.values() if row.everyone)
