"""Labels of the acts this app records."""

ACTIONS = {
    "interlinked.opened": "Mở các chặng của hồ sơ liên thông",
    "interlinked.leg_moved": "Chuyển trạng thái chặng liên thông",
    "interlinked.leg_retried": "Cho làm lại chặng liên thông",
    "interlinked.leg_skipped": "Bỏ qua chặng liên thông",
    "interlinked.stopped_rest": "Dừng các chặng liên thông còn lại",
    "interlinked.consent_answered": "Chủ hộ trả lời yêu cầu đồng ý",
    "interlinked.consent_recorded": "Ghi nhận ý kiến của chủ hộ theo văn bản",
    "interlinked.message_asked": "Lập thông điệp gửi hệ thống khác",
    "interlinked.message_sent": "Gửi thông điệp tới hệ thống khác",
    "interlinked.message_answered": "Nhận trả lời của hệ thống khác",
    "interlinked.message_retried": "Cho gửi lại thông điệp tới hệ thống khác",
    "interlinked.system_blocked": "Ghi nhận hệ thống chờ Bộ, ngành",
    "interlinked.system_opened": "Bỏ ghi nhận chờ Bộ, ngành",
    "interlinked.demo_mood": "Đổi cách trả lời của hệ thống mô phỏng",
    "interlinked.synchronised": "Ghi nhận kết quả của chặng đã đồng bộ",
    "interlinked.viewed": "Xem hồ sơ liên thông",
}
