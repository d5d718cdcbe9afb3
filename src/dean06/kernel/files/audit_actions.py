"""Labels of the acts this app records."""

ACTIONS = {
    "file.stored": "Lưu tệp",
    "file.attached": "Gắn tệp vào hồ sơ, nhiệm vụ",
    "file.opened": "Mở tệp",
}
