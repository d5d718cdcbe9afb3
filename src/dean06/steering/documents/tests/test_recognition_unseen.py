"""Ways of writing that the first rules did not know: Party numbering, labels over lists, officers, short deadlines."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.recognition.bodies import split_bodies, split_responsibility
from dean06.steering.documents.recognition.deadlines import deadline_in_prose, read_deadline
from dean06.steering.documents.recognition.subjects import body_heading, read_subject
from dean06.steering.documents.types import Task


def tasks_of(text: str, name: str = "van_ban.txt") -> list[Task]:
    return recognise(read_bytes(text.encode(), name)).tasks


def told(task: Task) -> tuple[str | None, list[str], list[str], str, str | None]:
    date = task.deadline.date.isoformat() if task.deadline.date else None
    return task.number, task.lead, task.coordinating, task.deadline.kind.value, date


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Bộ, ngành, địa phương", ["Bộ, ngành, địa phương"]),
        ("Sở Tài chính, ban, ngành liên quan", ["Sở Tài chính", "ban, ngành liên quan"]),
        ("UBND cấp xã và tổ chức, cá nhân liên quan", ["UBND cấp xã", "tổ chức, cá nhân liên quan"]),
        ("VTV, VOV, TTXVN, các địa phương", ["VTV", "VOV", "TTXVN", "các địa phương"]),
        ("Phòng Nội vụ, phòng Tư pháp", ["Phòng Nội vụ", "phòng Tư pháp"]),
        ("Khoa Ngoại\nKhoa Sản", ["Khoa Ngoại", "Khoa Sản"]),
        ("Sở Nội vụ/Sở Tư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Sở Nội vụ - Sở Tư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Sở Lao động - Thương binh và Xã hội", ["Sở Lao động - Thương binh và Xã hội"]),
        ("Trung tâm Phục vụ hành chính công tỉnh/xã", ["Trung tâm Phục vụ hành chính công tỉnh/xã"]),
        ("Phòng Pháp chế và Thanh tra", ["Phòng Pháp chế và Thanh tra"]),
        ("Sở Nội vụ và Thanh tra", ["Sở Nội vụ", "Thanh tra"]),
        ("các Ủy ban của Quốc hội, Văn phòng Quốc hội", ["các Ủy ban của Quốc hội", "Văn phòng Quốc hội"]),
        ("Các Tổng cục, Cục trực thuộc Bộ", ["Các Tổng cục, Cục trực thuộc Bộ"]),
        ("Tổ trưởng Tổ dân phố, Trưởng thôn", ["Tổ trưởng Tổ dân phố", "Trưởng thôn"]),
        ("Các thành phố lớn và một số tỉnh đủ điều kiện", ["Các thành phố lớn", "một số tỉnh đủ điều kiện"]),
    ],
)
def test_bodies_that_are_named_in_other_ways(text: str, bodies: list[str]) -> None:
    assert split_bodies(text) == bodies


def test_each_side_says_its_own_role() -> None:
    who = split_responsibility("Ban Tuyên giáo chủ trì; Ban Gia đình, Hội Nông dân các xã phối hợp.")
    assert who.lead == ["Ban Tuyên giáo"]
    assert who.coordinating == ["Ban Gia đình", "Hội Nông dân các xã"]


@pytest.mark.parametrize(
    ("words", "kind", "date"),
    [
        ("T6/2025", "within_month", "2025-06-30"),
        ("Q.III/2025", "within_quarter", "2025-09-30"),
        ("Đến hết 2025", "within_year", "2025-12-31"),
        ("Cả năm", "within_year", "2025-12-31"),
        ("Tháng 4 - 5/2025", "within_month", "2025-05-31"),
        ("Trước 30/6 và 31/12 hằng năm", "recurring", None),
        ("Trước 15/12 hằng năm", "recurring", None),
        ("17h00 ngày 11/7/2025", "by_date", "2025-07-11"),
    ],
)
def test_short_deadlines_of_narrow_columns(words: str, kind: str, date: str | None) -> None:
    deadline = read_deadline(words, year=2025).deadline
    assert (deadline.kind.value, deadline.date.isoformat() if deadline.date else None) == (kind, date)
    assert deadline.text == words


@pytest.mark.parametrize(
    ("sentence", "kind", "date"),
    [
        ("Công ty báo cáo trước 17h00 ngày 25/6/2025.", "by_date", "2025-06-25"),
        ("Đội cứu hộ khôi phục đường truyền trước 08 giờ 00 ngày 16/9/2025.", "by_date", "2025-09-16"),
        ("Báo cáo nguyên nhân trong ngày 16/9/2025.", "by_date", "2025-09-16"),
        ("Xây dựng tiêu chí, trình Bộ trưởng ban hành trước ngày 30/5/2025.", "by_date", "2025-05-30"),
        ("Rà soát văn bản ban hành trước ngày 01/01/2020.", "none", None),
        ("Cấp mã cho toàn bộ học sinh trước ngày 15/10/2025.", "by_date", "2025-10-15"),
        ("Kiểm tra năm đơn vị trong 6 tháng cuối năm 2025.", "within_half_year", "2025-12-31"),
        ("Theo dõi việc chấp hành, định kỳ 6 tháng báo cáo Bộ trưởng.", "recurring", None),
        ("Thẩm định thiệt hại; báo cáo UBND tỉnh hằng ngày trước 16 giờ.", "recurring", None),
        ("Nhập xong dữ liệu trước ngày 30/6/2025.", "by_date", "2025-06-30"),
    ],
)
def test_deadlines_in_prose_with_hours_and_half_years(sentence: str, kind: str, date: str | None) -> None:
    deadline = deadline_in_prose(sentence, year=2025).deadline
    assert (deadline.kind.value, deadline.date.isoformat() if deadline.date else None) == (kind, date)


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Giao đồng chí Lê Văn Thử - Phó Chủ tịch UBND xã trực tiếp kiểm tra.", ["Lê Văn Thử - Phó Chủ tịch UBND xã"]),
        ("Đồng chí Phó Trưởng Công an xã chủ trì buổi ra quân.", ["Phó Trưởng Công an xã"]),
        ("Chủ tịch UBND tỉnh có ý kiến như sau: Giao các sở, ngành giải trình.", ["các sở, ngành"]),
        ("Giao Sở Y tế trên cơ sở quy định hiện hành, hướng dẫn các bệnh viện.", ["Sở Y tế"]),
        ("Do thời gian gấp, trân trọng đề nghị Sở Tư pháp nghiên cứu.", ["Sở Tư pháp"]),
        ("Chi nhánh Văn phòng Đăng ký đất đai huyện bàn giao tài liệu.", ["Chi nhánh Văn phòng Đăng ký đất đai huyện"]),
        ("UBND các xã: An Hòa, Bình Phú khẩn trương khắc phục.", ["UBND các xã: An Hòa, Bình Phú"]),
    ],
)
def test_whom_a_sentence_orders(sentence: str, lead: list[str]) -> None:
    assert read_subject(sentence).lead == lead


def test_a_heading_addresses_a_body_in_capitals_or_with_a_name_of_its_own() -> None:
    assert body_heading("ĐỀ NGHỊ UBND CÁC XÃ, PHƯỜNG") == ["UBND CÁC XÃ, PHƯỜNG"]
    assert body_heading("Đối với các Điện lực trực thuộc:") == ["các Điện lực trực thuộc"]
    assert body_heading("Đối với các nhóm tiện ích của Đề án") == []


PARTY_PLAN = """ĐẢNG BỘ TỈNH SƠN TÂY
BAN CHẤP HÀNH
*
Số 12-KH/TU
Sơn Tây, ngày 14 tháng 5 năm 2025

