"""PUBLIC. What the audit log calls the acts of this app."""

ACTIONS: dict[str, str] = {
    "report.template_saved": "Lưu mẫu báo cáo",
    "report.created": "Lập báo cáo",
    "report.section_saved": "Soạn mục của báo cáo",
    "report.commented": "Góp ý vào báo cáo",
    "report.comment_resolved": "Xử lý xong góp ý",
    "report.figure_overtyped": "Ghi đè số liệu trong báo cáo",
    "report.figure_restored": "Bỏ số ghi đè trong báo cáo",
    "report.number_linked": "Gắn số gõ tay với số liệu",
    "report.frozen": "Chốt số liệu báo cáo",
    "report.unfrozen": "Mở lại báo cáo đã chốt",
    "report.checked": "Kiểm tra báo cáo",
    "report.finding_explained": "Giải thích phát hiện của máy kiểm tra",
    "report.returned": "Trả lại báo cáo",
    "report.signed": "Duyệt, ký báo cáo",
    "report.issued": "Phát hành báo cáo",
    "report.filed": "Lưu bản PDF của báo cáo",
}
