"""Labels of the acts this app records."""

ACTIONS = {"board.snapshot_taken": "Chụp số liệu ngày của bảng điều hành"}
