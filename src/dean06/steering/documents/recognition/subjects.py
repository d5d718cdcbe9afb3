"""Who a directive's sentence speaks to: "Giao Sở A chủ trì, phối hợp với B …", "Công an tỉnh tiếp tục …".

The body ends where the first verb of the order begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dean06.steering.documents.reading.joining import mostly_capitals
from dean06.steering.documents.recognition.bodies import readable_forms, split_bodies, starts_body

_VERBS = (
    r"chủ trì|phối hợp|khẩn trương|tiếp tục|"
    r"tổ chức(?!\s+(?:đảng|Đảng|chính trị|đoàn thể|hội|xã hội|tín dụng|cơ sở))|thực hiện|"
    r"triển khai|tham mưu|rà soát|xây dựng(?! Đảng| đảng)|chỉ đạo|"
    r"hướng dẫn|tăng cường|đẩy mạnh|đẩy nhanh|"
    r"nghiên cứu|có trách nhiệm|chịu trách nhiệm|căn cứ|chủ động|theo dõi|đôn đốc|kiểm tra|ưu tiên|bố trí|"
    r"cập nhật|hoàn thành|hoàn thiện|báo cáo|sớm|"
    r"kịp thời|thường xuyên|phát huy|tập trung|nâng cao|đảm bảo|bảo đảm|duy trì|phát động|tuyên truyền|"
    r"truyền thông|lập|trình|ban hành|giúp|làm|là|phải|cần|"
    r"thẩm định|tổng hợp|đề xuất|ngoài|quan tâm|công bố|công khai|xử lý|giải quyết|quyết liệt|nghiêm túc|"
    r"tiến hành|gửi|cử|đăng ký|tiếp nhận|vận hành|"
    r"lồng ghép|huy động|cân đối|phân bổ|quán triệt|xác định|vận động|khuyến khích|kiện toàn|thành lập|đánh giá|"
    r"giám sát|thanh tra|tham gia|bám sát|"
    r"ứng dụng|cung cấp thông tin|khai thác|sử dụng|kết nối|tích hợp|chia sẻ|số hóa|làm sạch|đào tạo|tập huấn|"
    r"bồi dưỡng|phân công|quy định|khắc phục|"
    r"chấn chỉnh|thống kê|đối chiếu|ký kết|mở rộng|nhân rộng|cắt giảm|đơn giản hóa|tái cấu trúc|phê duyệt|chi trả|"
    r"giao|yêu cầu|hỗ trợ|"
    r"thông báo|định kỳ|hằng|hàng|nhanh chóng|tích cực|gương mẫu|tự|không|được(?! giao| phân công)|đã|đang|sẽ|"
    r"trực tiếp|nắm|xem xét|cho ý kiến|khảo sát|lựa chọn|biên soạn|"
    r"in ấn|niêm yết|phổ biến|quản lý|tạo điều kiện|tháo gỡ|thí điểm|sơ kết|tổng kết|chuẩn bị|đầu tư|nâng cấp|"
    r"mua sắm|thuê|bàn giao|phân tích|"
    r"thẩm tra|tiếp thu|giải trình|trao đổi|thống nhất|chấp hành|lắp đặt|sửa chữa|kiểm kê|kiểm điểm|phân loại|"
    r"sao lưu|(?<!Thường )(?<!thường )trực(?! thuộc| tiếp)|bảo vệ|ngăn chặn|phòng ngừa|"
    r"nhập|in|phát hành|đăng tải|chuẩn hóa|hợp nhất|đồng bộ|điện tử hóa|thay thế|loại bỏ|lưu trữ|nộp|trả|đối soát|"
    r"gia hạn|(?<!Đăng )ký|giới thiệu|đề nghị|kiến nghị|tham vấn|"
    r"phản biện|khai trương|công nhận|tuyển dụng|điều động|khen thưởng|xử phạt|thu hồi|mở|dừng|hạn chế|xác minh|"
    r"xác thực|nắm bắt|động viên|giúp đỡ|cải thiện|"
    r"cải tiến|đổi mới|chú trọng|coi trọng|bám nắm|tiếp cận|khởi tạo|thu nhận|thu thập|đầu mối|soạn thảo|"
    r"lấy ý kiến|đưa vào|ra soát|phủ sóng|cam kết|đối thoại|"
    r"hỗ trợ|chi trả|quyết toán|giải ngân|cập nhập|tích cực|lên kế hoạch|phấn đấu|xem|tính toán|dự báo|thí nghiệm|"
    r"vào cuộc|nhắc nhở|"
    r"có kế hoạch|có văn bản|có giải pháp|có biện pháp|có phương án|lãnh đạo,?\s+chỉ đạo|nhận thức|đưa|dành|"
    r"chuyển|điều chỉnh|bổ sung|sửa đổi|khởi công|trên cơ sở|dựa trên|có ý kiến|khôi phục|trang bị|tạo lập|chấm dứt|"
    r"thiết lập|rút kinh nghiệm|kiểm soát|nghiệm thu|làm rõ|sắp xếp|di chuyển|quảng bá|đề cao|nêu cao|chăm lo|kêu gọi|"
    r"vận dụng|cung ứng|tạm dừng|giữ vững|khẳng định|hoàn trả|thực thi|tuân thủ|đóng góp"
)
VERB = re.compile(rf"(?<=[\s,;])(?:{_VERBS})(?=[\s,;:.]|$)")
_STARTS_WITH_VERB = re.compile(rf"^(?:{_VERBS})(?=[\s,;:.]|$)", re.I)
#: Names that contain a verb: "Tổ công tác TRIỂN KHAI Đề án 06", "các đơn vị ĐƯỢC GIAO CHỦ TRÌ".
_NAME_WITH_VERB = re.compile(
    r"(?:Tổ công tác|Tổ giúp việc|Ban [Cc]hỉ đạo|Ban|Trung tâm|Tổ|Hội đồng|Tiểu ban|Đoàn|Viện|Trường|Phòng|"
    r"Chi cục|Cục|Quỹ|Ban Quản lý|cơ sở)\s*$|"
    r"\b(?:được|được giao|được phân công|trực tiếp|[Cc]ác|những|cơ quan,|đơn vị,|cơ quan và|đơn vị và)\s*$|"
    r"\((?:[^()]*)$"
)
_ORDER = (
    r"(?:giao nhiệm vụ cho|giao trách nhiệm cho|giao cho|giao|chỉ đạo|yêu cầu|đề nghị|phân công|đôn đốc|"
    r"ủy quyền cho|ủy quyền|thống nhất giao|"
    r"Chủ tịch (?:UBND|Ủy ban nhân dân) (?:tỉnh|thành phố|huyện|xã|phường)?\s*(?:yêu cầu|giao|chỉ đạo|đề nghị)|"
    r"UBND (?:tỉnh|thành phố) (?:yêu cầu|giao|đề nghị))"
)
_ORDERED = re.compile(rf"^(?:(?:trân trọng|kính)\s+)?{_ORDER}\s*:?\s+(?:đồng chí\s+|các đồng chí\s+|cho\s+)?", re.I)
_LEAD_IN = re.compile(
    r"^(?:Do|Đồng thời|Ngoài ra|Bên cạnh đó|Trước mắt|Riêng|Về|Đối với|Trên cơ sở|Căn cứ|Từ nay đến|Để|Nhằm|Trong|"
    r"Theo|Cùng với đó|Trường hợp|Sau khi|Khi|Hằng|Hàng|Định kỳ|"
    r"Trước ngày|Trước|Song song|Thời gian tới|Hoàn thành)(?![^.]{0,12}:)[^.]{1,220}?[,:]\s*(?=(?:[A-ZĐỦ]|giao\b|"
    r"yêu cầu\b|(?:trân trọng\s+|kính\s+)?đề nghị\b|các\s|Các\s|chỉ đạo\s))"
)
_OFFICE_ORDERS = re.compile(
    r"^(?:Chủ tịch|Phó Chủ tịch|UBND|Ủy ban nhân dân|Bộ trưởng|Thủ tướng(?: Chính phủ)?|Tổ trưởng|"
    r"Thường trực)\b[^.,;]{0,60}?\s(?:yêu cầu|giao|đề nghị|chỉ đạo|phân công)\s+(?:đồng chí\s+|cho\s+)?"
)
_PARTNERS = re.compile(
    r"(?:^|[\s,;])[Pp]hối hợp(?:\s+(?:chặt chẽ|thường xuyên|tích cực|đồng bộ|hiệu quả))*(?:\s+(?:cùng với|với|"
    r"cùng))?\s+(?=\S)"
)
_PARTNERS_END = re.compile(
    rf"(?<=[\s,])(?:{_VERBS}|để|nhằm|trong|theo|về|tại|khi|sau khi|trước|chỉ|cụ thể|đồng bộ|hiệu quả|đảm|"
    rf"thuộc phạm vi)(?=[\s,;:.]|$)|[;.:]"
)
#: "… có ý kiến chỉ đạo như sau: Giao Sở A …": the order follows the colon.
_ANNOUNCED = re.compile(
    r"^[^.:]{0,300}?(?:như sau|sau đây|có ý kiến|yêu cầu|kết luận|chỉ đạo)\s*:\s+(?=(?:Giao|Yêu cầu|Đề nghị|Chỉ đạo)\s)"
)
#: "Giao đồng chí Nguyễn Văn A - Phó Chủ tịch UBND xã …": a named officer answers in person.
_CAPITALISED = r"[A-ZĐÀ-ỸƯƠĂÂÊÔ][a-zà-ỹđ]+"
_OFFICER = re.compile(
    rf"^(?P<order>(?:giao|phân công|đề nghị|yêu cầu)\s+(?:cho\s+)?)?(?:đồng chí|đ/c|ông|bà)\s+"
    rf"(?P<name>{_CAPITALISED}(?:\s+{_CAPITALISED}){{1,4}})(?P<post>\s*[-–,]\s*(?=[A-ZĐỦỨ]))?",
    re.I,
)
#: "Đảng ủy … lãnh đạo …": the verb of Party bodies, elsewhere a noun ("lãnh đạo các sở").
_PARTY_LEADS = re.compile(
    r"^(?P<body>(?:[Cc]ác\s+)?(?:Đảng|đảng|Chi bộ|chi bộ|[Cc]ấp ủy|[Hh]uyện ủy|[Tt]hành ủy|Tổ đảng|Ban cán sự)"
    r"(?:(?!lãnh đạo)[^.;:]){0,140}?)\s+(?=lãnh đạo\s)"
)
#: What a chair says of the work is no order to the chair.
_OPINION = re.compile(r"có ý kiến|đánh giá|ghi nhận|biểu dương|đã|đang|được|yêu cầu|giao|thống nhất")
_CLOSING = re.compile(
    r"(?:chịu trách nhiệm|căn cứ\b[^.]*)\s*thi hành|thi hành (?:Quyết định|Chỉ thị|Nghị quyết) này|"
    r"(?:nghiêm túc|nghiêm)(?:\s+(?:triển khai|tổ chức))*(?:\s+thực hiện)?\s+(?:các nội dung\s+)?(?:Kế hoạch|"
    r"Chỉ thị|Thông báo|Công văn|Quyết định|Công điện|Văn bản|nội dung) (?:này|trên)|"
    r"tổ chức thực hiện nghiêm túc Kế hoạch|^Yêu cầu (?:các|Thủ trưởng)[^.]{0,90}nghiêm túc (?:triển khai |"
    r"tổ chức )*thực hiện\W*$|^Trên đây là|^Nhận được|^Trong quá trình (?:thực hiện|triển khai)|"
    r"(?:biết|theo dõi)(?:, chỉ đạo)?(?:,|\s+và)\s+(?:tổ chức |triển khai )?thực hiện\.?/?\.?$|"
    r"có hiệu lực (?:thi hành )?kể từ|"
    r"^(?:[^.:;]{0,60}\s)?(?:[Yy]êu cầu|[Đđ]ề nghị)\s+(?:các|[Tt]hủ trưởng|[Gg]iám đốc|[Cc]hủ tịch)\s[^.;:]{0,160}?"
    r"(?:,?\s*(?:nghiêm túc|khẩn trương|quan tâm|phối hợp|kịp thời|chủ động|tổ chức|triển khai))+\s+"
    r"(?:thực hiện|triển khai)\W*$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a sentence orders. ``explicit`` is true for "giao/yêu cầu/chỉ đạo …" and for "… chủ trì"."""

    lead: list[str] = field(default_factory=list)
    coordinating: list[str] = field(default_factory=list)
    explicit: bool = False


