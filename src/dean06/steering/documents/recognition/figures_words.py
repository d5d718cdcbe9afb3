"""Words of figures: folding, units of count, abbreviations, what makes two labels the same.

Labels are compared folded (no diacritics, lower case), with the usual abbreviations written out, because one report
says "TTHC" on page 1 and "thủ tục hành chính" on page 5.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DSTROKE = str.maketrans("đĐð", "dDd")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case ASCII letters of a text, spaces squeezed: ``Tỷ lệ số hóa`` → ``ty le so hoa``."""
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text.translate(_DSTROKE)) if not unicodedata.combining(char)
    )
    return re.sub(r"\s+", " ", bare.lower()).strip()


#: Units of count: the name used for comparing → the ways it is printed (lower case, with diacritics: "số" is no "sổ").
_UNIT_FORMS = {
    "hồ sơ": "hồ sơ|bộ hồ sơ",
    "tài khoản": "tài khoản",
    "trường hợp": "trường hợp",
    "người": "người|người dân|người hưởng|nhân dân",
    "người bệnh": "người bệnh|bệnh nhân",
    "công dân": "công dân",
    "đối tượng": "đối tượng",
    "nhân khẩu": "nhân khẩu|khẩu",
    "trẻ em": "trẻ em|trẻ|cháu",
    "học sinh": "học sinh",
    "sinh viên": "sinh viên",
    "thí sinh": "thí sinh",
    "cửa hàng": "cửa hàng",
    "bệnh án": "bệnh án",
    "căn cước": "căn cước|căn cước công dân",
    "chứng nhận": "chứng nhận",
    "lượt khám": "lượt khám bệnh|lượt khám chữa bệnh",
    "giáo viên": "giáo viên",
    "hội viên": "hội viên",
    "đoàn viên": "đoàn viên",
    "đảng viên": "đảng viên",
    "lao động": "lao động|người lao động",
    "khách hàng": "khách hàng",
    "cán bộ": "cán bộ|cán bộ, công chức|cán bộ công chức|cán bộ, chiến sĩ|cán bộ chiến sĩ|đồng chí",
    "công chức": "công chức",
    "viên chức": "viên chức",
    "bác sĩ": "bác sĩ|bác sỹ",
    "thành viên": "thành viên",
    "đại biểu": "đại biểu",
    "lượt người": "lượt người",
    "lượt": "lượt|lượt tra cứu|lượt truy cập",
    "thẻ": "thẻ",
    "sổ": "sổ",
    "giấy": "giấy|giấy chứng nhận|gcn",
    "phiếu": "phiếu",
    "cơ sở": "cơ sở|cơ sở y tế",
    "đơn vị": "đơn vị",
    "cơ quan": "cơ quan",
    "tổ chức": "tổ chức",
    "địa phương": "địa phương",
    "xã": "ubnd cấp xã|đơn vị cấp xã|đơn vị hành chính cấp xã|ubnd xã|xã, phường|xã phường|xã|phường|phường, xã|"
    "ubnd xã, phường|ubnd các xã, phường|xã, phường, thị trấn|đơn vị ubnd cấp xã|xã/phường",
    "huyện": "ubnd cấp huyện|đơn vị cấp huyện|đơn vị ubnd cấp huyện|huyện|huyện, thị xã, thành phố|huyện, thành phố",
    "sở": "sở, ban, ngành|sở, ngành|sở|sở, ban ngành|sở ngành",
    "thôn": "thôn|xóm|bản|thôn, xóm|thôn, tổ dân phố",
    "tổ dân phố": "tổ dân phố",
    "tổ": "tổ|tổ công tác",
    "nhóm": "nhóm",
    "nhiệm vụ": "nhiệm vụ",
    "chỉ tiêu": "chỉ tiêu",
    "kế hoạch": "kế hoạch",
    "tiêu chí": "tiêu chí",
    "nội dung": "nội dung",
    "kiến nghị": "kiến nghị|phản ánh, kiến nghị|phản ánh",
    "dịch vụ công": "dịch vụ công|dịch vụ công trực tuyến|dịch vụ công thiết yếu|dvc|dvctt",
    "dịch vụ": "dịch vụ",
    "tiện ích": "tiện ích",
    "thủ tục": "thủ tục hành chính|thủ tục|tthc",
    "quy trình": "quy trình",
    "mô hình": "mô hình|mô hình điểm",
    "văn bản": "văn bản|công văn|văn bản chỉ đạo",
    "quyết định": "quyết định",
    "nghị quyết": "nghị quyết",
    "báo cáo": "báo cáo",
    "cuộc": "cuộc",
    "hội nghị": "hội nghị",
    "lớp": "lớp",
    "khóa": "khóa|khoá",
    "tin bài": "tin bài|tin, bài",
    "tin": "tin",
    "bài": "bài|bài viết",
    "hộ kinh doanh": "hộ kinh doanh",
    "hộ": "hộ|hộ gia đình|hộ dân",
    "doanh nghiệp": "doanh nghiệp|dn",
    "hợp tác xã": "hợp tác xã|htx",
    "dự án": "dự án",
    "công ty": "công ty",
    "chi nhánh": "chi nhánh",
    "ngân hàng": "ngân hàng|tổ chức tín dụng",
    "trường": "trường|trường học|cơ sở giáo dục",
    "bệnh viện": "bệnh viện",
    "trạm y tế": "trạm y tế",
    "trạm": "trạm|trạm phát sóng",
    "giường": "giường|giường bệnh",
    "mũi": "mũi|mũi tiêm",
    "liều": "liều",
    "ca": "ca",
    "vụ": "vụ|vụ việc",
    "mẫu": "mẫu",
    "máy tính": "máy tính",
    "máy in": "máy in",
    "máy scan": "máy scan|máy quét",
    "máy chủ": "máy chủ|máy chủ ảo",
    "máy": "máy",
    "thiết bị": "thiết bị",
    "bộ": "bộ",
    "cái": "cái|chiếc",
    "phần mềm": "phần mềm",
    "hệ thống": "hệ thống",
    "giao dịch": "giao dịch",
    "hóa đơn": "hóa đơn|hoá đơn",
    "hợp đồng": "hợp đồng",
    "khoản vay": "khoản vay|món vay",
    "khoản": "khoản",
    "thuê bao": "thuê bao",
    "mã số thuế": "mã số thuế|mst",
    "chứng thư số": "chứng thư số|chứng thư",
    "chữ ký số": "chữ ký số",
    "định danh": "định danh|định danh điện tử",
    "dữ liệu": "dữ liệu",
    "bản ghi": "bản ghi",
    "thửa": "thửa đất|thửa",
    "điểm": "điểm",
    "điểm cầu": "điểm cầu",
    "đồng": "đồng|vnđ",
    "USD": "usd",
    "ngày": "ngày|ngày làm việc",
    "tháng": "tháng",
    "năm": "năm",
    "tuổi": "tuổi",
    "giờ": "giờ",
    "phút": "phút",
    "lần": "lần",
    "bậc": "bậc",
    "bước": "bước",
    "ha": "ha|hecta",
    "km": "km",
    "m2": "m2|m²",
    "tấn": "tấn",
    "kg": "kg",
    "căn": "căn|căn hộ|căn nhà",
    "phòng": "phòng",
    "đơn": "đơn|đơn thư|đơn khiếu nại|đơn tố cáo",
    "ý kiến": "ý kiến|ý kiến góp ý",
    "công trình": "công trình",
    "sản phẩm": "sản phẩm|sản phẩm ocop",
    "phương tiện": "phương tiện",
    "bị can": "bị can",
    "bị cáo": "bị cáo",
    "con": "con",
    "chi hội": "chi hội",
    "mã số": "mã số",
}
_UNITS = {form: name for name, forms in _UNIT_FORMS.items() for form in forms.split("|")}
_MAX_UNIT_WORDS = max(len(form.split()) for form in _UNITS)

