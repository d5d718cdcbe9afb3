"""Labels of the acts this app records."""

ACTIONS = {
    "notification.read": "Đọc thông báo",
    "notification.all_read": "Đánh dấu đã đọc mọi thông báo",
}
