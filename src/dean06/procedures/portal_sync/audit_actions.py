"""Labels of the acts this app records."""

ACTIONS = {
    "portal_sync.sent": "Gửi trạng thái hồ sơ lên Cổng dịch vụ công quốc gia",
    "portal_sync.resend": "Cho gửi lại hồ sơ lên Cổng dịch vụ công quốc gia",
    "portal_sync.taken_in": "Nhận hồ sơ nộp trên Cổng dịch vụ công quốc gia",
    "portal_sync.turned_away": "Không nhận hồ sơ từ Cổng dịch vụ công quốc gia",
}
