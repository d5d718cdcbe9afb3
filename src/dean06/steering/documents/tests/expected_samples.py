"""What a careful reader finds in the sample documents: number, leads, partners, deadline kind, last day."""

from __future__ import annotations

Expected = tuple[str | None, list[str], list[str], str, str | None]

TASKS: dict[str, list[Expected]] = {
    "bao_cao_quy.txt": [
        (None, [], [], "none", None),
        (None, ["Trung tâm Phục vụ hành chính công tỉnh"], [], "by_date", "2025-05-15"),
        (None, ["UBND các xã, phường"], [], "none", None),
        (None, ["UBND các xã, phường"], [], "recurring", None),
        ("1", ["Trung tâm Phục vụ hành chính công tỉnh"], [], "by_date", "2025-03-31"),
        ("2", ["Sở Tư pháp"], [], "within_quarter", "2025-03-31"),
        ("3", ["Sở Nội vụ", "các sở, ngành liên quan"], [], "recurring", None),
        ("4", ["UBND các xã, phường"], [], "by_date", "2025-02-28"),
        ("5", ["Văn phòng UBND tỉnh"], [], "recurring", None),
    ],
    "bao_cao_tuan.txt": [
        ("1", [], [], "none", None),
        ("2", [], ["Sở Y tế", "Bảo hiểm xã hội tỉnh"], "by_date", "2025-08-21"),
        ("3", ["Đội Tổng hợp"], [], "by_date", "2025-08-20"),
        ("4", ["Công an các xã, phường"], [], "none", None),
    ],
    "chi_thi.txt": [
        ("a", ["Các sở, ban, ngành", "UBND các xã, phường"], [], "by_date", "2026-02-28"),
        ("b", ["Các sở, ban, ngành", "UBND các xã, phường"], [], "within_month", "2026-01-31"),
        ("a", ["Sở Khoa học và Công nghệ"], ["Công an tỉnh", "các đơn vị liên quan"], "within_quarter", "2026-03-31"),
        ("b", ["Sở Khoa học và Công nghệ"], [], "recurring", None),
        ("3", ["Sở Tài chính"], ["Sở Khoa học và Công nghệ", "Kho bạc Nhà nước khu vực"], "by_date", "2026-03-15"),
        ("4", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "các tổ chức chính trị - xã hội"], [], "none", None),
        ("5", ["Văn phòng UBND tỉnh", "Báo và Đài Phát thanh, Truyền hình Phú Lâm"], [], "none", None),
    ],
    "chuong_trinh.txt": [
        ("1", ["Đảng ủy UBND tỉnh"], ["Đảng ủy HĐND tỉnh"], "within_year", "2025-12-31"),
        ("2", ["Ban Tuyên giáo và Dân vận Tỉnh ủy"], [], "none", None),
        ("3", ["Đảng ủy Trường Đại học Tân Phong"], [], "none", None),
        ("1", ["Các đảng ủy trực thuộc"], [], "by_date", "2025-05-30"),
        ("2", ["Ủy ban Kiểm tra Tỉnh ủy"], [], "none", None),
        ("3", ["Văn phòng Tỉnh ủy"], [], "none", None),
    ],
    "cong_dien.txt": [
        ("1", ["Sở Xây dựng các tỉnh, thành phố"], [], "by_date", "2025-09-12"),
        ("2", ["Các Tổng công ty, công ty thuộc Bộ"], [], "none", None),
        ("3", ["Cục Công nghệ thông tin"], ["Trung tâm Thông tin"], "recurring", None),
    ],
    "cong_van.txt": [
        ("1", ["các Bộ, cơ quan ngang Bộ"], [], "by_date", "2026-06-20"),
        ("2", ["UBND các tỉnh, thành phố"], [], "within_quarter", "2026-09-30"),
        ("3", ["Cục Chuyển đổi số"], ["Trung tâm Dữ liệu"], "by_date", "2026-07-05"),
    ],
    "ke_hoach_ma_hoa.txt": [
        ("I.1", ["Sở Tư pháp"], ["Các sở, ngành"], "within_quarter", "2025-06-30"),
        ("I.1.a", ["Sở Tư pháp"], ["Các sở, ngành"], "within_quarter", "2025-06-30"),
        ("I.1.b", ["Sở Tư pháp"], ["Văn phòng UBND tỉnh"], "within_month", "2025-03-31"),
        ("I.2", ["Sở Nội vụ"], [], "by_date", "2025-06-30"),
        ("II.1", ["Sở Khoa học và Công nghệ"], ["Công an tỉnh", "Viễn thông Bắc Hà"], "within_year", "2026-12-31"),
        ("II.2", ["Sở Khoa học và Công nghệ"], [], "on_guidance", None),
    ],
    "ke_hoach_nhan.txt": [
        ("1", ["Phòng Nghiệp vụ Y"], ["Trung tâm Kiểm soát bệnh tật", "các bệnh viện"], "within_month", "2026-03-31"),
        (
            "2",
            ["Trung tâm Kiểm soát bệnh tật"],
            ["Trạm Y tế các xã, phường", "Hội Chữ thập đỏ tỉnh"],
            "within_month",
            "2026-06-30",
        ),
        ("3", ["Thanh tra Sở"], ["Phòng Nghiệp vụ Y", "Văn phòng Sở"], "recurring", None),
        ("4", ["Trung tâm Kiểm soát bệnh tật"], ["Báo Vĩnh Hưng"], "by_date", "2026-05-15"),
        ("5", ["Văn phòng Sở"], ["Phòng Kế hoạch - Tài chính", "Các bệnh viện"], "on_guidance", None),
    ],
    "quyet_dinh_phu_luc.md": [
        ("1", ["Sở Tư pháp"], ["Các sở, ban, ngành", "UBND các xã, phường"], "within_quarter", "2026-03-31"),
        (
            "2",
            ["Văn phòng UBND thành phố"],
            ["Sở Nội vụ", "Sở Tư pháp", "các đơn vị liên quan"],
            "within_month",
            "2026-05-31",
        ),
        (
            "3",
            ["Sở Xây dựng", "Sở Y tế", "Sở Nông nghiệp và Môi trường"],
            ["Trung tâm Phục vụ hành chính công"],
            "by_date",
            "2026-06-30",
        ),
        ("4", ["Sở Nội vụ"], [], "recurring", None),
        ("5", ["Sở Nội vụ"], ["Báo và Phát thanh, Truyền hình Hải Minh"], "none", None),
    ],
    "thong_bao_ket_luan.txt": [
        (None, ["Sở Nội vụ"], ["Sở Khoa học và Công nghệ", "UBND các xã, phường"], "by_date", "2025-06-05"),
        (None, ["Sở Tài chính"], [], "within_days", "2025-06-04"),
        (None, ["Công an tỉnh"], [], "recurring", None),
        (None, ["UBND các xã, phường"], [], "by_date", "2025-09-30"),
        ("3", ["Sở Nội vụ"], [], "none", None),
        ("3", ["Sở Tư pháp"], [], "by_date", "2025-05-30"),
    ],
}

