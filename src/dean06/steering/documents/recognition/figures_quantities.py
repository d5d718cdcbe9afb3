"""Numbers in a sentence as quantities: value, unit, how exact, whether they are a change; and ratios made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dean06.kernel.common.vietnamese import DateMention, find_numbers
from dean06.steering.documents.recognition.figures_words import fold, label_words, noun_of, same_kind, unit_of

#: Words whose number names a thing ("lớp 9", "Đề án 06"); "nhóm 5 xã" and "mức 80%" keep theirs.
_NAMING = re.compile(
    r"(?:(?<!\w)(?:đề án|QĐ|lần thứ|thứ|lớp|khối|hạng|cấp độ|mức độ|kỳ họp|quốc lộ|tỉnh lộ|sinh năm|Covid|phiên bản|"
    r"khóa|vòng|tuần|điều|(?<!tài )khoản|mục|phụ lục|nhiệm vụ số|nội dung số|tiêu chí số|nhóm ưu tiên số|"
    r"mô hình số|nghị quyết số|quyết định số|công văn số|văn bản số|hướng dẫn|danh mục thứ|quy trình số|kế hoạch số|"
    r"số thứ tự|biểu số|bảng số|bảng|biểu|hình|mẫu số|đợt|giai đoạn|phiên|ca số|tài khoản số|số tài khoản|"
    r"điện thoại|hotline|tổng đài))"
    r"[ \u00a0]*(?:-[ ]*)?$",
    re.IGNORECASE,
)
_ORDINAL_LIST = re.compile(r"(?:nhiệm vụ|nội dung|tiêu chí|mục|mô hình|dịch vụ)\s+số\s+[\d\s,;và]*$", re.IGNORECASE)
_APPROXIMATE = re.compile(
    r"(?<!\w)(hơn|trên|gần|khoảng|xấp xỉ|ước|ước đạt|dưới|tối thiểu|ít nhất|tối đa|~|≈|≥|>)\s*$", re.I
)
_CHANGE = re.compile(
    r"(?P<word>tăng thêm|tăng|giảm|bổ sung thêm|thêm|(?<=\()\+|(?<=\S )\+(?=$))\s*(?:được|khoảng|hơn|gần|trên|"
    r"là|tương đương|:)?\s*$",
    re.I,
)
_EXCEED = re.compile(
    r"(?:vượt|vượt so với|vượt mức|vượt chỉ tiêu|vượt kế hoạch|vượt chỉ tiêu giao)\s*"
    r"(?:được giao|giao|đề ra|là|hơn|gần|khoảng|thêm)?\s*$",
    re.I,
)
_COMPARED = re.compile(r"^\s*(?:\w+\s+){0,3}?so với|^\s*(?:\w+\s+){0,2}cùng kỳ", re.I)
_HUNDRED_WORDS = ("dan", "nguoi dan", "nguoi", "tre", "tre em", "phu nu", "ca")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts or measures. ``change`` is +1 or -1 for "tăng/giảm N", 0 otherwise."""

    start: int
    end: int
    text: str
    value: Decimal
    decimals: int
    half_step: Decimal
    percent: bool
    unit: str | None
    approximate: str | None = None
    change: int = 0
    multiplier: int = 1
    year_like: bool = False
    leading_zero: bool = False
    in_brackets: int = 0
    #: The unit, or the plain noun behind the number where the unit is not a known one.
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """``a/b`` with the percentage that is printed for it, if any."""

    part: Quantity
    whole: Quantity
    rate: Quantity | None = None
    ranked: bool = False

    @property
    def start(self) -> int:
        """Where the printed ratio begins."""
        return self.part.start

    @property
    def end(self) -> int:
        """Where the printed ratio ends."""
        return self.whole.end


def _depths(text: str) -> list[int]:
    depth, depths = 0, []
    for char in text:
        if char == "(":
            depth += 1
        depths.append(depth)
        if char == ")" and depth:
            depth -= 1
    return depths


