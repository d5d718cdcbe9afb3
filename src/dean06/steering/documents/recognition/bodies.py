"""Who is responsible: a printed list of bodies → single bodies and groups, each as printed.

Commas and "và" part bodies only where a new body begins after them; inside "Sở Văn hóa, Thể thao và Du lịch" not.
A group ("các sở, ban, ngành và địa phương") stays one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dean06.steering.documents.recognition.body_names import BODY_START, GROUP_MORE, GROUP_START, SECTORS

_SEPARATOR = re.compile(
    r"\s*[;\n]\s*|\s*,\s*(?:và|cùng|cùng với)\s+|\s*,\s*|\s+(?:và|cùng với|cùng|hoặc)\s+|\s*&\s+|"
    r"\s+\+\s+|\s*/\s*|\s+[-–]\s+"
)
_TRAILING = re.compile(
    r"(?:\s*[,;]?\s*(?:(?<!được giao )(?<!giao )(?:cùng\s+)?(?:chủ trì|"
    r"phối hợp)(?:\s*,\s*phối hợp)?(?:\s+(?:tổ chức\s+)?(?:triển khai\s+)?thực hiện)?|"
    r"(?:tổ chức\s+)?triển khai(?:\s+(?:tổ chức\s+)?thực hiện)?|tổ chức thực hiện|(?<!được phân công )thực hiện|"
    r"tham mưu(?: thực hiện)?|làm đầu mối|là đầu mối|"
    r"theo (?:lĩnh vực|ngành|chức năng|thẩm quyền|nhiệm vụ|phân công|phân cấp|quy định)(?:[ ,]+(?:quản lý|"
    r"phụ trách|nhiệm vụ|được giao|được phân công|"
    r"của mình|của ngành|quản lý nhà nước|nhà nước|lĩnh vực|và địa phương|ngành))*))+$",
    re.I,
)
_EDGES = " \t\n.,;:…-–—+•*|"
_BULLET = re.compile(r"^(?:[-–—+•*]|\(?\d{1,2}[.)]|[a-zđ][.)])\s*(?=\S)")
_LEADING = re.compile(r"^(?:(?:giao|do|gồm|bao gồm|là|cụ thể|và|cùng|với|gửi)\s*:?\s+|:\s*)", re.I)
_LIAISON = re.compile(
    r"(?:Văn phòng\s+(?:Đoàn\s+)?(?:đại biểu Quốc hội|ĐBQH)(?:\s+(?:tỉnh|thành phố))?|Văn phòng\s+HĐND|"
    r"Thường trực\s+HĐND)$"
)
#: "UBND các huyện, thị xã" and "UBND cấp huyện, cấp xã": the level words go on with the committee.
_LEVEL_MORE = re.compile(
    r"(?:cấp (?:tỉnh|huyện|xã)|(?:các )?(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn|đặc khu))\b", re.I
)
_LIST_INTRO = re.compile(r"^(?:[Cc]ác\s+)?(Sở|sở|Bộ|bộ)\s*:?\s+(?=[A-ZĐ])")
#: "Thủ trưởng các sở, ngành, địa phương" is a group as well.
_HEADED = re.compile(r"^(?:Thủ trưởng|Giám đốc|Người đứng đầu|Lãnh đạo|Chủ tịch|Trưởng)\s+(?:của\s+)?(?=các\s)")
_EMPTY = re.compile(r"^(?:[-–—./\s]*|không(?: có)?|chưa (?:có|xác định))$", re.I)


_ACRONYMS = {"UBND", "HĐND", "BHXH", "BCĐ", "TAND", "VKSND", "UBMTTQ", "MTTQ", "VNPT", "BCH", "CHQS"}


def readable_forms(text: str) -> tuple[str, ...]:
    """A name in capitals as it may be written otherwise ("SỞ NỘI VỤ" → "Sở Nội Vụ", "Sở nội vụ"), to recognise it."""
    words = text.split()
    titled = " ".join(word if word.strip(",;:") in _ACRONYMS else word.capitalize() for word in words)
    plain = " ".join(
        word if word.strip(",;:") in _ACRONYMS else (word.capitalize() if index == 0 else word.lower())
        for index, word in enumerate(words)
    )
    return titled, plain


def starts_body(text: str) -> bool:
    """Whether a body or a group of bodies is named at the very start of the text."""
    return bool(BODY_START.match(text))


def split_bodies(text: str | None) -> list[str]:
    """The bodies of a printed list, in order, each once, as printed (without bullets, full stops, "thực hiện").

    >>> split_bodies("Sở Văn hóa, Thể thao và Du lịch, các Sở, ban, ngành và các đơn vị liên quan.")
    ['Sở Văn hóa, Thể thao và Du lịch', 'các Sở, ban, ngành', 'các đơn vị liên quan']
    """
    if not text or _EMPTY.match(text.strip()):
        return []
    bodies: list[str] = []
    for part in _parts(text):
        for body in _expand_elided(_trim(part)):
            if body and body not in bodies:
                bodies.append(body)
    return bodies


def _trim(text: str) -> str:
    text = " ".join(text.split()).strip(_EDGES)
    text = _BULLET.sub("", text)
    text = _LEADING.sub("", text)
    for _ in range(2):
        if text.count("(") == text.count(")"):
            text = _TRAILING.sub("", text).rstrip(_EDGES)
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1].rstrip()
    return text


def _parts(text: str) -> list[str]:
    """Cuts at separators outside brackets where a new body begins on the right."""
    cuts: list[tuple[int, int]] = []
    depth_at = _bracket_depths(text)
    start = 0
    for match in _SEPARATOR.finditer(text):
        if depth_at[match.start()] or depth_at[min(match.end(), len(text) - 1)]:
            continue
        left, right = text[start : match.start()], text[match.end() :]
        if _parts_bodies(match[0], left, right):
            cuts.append(match.span())
            start = match.end()
    pieces, position = [], 0
    for begin, end in cuts:
        pieces.append(text[position:begin])
        position = end
    pieces.append(text[position:])
    return pieces


def _bracket_depths(text: str) -> list[int]:
    depths, depth = [], 0
    for char in text:
        if char == "(":
            depth += 1
        depths.append(depth)
        if char == ")":
            depth = max(0, depth - 1)
    if depth:
        # An unclosed bracket must not swallow the rest of the list.
        return [0] * (len(text) + 1)
    return [*depths, 0]


def _parts_bodies(separator: str, left: str, right: str) -> bool:
    right = _BULLET.sub("", right.lstrip())
    if not left.strip(_EDGES) or not right:
        return False
    mark = separator.strip()
    if mark in {"/", "-", "–"}:
        return _same_kind(left, right)
    if "và" in separator and _INSPECTION_ALONE.match(right) and _UNIT_HEAD.match(_last_item(left)):
        # "Phòng Pháp chế và Thanh tra" is one unit.
        return False
    if _in_group(left) and mark != ";" and _goes_on_with_group(right):
        return False
    if mark == "," and _inside_bare_group(left, separator + right):
        return False
    if _LEVEL_MORE.match(right) and mark != ";" and re.search(r"UBND|[Ủủ]y ban nhân dân|HĐND|Công an|Chủ tịch", left):
        return False
    if not starts_body(right):
        # A semicolon or a new line parts anything that is printed as a name of its own.
        return mark == ";" and right[0].isalnum() and len(right.split(";")[0].split()) >= 2
    if (_LIAISON.search(left.rstrip()) and re.match(r"(?:HĐND|Hội đồng|UBND)", right)) or (
        re.search(r"(?:^|\s)Báo$", left.rstrip()) and right.startswith(("Đài", "đài"))
    ):
        return False
    if "\n" in separator and _BARE_HEAD.search(_BULLET.sub("", left.strip())):
        # A narrow column broke "Văn phòng / UBND tỉnh" over two lines.
        return False
    return _complete(left)


_INSPECTION_ALONE = re.compile(r"Thanh tra\s*(?:$|[,;.])")
_UNIT_HEAD = re.compile(r"(?:Phòng|Ban|Vụ|Tổ|Bộ phận)\s")
#: Bodies that are written side by side with a stroke or a dash: "Sở Nội vụ/Sở Tài chính".
_FIRST_WORD = re.compile(r"(?:Sở|Bộ|Phòng|Ban|UBND|Công an|Cục|Chi cục|Vụ|Khoa|Văn phòng|Trung tâm)(?=\s)")


def _last_item(left: str) -> str:
    return re.split(r"[,;\n]\s*", left.strip())[-1]


def _same_kind(left: str, right: str) -> bool:
    """A stroke or a dash parts two bodies of one kind only; "Lao động - Thương binh" and "tỉnh/xã" stay whole."""
    first, second = _FIRST_WORD.match(_BULLET.sub("", _last_item(left))), _FIRST_WORD.match(right)
    return bool(first and second and first[0] == second[0])


_BARE_HEAD = re.compile(
    r"(?:^|[,;]\s|\svà\s)(?:Văn phòng|VP|Thường trực|Phó Chủ tịch|Chủ tịch|Lãnh đạo|Đảng ủy|Giám đốc|Bí thư|Ban|"
    r"Ban Thường trực|Thành viên|Ủy viên|Phòng|Sở|Bộ|Cục|Chi cục|"
    r"Công ty|Tổng công ty|Tập đoàn|Trung tâm|Hội|Viện|Trường|Đài|Báo|Chi nhánh|Thủ trưởng|Ban Chỉ đạo|"
    r"Tổ công tác|Hiệp hội|Liên đoàn|các|Các)$"
)


def _in_group(left: str) -> bool:
    """Whether the item that is being read is a group ("các sở, ban"), not a named body."""
    item = _LEADING.sub("", _BULLET.sub("", left.strip()))
    return bool(GROUP_START.match(_HEADED.sub("", item)))


def _inside_bare_group(left: str, rest: str) -> bool:
    """Between "ban" and "ngành" of "ban, ngành liên quan": the item so far begins a group without "các"."""
    item = _LEADING.sub("", _BULLET.sub("", left.strip()))
    group = GROUP_START.match(item + rest)
    return bool(group and group.end() > len(item) + 1)


def _goes_on_with_group(right: str) -> bool:
    """A bare noun goes on with the group; a new "các", a named body or a committee begins another item."""
    return (
        bool(GROUP_MORE.match(right))
        and not re.match(
            r"(?:Sở|Bộ|Ban|UBND|Trung tâm|Viện|Đài|Báo|Cục|Chi cục|Ngân hàng|Trường|Tổng công ty|Công ty|Văn phòng|"
            r"Khoa|Ủy ban|Học viện|Thư viện|Bảo tàng|Tỉnh ủy|Thành ủy|"
            r"Chi nhánh|Tập đoàn|Hội|Phòng|Tổ|"
            r"Bệnh viện|Hiệp hội|Hợp tác xã|Vụ)\s+(?!ngành|đoàn thể|trực thuộc|thuộc|liên quan|có liên quan)[A-ZĐ\w]",
            right,
        )
        and not re.match(
            r"(?:Chủ tịch|Giám đốc|Thủ trưởng|Người đứng đầu|Lãnh đạo)\b|UBND\b|tổ công|ban quản lý\s|"
            r"thành viên (?:Tổ|Ban|Hội đồng)",
            right,
        )
    )


def _complete(left: str) -> bool:
    item = _LEADING.sub("", _BULLET.sub("", left.strip())).strip(_EDGES)
    return len(item) > 2 and not re.search(r"(?:^|\s)(?:các|và|của|tỉnh ủy|giữa|cho|với)$", item)


def _expand_elided(item: str) -> list[str]:
    """ "Các sở: Tài chính, Y tế" → each department by its own name; anything else as it is."""
    match = _LIST_INTRO.match(item)
    if not match:
        return [item]
    head = match[1].capitalize()
    rest, names = item[match.end() :], []
    while rest:
        sector = next((name for name in SECTORS if rest.lower().startswith(name.lower())), None)
        if sector is None or re.match(r"\w", rest[len(sector) :]):
            return [item]
        names.append(f"{head} {rest[: len(sector)]}")
        rest = re.sub(r"^\s*(?:[,;]\s*(?:và\s+)?|và\s+)?", "", rest[len(sector) :])
    # One sector after "Sở" is a plain name; "các sở" of one is kept as printed.
    return names if len(names) > 1 else [item]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Leads and partners printed in one phrase or one cell."""

    lead: list[str]
    coordinating: list[str]