#: People are counted under many names: "702 công dân, gồm 310 người …".
PERSON_UNITS = frozenset(
    re.split(
        r"\|",
        "người|công dân|đối tượng|trường hợp|trẻ em|học sinh|lao động|cán bộ|công chức|hội viên|"
        "nhân khẩu|khách hàng|người bệnh|đại biểu|thành viên|sinh viên|thí sinh|giáo viên|viên chức|"
        "đoàn viên|đảng viên|bác sĩ",
    )
)


#: Sets of names under which one thing is counted.
_KINDS = (PERSON_UNITS, frozenset(["lượt", "lượt người", "lượt khám"]))


def same_kind(first: str | None, second: str | None) -> bool:
    """Whether two counts can be added or compared: one unit, both of persons, or one unit left unsaid."""
    return first is None or second is None or first == second or any({first, second} <= kind for kind in _KINDS)


#: Things that are counted one by one: a number of them has no decimals.
WHOLE_UNITS = frozenset(_UNIT_FORMS) - frozenset(
    [
        "đồng",
        "USD",
        "ngày",
        "tháng",
        "năm",
        "tuổi",
        "giờ",
        "phút",
        "lần",
        "điểm",
        "ha",
        "km",
        "m2",
        "tấn",
        "kg",
        "lao động",
        "bậc",
        "khoản",
        "dữ liệu",
        "kế hoạch",
        "chỉ tiêu",
    ]
)

