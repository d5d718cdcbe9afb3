"""Audit actions of ``units`` with the label shown in the search of the log."""

AGENCY_RENAMED = "units.agency_renamed"
HEAD_CHANGED = "units.agency_head_changed"
ALIAS_ADDED = "units.alias_added"
BOUNDARIES_IMPORTED = "units.boundaries_imported"
DATA_LOADED = "units.data_loaded"

ACTIONS = {
    AGENCY_RENAMED: "Đổi tên cơ quan",
    HEAD_CHANGED: "Sửa người đứng đầu cơ quan",
    ALIAS_ADDED: "Thêm tên gọi của cơ quan",
    BOUNDARIES_IMPORTED: "Nhập ranh giới đơn vị hành chính",
    DATA_LOADED: "Nạp bảng đơn vị",
}
