"""Lists of names with a stated count: ``08 địa phương (Bắc Kạn, Bình Phước, …)``, ``04 phần mềm, gồm: …``.

Names may hold commas and "và" themselves ("Sở Văn hóa, Thể thao và Du lịch"), so a list has a lowest and a highest
possible number of items; only a count outside both is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity

_COMPOUNDS = (
    "Văn hóa, Thể thao và Du lịch",
    "Văn hoá, Thể thao và Du lịch",
    "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội",
    "Lao động – Thương binh và Xã hội",
    "Thông tin và Truyền thông",
    "Giáo dục và Đào tạo",
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Tài nguyên và Môi trường",
    "Kế hoạch và Đầu tư",
    "Khoa học và Công nghệ",
    "Dân tộc và Tôn giáo",
    "Phát thanh và Truyền hình",
    "Phát thanh, truyền hình",
    "Văn hóa và Thông tin",
    "Kinh tế và Hạ tầng",
    "Kinh tế, Hạ tầng và Đô thị",
    "Văn hóa - Xã hội",
    "Đoàn Đại biểu Quốc hội và Hội đồng nhân dân",
    "Đoàn đại biểu Quốc hội và HĐND",
    "huyện, thị xã, thành phố",
    "xã, phường, thị trấn",
    "xã, phường",
    "sở, ban, ngành",
    "Nước sạch và Vệ sinh",
    "và Đầu tư",
    "và Môi trường",
    "và Xã hội",
    "và Đào tạo",
    "và Công nghệ",
    "và Truyền thông",
    "và Du lịch",
)
_OPENER = re.compile(
    r"^(?P<noun>\s*[^\W\d_][^.;:()%\d]{0,90}?(?:\s(?:năm|tháng|quý)\s\d[\d/]*[^.;:()%\d]{0,20}?)?(?:(?:trên|dưới|từ|đạt|hơn)\s+\d{1,3}(?:[.,]\d+)?\s*%[^.;:()%\d]{0,50}?)?)[\s,]*"
    r"(?:\((?:gồm|bao gồm|là|cụ thể|đó là|trong đó)?\s*:?\s*(?P<bracket>)|"
    r"(?:,?\s*(?:gồm|bao gồm|gồm có|đó là|là|cụ thể là)\s*(?::\s*|\s(?=[A-ZĐ])))(?P<colon>)|:\s+(?P<bare>))"
)
#: "Tiểu học Đông Hải 1", "tổ 5", "Trường THCS số 2": the number is the end of a name.
_NUMBERED_NAME = re.compile(r"(?<=[^\W\d_]) (?:số )?\d{1,2}(?=\s*(?:[,;)]|và\b|$))")
#: Small words that open the name of a place.
_PLACES = ("xã", "phường", "huyện", "thị", "thành", "thôn", "xóm", "ấp", "bản", "tổ", "khu", "khối", "khóm")
_UNCOUNTABLE = re.compile(r"\.{3}|…|v\.v|\bvv\b|\bnhư\b|chiếm|đạt|tăng|giảm|tỷ lệ|so với|trong đó|\d")


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names and how many it may hold."""

    stated: Quantity
    noun: str
    items: tuple[str, ...]
    low: int
    high: int
    end: int


def name_lists(passage: Passage) -> Iterator[NameList]:
    """The lists of bare names of a passage that a count stands before."""
    text = passage.text
    for quantity in passage.quantities:
        if (
            quantity.percent
            or quantity.change
            or quantity.decimals
            or quantity.approximate
            or not 2 <= quantity.value <= 80
            or text[quantity.start - 1 : quantity.start] == "/"
        ):
            continue
        of = re.match(r"\s*/\s*\d{1,3}(?=\s)", text[quantity.end : quantity.end + 8])
        # "4/14 thôn có điểm hỗ trợ (thôn 2, thôn 7)": four are listed.
        after = quantity.end + (of.end() if of else 0)
        opener = _OPENER.match(text[after : after + 160])
        if not opener:
            continue
        begin = after + opener.end()
        in_bracket = opener["bracket"] is not None
        end = _bracket_end(text, begin) if in_bracket else _list_end(text, begin)
        if end is None or end - begin < 6 or end - begin > 4000:
            continue
        body = text[begin:end]
        bare = _NUMBERED_NAME.sub("", _without_brackets(body))
        if _UNCOUNTABLE.search(bare) or not _looks_like_names(bare):
            continue
        items = _items(_without_brackets(body))
        low, high = _bounds(bare)
        if high < 2:
            continue
        yield NameList(quantity, _noun(opener["noun"], quantity), tuple(items), low, high, end)


def _noun(words: str, quantity: Quantity) -> str:
    cleaned = re.sub(r"\s+", " ", words).strip(" ,")
    return cleaned if 0 < len(cleaned) <= 60 else quantity.unit or cleaned[:40].rsplit(" ", 1)[0]


def _bracket_end(text: str, begin: int) -> int | None:
    depth = 1
    for index in range(begin, len(text)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index
    return None


def _list_end(text: str, begin: int) -> int | None:
    body = re.sub(r"\([^()]*\)", lambda match: "x" * len(match.group(0)), text[begin:])
    # "TP. Huế" does not end the list.
    match = re.search(r"(?<!\bTP)(?<!\bTX)(?<!\bTT)\.(?:\s|$)|\./", body, re.I)
    return begin + match.start() if match else begin + len(body)


def _without_brackets(text: str) -> str:
    while re.search(r"\([^()]*\)", text):
        text = re.sub(r"\s*\([^()]*\)", "", text)
    return text


def _looks_like_names(text: str) -> bool:
    """Names: most items begin with a capital and are short."""
    pieces = _items(text)
    if len(pieces) < 2:
        return False
    capital = sum(1 for piece in pieces if piece[0].isupper() or piece.startswith(_PLACES))
    short = sum(1 for piece in pieces if len(piece.split()) <= 12)
    return capital >= 0.75 * len(pieces) and short >= 0.9 * len(pieces)


def _protect(text: str) -> str:
    for compound in _COMPOUNDS:
        text = re.sub(
            re.escape(compound),
            lambda match: match.group(0).replace(",", "¸").replace(" và ", "¤và¤"),
            text,
            flags=re.I,
        )
    return re.sub(r"(?i)\bvà¤|¤và\b", lambda match: match.group(0), text)


def _items(text: str) -> list[str]:
    protected = re.sub(
        r"(?<=\s)và (?=(?:Đầu tư|Môi trường|Xã hội|Đào tạo|Công nghệ|Truyền thông|Du lịch)\b)", "và¤", _protect(text)
    )
    separator = r"[;,]\s*|\s+và\s+"
    pieces = [piece.replace("¸", ",").replace("¤", " ").strip(" .“”\"'") for piece in re.split(separator, protected)]
    return [piece for piece in pieces if piece]


def _bounds(text: str) -> tuple[int, int]:
    """Fewest and most items that the list can be read as."""
    known = len(_items(text))
    semicolons = len([piece for piece in text.split(";") if piece.strip()]) if ";" in text else 0
    commas = len([piece for piece in re.split(r"[;,]\s+", text) if piece.strip()])
    suspicious = [item for item in _items(text) if not item[0].isupper() and not item.startswith(_PLACES)]
    low, high = known, known
    if suspicious:
        low = min(known - len(suspicious), commas)
    if semicolons:
        low = min(low, semicolons)
        if not re.search(r",\s", text):
            high = max(high, semicolons)
    return max(1, low), max(high, low)
