"""The papers of the journey, written by the tests: a plan as Word, a report as text. Nothing in them is real."""

from __future__ import annotations

import datetime as dt
import io

import docx

PLAN_NUMBER = "68/KH-TCT"
REPORT_NUMBER = "69/BC-TCT"

#: What the tasks of the plan say; the journey finds them by these words.
INSURANCE = "Đối chiếu danh sách người chưa có thẻ bảo hiểm y tế điện tử"
DOUBLE_FIRST = "Kiểm kê thiết bị đọc thẻ ở bộ phận một cửa."
DOUBLE_SECOND = "Lập dự trù thay thiết bị hỏng trong năm tới"
NOT_A_TASK = "Nội dung này chép nhầm từ kế hoạch khác"
#: A body that nobody knows: the officer must say who is meant.
UNKNOWN_BODY = "Ban Điều phối số liệu liên ngành"


def plan(today: dt.date) -> bytes:
    """A plan of three tasks: one led by an unknown body, one that is really two, one that does not belong here."""
    due = today + dt.timedelta(days=30)
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = f"UBND TỈNH HÀ TĨNH\nTỔ CÔNG TÁC ĐỀ ÁN 06\nSố: {PLAN_NUMBER}"
    head.cell(0, 1).text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Hà Tĩnh, ngày {today:%d} tháng {today:%m} năm {today:%Y}"
    )
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Rà soát dữ liệu và thiết bị phục vụ Đề án 06")
    document.add_paragraph("I. NHIỆM VỤ")
    for number, (text, lead, product) in enumerate(
        (
            (f"{INSURANCE}.", UNKNOWN_BODY, "Danh sách đã đối chiếu"),
            (f"{DOUBLE_FIRST} {DOUBLE_SECOND}.", "Sở Khoa học và Công nghệ", "Bảng kiểm kê"),
            (f"{NOT_A_TASK}.", "Sở Nội vụ", ""),
        ),
        start=1,
    ):
        document.add_paragraph(f"({number}) {text}")
        document.add_paragraph(f"- Cơ quan chủ trì: {lead}.")
        document.add_paragraph(f"- Thời hạn hoàn thành: trước ngày {due:%d} tháng {due:%m} năm {due:%Y}.")
        if product:
            document.add_paragraph(f"- Sản phẩm: {product}.")
    document.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    document.add_paragraph("Kế hoạch này có hiệu lực từ ngày ký./.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


#: 9.000 of 10.000 is 90%, not 92%; 700 + 250 is 950, not 960.
REPORT = f"""UBND TỈNH HÀ TĨNH
TỔ CÔNG TÁC ĐỀ ÁN 06

Số: {REPORT_NUMBER}

Hà Tĩnh, ngày 09 tháng 10 năm 2026

BÁO CÁO

Kết quả thực hiện Đề án 06 tháng 9 năm 2026

I. KẾT QUẢ

1. Các bộ phận một cửa tiếp nhận 10.000 hồ sơ, trong đó 9.000 hồ sơ nộp trực tuyến (đạt tỷ lệ 92,00%).

2. Đã kiểm kê 960 thiết bị đọc thẻ, gồm: 700 thiết bị cấp xã và 250 thiết bị cấp sở.

Nơi nhận:
- Lãnh đạo UBND tỉnh;
- Lưu: VT.
"""
REPORT_LINES = (
    "1. Các bộ phận một cửa tiếp nhận 10.000 hồ sơ",
    "2. Đã kiểm kê 960 thiết bị đọc thẻ",
)
