"""Words of labels and definitions in one spelling, and which counted unit a printed word stands for."""

from __future__ import annotations

import re
from itertools import pairwise

from dean06.kernel.common.vietnamese import search_key
from dean06.steering.indicators.types import Counted

__all__ = ["counted_of", "fold", "has", "label_key", "terms"]

#: Abbreviations of reports, in full, folded; longer ones first.
_ABBREVIATIONS = {
    "csdlqg": "co so du lieu quoc gia",
    "dvctt": "dich vu cong truc tuyen",
    "ddcn": "dinh danh ca nhan",
    "cccd": "can cuoc",
    "bhxh": "bao hiem xa hoi",
    "bhyt": "bao hiem y te",
    "bhtn": "bao hiem that nghiep",
    "tthc": "thu tuc hanh chinh",
    "csdl": "co so du lieu",
    "lltp": "ly lich tu phap",
    "pakn": "phan anh kien nghi",
    "kdtm": "khong dung tien mat",
    "tctn": "tro cap that nghiep",
    "asxh": "an sinh xa hoi",
    "btxh": "bao tro xa hoi",
    "kcb": "kham chua benh",
    "ncc": "nguoi co cong",
    "dvc": "dich vu cong",
    "mst": "ma so thue",
    "qd": "quyet dinh",
    "dc": "dan cu",
}
#: Two ways to say the same.
_SAME = (
    (re.compile(r"\bcan cuoc cong dan\b"), "can cuoc"),
    (re.compile(r"\bkham benh,? chua benh\b"), "kham chua benh"),
    (re.compile(r"\bti le\b"), "ty le"),
    (re.compile(r"\bchi tieu giao\b"), "ke hoach giao"),
)
#: Words that say nothing about what is counted.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """va cua la da duoc co tren dia ban tinh toan trong ky so cac theo voi den nay cho tai thong qua moi mot nhung
        thuc hien trien khai dat ty le tong o ve tu ngay thang nam viec do tieu chi sau con lai gan chip""",
    )
)
_WORD = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*%?")

_COUNTED: dict[str, frozenset[Counted]] = {
    word: frozenset(kinds)
    for words, kinds in (
        ("nguoi|tre em|doi tuong|cong dan|hoi vien|can bo|hoc sinh|nguoi dan|nguoi lao dong", (Counted.PERSON,)),
        ("ho|ho gia dinh", (Counted.HOUSEHOLD,)),
        ("ho so", (Counted.DOSSIER,)),
        ("dong|trieu dong|ty dong", (Counted.MONEY,)),
        ("co so|truong|truong hoc", (Counted.FACILITY,)),
        ("tai khoan|thue bao", (Counted.ACCOUNT,)),
        ("the", (Counted.CARD,)),
        ("luot", (Counted.LOOKUP, Counted.PERSON)),
        ("thu tuc|thu tuc hanh chinh|tthc", (Counted.PROCEDURE,)),
        ("dich vu cong|dich vu|dvc|tien ich", (Counted.SERVICE,)),
        ("nhiem vu", (Counted.TASK,)),
        ("van ban|ket qua|quyet dinh|bao cao", (Counted.DOCUMENT,)),
        ("xa|phuong|huyen|so|don vi|co quan|nganh|dia phuong|to|doanh nghiep", (Counted.BODY,)),
        ("du an", (Counted.CASE,)),
        ("thiet bi|tram|may|may chu", (Counted.DEVICE,)),
        # One case is what the list counts: a person, a dossier, an entry.
        ("truong hop", (Counted.CASE, Counted.PERSON, Counted.DOSSIER, Counted.RECORD)),
        ("mui|ban ghi|du lieu|truong thong tin|ma so thue|ma so", (Counted.RECORD,)),
        ("ngay", (Counted.DAY,)),
        ("diem", (Counted.POINT,)),
    )
    for word in words.split("|")
}


def fold(text: str) -> str:
    """Small, without accents, abbreviations written out, one spelling for what has two."""
    words = re.findall(r"[a-z0-9]+|[^a-z0-9\s]+", search_key(text))
    folded = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    for pattern, word in _SAME:
        folded = pattern.sub(word, folded)
    return folded


def label_key(label: str) -> str:
    """The label as it is remembered: folded, without figures and signs, at most 200 characters."""
    return " ".join(_WORD.findall(_DIGITS.sub(" ", fold(label))))[:200]


def terms(text: str) -> frozenset[str]:
    """Words that mean something, and pairs of neighbours: "hồ sơ" and "sơ hồ" are not the same."""
    words = _WORD.findall(_DIGITS.sub(_short_number, fold(text)))
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return frozenset(word for word in words if word not in _EMPTY) | frozenset(
        pair for pair in pairs if not set(pair.split()) <= _EMPTY
    )


def _short_number(found: re.Match[str]) -> str:
    """Numbers of decisions and lists ("422", "25 dịch vụ") belong to a name, counts do not."""
    return found[0] if found[0].isdigit() and 2 <= len(found[0]) <= 4 else " "


def counted_of(unit: str, label: str = "", passage: str = "") -> frozenset[Counted]:
    """What the printed word of a figure may count; empty when it is not known.

    Without a word behind the number the label's first words may say it ("cơ sở y tế đã triển khai").
    ``passage`` is looked at for "hồ sơ cá nhân": one personal file is one person.
    """
    words = _WORD.findall(search_key(unit)) if unit else _WORD.findall(search_key(label))
    tries = [words] if unit else [words[:length] for length in (3, 2, 1)]
    found = next((_COUNTED[key] for one in tries if (key := " ".join(one)) in _COUNTED), frozenset())
    if Counted.DOSSIER in found and "ho so ca nhan" in fold(passage):
        found |= {Counted.PERSON}
    return found


def has(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether the folded text has the words."""
    return bool(pattern.search(fold(text)))