_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*", re.UNICODE)


def unit_of(following: str) -> str | None:
    """The unit of count that the words after a number begin with, ``None`` when they name none.

    ``hồ sơ đã giải quyết`` → ``hồ sơ``; ``xã, phường đạt tỷ lệ`` → ``xã``; ``; máy tính`` → ``None``.
    """
    head = following[:70].lstrip(" \u00a0")
    if not head or not head[0].isalpha():
        return None
    if re.match(r"hộ (?:sinh|lý|chiếu)\b", head, re.I):
        return None
    words = re.split(r"[.;:()\[\]%\d“”\"]|(?<!xã)/", head, maxsplit=1)[0].lower().split(" ")[:_MAX_UNIT_WORDS]
    # A name ("Sở Y tế", "Huyện Kỳ Anh") opens a new item, it is no unit of the number before it.
    shortest = 1 if head[0].islower() or head.split(" ", 1)[0].rstrip(",.;:)").isupper() else 2
    for length in range(len(words), shortest - 1, -1):
        found = _UNITS.get(" ".join(words[:length]).rstrip(","))
        if found:
            return found
    return None


def noun_of(following: str) -> str | None:
    """The two or three plain words after a number where no known unit stands: ``mô hình điểm cấp xã`` → ``mô hình``."""
    match = re.match(r"[ \u00a0]*([^\W\d_A-ZĐ]\w*(?: [^\W\d_A-ZĐ]\w*)?)", following)
    if not match:
        return None
    words = match[1]
    return None if fold(words).split(" ")[0] in _NOT_NOUNS else words


_NOT_NOUNS = frozenset(
    [
        "va",
        "hoac",
        "so",
        "trong",
        "tai",
        "den",
        "tu",
        "voi",
        "la",
        "dat",
        "chiem",
        "tang",
        "giam",
        "duoc",
        "da",
        "dang",
        "chua",
        "con",
        "o",
        "theo",
        "cho",
        "tren",
        "duoi",
        "ty",
        "ti",
        "trieu",
        "nghin",
        "ngan",
        "gap",
        "thi",
        "do",
        "nhung",
        "tuong",
        "bang",
        "vuot",
        "co",
        "de",
        "neu",
        "khi",
    ]
)

