"""Why people may be looked up: the list that ships, changed and added to by the province."""

from __future__ import annotations

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population.lookup_types import Purpose
from dean06.kernel.population.models import LookupPurpose

CLEANING = "LAM_SACH_DU_LIEU"
SHIPPED: tuple[Purpose, ...] = (
    Purpose("GIAI_QUYET_TTHC", "Giải quyết thủ tục hành chính", "NĐ 118/2025/NĐ-CP"),
    Purpose("DANG_KY_CU_TRU", "Đăng ký, quản lý cư trú", "Luật Cư trú 68/2020/QH14"),
    Purpose("DANG_KY_HO_TICH", "Đăng ký hộ tịch", "Luật Hộ tịch 60/2014/QH13"),
    Purpose("CAP_CAN_CUOC", "Cấp, quản lý thẻ căn cước", "Luật Căn cước 26/2023/QH15"),
    Purpose(CLEANING, "Làm sạch dữ liệu, đối khớp danh sách của ngành", "QĐ 06/QĐ-TTg ngày 06/01/2022"),
    Purpose("AN_SINH_XA_HOI", "Chi trả, xét hưởng chính sách an sinh xã hội", "QĐ 06/QĐ-TTg ngày 06/01/2022"),
    Purpose("YEU_CAU_CUA_NGUOI_DAN", "Theo yêu cầu của chính người có thông tin", "Luật 91/2025/QH15"),
)


def purposes(*, active_only: bool = True) -> list[Purpose]:
    """Every purpose, shipped ones first; a row of the province takes the place of the shipped one of its code."""
    listed = {purpose.code: purpose for purpose in SHIPPED}
    for row in LookupPurpose.objects.order_by("pk"):
        listed[row.code] = Purpose(row.code, row.label, row.legal_basis, row.is_active)
    return [purpose for purpose in listed.values() if purpose.is_active or not active_only]


def require_purpose(code: str) -> Purpose:
    """The purpose in use with this code. Raises ``InvalidInput``."""
    for purpose in purposes():
        if purpose.code == code:
            return purpose
    sentence = "Hãy chọn mục đích tra cứu trong danh mục."
    raise InvalidInput(sentence, fields={"purpose": sentence})


def label_of(code: str) -> str:
    """How a purpose is called; the code itself when nobody knows it any more."""
    return next((purpose.label for purpose in purposes(active_only=False) if purpose.code == code), code)
