"""What a national portal looks at before it takes a record; shared by the demo portals.

Source: fields of the record as public integrations send them (names verbatim), and the order of the ten states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dean06.procedures.portal_sync.contrib.ports import Answer

_CODE = re.compile(r"^(?:000(?:\.\d{2,3}){2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\w{1,3}){0,3})-(\d{6}|\d{8})-(\d{4,7})$")
_MOMENT = re.compile(r"^\d{14}$")
REQUIRED = (
    *("MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "KenhThucHien", "ChuHoSo", "LoaiDoiTuong"),
    *("NgayNopHoSo", "TrangThaiHoSo", "NoiNopHoSo", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID"),
    *("DuocThanhToanTrucTuyen",),
)
_MOMENTS = ("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi")
#: States that cannot be without the moment beside them.
_NEEDS = {2: "NgayTiepNhan", 4: "NgayTiepNhan", 9: "NgayKetThucXuLy", 10: "NgayTra", 3: "NgayTuChoi"}


def examine(record: Mapping[str, Any]) -> Answer:
    """Take or refuse a record by its fields."""
    missing = [name for name in REQUIRED if record.get(name) in (None, "")]
    if missing:
        return Answer(False, "THIEU_TRUONG", f"Thiếu: {', '.join(missing)}")
    if not _CODE.match(str(record["MaHoSo"])):
        return Answer(False, "SAI_MA_HO_SO", "Mã hồ sơ không đúng cấu trúc")
    for name in _MOMENTS:
        if record.get(name) and not _MOMENT.match(str(record[name])):
            return Answer(False, "SAI_NGAY", f"{name} không đúng dạng yyyyMMddHHmmss")
    state = record["TrangThaiHoSo"]
    if not str(state).isdigit() or not 1 <= int(state) <= 10:
        return Answer(False, "SAI_TRANG_THAI", "Trạng thái ngoài 1-10")
    needed = _NEEDS.get(int(state))
    if needed and not record.get(needed):
        return Answer(False, "THIEU_NGAY", f"Trạng thái {state} cần {needed}")
    received, due = record.get("NgayTiepNhan"), record.get("NgayHenTra")
    if received and due and str(due) < str(received):
        return Answer(False, "SAI_NGAY", "Ngày hẹn trả trước ngày tiếp nhận")
    return Answer(True)