KẾ HOẠCH
thực hiện Nghị quyết về dữ liệu số

I- MỤC ĐÍCH
Tạo chuyển biến rõ rệt.

II- NHIỆM VỤ
1- Tuyên truyền
1.1- Mở lớp học tập Nghị quyết cho cán bộ chủ chốt.
- Cơ quan chủ trì: Ban Tuyên giáo và Dân vận Tỉnh ủy.
- Cơ quan phối hợp: Văn phòng Tỉnh ủy, các đảng ủy trực thuộc Tỉnh ủy.
- Thời gian hoàn thành: Tháng 6/2025.
2- Thể chế
2.1- Sửa đổi quy chế làm việc.
- Cơ quan chủ trì: Văn phòng Tỉnh ủy.
- Thời gian hoàn thành: Quý IV năm 2025.

III- TỔ CHỨC THỰC HIỆN
1- Đảng ủy Ủy ban nhân dân tỉnh chỉ đạo xây dựng đề án dữ liệu; hoàn thành trước ngày 31/7/2025.
2- Văn phòng Tỉnh ủy theo dõi, đôn đốc việc thực hiện Kế hoạch này.
"""


def test_a_party_plan_numbers_with_dashes_and_its_closing_part_may_order_work_of_its_own() -> None:
    tasks = tasks_of(PARTY_PLAN)
    assert [told(task) for task in tasks] == [
        (
            "1.1",
            ["Ban Tuyên giáo và Dân vận Tỉnh ủy"],
            ["Văn phòng Tỉnh ủy", "các đảng ủy trực thuộc Tỉnh ủy"],
            "within_month",
            "2025-06-30",
        ),
        ("2.1", ["Văn phòng Tỉnh ủy"], [], "within_quarter", "2025-12-31"),
        ("1", ["Đảng ủy Ủy ban nhân dân tỉnh"], [], "by_date", "2025-07-31"),
    ]
    assert tasks[0].section_path == ["II- NHIỆM VỤ", "1- Tuyên truyền"]


LISTED_LABELS = """BẢO HIỂM XÃ HỘI TỈNH HOA LƯ
Số: 90/KH-BHXH
Hoa Lư, ngày 02 tháng 6 năm 2025

