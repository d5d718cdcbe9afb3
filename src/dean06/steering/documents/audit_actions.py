"""Names of what this app writes into the audit record."""

ACTIONS = {
    "document.uploaded": "Tải lên và đọc văn bản",
    "document.header_corrected": "Sửa thông tin văn bản",
    "document.task_corrected": "Sửa nhiệm vụ đọc được",
    "document.task_added": "Thêm nhiệm vụ từ một đoạn văn bản",
    "document.task_split": "Tách nhiệm vụ",
    "document.tasks_merged": "Gộp nhiệm vụ",
    "document.task_dropped": "Bỏ nhiệm vụ khỏi danh sách giao",
    "document.task_restored": "Lấy lại nhiệm vụ đã bỏ",
    "document.task_confirmed": "Xác nhận nhiệm vụ đọc đúng",
    "document.tasks_filled": "Điền một mục cho nhiều nhiệm vụ",
    "document.body_chosen": "Chọn cơ quan cho tên in trong văn bản",
    "document.compared": "Đối chiếu với báo cáo kỳ trước",
    "document.issued": "Giao việc từ văn bản",
    "document.closed": "Đóng rà soát văn bản",
}