def read_quantities(text: str, dates: Sequence[DateMention] = ()) -> list[Quantity]:
    """The quantities of a text (NFC) in reading order. Numbers that only name something are left out."""
    depths = _depths(text)
    found: list[Quantity] = []
    for mention in find_numbers(text):
        number = mention.number
        start, end = mention.span
        before, after = text[max(0, start - 45) : start], text[end : end + 70]
        if _names_something(before, number.percent, after) or _marks_item(text, start, end):
            continue
        if not number.percent and re.match(r"\s*[-–]\s*[A-ZĐ]{2,}", after):
            continue
        money = number.unit
        unit = "đồng" if money and fold(money) in ("dong", "vnd", "d") else money or unit_of(after)
        change = _CHANGE.search(before)
        approximate = _APPROXIMATE.search(before)
        found.append(
            Quantity(
                start=start,
                end=end,
                text=number.text,
                value=number.value,
                decimals=number.decimals,
                half_step=number.half_step,
                percent=number.percent,
                unit=None if number.percent else unit,
                approximate=approximate[1].lower() if approximate else None,
                change=0 if change is None else (-1 if change["word"].lower() == "giảm" else 1),
                multiplier=number.multiplier,
                year_like=number.maybe_year and unit is None,
                leading_zero=number.leading_zero,
                in_brackets=depths[start] if start < len(depths) else 0,
                noun=None if number.percent else unit or noun_of(after),
            )
        )
    return [
        quantity
        for quantity in _share_multiplier(text, _join_amounts(text, found))
        if quantity.unit != "tuổi"
        and not _AGE_RANGE.match(text, quantity.end)
        and (not quantity.year_like or _counts(quantity, text))
    ]


#: The first number of "3 đến 5 tuổi".
_AGE_RANGE = re.compile(r"\s*(?:đến|-|–)\s*(?:dưới\s+)?\d{1,3}\s+tuổi", re.I)


