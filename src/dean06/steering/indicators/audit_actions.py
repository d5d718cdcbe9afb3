"""PUBLIC. What the audit log calls the acts of this app."""

ACTIONS: dict[str, str] = {
    "indicators.values_saved": "Lưu số liệu chỉ tiêu",
    "indicators.values_state_set": "Gửi, duyệt hoặc trả lại số liệu chỉ tiêu",
    "indicators.period_opened": "Mở kỳ báo cáo",
    "indicators.period_locked": "Khóa kỳ báo cáo",
    "indicators.period_unlocked": "Mở khóa kỳ báo cáo",
    "indicators.computed": "Hệ thống tính lại chỉ tiêu",
}
