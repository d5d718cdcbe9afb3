"""Labels of the acts this app records."""

ACTIONS = {"event.retried": "Chạy lại sự kiện đã dừng thử"}