def _join_amounts(text: str, found: list[Quantity]) -> list[Quantity]:
    """``612 tỷ 400 triệu đồng`` is one amount."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.multiplier > quantity.multiplier > 1
            and last.decimals == 0
            and not text[last.end : quantity.start].strip()
            and not quantity.percent
            and quantity.value < last.multiplier
        ):
            joined[-1] = replace(
                quantity,
                start=last.start,
                text=text[last.start : quantity.end],
                value=last.value + quantity.value,
                multiplier=1,
                approximate=last.approximate,
                change=last.change,
                in_brackets=last.in_brackets,
            )
        else:
            joined.append(quantity)
    return joined


def _share_multiplier(text: str, found: list[Quantity]) -> list[Quantity]:
    """In ``9.877/13.500 tỷ đồng`` both numbers are thousands of millions."""
    shared = list(found)
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        gap = text[first.end : second.start]
        if second.multiplier > 1 and first.multiplier == 1 and first.unit is None and re.fullmatch(r"\s*[/–-]\s*", gap):
            factor = second.multiplier
            shared[index] = replace(
                first,
                value=first.value * factor,
                half_step=first.half_step * factor,
                multiplier=factor,
                unit=second.unit,
            )
    return shared


def _marks_item(text: str, start: int, end: int) -> bool:
    """``1) …; 2) …`` and ``1/ …; 2/ …`` inside a paragraph."""
    if not re.match(r"\)\s|/\s+[^\W\d_]", text[end : end + 3]):
        return False
    if text[end] == ")" and text.count("(", 0, start) > text.count(")", 0, start):
        return False
    return bool(re.search(r"(?:^|[:;.,])\s*$", text[:start])) and end - start <= 2


def _counts(quantity: Quantity, text: str) -> bool:
    """Four digits that look like a year count something only beside a slash or a percent sign."""
    return text[quantity.end : quantity.end + 1] == "/" or text[quantity.start - 1 : quantity.start] == "/"


def _names_something(before: str, percent: bool, after: str) -> bool:
    if percent:
        return False
    if _ORDINAL_LIST.search(before):
        return True
    match = _NAMING.search(before)
    if not match:
        return False
    # "hướng dẫn 15 đơn vị", "bảng 3 hồ sơ": a verb or a noun followed by a counted thing keeps its number.
    word = fold(match.group(0)).strip(" -")
    return not (word in ("khoi", "muc", "bang", "hinh", "huong dan", "phien", "khoa", "tuan", "dot") and unit_of(after))


#: A count may be set against a planned number of another name.
_PLANNED = ("chỉ tiêu", "kế hoạch", "đối tượng", "trường hợp")
_GAP_WORDS = r"[^\W\d_][^;:()\d%]{0,70}"
_SLASH_GAP = re.compile(rf"^\s*(?:{_GAP_WORDS})?/\s*(?:tổng số\s+|tổng\s+)?$", re.I)
_TOTAL_GAP = re.compile(
    r"^\s*(?:[^\W\d_][^;:.()\d%]{0,70}?)?[\s,]*(?:(?:trên|/|trong)\s+(?:tổng số|tổng cộng|tổng)|so với tổng số)"
    r"(?:\s+[^\W\d_][^;:.()\d%]{0,40}?)?\s*(?:là\s*)?$",
    re.I,
)
_ON_GAP = re.compile(r"^\s*(?:[^\W\d_]+\s){0,2}trên\s*$", re.I)
_RANKED = re.compile(r"(?:thứ|hạng|vị trí|vị thứ|xếp|xếp thứ)\s*$", re.I)
_DATE_BEFORE = re.compile(r"(?:ngày|đến|trước|từ|hết|sáng|chiều|tối|hôm|lễ|dịp)\s*$", re.I)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_CONNECTOR = re.compile(
    r"(?:đạt|đạt được|chiếm|tỷ lệ|tỉ lệ|tương ứng|tương ứng với|tương đương|ứng với|bằng|là|=|[(,:–;-]|khoảng|"
    r"hơn|gần|trên|"
    r"xấp xỉ|~|≈|mức|được|hoàn thành)\s*$",
    re.I,
)
_OTHER_BASE = re.compile(
    r"(?:tăng|giảm|vượt|thêm|thấp hơn|cao hơn|giao|tối thiểu|phấn đấu|mục tiêu|dưới)\s*"
    r"(?:thêm|khoảng|hơn|gần|trên|từ|chỉ tiêu|kế hoạch|đạt)?\s*$",
    re.I,
)
_NEW_LABEL = re.compile(
    r"[,;.]?\s*(?:và\s+)?(t[ỷỉ] lệ\s+[^,;%\d]+?)\s*(?:đạt|là|:|chiếm|=|được)?\s*(?:tỷ lệ|tỉ lệ)?\s*$", re.I
)


def read_ratios(text: str, quantities: Sequence[Quantity]) -> list[Ratio]:
    """The ratios ``a/b`` of a text, each with the percentage printed for it."""
    pairs: list[tuple[Quantity, Quantity, bool]] = []
    used: set[int] = set()
    for first, second in pairwise(quantities):
        if first.percent or second.percent or first.start in used or not _pairs(text, first, second):
            continue
        ranked = bool(_RANKED.search(text[max(0, first.start - 14) : first.start]))
        pairs.append((first, second, ranked))
        used.update((first.start, second.start))
    ratios = []
    taken: set[int] = set()
    for index, (part, whole, ranked) in enumerate(pairs):
        following = pairs[index + 1][0].start if index + 1 < len(pairs) else len(text)
        rate = _rate_before(text, part, whole, quantities, taken) or _rate_after(
            text, part, whole, quantities, following, taken
        )
        if rate is not None:
            taken.add(rate.start)
        ratios.append(Ratio(part, whole, rate, ranked))
    return ratios


def _pairs(text: str, first: Quantity, second: Quantity) -> bool:
    gap = _PARENTHESIS.sub(" ", text[first.end : second.start])
    if len(gap) > 110 or first.change or second.value <= 0:
        return False
    slash = bool(_SLASH_GAP.match(gap))
    total = bool(_TOTAL_GAP.match(gap)) or (bool(_ON_GAP.match(gap)) and first.value <= second.value)
    if not (slash or total):
        return False
    if slash:
        if re.search(r"\w/\w", gap) and not gap.rstrip().endswith("/"):
            return False
        if second.year_like or (
            1900 <= second.value <= 2100 and first.value <= 12 and gap.strip() == "/" and second.unit is None
        ):
            return False
        before = text[max(0, first.start - 10) : first.start]
        if gap.strip() == "/" and first.value <= 31 and second.value <= 12 and _DATE_BEFORE.search(before):
            return False
        per_head = second.value in (100, 1000, 10000, 100000) and first.unit not in (None, second.unit)
        if per_head and fold(text[second.end : second.end + 12]).startswith(_HUNDRED_WORDS):
            return False
        if second.value in (7, 24) and first.value == 24:
            return False
        if first.unit and second.unit and first.unit != second.unit and second.unit not in _PLANNED:
            return same_kind(first.unit, second.unit)
        if second.unit in ("giờ", "ngày", "tháng", "năm", "lần") and first.unit not in (None, second.unit):
            return False
    return True


def _rate_before(
    text: str, part: Quantity, whole: Quantity, quantities: Sequence[Quantity], taken: set[int]
) -> Quantity | None:
    """``97,5% (1.950/2.000 hồ sơ)``: the percentage stands before the bracket that holds the ratio."""
    before = [quantity for quantity in quantities if quantity.end <= part.start]
    if not before or not before[-1].percent or before[-1].start in taken or before[-1].change:
        return None
    gap = text[before[-1].end : part.start]
    if re.search(r"so với|cùng kỳ|kế hoạch|chỉ tiêu|mục tiêu", gap, re.I):
        return None
    if re.match(
        r"^\s*[^\W\d_]{0,12}(?:\s[^\W\d_]{1,12}){0,9}\s*\(\s*(?:tương ứng|tức|với|là|đạt|=)?\s*$", gap, re.I
    ) or re.match(r"^\s*,?\s*(?:tương ứng|tương đương|tức là|tức|=)\s*(?:với)?\s*$", gap, re.I):
        return None if _OTHER_BASE.search(text[max(0, before[-1].start - 25) : before[-1].start]) else before[-1]
    return None


def _rate_after(
    text: str, part: Quantity, whole: Quantity, quantities: Sequence[Quantity], limit: int, taken: set[int]
) -> Quantity | None:
    closing = _own_bracket_end(text, part.start)
    for quantity in quantities:
        if quantity.start < whole.end or quantity.start >= limit:
            continue
        gap = text[whole.end : quantity.start]
        bare = _PARENTHESIS.sub(" ", gap)
        if not quantity.percent:
            if quantity.change or (quantity.in_brackets > part.in_brackets and "(" in gap and bare != gap):
                continue
            return None
        if quantity.start in taken:
            return None
        if quantity.change:
            continue
        if (
            closing is not None
            and quantity.start > closing
            and not re.match(
                r"^\)?\s*[,;]?\s*(?:và\s+)?(?:đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ|tỉ lệ)",
                text[closing : quantity.start],
                re.I,
            )
        ):
            return None
        if len(bare) > 170 or re.search(r"[.!?]\s+[A-ZĐÀ-Ỹ(]", bare):
            return None
        semicolon = bare.rfind(";")
        if semicolon >= 0 and not re.match(r";\s*(?:đạt|chiếm|tỷ lệ|tỉ lệ|bằng|tương ứng)\b", bare[semicolon:], re.I):
            return None
        if not _CONNECTOR.search(bare) or _OTHER_BASE.search(bare):
            return None
        return quantity if _own_label(text, part, bare) else None
    return None


def _own_bracket_end(text: str, start: int) -> int | None:
    """Where the bracket that opens right before the ratio closes; ``None`` when it has no bracket of its own."""
    opening = text.rfind("(", 0, start)
    if opening < 0 or ")" in text[opening:start]:
        return None
    closing = text.find(")", start)
    return closing if closing >= 0 else None


def _own_label(text: str, part: Quantity, gap: str) -> bool:
    """Whether a new "tỷ lệ …" between ratio and percentage still speaks of the same thing."""
    match = _NEW_LABEL.search(gap)
    if not match:
        return True
    words = set(label_words(match[1])) - {"dat", "chiem", "tuong", "ung", "chung", "khoang"}
    if not words:
        return True
    sentence = text[: part.start].rsplit(". ", 1)[-1] + " " + gap[: match.start(1)]
    known = set(label_words(sentence))
    return len(words & known) >= max(1, (len(words) * 2) // 3)