def is_closing_formula(sentence: str) -> bool:
    """ "… chịu trách nhiệm thi hành Quyết định này" and the like order nothing of their own."""
    return bool(_CLOSING.search(sentence))


def read_subject(sentence: str) -> Subject:
    """The leads and partners a sentence names; empty where it names none at its beginning."""
    first = sentence.strip()
    if officer := _officer(first):
        name, explicit = officer
        return Subject([name], partners(first), explicit)
    for candidate, ordered in _openings(first):
        lead = _body_phrase(candidate)
        if lead:
            names, rest = lead
            chairs = bool(re.match(r"\s*,?\s*(?:là cơ quan\s+)?chủ trì", rest))
            return Subject(names, partners(rest), ordered or chairs)
    if chaired := _chairing(first):
        names, rest = chaired
        return Subject(names, partners(rest), True)
    return Subject([], partners(_first_sentence(first)), False)


def _officer(sentence: str) -> tuple[str, bool] | None:
    """The officer a sentence names, with the post where it is printed; true where the words are an order."""
    match = _OFFICER.match(sentence)
    if not match or not all(word[0].isupper() for word in match["name"].split()) or starts_body(match["name"]):
        return None
    explicit = bool(match["order"])
    if not match["post"]:
        return match["name"], explicit
    post = sentence[match.end() :]
    verb = VERB.search(post)
    stop = min([end for end in (verb.start() if verb else None, len(re.split(r"[,;.:]", post)[0])) if end is not None])
    return f"{match['name']}{match['post']}{post[:stop].rstrip()}", explicit


