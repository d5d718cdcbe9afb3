"""Made-up reports in many styles: as written they are clean; each seeded slip must give exactly one finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import Finding

REPORTS = Path(__file__).parent / "checking_reports"

#: report → (as written, slip, rule that must find it; None where the slip cannot be told from honest text)
SEEDS: dict[str, list[tuple[str, str, str | None]]] = {
    "tinh_thang_5_2024.txt": [
        ("81,10%", "81,70%", "share_mismatch"),
        ("trực tiếp 9.113 hồ sơ", "trực tiếp 9.131 hồ sơ", "sum_mismatch"),
        ("đạt 99,0%", "đạt 97,0%", "share_mismatch"),
        ("71,4% (18.640/26.106", "74,1% (18.640/26.106", "ratio_mismatch"),
        ("vượt chỉ tiêu 65%", "vượt chỉ tiêu 75%", "target_claim"),
        ("cấp xã 10.000/10.600 hồ sơ (94,34%)", "cấp xã 10.010/10.600 hồ sơ (94,43%)", "sum_mismatch"),
        ("đạt tỷ lệ 95,93%", "đạt tỷ lệ 95,39%", "ratio_mismatch"),
        ("vượt chỉ tiêu 14.455 hồ sơ", "vượt chỉ tiêu 14.545 hồ sơ", "rest_mismatch"),
        ("còn 157.810 tài khoản", "còn 158.710 tài khoản", "rest_mismatch"),
        ("17.509 người có công", "17.590 người có công", "sum_mismatch"),
        ("Có 08 huyện", "Có 09 huyện", "list_count"),
        ("05 văn bản chỉ đạo", "06 văn bản chỉ đạo", "list_count"),
        ("214/214 cơ sở", "213/214 cơ sở", "ratio_not_all"),
        ("còn lại 7.649 người", "còn lại 7.694 người", "rest_mismatch"),
        ("9 nhiệm vụ đang thực hiện; 3", "8 nhiệm vụ đang thực hiện; 3", "sum_mismatch"),
        ("03 sở, 02 huyện và 04 xã", "03 sở, 02 huyện và 05 xã", "sum_mismatch"),
        ("NHIỆM VỤ TRỌNG TÂM THÁNG 6/2024", "NHIỆM VỤ TRỌNG TÂM THÁNG 5/2024", "next_period"),
        ("Đề án 06 tháng 5/2024, Tổ công tác", "Đề án 06 tháng 4/2024, Tổ công tác", "period_mismatch"),
        ("ngày 14/5/2024 kiện toàn", "ngày 14/6/2024 kiện toàn", "later_date"),
        ("đến ngày 25/5/2024, Công an", "đến ngày 25/6/2024, Công an", "later_date"),
        ("ngày 06/5/2024 về rà soát", "ngày 31/4/2024 về rà soát", "impossible_date"),
        ("Kế hoạch số 12/KH-UBND ngày 15/01/2024: 41", "Kế hoạch số 12/KH-UBND ngày 25/01/2024: 41", "cited_two_dates"),
        ("812.455 hồ sơ cấp", "8.12.455 hồ sơ cấp", "broken_number"),
        ("43.911 người hưởng bảo trợ", "43.991 người hưởng bảo trợ", "sum_mismatch"),
        ("thành công 78.432 lượt (86,0%)", "thành công 78.432 lượt (68,0%)", "share_mismatch"),
    ],
    "xa_2025.md": [
        ("tiếp nhận mới trong kỳ 1.233 hồ sơ", "tiếp nhận mới trong kỳ 1.323 hồ sơ", "sum_mismatch"),
        ("trước hạn 1.015", "trước hạn 1.051", "sum_mismatch"),
        ("đang giải quyết 44", "đang giải quyết 54", "sum_mismatch"),
        ("| 2 | Chứng thực | 430 | 301 | 129 |", "| 2 | Chứng thực | 430 | 301 | 139 |", "table_row_sum"),
        ("| 512 | 498 | 14 | 97,27 |", "| 512 | 498 | 14 | 97,72 |", "table_rate"),
        ("| 1.233 | 1.054 | 179 |", "| 1.233 | 1.045 | 179 |", "table_total"),
        ("đạt 85,48%, cao", "đạt 84,58%, cao", "two_values"),
        ("đạt 93,5% số người", "đạt 95,3% số người", "share_mismatch"),
        ("Số còn lại 482 người", "Số còn lại 428 người", "rest_mismatch"),
        ("377 đối tượng nhận qua tài khoản (93,78%)", "377 đối tượng nhận qua tài khoản (98,73%)", "share_mismatch"),
        ("611/640 hồ sơ phát sinh (95,5%)", "611/640 hồ sơ phát sinh (94,5%)", "ratio_mismatch"),
        ("- 3 thôn (Đồng", "- 4 thôn (Đồng", "list_count"),
        ("nhiệm vụ quý IV/2025", "nhiệm vụ quý III/2025", "next_period"),
        ("báo cáo quý III/2025 của UBND", "báo cáo quý II/2025 của UBND", "period_mismatch"),
        ("ngày 22/9/2025 của UBND", "ngày 22/11/2025 của UBND", "later_date"),
    ],
    "huyen_6_thang.txt": [
        ("cấp xã 27.484 hồ sơ", "cấp xã 27.448 hồ sơ", "sum_mismatch"),
        ("Đang giải quyết: 914", "Đang giải quyết: 941", "sum_mismatch"),
        ("đạt 99,5%; 178", "đạt 95,9%; 178", "share_mismatch"),
        ("(6) Thông báo lưu trú: 4.256", "(6) Thông báo lưu trú: 4.265", "sum_mismatch"),
        ("gồm 4 khách sạn", "gồm 5 khách sạn", "sum_mismatch"),
        ("cho vay sản xuất 837,5", "cho vay sản xuất 873,5", "sum_mismatch"),
        ("mức 2: 99.376", "mức 2: 99.736", "sum_mismatch"),
        ("Còn 224 trẻ", "Còn 242 trẻ", "rest_mismatch"),
        ("hội viên (95,84%)", "hội viên (94,85%)", "ratio_mismatch"),
        ("Có 7/25 xã đạt dưới 60%", "Có 8/25 xã đạt dưới 60%", "list_count"),
        ("xã Ngọc Lâm (40,33%)", "xã Ngọc Lâm (60,33%)", "target_claim"),
        ("xã Ngọc Lâm (40,33%)", "Bệnh viện Ngọc Lâm (40,33%)", "mixed_list"),
        ("05 nhiệm vụ: (1)", "06 nhiệm vụ: (1)", "list_count"),
        ("6 THÁNG CUỐI NĂM 2023", "6 THÁNG ĐẦU NĂM 2023", "next_period"),
        ("đến ngày 14/6/2023, Bộ", "đến ngày 14/9/2023, Bộ", "later_date"),
        ("triển khai 04 mô hình", "triển khai 05 mô hình", "list_count"),
        ("75/75 trường", "74/75 trường", None),
    ],
    "gplx_bang_tab.txt": [
        ("243\t225\t18\t", "243\t252\t18\t", "table_row_sum"),
        ("\t907\t907\t0\t100%", "\t907\t907\t0\t99%", "table_rate"),
        ("1.345\t1.301\t44", "1.345\t1.310\t44", "table_total"),
        ("đạt 98,6%)", "đạt 96,8%)", "share_mismatch"),
        ("đúng hạn 1.299 hồ sơ", "đúng hạn 1.289 hồ sơ", "sum_mismatch"),
        ("(cấp tỉnh 21, cấp xã 6)", "(cấp tỉnh 21, cấp xã 7)", "sum_mismatch"),
        ("ngày 05 tháng 11 năm 2025", "ngày 31 tháng 11 năm 2025", "impossible_date"),
        ("III. Nhiệm vụ tháng 11/2025", "III. Nhiệm vụ tháng 10/2025", "next_period"),
    ],
    "tuan_cong_an_phuong.txt": [
        ("(cấp mới 31, cấp đổi 42, cấp lại 13)", "(cấp mới 31, cấp đổi 24, cấp lại 13)", "sum_mismatch"),
        ("(đạt 87,8%)", "(đạt 78,8%)", "ratio_mismatch"),
        ("đạt tỷ lệ 94,61%", "đạt tỷ lệ 96,41%", "ratio_mismatch"),
        ("gồm: 310 người", "gồm: 301 người", "sum_mismatch"),
        ("Còn 702 công dân", "Còn 720 công dân", "sum_mismatch"),
        ("đã giải quyết 139 hồ sơ", "đã giải quyết 136 hồ sơ", "sum_mismatch"),
        ("(9 khách sạn, 14 nhà nghỉ", "(9 khách sạn, 15 nhà nghỉ", "sum_mismatch"),
        ("(khối 8: 118 học sinh", "(khối 8: 181 học sinh", "sum_mismatch"),
        ("5. Nhiệm vụ tuần 43", "5. Nhiệm vụ tuần 42", "next_period"),
        ("từ ngày 11/10/2025 đến ngày 17/10/2025", "từ ngày 17/10/2025 đến ngày 11/10/2025", "reversed_dates"),
        ("ngày 17 tháng 10 năm 2025", "ngày 37 tháng 10 năm 2025", "impossible_date"),
        ("(45/135 hộ)", "(54/135 hộ)", None),
    ],
    "so_y_te_quy.md": [
        (
            "15 bệnh viện (4 tuyến tỉnh, 9 tuyến huyện, 2 ngoài",
            "16 bệnh viện (4 tuyến tỉnh, 9 tuyến huyện, 2 ngoài",
            "sum_mismatch",
        ),
        ("471.032 lượt, chiếm 91,88%", "471.032 lượt, chiếm 98,18%", "share_mismatch"),
        ("sai thông tin (8.412 lượt)", "sai thông tin (8.421 lượt)", "sum_mismatch"),
        ("| 2 | BV Phổi | 1 | 9.830 | 8.704 | 88,55 |", "| 2 | BV Phổi | 1 | 9.830 | 8.704 | 85,88 |", "table_rate"),
        ("| 3 | BV Mắt | 1 | 15.200 |", "| 3 | BV Mắt | 1 | 12.500 |", "table_rate"),
        ("| I | Tuyến tỉnh | 4 | 98.230 | 90.112", "| I | Tuyến tỉnh | 4 | 98.230 | 90.121", "table_total"),
        ("| | Tổng cộng | 229 | 512.660", "| | Tổng cộng | 229 | 516.260", "table_total"),
        ("vượt chỉ tiêu 40% của", "vượt chỉ tiêu 50% của", "target_claim"),
        ("(tăng 5,31 điểm", "(tăng 5,13 điểm", None),
        ("6/15 bệnh viện đã triển khai (40%)", "6/15 bệnh viện đã triển khai (45%)", "ratio_mismatch"),
        ("đạt 79,2%, cao", "đạt 72,9%, cao", "ratio_mismatch"),
        ("- 04 cơ sở chưa", "- 05 cơ sở chưa", "list_count"),
        ("(82,35%)", "(88,35%)", "target_claim"),
        ("trọng tâm quý III năm 2024", "trọng tâm quý II năm 2024", "next_period"),
        ("ngày 12/3/2024.", "ngày 12/8/2024.", "later_date"),
        ("đạt 46,78% về giá trị", "đạt 47,68% về giá trị", "two_values"),
    ],
    "bhxh_ngan_hang.txt": [
        ("đạt 83%, tăng", "đạt 85%, tăng", "share_mismatch"),
        ("tiền mặt là 12.310 người", "tiền mặt là 12.130 người", "sum_mismatch"),
        ("38.525/50.401 người (76,44%)", "38.525/50.401 người (74,66%)", "ratio_mismatch"),
        ("Agribank\t1.204\t28.830", "Agribank\t1.240\t28.830", "table_total"),
        ("\t55.020\t6.260\t", "\t55.020\t6.620\t", "table_row_sum"),
        ("Tổng\t2.779\t60.105", "Tổng\t2.779\t60.150", "table_total"),
        (
            "người tham gia với CSDL quốc gia về dân cư, đạt 99,82%",
            "người tham gia với CSDL quốc gia về dân cư, đạt 98,92%",
            "ratio_mismatch",
        ),
        ("Còn 2.135 người", "Còn 2.153 người", "sum_mismatch"),
        ("531 người sai lệch", "513 người sai lệch", "sum_mismatch"),
        ("với 5 ngân hàng (Agri", "với 6 ngân hàng (Agri", "list_count"),
        ("IV. Nhiệm vụ tháng 12/2024", "IV. Nhiệm vụ tháng 12/2023", "next_period"),
        ("hết ngày 30/11/2024", "hết ngày 31/11/2024", "impossible_date"),
        ("\t10.644\t1.634\t18,1", "\t10.644\t1.634\t11,8", "table_rate"),
    ],
    "so_giao_duc_nam.txt": [
        ("(mầm non 252, tiểu học 214", "(mầm non 225, tiểu học 214", "sum_mismatch"),
        ("359.906 học sinh (99,64%)", "359.906 học sinh (96,94%)", "share_mismatch"),
        ("Còn 1.298 học sinh", "Còn 1.289 học sinh", "sum_mismatch"),
        ("98/214 trường tiểu học (45,8%)", "98/214 trường tiểu học (48,5%)", "ratio_mismatch"),
        ("và 85,4% cơ sở khu vực nông thôn", "và 84,5% cơ sở khu vực nông thôn", "ratio_mismatch"),
        ("249,9 tỷ đồng, chiếm 80%", "249,9 tỷ đồng, chiếm 85%", "share_mismatch"),
        ("trực tuyến (98,56%), 248", "trực tuyến (95,86%), 248", "share_mismatch"),
        ("trực tuyến 5.873 hồ sơ; trực tiếp", "trực tuyến 5.837 hồ sơ; trực tiếp", "sum_mismatch"),
        ("trước hạn 5.660 hồ sơ", "trước hạn 5.606 hồ sơ", "sum_mismatch"),
        ("(chiếm 83,3%)", "(chiếm 88,3%)", "ratio_mismatch"),
        ("hạ tầng 5,1 tỷ đồng", "hạ tầng 5,7 tỷ đồng", "sum_mismatch"),
        ("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024", "PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2023", "next_period"),
    ],
    "cuc_thue_thang.txt": [
        ("655.120 MST (80,64%)", "655.120 MST (84,06%)", "share_mismatch"),
        ("Chưa khớp đúng: 157.286 MST", "Chưa khớp đúng: 157.268 MST", "sum_mismatch"),
        ("sai họ tên 21.175 MST", "sai họ tên 21.715 MST", "sum_mismatch"),
        ("(87,9% chỉ tiêu giao)", "(89,7% chỉ tiêu giao)", "ratio_mismatch"),
        ("bán lẻ 811 cơ sở", "bán lẻ 881 cơ sở", "sum_mismatch"),
        ("đạt 73,2% dự toán", "đạt 72,3% dự toán", "ratio_mismatch"),
        ("(tương ứng tăng 8,2%)", "(tương ứng tăng 8,8%)", None),
        ("5. Nhiệm vụ tháng 9/2024", "5. Nhiệm vụ tháng 8/2024", "next_period"),
        ("ưu tiên 05 nhóm", "ưu tiên 04 nhóm", None),
        ("Đến 31/8/2024 có", "Đến 31/10/2024 có", "later_date"),
    ],
    "bao_cao_766_xa.txt": [
        ("\t17,82\t99,0", "\t17,28\t99,0", "table_rate"),
        ("Cộng\t\t100\t91,47", "Cộng\t\t100\t94,17", "table_total"),
        ("trong đó đúng hạn 485", "trong đó đúng hạn 458", "sum_mismatch"),
        ("đạt 82,51%.", "đạt 81,52%.", "ratio_mismatch"),
        ("(đạt 93%)", "(đạt 95%)", "ratio_mismatch"),
        ("đạt 98,3%; 1", "đạt 93,8%; 1", "share_mismatch"),
        ("xã đạt 91,47/100 điểm", "xã đạt 94,17/100 điểm", None),
        ("5. Tháng 11/2025 phấn", "5. Tháng 10/2025 phấn", None),
    ],
}


def findings_of(text: str, name: str) -> list[Finding]:
    """Reads, recognises and checks a text."""
    source = read_bytes(text.encode(), name)
    return check(recognise(source), source)


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.iterdir()))
def test_a_report_without_slips_gives_no_finding(name: str) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    assert [(finding.line, finding.message) for finding in findings_of(text, name)] == []


@pytest.mark.parametrize(
    ("name", "written", "slip", "rule"),
    [(name, *seed) for name, seeds in SEEDS.items() for seed in seeds],
)
def test_a_slip_gives_exactly_its_finding(name: str, written: str, slip: str, rule: str | None) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    assert text.count(written) == 1
    findings = findings_of(text.replace(written, slip), name)
    assert [finding.rule for finding in findings] == ([rule] if rule else []), [f.message for f in findings]
