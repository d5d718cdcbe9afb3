"""The kinds of papers: the list that ships, changed and added to by the province."""

from __future__ import annotations

import functools

from dean06.citizens.wallet.models import PaperType
from dean06.citizens.wallet.types import PaperTypeRef, Validity

_CIVIL = "Luật Hộ tịch 60/2014/QH13; NĐ 123/2015/NĐ-CP"
_LAND = "Luật Đất đai 31/2024/QH15"
_PRACTICE = "Thành phần hồ sơ thường gặp; chưa đối chiếu văn bản"

_U, _L, _O = Validity.UNLIMITED, Validity.LIMITED, Validity.ONCE
_ROWS: tuple[tuple[str, str, Validity, str], ...] = (
    ("GIAY_KHAI_SINH", "Giấy khai sinh", _U, _CIVIL),
    ("TRICH_LUC_KHAI_SINH", "Trích lục khai sinh", _U, _CIVIL),
    ("GIAY_CHUNG_SINH", "Giấy chứng sinh", _O, "TT 17/2012/TT-BYT và văn bản sửa đổi; QĐ 1898/QĐ-BYT"),
    ("GIAY_BAO_TU", "Giấy báo tử", _O, "TT 24/2020/TT-BYT"),
    ("TRICH_LUC_KHAI_TU", "Trích lục khai tử", _U, _CIVIL),
    ("GIAY_KET_HON", "Giấy chứng nhận kết hôn", _U, _CIVIL),
    ("GIAY_CHUNG_NHAN_KET_HON", "Giấy chứng nhận kết hôn", _U, _CIVIL),
    ("TRICH_LUC_KET_HON", "Trích lục kết hôn", _U, _CIVIL),
    ("GIAY_XAC_NHAN_TTHN", "Giấy xác nhận tình trạng hôn nhân", _L, "NĐ 123/2015/NĐ-CP Điều 23 (06 tháng)"),
    ("BAN_AN_LY_HON", "Bản án, quyết định ly hôn", _U, "Bộ luật Tố tụng dân sự 2015"),
    ("TRICH_LUC_CAI_CHINH", "Trích lục thay đổi, cải chính hộ tịch", _U, _CIVIL),
    ("CAN_CUOC", "Thẻ căn cước", _L, "Luật Căn cước 26/2023/QH15 Điều 21"),
    ("CMND", "Chứng minh nhân dân 9 số", _L, "Luật Căn cước 26/2023/QH15 Điều 46"),
    ("HO_CHIEU", "Hộ chiếu phổ thông", _L, "Luật Xuất cảnh, nhập cảnh của công dân Việt Nam 49/2019/QH14"),
    ("XAC_NHAN_CU_TRU", "Xác nhận thông tin về cư trú", _L, "Luật Cư trú 68/2020/QH14"),
    ("GCN_QSDD", "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", _U, _LAND),
    ("GIAY_TO_NHA_O", "Giấy tờ chứng minh chỗ ở hợp pháp", _U, "NĐ 154/2024/NĐ-CP"),
    ("HOP_DONG_THUE_NHA", "Hợp đồng thuê, mượn, ở nhờ", _L, "NĐ 154/2024/NĐ-CP"),
    ("GIAY_PHEP_LAI_XE", "Giấy phép lái xe", _L, "Luật Trật tự, an toàn giao thông đường bộ 36/2024/QH15"),
    ("GIAY_KHAM_SUC_KHOE", "Giấy khám sức khỏe", _L, "TT 32/2023/TT-BYT (12 tháng)"),
    ("DANG_KY_XE", "Chứng nhận đăng ký xe", _U, "Luật Trật tự, an toàn giao thông đường bộ 36/2024/QH15"),
    ("CHUNG_TU_CHUYEN_QUYEN", "Chứng từ chuyển quyền sở hữu", _O, _PRACTICE),
    ("CHUNG_TU_LE_PHI_TRUOC_BA", "Chứng từ nộp lệ phí trước bạ", _O, "NĐ 10/2022/NĐ-CP"),
    ("THE_BHYT", "Thẻ bảo hiểm y tế", _L, "Luật Bảo hiểm y tế"),
    ("SO_BHXH", "Sổ bảo hiểm xã hội", _U, "Luật Bảo hiểm xã hội 41/2024/QH15"),
    ("QD_CHAM_DUT_HDLD", "Quyết định thôi việc, chấm dứt hợp đồng lao động", _O, "Luật Việc làm"),
    ("PHIEU_LLTP", "Phiếu lý lịch tư pháp", _L, "Luật Lý lịch tư pháp 28/2009/QH12"),
    ("GCN_HO_NGHEO", "Giấy chứng nhận hộ nghèo, hộ cận nghèo", _L, "QĐ 24/2021/QĐ-TTg"),
    ("GCN_NGUOI_CO_CONG", "Giấy xác nhận người có công", _U, "Pháp lệnh 02/2020/UBTVQH14"),
    ("GCN_KHUYET_TAT", "Giấy xác nhận khuyết tật", _L, "TT 01/2019/TT-BLĐTBXH"),
    ("THE_SINH_VIEN", "Thẻ học sinh, sinh viên", _L, _PRACTICE),
    ("BANG_TOT_NGHIEP", "Bằng tốt nghiệp, văn bằng", _U, "TT 21/2019/TT-BGDĐT"),
    ("CHUNG_CHI_HANH_NGHE", "Chứng chỉ, giấy phép hành nghề", _L, _PRACTICE),
    ("DANG_KY_HO_KINH_DOANH", "Giấy chứng nhận đăng ký hộ kinh doanh", _U, "NĐ 168/2025/NĐ-CP"),
    ("MA_SO_THUE", "Thông báo mã số thuế", _U, "Luật Quản lý thuế"),
    ("THONG_BAO_CU_TRU", "Thông báo kết quả đăng ký cư trú", _U, "Luật Cư trú 68/2020/QH14"),
    ("THONG_BAO_TAM_TRU", "Thông báo kết quả đăng ký tạm trú", _L, "Luật Cư trú 68/2020/QH14 Điều 27"),
    ("PHIEU_TAM_VANG", "Phiếu khai báo tạm vắng", _O, "Luật Cư trú 68/2020/QH14 Điều 31"),
    ("XAC_NHAN_CMND", "Giấy xác nhận số chứng minh nhân dân", _U, "Luật Căn cước 26/2023/QH15"),
    ("THONG_BAO_SUA_DAN_CU", "Thông báo kết quả điều chỉnh thông tin dân cư", _O, "NĐ 70/2024/NĐ-CP"),
    ("GCN_THU_HOI_DANG_KY_XE", "Chứng nhận thu hồi đăng ký xe, biển số xe", _O, "TT 79/2024/TT-BCA"),
    ("BIEN_LAI_NOP_PHAT", "Biên lai thu tiền phạt", _O, "Luật Xử lý vi phạm hành chính 15/2012/QH13"),
    ("GCN_MAU_DAU", "Giấy chứng nhận đã đăng ký mẫu con dấu", _U, "NĐ 99/2016/NĐ-CP"),
    ("QUYET_DINH_TCTN", "Quyết định hưởng trợ cấp thất nghiệp", _L, "Luật Việc làm 74/2025/QH15"),
    ("HOP_DONG_DIEN", "Hợp đồng mua bán điện", _U, "Luật Điện lực 61/2024/QH15"),
    ("PHIEU_DANG_KY_DU_THI", "Xác nhận đăng ký dự thi tốt nghiệp THPT", _O, "TT 24/2024/TT-BGDĐT"),
    ("THONG_BAO_LUU_TRU", "Ghi nhận thông báo lưu trú", _O, "Luật Cư trú 68/2020/QH14 Điều 30"),
    ("GCN_DANG_KY_HTX", "Giấy chứng nhận đăng ký hợp tác xã, liên hiệp hợp tác xã", _U, "NĐ 92/2024/NĐ-CP"),
    ("GIAY_PHEP_LAO_DONG", "Giấy phép lao động", _L, "NĐ 219/2025/NĐ-CP"),
    ("QD_PHE_DUYET_DTM", "Quyết định phê duyệt báo cáo đánh giá tác động môi trường", _U, "NĐ 08/2022/NĐ-CP"),
    ("GIAY_PHEP_NHAN_CHIM", "Giấy phép nhận chìm ở biển", _L, "NĐ 40/2016/NĐ-CP"),
    ("QD_GIAO_KHU_VUC_BIEN", "Quyết định giao khu vực biển", _L, "NĐ 11/2021/NĐ-CP"),
    ("BIEN_NHAN_NGHIA_VU_TAI_CHINH", "Xác nhận hoàn thành nghĩa vụ tài chính về đất đai", _U, "NĐ 11/2020/NĐ-CP"),
    ("KET_QUA_LIEN_THONG", "Tổng hợp kết quả của thủ tục liên thông", _O, "NĐ 118/2025/NĐ-CP"),
    ("HOC_BA", "Học bạ", _U, _PRACTICE),
    ("CHUNG_CHI_NGOAI_NGU", "Chứng chỉ ngoại ngữ", _L, _PRACTICE),
    ("VAN_BAN_UY_QUYEN", "Văn bản ủy quyền", _L, "Bộ luật Dân sự 2015 Điều 563"),
    ("KET_QUA_TTHC", "Kết quả giải quyết thủ tục hành chính", _U, "NĐ 118/2025/NĐ-CP"),
    ("GIAY_TO_KHAC", "Giấy tờ khác", _U, _PRACTICE),
)
SHIPPED: tuple[PaperTypeRef, ...] = tuple(
    PaperTypeRef(code, name, validity, source) for code, name, validity, source in _ROWS
)


def paper_types(*, active_only: bool = True) -> list[PaperTypeRef]:
    """Every type, shipped ones first; a row of the province takes the place of the shipped one of its code."""
    listed = {one.code: one for one in SHIPPED}
    for row in PaperType.objects.order_by("pk"):
        listed[row.code] = PaperTypeRef(row.code, row.name, row.validity, row.source, row.is_active, is_own=True)
    return [one for one in listed.values() if one.is_active or not active_only]


def type_names() -> dict[str, str]:
    """Code → name, of former types too."""
    return {one.code: one.name for one in paper_types(active_only=False)}


@functools.cache
def shipped_codes() -> frozenset[str]:
    """Codes of the list that ships."""
    return frozenset(one.code for one in SHIPPED)