_ASKS = re.compile(r"\s(?:(?:trân trọng|kính)\s+)?(?:đề nghị|yêu cầu)\s+(?:đồng chí\s+)?(?=\S)")


def _asked_body(sentence: str) -> str | None:
    """ "Sở A đề nghị Phòng B …", "Để …, Sở A yêu cầu …": the text from the body that is asked; ``None`` otherwise."""
    for match in _ASKS.finditer(sentence, 0, 260):
        before = re.split(r"[,;:]\s+", sentence[: match.start()])[-1]
        if len(before) <= 80 and starts_body(before) and not VERB.search(before):
            return sentence[match.end() :] if starts_body(sentence[match.end() :]) else None
    return None


def _openings(sentence: str) -> list[tuple[str, bool]]:
    """Where the addressed body may begin: at once, after an order word, after an opening clause."""
    found: list[tuple[str, bool]] = []
    if requested := _asked_body(sentence):
        found.append((requested, True))
    if announced := _ANNOUNCED.match(sentence):
        sentence = sentence[announced.end() :]
    rest = re.sub(r"^(?:Các đồng chí|Đồng chí|Đ/c)\s+(?=\S)", "", sentence)
    for _ in range(4):
        if match := _OFFICE_ORDERS.match(rest):
            found.append((rest[match.end() :], True))
        if match := _ORDERED.match(rest):
            found.append((rest[match.end() :], True))
        else:
            found.append((rest, False))
        lead_in = _LEAD_IN.match(rest)
        if not lead_in:
            break
        rest = rest[lead_in.end() :]
    return found


