"""Labels of the acts this app records."""

ACTIONS = {
    "audit.exported": "Xuất nhật ký",
    "audit.searched": "Tra cứu nhật ký",
    "data.read": "Xem dữ liệu",
}
