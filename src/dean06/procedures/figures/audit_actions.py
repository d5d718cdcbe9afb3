"""Labels of the acts this app records."""

ACTIONS = {
    "figures.component_edited": "Sửa điểm của chỉ số thành phần 766",
    "figures.obstacle_written": "Ghi khó khăn, vướng mắc của dịch vụ công",
    "figures.obstacle_resolved": "Đánh dấu vướng mắc đã giải quyết",
    "figures.exported": "Xuất số liệu hồ sơ",
}