def _body_phrase(text: str) -> tuple[list[str], str] | None:
    """Bodies at the start of the text and what follows them, when a verb follows."""
    if not starts_body(text):
        return None
    if leads := _PARTY_LEADS.match(text):
        return split_bodies(leads["body"]), text[leads.end() :]
    for match in VERB.finditer(text, 0, 420):
        phrase = text[: match.start()].rstrip()
        if _NAME_WITH_VERB.search(phrase) or phrase.count("(") > phrase.count(")"):
            continue
        if re.search(r"\b(?:của|do|về|để|cho)\s*$", phrase):
            return None
        if re.match(
            r"(?:Phó )?(?:Chủ tịch|Thủ tướng|Bộ trưởng|Bí thư|UBND tỉnh|Chính phủ|Đại biểu)", text
        ) and _OPINION.match(match[0]):
            return None
        names = split_bodies(phrase)
        if names and all(starts_body(name) for name in names) and not _too_long(names):
            return names, text[match.start() :]
        return None
    return None


def _too_long(names: list[str]) -> bool:
    return any(len(re.sub(r"\([^()]*\)", "", name)) > 140 for name in names)


def _chairing(sentence: str) -> tuple[list[str], str] | None:
    """ "…, Sở A, Sở B chủ trì, phối hợp …" inside a longer sentence: the bodies right before "chủ trì"."""
    match = re.search(r"\s(?:chủ trì(?=\s*,|\s+phối hợp|\s+tham mưu))", sentence)
    if not match:
        return None
    before = sentence[: match.start()]
    start: int | None = None
    for boundary in reversed(list(re.finditer(r"(?:^|(?<=[,;.] )|(?<= và )|(?<=\bdo )|(?<=\bgiao ))(?=\S)", before))):
        piece = before[boundary.start() :]
        if not starts_body(piece):
            break
        start = boundary.start()
        if re.search(r"(?:^|[\s])(?:của|với|cho|tại|gửi)\s*$", before[: boundary.start()].rstrip(" ,")):
            break
    if start is None:
        return None
    names = split_bodies(before[start:])
    return (names, sentence[match.start() :]) if names and not _too_long(names) else None