KẾ HOẠCH
Chi trả lương hưu qua tài khoản năm 2025

II. CÁC NHIỆM VỤ

Nhiệm vụ 1: Lập danh sách người hưởng chưa có tài khoản
Chủ trì thực hiện:
- Phòng Chế độ
- BHXH các huyện
Phối hợp thực hiện:
- Bưu điện tỉnh
THỜI GIAN THỰC HIỆN: Hoàn thành trước 31/7/2025
SẢN PHẨM: Danh sách

Nhiệm vụ 2: Mở tài khoản tại nhà cho người cao tuổi
Chủ trì thực hiện:
- BHXH các huyện
Phối hợp thực hiện:
- Các ngân hàng thương mại
THỜI GIAN THỰC HIỆN: Quý III và quý IV/2025
"""


def test_a_label_on_its_own_line_holds_the_list_below_it() -> None:
    tasks = tasks_of(LISTED_LABELS)
    assert [told(task) for task in tasks] == [
        ("1", ["Phòng Chế độ", "BHXH các huyện"], ["Bưu điện tỉnh"], "by_date", "2025-07-31"),
        ("2", ["BHXH các huyện"], ["Các ngân hàng thương mại"], "within_quarter", "2025-12-31"),
    ]
    assert [task.text for task in tasks] == [
        "Lập danh sách người hưởng chưa có tài khoản",
        "Mở tài khoản tại nhà cho người cao tuổi",
    ]
    assert tasks[0].result == "Danh sách"


LETTER = """ỦY BAN NHÂN DÂN
HUYỆN THANH TÂN
Số: 388/UBND-VP
V/v số hóa hồ sơ đất đai
Thanh Tân, ngày 18 tháng 6 năm 2025

Kính gửi: Các phòng, ban thuộc huyện.