HEADERS: dict[str, tuple[str, str, str | None, str | None, str | None]] = {
    "bao_cao_quy.txt": ("BÁO CÁO", "77/BC-VP", "2025-04-05", "VĂN PHÒNG UBND TỈNH HOÀNG LONG", "quý I năm 2025"),
    "bao_cao_tuan.txt": ("BÁO CÁO", "215/BC-PC06", "2025-08-14", "PHÒNG CẢNH SÁT QLHC VỀ TTXH", "tuần 33"),
    "chi_thi.txt": ("CHỈ THỊ", "07/CT-UBND", "2026-01-12", "ỦY BAN NHÂN DÂN TỈNH PHÚ LÂM", None),
    "chuong_trinh.txt": ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "05-CTr/TU", "2025-04-03", "ĐẢNG BỘ TỈNH TÂN PHONG", None),
    "cong_dien.txt": ("CÔNG ĐIỆN", "03/CĐ-BXDHT", "2025-09-09", "BỘ XÂY DỰNG HẠ TẦNG", None),
    "cong_van.txt": ("CÔNG VĂN", "2210/BPTS-CĐS", "2026-06-02", "BỘ PHÁT TRIỂN SỐ", "6 tháng đầu năm 2026"),
    "ke_hoach_ma_hoa.txt": ("KẾ HOẠCH", "31/KH-BCĐ", "2025-01-15", "UBND TỈNH BẮC HÀ", "năm 2025"),
    "ke_hoach_nhan.txt": ("KẾ HOẠCH", "88/KH-SYT", None, "SỞ Y TẾ TỈNH VĨNH HƯNG", "năm 2026"),
    "quyet_dinh_phu_luc.md": (
        "QUYẾT ĐỊNH",
        "1502/QĐ-UBND",
        "2025-12-30",
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI MINH",
        "năm 2026",
    ),
    "thong_bao_ket_luan.txt": ("THÔNG BÁO", "118/TB-VP", "2025-05-20", "VĂN PHÒNG UBND TỈNH AN SƠN", None),
}