def partners(text: str) -> list[str]:
    """Bodies after the first "phối hợp với" of the sentence."""
    first = _first_sentence(text)
    for match in _PARTNERS.finditer(first):
        tail = first[match.end() :]
        if not starts_body(tail):
            continue
        end = None
        for stop in _PARTNERS_END.finditer(tail):
            phrase = tail[: stop.start()].rstrip()
            if phrase.count("(") > phrase.count(")") or _NAME_WITH_VERB.search(phrase):
                continue
            if stop[0] == ";" and starts_body(tail[stop.end() :].lstrip()):
                continue
            end = stop.start()
            break
        names = split_bodies(tail[:end])
        return [name for name in names if starts_body(name)] if names and not _too_long(names) else []
    return []


def _first_sentence(text: str) -> str:
    return sentences(text)[0] if text.strip() else ""


_ABBREVIATION = re.compile(r"(?:\b(?:TP|TX|TT|Ths|TS|PGS|GS|BS|ĐC|đ/c|Tr|tr|St|v\.v|[A-ZĐ]))\.$")


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph; a full stop inside a number, a code or an abbreviation does not end one."""
    parts: list[str] = []
    start = 0
    for match in re.finditer(r"[.!?…][”\")]?\s+(?=[“\"(]?[A-ZĐÀ-Ỹ])", text):
        piece = text[start : match.end()].strip()
        if _ABBREVIATION.search(piece) or piece.count("(") > piece.count(")"):
            continue
        parts.append(piece)
        start = match.end()
    tail = text[start:].strip()
    if tail:
        parts.append(tail)
    return parts or [text]


def _as_printed(name: str, printed: str) -> str:
    position = printed.lower().find(name.lower())
    return printed[position : position + len(name)] if position >= 0 else name


def body_heading(text: str) -> list[str]:
    """The bodies that a heading names and nothing else ("2.4. Sở Y tế", "UBND các xã, phường:"); else empty."""
    text = text.strip().rstrip(":").strip()
    addressed = bool(re.match(r"(?:[Đđ]ối với|[Tt]rách nhiệm của|[Nn]hiệm vụ của)\s+[Cc]ác\s+[A-ZĐ]", text))
    text = re.sub(
        r"^(?:Đối với|Giao|Trách nhiệm của|Nhiệm vụ của|Đề nghị|Yêu cầu|Phân công)\s*:?\s+", "", text, flags=re.I
    )
    if not text or len(text) > 260:
        return []
    printed = text
    if mostly_capitals(text):
        for form in readable_forms(text):
            names = split_bodies(re.sub(r"(?<=\s)(?:Và|Các)(?=\s)", lambda match: match[0].lower(), form))
            if names and all(starts_body(name) for name in names):
                return [_as_printed(name, printed) for name in names]
        return []
    if not starts_body(printed):
        # "Đối với các Điện lực trực thuộc": whoever is addressed so is a body, whatever its name.
        return split_bodies(printed) if addressed and len(printed) <= 80 and not VERB.search(printed) else []
    if _PARTY_LEADS.match(printed):
        return []
    verb = next((m for m in VERB.finditer(printed) if not _NAME_WITH_VERB.search(printed[: m.start()].rstrip())), None)
    if verb and not re.match(r"(?:được|là|có|liên quan)", verb[0]):
        before = printed[: verb.start()].rstrip()
        # "Văn phòng UBND tỉnh chủ trì, phối hợp …" orders something; it is no heading.
        if before.count("(") <= before.count(")"):
            return []
    names = split_bodies(printed)
    return names if all(starts_body(name) for name in names) and not _too_long(names) else []