UBND huyện yêu cầu:

- Phòng Kinh tế chủ trì, phối hợp với Hạt Kiểm lâm rà soát hồ sơ; báo cáo trước 17h00 ngày 25/6/2025.
- Phòng Tài chính tham mưu kinh phí. Công an huyện đối chiếu dữ liệu chủ sử dụng đất trong quý III/2025.
- UBND các xã cập nhật hồ sơ trong 03 ngày làm việc kể từ khi hệ thống được khôi phục.

Đề nghị các cơ quan, đơn vị triển khai thực hiện./.
"""


def test_two_bodies_in_one_bullet_are_two_orders_and_the_polite_ending_is_none() -> None:
    assert [told(task) for task in tasks_of(LETTER)] == [
        (None, ["Phòng Kinh tế"], ["Hạt Kiểm lâm"], "by_date", "2025-06-25"),
        (None, ["Phòng Tài chính"], [], "none", None),
        (None, ["Công an huyện"], [], "within_quarter", "2025-09-30"),
        (None, ["UBND các xã"], [], "within_days", None),
    ]


def test_a_label_under_the_heading_of_a_body_leaves_that_body_in_charge() -> None:
    tasks = tasks_of(
        "SỞ GIÁO DỤC TỈNH LÂM\nSố: 14/KH-SGD\nLâm, ngày 09 tháng 9 năm 2025\n\nKẾ HOẠCH\nDữ liệu học sinh\n\n"
        "I. PHÂN CÔNG NHIỆM VỤ\n1. Phòng Quản lý chất lượng\na) Tham mưu mở cổng đăng ký dự thi; "
        "thời gian: Quý II năm 2026.\nb) Phối hợp với Công an tỉnh đối chiếu dữ liệu thí sinh.\n"
    )
    assert [told(task) for task in tasks] == [
        ("a", ["Phòng Quản lý chất lượng"], [], "within_quarter", "2026-06-30"),
        ("b", ["Phòng Quản lý chất lượng"], ["Công an tỉnh"], "none", None),
    ]


def test_a_table_of_shortcomings_names_its_tasks_as_measures() -> None:
    tasks = tasks_of(
        "| STT | Tồn tại | Biện pháp khắc phục | Trách nhiệm thực hiện | Thời gian khắc phục |\n|---|---|---|---|---|\n"
        "| 1 | Hồ sơ trễ hạn | Xử lý dứt điểm hồ sơ quá hạn | Trung tâm Phục vụ hành chính công | 31/7/2025 |\n",
        "bang.md",
    )
    assert [(task.text, *told(task)) for task in tasks] == [
        ("Xử lý dứt điểm hồ sơ quá hạn", "1", ["Trung tâm Phục vụ hành chính công"], [], "by_date", "2025-07-31")
    ]


def test_a_rate_kept_as_a_fraction_in_a_spreadsheet_is_read_in_per_cent() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["STT", "Tên thủ tục", "Tổng số hồ sơ", "Hồ sơ trực tuyến", "Tỷ lệ"],
        [1, "Đăng ký biến động đất đai", 420, 210, 0.5],
        [2, "Đăng ký hộ kinh doanh", 51, 51, 1],
        [3, "Cấp đổi giấy chứng nhận", 200, 1, 0.5],
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    services = recognise(read_bytes(file.getvalue(), "dich_vu.xlsx")).services
    assert [float(service.rate or 0) for service in services] == [50.0, 100.0, 0.5]


RESOLUTION = """CHÍNH QUYỀN THÀNH PHỐ SÔNG TRÀ
Số: 99/NQ-CQ
Sông Trà, ngày 10 tháng 9 năm 2025

NGHỊ QUYẾT
Phiên họp thường kỳ tháng 8 năm 2025

Hội nghị thống nhất đánh giá tình hình tiếp tục chuyển biến. Chính quyền thành phố yêu cầu:

