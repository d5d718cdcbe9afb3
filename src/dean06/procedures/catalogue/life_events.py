"""PRIVATE. Situations in life under which people look for procedures (``life_events`` of pack.yaml)."""

from __future__ import annotations

#: Code → title and icon, in the order shown.
LIFE_EVENTS: dict[str, tuple[str, str]] = {
    "co_con": ("Sinh con, nuôi con", "baby"),
    "ket_hon": ("Kết hôn, gia đình", "heart"),
    "chuyen_nha": ("Chuyển nơi ở", "truck"),
    "mat_giay_to": ("Làm, đổi, mất giấy tờ", "id-card"),
    "nguoi_than_mat": ("Người thân qua đời", "flower"),
    "di_hoc": ("Đi học, thi cử", "graduation-cap"),
    "mat_viec": ("Việc làm, mất việc", "briefcase"),
    "lam_an": ("Kinh doanh, thuế", "store"),
    "nha_dat": ("Nhà đất, xây dựng", "house"),
    "mua_xe": ("Mua xe, lái xe", "car"),
    "suc_khoe": ("Sức khỏe, bảo hiểm", "heart-pulse"),
    "dien_nuoc": ("Điện, nước", "zap"),
    "tro_giup": ("Trợ giúp xã hội, người có công", "hand-heart"),
    "di_nuoc_ngoai": ("Ra nước ngoài, người nước ngoài", "plane"),
    "phap_luat": ("Lý lịch tư pháp, nộp phạt", "scale"),
}
