"""PUBLIC. What the audit log calls the acts of this app."""

ACTIONS: dict[str, str] = {
    "indicators.values_saved": "Lưu số liệu chỉ tiêu",
    "indicators.values_state_set": "Gửi, duyệt hoặc trả lại số liệu chỉ tiêu",
    "indicators.period_opened": "Mở kỳ báo cáo",
    "indicators.period_locked": "Khóa kỳ báo cáo",
    "indicators.period_unlocked": "Mở khóa kỳ báo cáo",
    "indicators.added": "Thêm chỉ tiêu vào danh mục",
    "indicators.changed": "Sửa định nghĩa chỉ tiêu",
    "indicators.ended": "Ngừng thu thập chỉ tiêu",
    "indicators.target_added": "Đặt mục tiêu của chỉ tiêu",
    "indicators.target_withdrawn": "Rút mục tiêu của chỉ tiêu",
    "indicators.period_rule_set": "Đặt quy tắc kỳ báo cáo",
    "indicators.unit_added": "Thêm đơn vị báo cáo",
    "indicators.unit_edited": "Sửa đơn vị báo cáo",
    "indicators.catalogue_loaded": "Nạp danh mục chỉ tiêu và đơn vị báo cáo",
    "indicators.catalogue_imported": "Nhập danh mục chỉ tiêu từ tệp",
    "indicators.document_figures_taken": "Đưa số liệu của văn bản vào chỉ tiêu",
    "indicators.document_figure_reopened": "Bỏ quyết định về số liệu của văn bản",
    "indicators.label_mapping_changed": "Sửa nhãn văn bản đã nhớ",
    "indicators.label_mapping_forgotten": "Quên nhãn văn bản đã nhớ",
    "indicators.computed": "Hệ thống tính lại chỉ tiêu",
}