# Written out before labels are compared.
_ABBREVIATIONS = (
    (r"\btthc\b", "thu tuc hanh chinh"),
    (r"\bdvctt\b", "dich vu cong truc tuyen"),
    (r"\bdvc\b", "dich vu cong"),
    (r"\bcsdlqg\b", "co so du lieu quoc gia"),
    (r"\bcsdl\b", "co so du lieu"),
    (r"\bve dc\b", "ve dan cu"),
    (r"\bcccd\b", "can cuoc cong dan"),
    (r"\bbhyt\b", "bao hiem y te"),
    (r"\bbhxh\b", "bao hiem xa hoi"),
    (r"\bbhtn\b", "bao hiem that nghiep"),
    (r"\bdddt\b", "dinh danh dien tu"),
    (r"\bkcb\b", "kham chua benh"),
    (r"\bkham benh,? chua benh\b|\bkham, chua benh\b", "kham chua benh"),
    (r"\bkdtm\b", "khong dung tien mat"),
    (r"\bmst\b", "ma so thue"),
    (r"\bcbccvc\b", "can bo cong chuc vien chuc"),
    (r"\basxh\b", "an sinh xa hoi"),
    (r"\bti le\b", "ty le"),
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bdtxd\b", "dau tu xay dung"),
    (r"\bdn\b", "doanh nghiep"),
    (r"\bcong dvc\b", "cong dich vu cong"),
    (r"\bgplx\b", "giay phep lai xe"),
    (r"\blltp\b", "ly lich tu phap"),
)
_EXPAND = tuple((re.compile(pattern), replacement) for pattern, replacement in _ABBREVIATIONS)
_STOP = frozenset(
    [
        "la",
        "cua",
        "va",
        "cac",
        "nhung",
        "duoc",
        "da",
        "dang",
        "co",
        "dat",
        "tren",
        "dia",
        "ban",
        "toan",
        "tinh",
        "tai",
        "cho",
        "theo",
        "trong",
        "den",
        "voi",
        "tu",
        "nay",
        "hien",
        "o",
        "ve",
        "so",
        "voi",
        "thuc",
        "hien",
        "ket",
        "qua",
        "ty",
        "le",
        "nhu",
        "sau",
        "gom",
        "do",
        "vao",
        "muc",
        "tong",
        "so",
        "luong",
        "nguoi",
        "truong",
        "hop",
        "ho",
        "so",
        "thang",
        "nam",
        "ngay",
        "ky",
        "uoc",
        "khoang",
        "hon",
        "gan",
        "cung",
        "mot",
        "vi",
        "de",
        "tinh",
    ]
)


@lru_cache(maxsize=20_000)
def label_words(text: str) -> tuple[str, ...]:
    """The folded words of a label that carry meaning, abbreviations written out, in printed order."""
    folded = fold(text)
    for pattern, replacement in _EXPAND:
        folded = pattern.sub(replacement, folded)
    return tuple(word for word in re.findall(r"[a-z0-9]+", folded) if word not in _STOP and len(word) > 1)


def likeness(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How alike two bags of label words are (0..1): shared words over all words."""
    if not first or not second:
        return 0.0
    one, two = set(first), set(second)
    return len(one & two) / len(one | two)


#: Capital letters of Vietnamese. A range "À-Ỹ" would hold the small letters too ("xã đạt" is no name).
CAPITAL = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
#: Names of bodies and places: two figures of different bodies are never compared.
_BODY = re.compile(
    r"\b(?:UBND|HĐND|Sở|Ban|Bộ|Cục|Chi cục|Chi nhánh|Phòng|Công an|Bệnh viện|BV|Trung tâm|TTYT|Ngân hàng|Trường|"
    r"[Hh]uyện|[Tt]hị xã|[Tt]hành phố|TP\.?|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|Kho bạc|Văn phòng|Viện|Tòa án|"
    r"Bảo hiểm xã hội|BHXH|Thuế|Hội|Đoàn|Báo|Đài)"
    rf"(?:\s+(?:xã|phường|huyện|thị xã|thành phố|thị trấn|tỉnh))?(?:\s+[{CAPITAL}]\w*(?:\s+(?:và|-)\s+"
    rf"[{CAPITAL}]\w*)?)+"
)


def bodies_in(text: str) -> frozenset[str]:
    """The named bodies and places of a text, folded."""
    return frozenset(fold(match.group(0)) for match in _BODY.finditer(text))