_LEAD_MARK = re.compile(
    r"(?:^|(?<=[\n;.,]))\s*[-–+•*]?\s*(?:(?:các\s+)?(?:đơn vị|cơ quan)\s+)?(?:đồng\s+)?(?:chủ trì|đầu mối|"
    r"chịu trách nhiệm chính|thực hiện)"
    r"(?:\s+(?:thực hiện|tham mưu|đề xuất))?\s*:",
    re.I,
)
_PARTNER_MARK = re.compile(
    r"(?:^|(?<=[\n;.,]))\s*[-–+•*]?\s*(?:(?:các\s+)?(?:đơn vị|cơ quan)\s+)?(?:cùng\s+)?phối hợp(?:\s+thực hiện)?\s*:",
    re.I,
)
_LEADS_WITH = re.compile(
    r"\s*,?\s*(?:\(?\s*(?:làm\s+)?(?:cơ quan\s+)?chủ trì\)?)\s*[,;]?\s*(?:và\s+)?phối hợp(?:\s+chặt "
    r"chẽ)?(?:\s+(?:với|cùng))?(?:\s+với)?\s*:?\s+",
    re.I,
)
#: "Ban A chủ trì; Ban B, Hội C phối hợp."
_EACH_WITH_ROLE = re.compile(
    r"^(?P<lead>[^;]+?)\s+chủ trì(?:\s+thực hiện)?\s*[;,.]\s*(?:và\s+)?(?!phối hợp|tham mưu)(?P<partners>\S.*?)\s+"
    r"(?:cùng\s+)?phối hợp(?:\s+thực hiện)?\W*$",
    re.S,
)
_PARTNERED = re.compile(r"\s*[,;.]\s*(?:\(?\s*)phối hợp(?:\s+chặt chẽ)?\s+(?:với|cùng)(?:\s+với)?\s+", re.I)
_TAGGED = re.compile(r"\(\s*(?:(?:đơn vị|cơ quan)\s+)?(chủ trì|đầu mối|phối hợp)\s*\)", re.I)


