"""Labels of the acts this app records."""

ACTIONS = {
    "feedback.rated": "Đánh giá việc giải quyết hồ sơ",
    "feedback.sent": "Gửi phản ánh, kiến nghị",
    "feedback.assigned": "Phân loại, chuyển phản ánh",
    "feedback.returned": "Trả lại phản ánh chuyển nhầm",
    "feedback.refused": "Từ chối tiếp nhận phản ánh",
    "feedback.supplement_asked": "Yêu cầu bổ sung phản ánh",
    "feedback.supplemented": "Bổ sung phản ánh",
    "feedback.answered": "Trả lời phản ánh",
    "feedback.published": "Công khai trả lời phản ánh",
    "feedback.reacted": "Nhận xét câu trả lời phản ánh",
    "feedback.reminded": "Nhắc hạn xử lý phản ánh",
    "feedback.clock_saved": "Sửa bảng thời hạn phản ánh",
    "feedback.read": "Xem phản ánh",
}
