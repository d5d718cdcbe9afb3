"""How the name of a public body begins, and which words make a group of bodies ("các sở, ban, ngành").

The lists are words of administrative Vietnamese, not names of one province: any "Sở …" is a department.
"""

from __future__ import annotations

import re

#: First words of one named body. The look-aheads keep out verbs and things that begin alike ("Ban hành", "Hội nghị").
_NAMED = r"""(?:
    Sở(?=\s+\w)(?!\s+hữu|\s+dĩ|\s+thích)
  | Bộ(?=\s+[A-ZĐ]) | Bộ\ (?:phận\ [Mm]ột\ cửa|phận\ tiếp\ nhận)
  | Ban(?!\s+hành|\s+đầu|\s+ngày|\s+đêm)(?=\s+\w)
  | Công\ an(?=\s+\w|$|[,;.(:])
  | Văn\ phòng(?!\s+phẩm) | VPUBND | VP\ UBND
  | U[ỷỶ]\ ban | [ỦỶ]y\ ban | Uỷ\ ban | ỦY\ BAN | UBND | UBMTTQ\w* | UB\ MTTQ | Mặt\ trận\ Tổ\ quốc | MTTQ
  | HĐND | Hội\ đồng(?=\s+\w) | Thường\ trực(?=:?\s+(?:Tỉnh|Thành|Huyện|Đảng|HĐND|Hội\ đồng|UBND|Ban|[UỦ][ỷỶyY]?\ ban))
  | Tổng\ cục | Chi\ cục | Cục(?=\s+[A-ZĐ\w]) | Vụ(?=\s+[A-ZĐ]) |
    Thanh\ tra(?=\s+(?:tỉnh|thành|Chính|sở|Sở|Bộ|bộ|huyện|nhà)|$|[,;.])
  | Viễn\ thông(?=\s+(?:[A-ZĐ]|tỉnh|khu|quân)) | VTV(?=$|[\s,;.)]) | VOV(?=$|[\s,;.)]) | TTXVN
  | (?:VCCI|BIDV|Agribank|Vietcombank|VietinBank|NAPAS)(?=$|[\s,;.)]) | Thông\ tấn\ xã
  | Khoa(?=\s+[A-ZĐ]) | Chi\ nhánh | Phân\ hiệu | Thư\ viện(?=\s+(?:tỉnh|[A-ZĐ])) | Bảo\ tàng | Hạt\ Kiểm\ lâm
  | Nhà\ (?:xuất\ bản|văn\ hóa(?=\s+[A-ZĐ])) | Tạp\ chí(?=\s+[A-ZĐ]) | Cảng\ vụ | Kiểm\ toán(?=\s+(?:[Nn]hà|khu))
  | Viện(?!\s+dẫn|\s+trợ|\s+phí)(?=\s+\w) | Trung\ tâm(?=\s+\w) | Học\ viện | Trường(?!\s+hợp)(?=\s+\w)
  | Bệnh\ viện | Trạm(?=\s+(?:Y|y)\s) | Cơ\ sở(?=\s+(?:y|khám|giáo)\s)
  | Bảo\ hiểm\ [Xx]ã\ hội | BHXH | Bảo\ hiểm\ [Yy]\ tế(?=\s+(?:khu|tỉnh))
  | Thuế(?=\s+(?:tỉnh|thành|cơ|khu|Nhà|TP|[A-ZĐ]))
  | Kho\ bạc | Hải\ quan | Ngân\ hàng(?=\s+[A-ZĐ]) | NHNN | Quỹ(?=\s+[A-ZĐ])
  | Đài(?=\s+(?:Phát|Truyền|PT|[A-ZĐ])) | Báo(?=\s+(?:[A-ZĐ]|và\s+[Đđ]ài)) | Cổng\ [Tt]hông\ tin\ điện\ tử
  | T[òo]a\ án | Toà\ án | TAND | Viện\ kiểm\ sát | VKSND | Cục\ Thi\ hành
  | Bưu\ điện | Bưu\ chính | Viettel | VNPT | Mobi[Ff]one | FPT | EVN | Điện\ lực
  | Công\ ty | Tổng\ công\ ty | Tập\ đoàn
  | Doanh\ nghiệp | Hợp\ tác\ xã
  | Hội(?!\s+(?:nghị|thảo|họp|thi|đàm|nhập|trường|viên|chợ))(?=\s+\w) | Hiệp\ hội | Liên\ đoàn | Liên\ minh | Liên\ hiệp
  | Đoàn(?=\s+(?:[Tt]hanh|TNCS|đại|Đại|ĐBQH|[A-ZĐ])) | Tỉnh\ đoàn | Thành\ đoàn | Huyện\ đoàn | Đoàn\ thể
  | Đảng\ ủy | Đảng\ uỷ | Đảng\ đoàn
  | Ban\ cán\ sự | Tổ\ đảng | Chi\ bộ | Tỉnh\ ủy | Tỉnh\ uỷ | Thành\ ủy | Thành\ uỷ | Huyện\ ủy | Huyện\ uỷ | Đảng\ bộ
  | BCH | Bộ\ CHQS | Bộ\ đội | BCĐ | Quân\ khu | Biên\ phòng
  | Tổ\ (?:công\ tác|giúp\ việc|Công\ tác|trưởng|phó|chuyên|Chuyên|đề|Đề|ĐA|công\ nghệ|Công\ nghệ|tự\ quản
      |thư\ ký|biên\ tập|ĐA06)
  | Tổ(?=\s+[A-ZĐ])(?!\s+Quốc)
  | Đội(?=\s+[A-ZĐ]) | Phòng(?!\s*,?\s*chống|\s+ngừa|\s+ngự|\s+bệnh|\s+cháy)(?=\s+\w) | Khối(?=\s+\w)
  | Cơ\ quan | Đơn\ vị | Địa\ phương | Chính\ phủ | Trung\ ương | Quốc\ hội
  | (?:Phó\ )?(?:Chủ\ tịch|Giám\ đốc|Tổng\ [Gg]iám\ đốc|Thủ\ trưởng|Chánh\ Văn\ phòng|Chánh\ Thanh\ tra|Trưởng\ [Bb]an
      |Phó\ Thủ\ tướng|Bộ\ trưởng|Thứ\ trưởng|Thống\ đốc|Cục\ trưởng|Chi\ cục\ trưởng|Vụ\ trưởng
      |Hiệu\ trưởng|Viện\ trưởng|Chủ\ nhiệm
      |Trưởng\ (?:thôn|bản|xóm|ấp|khu|khoa|trạm|các|đơn\ vị|bộ\ phận|[Đđ]oàn|phố)
      |Trưởng\ phòng|Trưởng\ Công\ an
      |Tổ\ trưởng|Bí\ thư|Người\ đứng\ đầu|Lãnh\ đạo)
  | Cán\ bộ | Chủ\ đầu\ tư | Nhà\ thầu | Ban\ Nhân\ dân | Thôn | Tổ\ dân\ phố
  | C06 | PC06 | PA0\d | Đồn | Ủy\ viên | Thành\ viên | Nhóm\ (?:công\ tác|chuyên\ gia)
)"""

