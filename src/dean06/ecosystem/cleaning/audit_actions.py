"""Labels of the acts this app records."""

ACTIONS = {
    "cleaning.run_started": "Bắt đầu đối khớp một danh sách",
    "cleaning.run_finished": "Đối khớp xong một danh sách",
    "cleaning.run_cancelled": "Hủy đối khớp",
    "cleaning.run_restarted": "Chạy lại đối khớp",
    "cleaning.rechecked": "Kiểm tra lại bản ghi chưa sạch",
    "cleaning.work_started": "Nhận xử lý bản ghi chưa sạch",
    "cleaning.resolved": "Xác nhận đã xử lý bản ghi chưa sạch",
    "cleaning.accepted": "Chấp nhận giữ nguyên bản ghi",
    "cleaning.record_read": "Xem bản ghi của danh sách ngành",
    "cleaning.person_read": "Xem thông tin dân cư bên cạnh bản ghi",
    "cleaning.records_listed": "Xem danh sách bản ghi sau một con số",
    "cleaning.counts_exported": "Xuất số liệu làm sạch",
}