def split_responsibility(text: str | None) -> Responsibility:
    """Leads and partners of one phrase: "Sở A chủ trì, phối hợp với B", "Chủ trì: A; phối hợp: B", "A (chủ trì), B".

    A phrase that names nobody as partner gives leads only.
    """
    text = (text or "").strip()
    partner = _PARTNER_MARK.search(text)
    lead = _LEAD_MARK.search(text)
    if partner:
        before, after = text[: partner.start()], text[partner.end() :]
        if lead and lead.start() < partner.start():
            before = text[lead.end() : partner.start()]
        elif lead:
            after, before = text[partner.end() : lead.start()], text[lead.end() :]
        return Responsibility(split_bodies(before), split_bodies(after))
    if lead:
        text = text[lead.end() :]
    if each := _EACH_WITH_ROLE.match(text):
        return Responsibility(split_bodies(each["lead"]), split_bodies(each["partners"]))
    for pattern in (_LEADS_WITH, _PARTNERED):
        match = pattern.search(text)
        if match and match.start() > 0:
            return Responsibility(split_bodies(text[: match.start()]), split_bodies(text[match.end() :]))
    if _TAGGED.search(text):
        return _by_tags(text)
    return Responsibility(split_bodies(text), [])


def _by_tags(text: str) -> Responsibility:
    """ "Sở A (chủ trì), Sở B, Sở C (phối hợp)": untagged bodies after a tagged lead are partners."""
    lead: list[str] = []
    coordinating: list[str] = []
    pending: list[str] = []
    for body in split_bodies(text):
        tag = _TAGGED.search(body)
        name = _TAGGED.sub("", body).strip(_EDGES)
        if tag is None:
            pending.append(name)
        elif tag[1].lower() == "phối hợp":
            coordinating += [*pending, name]
            pending = []
        else:
            lead += [*pending, name]
            pending = []
    return Responsibility(lead, coordinating + pending)