1. Sở Tư pháp chủ trì, phối hợp với các phường:
a) Đưa kho dữ liệu hộ tịch vào vận hành trong tháng 9 năm 2025.
b) Trình dự thảo quy chế trước ngày 30 tháng 9 năm 2025.
2. Đảng ủy Sở Nội vụ lãnh đạo Sở Nội vụ:
- Kiện toàn bộ phận một cửa.
3. Các cấp ủy, tổ chức đảng quán triệt nội dung Nghị quyết đến từng chi bộ.
"""


def test_a_resolution_orders_work_and_the_partners_of_a_heading_hold_for_its_items() -> None:
    assert [told(task) for task in tasks_of(RESOLUTION)] == [
        ("a", ["Sở Tư pháp"], ["các phường"], "within_month", "2025-09-30"),
        ("b", ["Sở Tư pháp"], ["các phường"], "by_date", "2025-09-30"),
        (None, ["Đảng ủy Sở Nội vụ"], [], "none", None),
        ("3", ["Các cấp ủy, tổ chức đảng"], [], "none", None),
    ]


def test_a_ditto_mark_repeats_the_cell_above() -> None:
    tasks = tasks_of(
        "| STT | Nội dung | Phối hợp | Chủ trì | Hạn xử lý |\n|---|---|---|---|---|\n"
        "| 1 | Công bố danh mục dữ liệu mở | Công an tỉnh | Sở Nội vụ | 31/3/2026 |\n"
        "| 2 | Cập nhật danh mục dùng chung | -nt- | nt | Như trên |\n",
        "bang.md",
    )
    assert [told(task) for task in tasks] == [
        ("1", ["Sở Nội vụ"], ["Công an tỉnh"], "by_date", "2026-03-31"),
        ("2", ["Sở Nội vụ"], ["Công an tỉnh"], "by_date", "2026-03-31"),
    ]


def test_a_work_programme_with_a_first_and_a_last_day_is_due_on_the_last() -> None:
    tasks = tasks_of(
        "| TT | Công việc | Thực hiện | Phối hợp | Bắt đầu | Kết thúc |\n|---|---|---|---|---|---|\n"
        "| 1 | Kiểm tra công tác hộ tịch | Phòng Tư pháp | Công an huyện | 01/7/2025 | 31/7/2025 |\n",
        "bang.md",
    )
    assert [told(task) for task in tasks] == [("1", ["Phòng Tư pháp"], ["Công an huyện"], "by_date", "2025-07-31")]


def test_a_part_of_a_plan_that_goes_through_the_bodies_adds_what_its_labels_left_out() -> None:
    tasks = tasks_of(
        "TRUNG TÂM Y TẾ ĐÔNG\nSố: 20/KH-TTYT\nĐông, ngày 04/8/2025\n\nKẾ HOẠCH\nSổ sức khỏe điện tử\n\n"
        "II. NỘI DUNG\n- Treo băng rôn tại các trạm y tế\n+ Phụ trách: Phòng Truyền thông\n"
        "+ Thời gian: từ 10/8/2025 đến 30/8/2025\n- Liên thông dữ liệu khám chữa bệnh\n"
        "+ Phụ trách: Phòng Nghiệp vụ\n+ Thời gian: trước 25/8/2025\n\n"
        "III. PHÂN CÔNG NHIỆM VỤ\n1. Các trạm y tế: bố trí nhân lực hỗ trợ người dân tạo sổ.\n"
        "2. Phòng Nghiệp vụ: theo dõi, đôn đốc việc thực hiện Kế hoạch này.\n"
    )
    assert [(task.lead, task.deadline.kind.value) for task in tasks] == [
        (["Phòng Truyền thông"], "by_date"),
        (["Phòng Nghiệp vụ"], "by_date"),
        (["Các trạm y tế"], "none"),
    ]


def test_items_under_a_paragraph_that_asks_a_body_are_that_bodys_tasks() -> None:
    tasks = tasks_of(
        "SỞ TƯ PHÁP TỈNH TRÀNG HẢI\nSố: 540/STP-HC\nV/v số hóa sổ hộ tịch\nTràng Hải, ngày 22 tháng 4 năm 2025\n\n"
        "Kính gửi: Phòng Tư pháp các huyện.\n\n"
        "Để bảo đảm tiến độ, Sở Tư pháp đề nghị Phòng Tư pháp các huyện tham mưu UBND cấp huyện:\n\n"
        "1. Chỉ đạo UBND cấp xã nhập xong dữ liệu trước ngày 30/6/2025.\n\n2. Bố trí máy móc phục vụ số hóa.\n\n"
        "3. Báo cáo tiến độ về Sở Tư pháp vào ngày 15 và ngày 30 hằng tháng.\n\n"
        "4. Giao Công an huyện chủ trì đối chiếu dữ liệu.\n"
    )
    assert [told(task) for task in tasks] == [
        ("1", ["Phòng Tư pháp các huyện"], [], "by_date", "2025-06-30"),
        ("2", ["Phòng Tư pháp các huyện"], [], "none", None),
        ("3", ["Phòng Tư pháp các huyện"], [], "recurring", None),
        ("4", ["Công an huyện"], [], "none", None),
    ]


def test_a_merged_heading_printed_in_each_of_its_columns_is_one_heading() -> None:
    tasks = tasks_of(
        "| Stt | Nội dung | Thời gian | Thời gian | Cơ quan | Cơ quan |\n|---|---|---|---|---|---|\n"
        "| | | Bắt đầu | Hoàn thành | Chủ trì | Phối hợp |\n"
        "| 1 | Rà soát thủ tục trọng tâm | 3/2025 | 15/7/2025 | Phòng Tư pháp | Các phòng, ban |\n",
        "bang.md",
    )
    assert [told(task) for task in tasks] == [("1", ["Phòng Tư pháp"], ["Các phòng, ban"], "by_date", "2025-07-15")]


def test_a_title_between_two_parts_of_a_tab_table_stays_a_title() -> None:
    tasks = tasks_of(
        "UBND PHƯỜNG TÂY\nSố: 12/CTr-UBND\nTây, ngày 10 tháng 7 năm 2025\n\nCHƯƠNG TRÌNH CÔNG TÁC\n"
        "6 tháng cuối năm 2025\n\nTHÁNG 7\nSTT\tNội dung\tCơ quan chủ trì\tThời gian\n"
        "1\tHọp Tổ công tác\tVăn phòng\tTrước 20/7\n2\tRa quân\tCông an phường\t15/7 - 15/9\n"
        "THÁNG 8\n1\tKiểm tra Bộ phận Một cửa\tPhòng Nội vụ\t25/8\n"
    )
    assert [(task.section_path, *told(task)) for task in tasks] == [
        (["THÁNG 7"], "1", ["Văn phòng"], [], "by_date", "2025-07-20"),
        (["THÁNG 7"], "2", ["Công an phường"], [], "by_date", "2025-09-15"),
        (["THÁNG 8"], "1", ["Phòng Nội vụ"], [], "by_date", "2025-08-25"),
    ]


def test_what_is_said_of_the_people_concerned_does_not_make_an_order_a_report() -> None:
    tasks = tasks_of(
        "UBND TỈNH BÌNH AN\nSố: 11/CT-UBND\nBình An, ngày 31 tháng 3 năm 2025\n\nCHỈ THỊ\nVề chi trả trợ cấp\n\n"
        "Chủ tịch UBND tỉnh chỉ thị:\n\n"
        "1. Sở Nội vụ khẩn trương chi trả cho các đối tượng đã có tài khoản, hoàn thành trước ngày 31/5/2025.\n"
        "2. Công an tỉnh đã cấp xong căn cước cho người đủ tuổi.\n"
    )
    assert [told(task) for task in tasks] == [("1", ["Sở Nội vụ"], [], "by_date", "2025-05-31")]
