"""PUBLIC. What the audit log calls the acts of this app."""

ACTIONS: dict[str, str] = {
    "collection.entered": "Nhập số liệu của đơn vị",
    "collection.file_read": "Nhập số liệu từ tệp bảng tính",
    "collection.sent": "Gửi số liệu lên tỉnh",
    "collection.accepted": "Duyệt số liệu",
    "collection.returned": "Trả lại số liệu",
    "collection.reopened": "Mở lại số liệu đã duyệt",
    "collection.exempted": "Miễn báo cáo một kỳ",
    "collection.exemption_withdrawn": "Thu hồi việc miễn báo cáo",
    "collection.locked": "Khóa kỳ báo cáo",
    "collection.unlocked": "Mở khóa kỳ báo cáo",
    "collection.reminded": "Nhắc nộp số liệu",
}
