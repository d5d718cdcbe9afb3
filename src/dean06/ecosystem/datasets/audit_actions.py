"""Names of what this app writes into the audit record."""

ACTIONS = {
    "dataset.uploaded": "Nộp danh sách của ngành",
    "dataset.sheet_chosen": "Chọn trang tính của danh sách",
    "dataset.columns_confirmed": "Xác nhận cột của danh sách",
    "dataset.surveyed": "Xem xét cấu trúc tệp danh sách",
    "dataset.read": "Đọc xong danh sách, chờ nhận",
    "dataset.confirmed": "Nhận một bản dữ liệu của ngành",
    "dataset.failed": "Không đọc được danh sách",
    "dataset.withdrawn": "Rút một bản dữ liệu của ngành",
    "dataset.mapping_remembered": "Ghi nhớ cách nhận cột",
    "dataset.mapping_forgotten": "Bỏ cách nhận cột đã nhớ",
    "dataset.sector_edited": "Sửa danh mục ngành dữ liệu",
    "dataset.sectors_loaded": "Nạp danh mục ngành dữ liệu",
    "dataset.profile_read": "Xem mô tả cột của danh sách",
    "dataset.bad_rows_read": "Xem dòng lỗi của danh sách",
    "dataset.bad_rows_exported": "Xuất dòng lỗi của danh sách",
    "dataset.changes_read": "Xem bản ghi thay đổi giữa hai bản",
}
