"""Audit actions of ``calendar`` with the label shown in the search of the log."""

DAY_SET = "calendar.day_set"
DAY_REMOVED = "calendar.day_removed"
HOURS_REPLACED = "calendar.hours_replaced"
LOADED = "calendar.loaded"

ACTIONS = {
    DAY_SET: "Ghi ngày vào lịch làm việc",
    DAY_REMOVED: "Bỏ ngày khỏi lịch làm việc",
    HOURS_REPLACED: "Thay giờ làm việc",
    LOADED: "Nạp bảng lịch làm việc",
}
