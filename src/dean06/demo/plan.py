"""The demo's plan as data: invented tasks in the five groups of Đề án 06, due so many days from the day of building.

Bodies are real; every person, number of document and result is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Story(StrEnum):
    """How far a task has come in the demo."""

    ISSUED = "issued"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    ACCEPTED_TODAY = "accepted_today"
    NEW_DEADLINE_ASKED = "new_deadline_asked"
    EXPLANATION_ASKED = "explanation_asked"
    EXPLAINED = "explained"
    HANDED_OVER = "handed_over"
    WAITING = "waiting"
    SHARED = "shared"
    SHARED_DONE = "shared_done"


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task. ``due`` is days from the day of building; without it ``deadline`` holds the words of the plan.

    ``reported`` and ``finished``: of a task led by a group, how many of its bodies have reported, how many of these
    their part finished.
    """

    text: str
    lead: str
    partners: str = ""
    due: int | None = None
    deadline: str = ""
    product: str = ""
    measure: str = ""
    story: Story = Story.ISSUED
    percent: int = 0
    reported: int = 0
    finished: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the plan."""

    title: str
    tasks: tuple[PlannedTask, ...]


T = PlannedTask
S = Story

GROUPS: tuple[Group, ...] = (
    Group(
        "Giải quyết thủ tục hành chính, dịch vụ công trực tuyến",
        (
            T(
                "Hoàn thành nâng cấp hệ thống giải quyết thủ tục hành chính để nhận hồ sơ không phụ thuộc địa giới.",
                "Sở Khoa học và Công nghệ",
                "Văn phòng UBND tỉnh, Công an tỉnh",
                due=-34,
                product="Biên bản nghiệm thu hệ thống",
                story=S.EXPLANATION_ASKED,
                percent=70,
            ),
            T(
                "Rà soát toàn bộ thủ tục có yêu cầu nộp phiếu lý lịch tư pháp bản giấy, trình bãi bỏ yêu cầu này.",
                "Sở Tư pháp",
                "Công an tỉnh, các sở, ban, ngành",
                due=-12,
                product="Tờ trình và dự thảo quyết định công bố",
                story=S.STUCK,
                percent=45,
            ),
            T(
                "Kiểm tra thiết bị tại bộ phận một cửa của 69 xã, phường, lập danh mục phải thay thế.",
                "Văn phòng UBND tỉnh",
                "UBND cấp xã",
                due=-60,
                product="Danh mục thiết bị theo từng xã, phường",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Đưa thanh toán trực tuyến tới mọi xã, phường còn dưới chỉ tiêu; mỗi xã có mã QR thu phí tại quầy.",
                "Văn phòng UBND tỉnh",
                "Ngân hàng Nhà nước Chi nhánh Khu vực 8, UBND cấp xã",
                due=5,
                product="Báo cáo tỷ lệ thanh toán trực tuyến theo xã",
                story=S.UNDER_WAY,
                percent=60,
            ),
            T(
                "Niêm yết mã QR nộp phí và hướng dẫn nộp hồ sơ trực tuyến tại mọi bộ phận một cửa cấp xã.",
                "UBND cấp xã",
                "Trung tâm Phục vụ hành chính công tỉnh",
                due=-1,
                product="Ảnh chụp bảng niêm yết và danh sách điểm niêm yết",
                story=S.SHARED,
                reported=58,
                finished=50,
            ),
            T(
                "Số hóa sổ hộ tịch còn lại trước năm 2016 và đối chiếu với dữ liệu dân cư.",
                "Sở Tư pháp",
                "Công an tỉnh, UBND cấp xã",
                due=40,
                product="Cơ sở dữ liệu hộ tịch đã đối chiếu",
                story=S.UNDER_WAY,
                percent=52,
            ),
            T(
                "Cắt giảm ít nhất một phần năm số ô phải khai trong các tờ khai có thông tin công dân.",
                "Sở Nội vụ",
                "các sở, ban, ngành",
                due=3,
                product="Bảng so sánh tờ khai trước và sau",
                story=S.REPORTED,
                percent=100,
            ),
            T(
                "Trả kết quả điện tử có ký số đối với mọi hồ sơ cấp tỉnh.",
                "Các sở, ban, ngành",
                "Trung tâm Phục vụ hành chính công tỉnh",
                deadline="Thực hiện thường xuyên",
                product="Kết quả điện tử có ký số",
                measure="Tỷ lệ hồ sơ có kết quả điện tử trong tháng",
                story=S.SHARED,
                reported=19,
            ),
            T(
                "Kết nối phần mềm công chứng với dữ liệu đất đai theo mô hình thống nhất.",
                "Sở Nông nghiệp và Môi trường",
                "Sở Tư pháp, Thuế tỉnh Hà Tĩnh",
                deadline="Theo hướng dẫn của Bộ Nông nghiệp và Môi trường",
                product="Biên bản kết nối thử nghiệm",
                story=S.WAITING,
                percent=10,
            ),
        ),
    ),
    Group(
        "Phát triển kinh tế - xã hội",
        (
            T(
                "Chuyển số người còn nhận lương hưu, trợ cấp bằng tiền mặt sang nhận qua tài khoản.",
                "Bảo hiểm xã hội tỉnh Hà Tĩnh",
                "UBND cấp xã, Bưu điện tỉnh Hà Tĩnh",
                due=-5,
                product="Danh sách đã chuyển và lý do từng trường hợp còn lại",
                story=S.EXPLAINED,
                percent=80,
            ),
            T(
                "Đối khớp mã số thuế cá nhân còn lại với số định danh, trả danh sách sai lệch về từng xã, phường.",
                "Thuế tỉnh Hà Tĩnh",
                "Công an tỉnh, UBND cấp xã",
                due=18,
                product="Danh sách mã số thuế đã đối khớp",
                story=S.UNDER_WAY,
                percent=63,
            ),
            T(
                "Bảo đảm mọi cơ sở khám chữa bệnh tra cứu thẻ bảo hiểm y tế bằng căn cước hoặc VNeID.",
                "Sở Y tế",
                "Bảo hiểm xã hội tỉnh Hà Tĩnh, Công an tỉnh",
                due=-90,
                product="Danh sách cơ sở đã tra cứu",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Thu viện phí không dùng tiền mặt đạt ít nhất một nửa số tiền tại bệnh viện tuyến tỉnh.",
                "Sở Y tế",
                "Ngân hàng Nhà nước Chi nhánh Khu vực 8",
                due=-20,
                product="Báo cáo số tiền thu theo bệnh viện",
                story=S.NEW_DEADLINE_ASKED,
                percent=43,
            ),
            T(
                "Thu học phí không dùng tiền mặt tại mọi cơ sở giáo dục công lập.",
                "Sở Giáo dục và Đào tạo",
                "UBND cấp xã",
                due=-120,
                product="Báo cáo số tiền thu theo trường",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Chi trả trợ cấp xã hội hằng tháng qua tài khoản cho người đã có tài khoản.",
                "Sở Y tế",
                "UBND cấp xã, Bưu điện tỉnh Hà Tĩnh",
                deadline="Thực hiện thường xuyên, báo cáo hằng tháng",
                product="Bảng chi trả theo xã",
                measure="Tỷ lệ người nhận qua tài khoản trong tháng",
                story=S.UNDER_WAY,
                percent=71,
            ),
            T(
                "Thông báo lưu trú qua phần mềm tại mọi khách sạn, nhà nghỉ, cơ sở khám chữa bệnh.",
                "Công an tỉnh",
                "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế",
                deadline="Thực hiện thường xuyên",
                product="Danh sách cơ sở đã thông báo",
                measure="Số cơ sở có thông báo trong tháng trên tổng số",
                story=S.UNDER_WAY,
                percent=90,
            ),
            T(
                "Triển khai hóa đơn điện tử từ máy tính tiền tại cơ sở ăn uống, bán lẻ.",
                "Thuế tỉnh Hà Tĩnh",
                "Sở Công Thương, UBND cấp xã",
                due=30,
                product="Danh sách cơ sở đã dùng",
                story=S.UNDER_WAY,
                percent=77,
            ),
        ),
    ),
    Group(
        "Phát triển công dân số",
        (
            T(
                "Cấp tài khoản định danh điện tử cho cơ quan, tổ chức trên địa bàn.",
                "Công an tỉnh",
                "các sở, ban, ngành, địa phương",
                due=9,
                product="Danh sách tổ chức đã có tài khoản",
                story=S.UNDER_WAY,
                percent=82,
            ),
            T(
                "Lập sổ sức khỏe điện tử trên VNeID cho ít nhất tám phần mười người dân.",
                "Sở Y tế",
                "Công an tỉnh, Bảo hiểm xã hội tỉnh Hà Tĩnh",
                due=-8,
                product="Báo cáo số sổ sức khỏe theo xã",
                story=S.STUCK,
                percent=38,
            ),
            T(
                "Mở lớp kỹ năng số cho tổ công nghệ số cộng đồng của mọi thôn, tổ dân phố.",
                "Sở Khoa học và Công nghệ",
                "Tỉnh đoàn Hà Tĩnh, UBND cấp xã",
                due=-45,
                product="Danh sách lớp và người học",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Kiện toàn tổ công nghệ số cộng đồng ở mọi thôn, tổ dân phố sau khi sắp xếp xã, phường.",
                "UBND cấp xã",
                "Tỉnh đoàn Hà Tĩnh",
                due=-50,
                product="Quyết định kiện toàn và danh sách thành viên",
                story=S.SHARED_DONE,
                reported=66,
                finished=66,
            ),
            T(
                "Hỗ trợ người cao tuổi, người khuyết tật làm thủ tục tại nhà theo lịch hằng tuần.",
                "UBND cấp xã",
                "Công an cấp xã, Hội Người cao tuổi tỉnh Hà Tĩnh",
                deadline="Thường xuyên",
                product="Sổ theo dõi lượt hỗ trợ",
                measure="Số lượt hỗ trợ tại nhà trong tháng",
                story=S.SHARED,
                reported=57,
            ),
            T(
                "Cấp chữ ký số cá nhân miễn phí cho người làm dịch vụ công trực tuyến.",
                "Sở Khoa học và Công nghệ",
                "Viettel Hà Tĩnh, VNPT Hà Tĩnh",
                due=55,
                product="Báo cáo số chữ ký số đã cấp",
                story=S.UNDER_WAY,
                percent=30,
            ),
            T(
                "Thử nghiệm đăng ký khám bệnh bằng căn cước tại kiốt của hai bệnh viện.",
                "Bệnh viện Đa khoa tỉnh Hà Tĩnh",
                "Sở Y tế",
                due=2,
                product="Báo cáo kết quả thử nghiệm",
                story=S.RETURNED,
                percent=90,
            ),
        ),
    ),
    Group(
        "Kết nối, khai thác, làm giàu dữ liệu dân cư",
        (
            T(
                "Làm sạch dữ liệu trẻ em, bảo đảm mỗi trẻ có số định danh và người giám hộ.",
                "Sở Y tế",
                "Công an tỉnh, UBND cấp xã",
                due=-3,
                product="Danh sách trẻ em đã làm sạch theo xã",
                story=S.HANDED_OVER,
                percent=55,
            ),
            T(
                "Đối chiếu người đã mất, người chuyển đi với sổ hộ tịch, gửi danh sách sai lệch cho công an.",
                "UBND cấp xã",
                "Công an cấp xã, Sở Tư pháp",
                due=6,
                product="Danh sách sai lệch đã gửi công an cấp xã",
                story=S.SHARED,
                reported=47,
                finished=23,
            ),
            T(
                "Làm sạch dữ liệu người có công, trả danh sách sai lệch về từng xã, phường.",
                "Sở Nội vụ",
                "Công an tỉnh, UBND cấp xã",
                due=-70,
                product="Danh sách người có công đã làm sạch",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Làm sạch dữ liệu tình trạng hôn nhân theo kế hoạch phối hợp của ngành công an, tư pháp, tòa án.",
                "Công an tỉnh",
                "Sở Tư pháp, Tòa án nhân dân tỉnh Hà Tĩnh",
                due=21,
                product="Báo cáo số bản ghi đã làm sạch",
                story=S.UNDER_WAY,
                percent=58,
            ),
            T(
                "Kiểm tra an toàn thông tin của hệ thống kết nối với dữ liệu dân cư, khắc phục điểm yếu.",
                "Sở Khoa học và Công nghệ",
                "Công an tỉnh, Văn phòng UBND tỉnh",
                due=-15,
                product="Biên bản kiểm tra và kế hoạch khắc phục",
                story=S.ACCEPTED_TODAY,
                percent=100,
            ),
            T(
                "Rà soát tài khoản tra cứu dân cư, thu hồi tài khoản dùng chung và tài khoản không đúng nhiệm vụ.",
                "Công an tỉnh",
                "các sở, ban, ngành, địa phương",
                due=-28,
                product="Danh sách tài khoản đã thu hồi",
                story=S.DONE,
                percent=100,
            ),
            T(
                "Đồng bộ dữ liệu hội viên các hội, đoàn thể trên nền dân cư.",
                "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Tĩnh",
                "Hội Nông dân tỉnh Hà Tĩnh, Hội Cựu chiến binh tỉnh Hà Tĩnh, Hội Người cao tuổi tỉnh Hà Tĩnh",
                due=75,
                product="Danh sách hội viên đã đồng bộ",
                story=S.ISSUED,
            ),
            T(
                "Chuẩn hóa địa chỉ, biển số nhà sau khi sắp xếp đơn vị hành chính cấp xã.",
                "Sở Xây dựng",
                "UBND cấp xã",
                deadline="Khi có hướng dẫn của Bộ Xây dựng",
                product="Danh mục địa chỉ đã chuẩn hóa",
                story=S.WAITING,
                percent=20,
            ),
        ),
    ),
    Group(
        "Phục vụ chỉ đạo, điều hành",
        (
            T(
                "Đưa số liệu dân cư tổng hợp lên Trung tâm giám sát, điều hành thông minh của tỉnh.",
                "Văn phòng UBND tỉnh",
                "Công an tỉnh, Sở Khoa học và Công nghệ",
                due=-2,
                product="Màn hình số liệu dân cư theo xã",
                story=S.STUCK,
                percent=60,
            ),
            T(
                "Kiểm tra việc thực hiện Đề án 06 tại ít nhất 20 xã, phường và 6 sở.",
                "Công an tỉnh",
                "Văn phòng UBND tỉnh, Sở Nội vụ",
                due=12,
                product="Thông báo kết luận kiểm tra",
                story=S.UNDER_WAY,
                percent=70,
            ),
            T(
                "Bố trí kinh phí năm tới cho Đề án 06, nêu rõ từng đơn vị và từng hạng mục.",
                "Sở Tài chính",
                "các sở, ban, ngành, địa phương",
                due=24,
                product="Dự toán được duyệt",
                story=S.UNDER_WAY,
                percent=35,
            ),
            T(
                "Báo cáo tuần vào thứ Năm và báo cáo tháng trước ngày 10.",
                "Các sở, ban, ngành, địa phương",
                "Công an tỉnh",
                deadline="Định kỳ hằng tuần, hằng tháng",
                product="Báo cáo đúng biểu mẫu",
                measure="Số đơn vị gửi đúng hạn trong tháng",
                story=S.SHARED,
                reported=84,
            ),
            T(
                "Tuyên truyền tiện ích của VNeID trên báo, đài và loa truyền thanh cơ sở.",
                "Báo Hà Tĩnh",
                "Công an tỉnh, UBND cấp xã",
                deadline="Thực hiện thường xuyên",
                product="Chuyên mục hằng tuần",
                measure="Số tin, bài đã đăng trong tháng",
                story=S.UNDER_WAY,
                percent=85,
            ),
            T(
                "Tổng kết việc thực hiện Đề án 06 trong năm, đề xuất khen thưởng dựa trên số liệu.",
                "Công an tỉnh",
                "Sở Nội vụ, Văn phòng UBND tỉnh",
                deadline="Trong quý IV năm {year}",
                product="Báo cáo tổng kết và danh sách đề nghị khen thưởng",
                story=S.UNDER_WAY,
                percent=15,
            ),
        ),
    ),
)
