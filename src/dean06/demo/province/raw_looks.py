"""How each sector's file looks when it is handed over: format, code page, headings, ways to write dates and sexes."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Fields of a row that every list has, under headings of its own. "extra:…" are the sector's own columns.
STT, ID, OLD_ID, NAME, BIRTH, SEX, UNIT, VILLAGE, FATHER, MOTHER = (
    *("stt", "id", "old_id", "name", "birth", "sex", "unit", "village", "father", "mother"),
)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """What spreadsheets did to a list: shares of records, and how many rows that are no records."""

    id_as_number: float = 0.0
    scientific: float = 0.0
    apostrophe: float = 0.0
    spaces: float = 0.0
    real_dates: float = 0.0  # dates that are date cells (xlsx only)
    date_serial: float = 0.0
    date_locale: float = 0.0
    hopeless: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """One sector's file. ``columns``: (field, heading) in file order; ``extra:name`` for the sector's own columns.

    ``encoding``: unicode, tcvn3, vni, cp1258, utf-8, utf-8-sig, utf-16, or mojibake (UTF-8, in part read wrongly).
    """

    format: str  # xlsx, csv, dbf
    encoding: str
    columns: tuple[tuple[str, str], ...]
    titles: tuple[str, ...] = ()
    delimiter: str = ","
    date: str = "{day:02d}/{month:02d}/{year}"
    sexes: tuple[str, str] = ("Nam", "Nữ")
    totals: bool = False
    spreadsheet: Spreadsheet = Spreadsheet()


def _columns(listed: str) -> tuple[tuple[str, str], ...]:
    return tuple((field, heading) for field, _, heading in (part.strip().partition("=") for part in listed.split("|")))


_DATES = Spreadsheet(real_dates=0.7, date_serial=0.04, date_locale=0.02)
_EXCEL = replace(_DATES, id_as_number=0.12, scientific=0.006, apostrophe=0.03, spaces=0.05, hopeless=4)

LOOKS: dict[str, Look] = {
    "insurance": Look(
        "xlsx",
        "tcvn3",
        _columns(
            "stt=STT|extra:insurance_no=Mã số BHXH|name=Họ và tên|birth=Ngày sinh|sex=Giới tính"
            "|id=Số CCCD/CMND|unit=Xã/Phường|village=Thôn|extra:employer_name=Tên đơn vị"
        ),
        titles=("BẢO HIỂM XÃ HỘI TỈNH MẪU", "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI", ""),
        totals=True,
        spreadsheet=_EXCEL,
    ),
    "health_insurance": Look(
        "csv",
        "mojibake",
        _columns(
            "extra:card_no=MA_THE|name=HO_TEN|birth=NGAY_SINH|sex=GIOI_TINH|id=SO_CCCD|unit=TEN_XA"
            "|village=THON_XOM|extra:valid_from=GT_THE_TU"
        ),
        date="{year}{month:02d}{day:02d}",
        sexes=("1", "2"),
    ),
    "personal_tax": Look(
        "csv",
        "cp1258",
        _columns(
            "extra:tax_code=Mã số thuế|name=Tên người nộp thuế|birth=Ngày sinh|sex=Giới tính"
            "|id=Số giấy tờ|unit=Mã xã|village=Thôn/Xóm|extra:tax_state=Tình trạng"
        ),
        delimiter=";",
        date="{day:02d}-{month:02d}-{year}",
        sexes=("M", "F"),
        spreadsheet=Spreadsheet(id_as_number=0.25, scientific=0.01, spaces=0.04),
    ),
    "children": Look(
        "xlsx",
        "unicode",
        _columns(
            "stt=TT|extra:child_code=Mã trẻ em|name=Họ tên trẻ|birth=Ngày tháng năm sinh|sex=Nam/Nữ"
            "|id=Số định danh cá nhân|father=Họ tên cha|mother=Họ tên mẹ|village=Thôn/TDP|unit=Xã"
            "|extra:circumstances=Hoàn cảnh"
        ),
        titles=("DANH SÁCH TRẺ EM DƯỚI 16 TUỔI", "Thời điểm: tháng 10 năm 2026"),
        totals=True,
        spreadsheet=_EXCEL,
    ),
    "merit": Look(
        "dbf",
        "tcvn3",
        _columns(
            "extra:merit_file_no=SO_HO_SO|name=HOTEN|birth=NGAYSINH|sex=GIOITINH|old_id=SO_CMND|id=SOCCCD"
            "|village=THON|unit=XA|extra:merit_kind=DOI_TUONG|extra:allowance=MUC_HUONG"
            "|extra:bank_account=SO_TK"
        ),
    ),
    "social_protection": Look(
        "csv",
        "vni",
        _columns(
            "stt=STT|extra:file_no=Mã đối tượng|name=Họ và tên|birth=Ngày sinh|sex=Giới tính"
            "|old_id=Số CMND|id=Số CCCD|village=Thôn|unit=Xã|extra:beneficiary_kind=Nhóm đối tượng"
            "|extra:allowance=Mức trợ cấp|extra:bank_account=Số tài khoản"
        ),
        titles=("DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG",),
        date="{day}/{month}/{year}",
        totals=True,
        spreadsheet=Spreadsheet(id_as_number=0.1, spaces=0.03, hopeless=2),
    ),
    "birth": Look(
        "xlsx",
        "unicode",
        _columns(
            "extra:register_no=Số|extra:registered_on=Ngày đăng ký|name=Họ, chữ đệm, tên|sex=Giới tính"
            "|birth=Ngày sinh|id=Số định danh cá nhân|father=Họ, chữ đệm, tên cha|mother=Họ và tên mẹ"
            "|village=Thôn|unit=Xã, phường"
        ),
        titles=("SỔ ĐĂNG KÝ KHAI SINH",),
        spreadsheet=_DATES,
    ),
    "death": Look(
        "csv",
        "utf-16",
        _columns(
            "extra:register_no=Số|extra:registered_on=Ngày đăng ký|name=Họ và tên người chết"
            "|birth=Ngày sinh|sex=Giới tính|old_id=Số CMND|id=Số định danh|extra:died_on=Ngày chết"
            "|village=Thôn|unit=Xã/phường"
        ),
        delimiter="\t",
    ),
    "marriage": Look(
        "xlsx",
        "unicode",
        _columns(
            "extra:register_no=Số|extra:registered_on=Ngày đăng ký|name=Họ và tên|birth=Ngày sinh"
            "|sex=Giới tính|old_id=CMND|id=CCCD|extra:spouse_name=Vợ/chồng|village=Thôn|unit=Xã"
        ),
        titles=("SỔ ĐĂNG KÝ KẾT HÔN", ""),
        spreadsheet=_EXCEL,
    ),
    "vaccination": Look(
        "csv",
        "utf-8-sig",
        _columns(
            "extra:subject_code=Mã đối tượng|name=Họ và tên|birth=Ngày sinh|sex=Giới tính"
            "|id=Số CMND/CCCD/Hộ chiếu|unit=Phường/Xã|village=Thôn/Tổ|extra:dose_no=Mũi tiêm"
            "|extra:dose_on=Ngày tiêm"
        ),
        spreadsheet=Spreadsheet(id_as_number=0.3, scientific=0.01, apostrophe=0.02, spaces=0.05, date_locale=0.03),
    ),
    "associations": Look(
        "xlsx",
        "unicode",
        _columns(
            "stt=TT|name=HỌ VÀ TÊN|birth=NGÀY SINH|sex=GIỚI TÍNH|id=SỐ CĂN CƯỚC"
            "|extra:member_card_no=SỐ THẺ HỘI VIÊN|extra:association=HỘI|village=CHI HỘI|unit=XÃ, PHƯỜNG"
        ),
        titles=("ỦY BAN MẶT TRẬN TỔ QUỐC TỈNH MẪU", "DANH SÁCH HỘI VIÊN", "(Kèm theo công văn tháng 10/2026)", ""),
        totals=True,
        spreadsheet=Spreadsheet(
            id_as_number=0.3,
            scientific=0.015,
            apostrophe=0.05,
            spaces=0.08,
            date_serial=0.06,
            date_locale=0.03,
            real_dates=0.4,
            hopeless=6,
        ),
    ),
    "workers": Look(
        "csv",
        "utf-16",
        _columns(
            "name=Họ và tên|birth=Ngày sinh|sex=Giới tính|id=Số CCCD|village=Thôn|unit=Xã"
            "|extra:employer_name=Nơi làm việc|extra:work_state=Tình trạng việc làm"
        ),
        delimiter=";",
        spreadsheet=Spreadsheet(id_as_number=0.1),
    ),
    "officials": Look(
        "xlsx",
        "unicode",
        _columns(
            "stt=STT|extra:official_code=Số hiệu CBCCVC|name=Họ và tên khai sinh"
            "|birth=Ngày, tháng, năm sinh|sex=Giới tính|id=Số định danh cá nhân"
            "|extra:agency_name=Cơ quan, đơn vị|extra:position=Chức danh|unit=Mã xã|village=Nơi ở"
        ),
        spreadsheet=Spreadsheet(real_dates=1.0),
    ),
    "land": Look(
        "dbf",
        "tcvn3",
        _columns(
            "extra:certificate_no=SO_GCN|name=TENCHU|birth=NGAYSINH|sex=GT|id=SOGIAYTO|village=THON"
            "|unit=TENXA|extra:sheet_no=SO_TO|extra:parcel_no=SO_THUA|extra:land_use=LOAI_DAT"
        ),
        sexes=("1", "0"),
    ),
    "enrolment": Look(
        "csv",
        "utf-8",
        _columns(
            "extra:student_code=Mã học sinh|name=Họ tên|birth=Ngày sinh|sex=Giới tính|id=Số ĐDCN/CCCD"
            "|father=Họ tên bố|mother=Họ tên mẹ|village=Thôn/Xóm|unit=Mã xã|extra:school=Trường"
        ),
        delimiter=";",
        spreadsheet=Spreadsheet(spaces=0.02),
    ),
}