#: Nouns that stand for many bodies at once.
GROUP_NOUN = (
    r"(?:sở|ban|ngành|bộ|đơn vị|địa phương|cơ quan|tổ chức|doanh nghiệp|đoàn thể|hội|huyện|thị xã|thành phố|quận|xã|"
    r"phường|thị trấn|đặc khu|cấp|phòng|công ty|ngân hàng|thành viên|đồng chí|cá nhân|trung tâm|viện|đài|báo|chi cục|"
    r"cục|hợp tác xã|nhà mạng|trường|bệnh viện|tổ|chủ đầu tư|cơ sở|chi nhánh|tập đoàn|tổng công ty|tổng cục|hiệp hội|"
    r"chủ tịch|giám đốc|thủ trưởng|người đứng đầu|lãnh đạo|đảng ủy|đảng bộ|chi bộ|cấp ủy|văn phòng|trạm|cán bộ|"
    r"thôn|xóm|UBND|đội|ban quản lý|nhà trường|khoa|vụ|đại biểu|đoàn|ủy ban|huyện ủy|thành ủy|tỉnh ủy|tỉnh|hiệu trưởng|"
    r"trưởng|lực lượng|học viện|thư viện|bảo tàng)"
)
#: Without "các": "Bộ, ngành, địa phương", "tổ chức, cá nhân liên quan".
_BARE = (
    r"(?:[Bb]ộ|[Ss]ở|[Bb]an|[Pp]hòng|[Cc]ơ quan|[Đđ]ơn vị|[Tt]ổ chức|[Nn]gành)"
    r"(?:\s*,\s*(?:ban|bộ|ngành|phòng|cơ quan|đơn vị|địa phương|cá nhân|đoàn thể|tổ chức)(?=[\s,;.)]|$))+"
)
_MANY = r"(?:[Cc]ác|[Nn]hững|[Mm]ột số|[Tt]ất cả các|[Tt]oàn thể|[Tt]oàn bộ(?: các)?|[Mm]ỗi)"
_GROUP = rf"(?:{_MANY}\s+(?i:{GROUP_NOUN})\b|{_BARE})"
_LOWER = (
    r"(?:công an(?=\s+(?:tỉnh|thành phố|các|cấp|xã|phường|huyện))|bộ phận (?:một cửa|tiếp nhận)|địa phương(?!\s+hóa)|"
    r"đơn vị(?=\s+(?:liên|có|trực|sự))|doanh nghiệp(?=\s+(?:liên|có|viễn|cung|trên|bưu))|chính quyền|"
    r"cơ quan(?=\s+(?:liên|có|thuế|công|bảo|báo|thường))|"
    r"người đứng đầu|đoàn thể(?=\s|$|[,.;])|chủ tịch UBND|tổ công tác|tổ công nghệ|ngành(?=\s+\w)|cấp ủy|"
    r"bảo hiểm xã hội(?=\s+\w)|"
    r"ủy ban nhân dân|văn phòng UBND|thành viên(?=\s+(?:Tổ|Ban|Hội đồng))|"
    r"(?:sở|phòng|khoa|ban|trung tâm)(?=\s+[A-ZĐ])|trưởng (?:thôn|bản|trạm|các)|lực lượng)"
)


