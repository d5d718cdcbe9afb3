"""What each class of findings asks of whom in a commune, and what comes first in a list. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dean06.ecosystem.cleaning.types import MATCHED, ResultClass
from dean06.ecosystem.worklists.types import Guidance, Responsible

_P, _C, _S = Responsible.POLICE, Responsible.CIVIL, Responsible.SECTOR

#: Class → who acts first, what to do in the commune.
GUIDANCE: Mapping[str, Guidance] = {
    ResultClass.DA_CHET: Guidance(_P, "Xem giấy chứng tử tại nhà hoặc sổ khai tử; xác nhận để ngành dừng chế độ."),
    ResultClass.DA_HUY: Guidance(_P, "Hỏi số đang dùng trên thẻ căn cước, ghi lại để ngành thay số."),
    ResultClass.TRUNG_SO: Guidance(
        _P, "Xem thẻ căn cước của từng người để biết số là của ai; người còn lại ghi số đúng."
    ),
    ResultClass.TRUNG_NGUOI: Guidance(_S, "Hỏi người đó đang hưởng hoặc tham gia ở đâu; ngành bỏ bản ghi thừa."),
    ResultClass.THIEU_SO_DINH_DANH: Guidance(
        _P, "Gặp hoặc gọi, ghi số trên thẻ căn cước; trẻ nhỏ lấy từ giấy khai sinh."
    ),
    ResultClass.SO_9_CHU_SO: Guidance(_P, "Ghi số định danh 12 chữ số trên thẻ căn cước để ngành thay số."),
    ResultClass.SO_KHONG_HOP_LE: Guidance(_P, "Xem thẻ căn cước, ghi lại số đúng."),
    ResultClass.KHONG_TIM_THAY: Guidance(
        _P, "Hỏi nơi đăng ký thường trú: ở tỉnh khác thì ghi nơi đó, số sai thì ghi số đúng."
    ),
    ResultClass.SAI_HO_TEN: Guidance(
        _C, "Đối chiếu giấy khai sinh: danh sách sai thì ngành sửa, dân cư sai thì lập đề nghị sửa."
    ),
    ResultClass.SAI_NGAY_SINH: Guidance(
        _C, "Đối chiếu giấy khai sinh: danh sách sai thì ngành sửa, dân cư sai thì lập đề nghị sửa."
    ),
    ResultClass.SAI_GIOI_TINH: Guidance(
        _C, "Đối chiếu giấy khai sinh: danh sách sai thì ngành sửa, dân cư sai thì lập đề nghị sửa."
    ),
    ResultClass.NGUOI_NUOC_NGOAI: Guidance(_S, "Xem hộ chiếu; ngành ghi đúng quốc tịch và số giấy tờ."),
    ResultClass.CHO_XAC_MINH: Guidance(_P, "Gặp hoặc gọi để xác định đúng người, ghi số định danh trên thẻ."),
}

#: Classes in the order of work: money paid to the dead first, then what blocks everything else, then the rest.
CLASS_ORDER: tuple[str, ...] = tuple(GUIDANCE)
assert set(CLASS_ORDER) == set(ResultClass.values) - MATCHED

#: Lists that money or treatment depends on, most pressing first; other lists follow in the order of their names.
BENEFITS: tuple[str, ...] = ("social_protection", "merit", "insurance", "health_insurance", "children")
