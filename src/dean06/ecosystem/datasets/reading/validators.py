"""What the values of a column look like, kind by kind: the share of a sample that could be an id, a name, a date…"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dean06.ecosystem.datasets.reading.headers import heading_key
from dean06.ecosystem.datasets.reading.values.dates import DatePlan, read_date
from dean06.ecosystem.datasets.reading.values.digits import LENGTHS, PROVINCE_CODES, repair_digits
from dean06.ecosystem.datasets.reading.values.sexes import SexPlan, read_sex
from dean06.ecosystem.datasets.reading.values.text import TextPlan, repair_text
from dean06.kernel.common.vietnamese import ascii_fold

#: First words of nearly all Vietnamese names, without accents.
SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "trinh",
        "doan",
        "truong",
        "lam",
        "mai",
        "dao",
        "to",
        "ha",
        "cao",
        "luong",
        "luu",
        "chu",
        "ta",
        "phung",
        "quach",
        "thai",
        "tong",
        "la",
        "kieu",
        "chau",
        "vuong",
        "nghiem",
        "hua",
        "tang",
        "bach",
        "ton",
        "than",
        "lai",
        "quan",
        "khong",
        "uong",
        "bien",
        "thach",
        "son",
        "danh",
        "h",
        "y",
        "k",
        "ro",
        "a",
        "dieu",
        "lo",
        "vi",
        "quang",
        "ca",
        "tong",
        "cam",
        "giang",
        "trieu",
        "ly",
        "vang",
        "giang",
        "sung",
        "ma",
        "thao",
        "mua",
        "hau",
        "kha",
        "luc",
        "nong",
    ]
)
_UNIT = re.compile(r"(?:xa|phuong|thi tran|dac khu|x\.|p\.|tt\.|tt )\b", re.IGNORECASE)
_VILLAGE = re.compile(r"(?:thon|xom|to|khoi|ap|ban|buon|lang|khu pho|khu|tdp|doi)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?84|0)?[235789]\d{8}")
_CARD = re.compile(r"(?:[A-Z]{2}\d{13}|\d{10})")


def share(kind: str, sample: Sequence[str], width: int = 0, units: Collection[str] = ()) -> float | None:
    """Share (0..1) of the filled values that fit the kind; ``None`` when the kind has no look of its own."""
    readings = {text: _readable(text) for text in set(sample)}
    values = [readings[text] for text in sample if readings[text]]
    if not values or kind not in _TESTS:
        return None
    test = _TESTS[kind]
    return sum(test(text, width, units) for text in values) / len(values)


def _readable(text: str) -> str:
    return text.strip() if text.isascii() else repair_text(text, TextPlan())[0] or ""


def _digits(text: str, lengths: tuple[int, ...]) -> str:
    value, _ = repair_digits(text, lengths)
    return value if value and value.isdigit() else ""


def _is_id(text: str, width: int, units: Collection[str]) -> bool:
    digits = _digits(text, LENGTHS)
    if len(digits) in (10, 11, 12):
        return int(digits.zfill(12)[:3]) in PROVINCE_CODES or digits[0] in "123"
    return len(digits) == 9


def _is_old_id(text: str, width: int, units: Collection[str]) -> bool:
    return len(_digits(text, (9,))) in (8, 9)


def _is_name(text: str, width: int, units: Collection[str]) -> bool:
    value, _ = repair_text(text, TextPlan())
    words = ascii_fold(value or "").lower().replace("'", " ").split()
    if not 2 <= len(words) <= 7 or any(char.isdigit() for word in words for char in word):
        return False
    return words[0] in SURNAMES


def _is_date(text: str, width: int, units: Collection[str]) -> bool:
    return (
        bool(re.search(r"\d[/.\-T]\d|^\d{5}(?:\.0)?$|^\d{8}$|-[A-Za-z]{3}-", text))
        and read_date(text, DatePlan()).year > 0
    )


def _is_birth(text: str, width: int, units: Collection[str]) -> bool:
    return read_date(text, DatePlan()).year > 0


def _is_year(text: str, width: int, units: Collection[str]) -> bool:
    return bool(re.fullmatch(r"(?:18|19|20)\d\d(?:\.0)?", text))


def _is_part(text: str, width: int, units: Collection[str]) -> bool:
    return bool(re.fullmatch(r"\d{1,2}(?:\.0)?", text)) and int(float(text)) <= 31


def _is_sex(text: str, width: int, units: Collection[str]) -> bool:
    return len(text) <= 12 and (read_sex(text, SexPlan())[0] is not None or text in ("0", "1", "2"))


def _is_unit(text: str, width: int, units: Collection[str]) -> bool:
    folded = ascii_fold(text).lower()
    return bool(_UNIT.match(folded)) or heading_key(text) in units or (text.isdigit() and len(text) == 5)


def _is_village(text: str, width: int, units: Collection[str]) -> bool:
    return bool(_VILLAGE.match(ascii_fold(text).lower()))


def _is_phone(text: str, width: int, units: Collection[str]) -> bool:
    return bool(_PHONE.fullmatch(re.sub(r"[ .\-']", "", text)))


def _is_card(text: str, width: int, units: Collection[str]) -> bool:
    return bool(_CARD.fullmatch(text.replace(" ", "").upper()))


def _is_code(text: str, width: int, units: Collection[str]) -> bool:
    return width - 2 <= len(_digits(text, (width,))) <= width if width else False


def _is_number(text: str, width: int, units: Collection[str]) -> bool:
    return bool(re.fullmatch(r"-?[\d.,\s]+(?:đ|VNĐ|VND|m2|ha)?", text, re.IGNORECASE))


_TESTS = {
    "id": _is_id,
    "old_id": _is_old_id,
    "name": _is_name,
    "date": _is_date,
    "year": _is_year,
    "part": _is_part,
    "sex": _is_sex,
    "unit": _is_unit,
    "village": _is_village,
    "phone": _is_phone,
    "card": _is_card,
    "money": _is_number,
    "number": _is_number,
    "width_code": _is_code,
    "birth": _is_birth,
}