def _verbose(pattern: str) -> str:
    return pattern.replace(" ", r"\ ")


BODY_START = re.compile(rf"(?:{_NAMED}|{_verbose(_GROUP)}|{_verbose(_LOWER)})(?!\w)", re.X)
GROUP_START = re.compile(_GROUP)
#: A generic noun that goes on with the group before it: "các sở, BAN, NGÀNH và ĐỊA PHƯƠNG".
GROUP_MORE = re.compile(rf"(?!bộ phận)(?i:{GROUP_NOUN})(?=\s|$|[,.;:)…])")

#: Sectors a department or ministry may be named after; used where the word "Sở" is printed once for several.
SECTORS = (
    "Văn hóa, Thể thao và Du lịch",
    "Văn hóa - Thể thao và Du lịch",
    "Văn hóa, Thể thao",
    "Văn hóa và Thể thao",
    "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội",
    "Lao động – Thương binh và Xã hội",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Tài nguyên và Môi trường",
    "Thông tin và Truyền thông",
    "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo",
    "Kế hoạch và Đầu tư",
    "Dân tộc và Tôn giáo",
    "Quy hoạch - Kiến trúc",
    "Giao thông vận tải",
    "Giao thông Vận tải",
    "Giao thông công chánh",
    "An toàn thực phẩm",
    "Công Thương",
    "Công thương",
    "Du lịch",
    "Nội vụ",
    "Ngoại vụ",
    "Ngoại giao",
    "Quốc phòng",
    "Công an",
    "Tài chính",
    "Tư pháp",
    "Xây dựng",
    "Y tế",
    "GD&ĐT",
    "GDĐT",
    "KH&CN",
    "KHCN",
    "KH&ĐT",
    "KHĐT",
    "TT&TT",
    "TTTT",
    "TN&MT",
    "TNMT",
    "NN&MT",
    "NNMT",
    "NN&PTNT",
    "LĐTBXH",
    "LĐ-TB&XH",
    "LĐ-TBXH",
    "GTVT",
    "VHTTDL",
    "VHTT&DL",
    "VH-TT&DL",
    "VHTT",
    "DT&TG",
)
