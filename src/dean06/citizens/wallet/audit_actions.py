"""Labels of the acts this app records."""

KEPT, REUSED, LISTED, OPENED = "wallet.kept", "wallet.reused", "wallet.listed", "wallet.opened"

ACTIONS = {
    KEPT: "Lưu giấy tờ vào kho",
    "wallet.digitised": "Số hóa giấy tờ",
    "wallet.added": "Tự thêm giấy tờ vào kho",
    REUSED: "Dùng lại giấy tờ trong kho cho một hồ sơ",
    "wallet.released": "Trả lại giấy tờ chưa dùng",
    "wallet.revoked": "Thu hồi giấy tờ trong kho",
    "wallet.removed": "Bỏ giấy tờ tự thêm",
    LISTED: "Xem danh sách giấy tờ trong kho của một người",
    OPENED: "Mở giấy tờ trong kho của một người",
    "wallet.type_saved": "Sửa danh mục loại giấy tờ",
}
