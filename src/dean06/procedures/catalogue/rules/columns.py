"""Headings and words of national lists of procedures, without marks."""

from __future__ import annotations

import re

#: Column → headings under which lists have it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("ma thu tuc", "ma tthc", "ma so tthc", "ma thu tuc hanh chinh", "ma so", "ma"),
    "title": ("ten thu tuc", "ten tthc", "ten thu tuc hanh chinh", "thu tuc hanh chinh"),
    "field_name": ("linh vuc", "ten linh vuc"),
    "level": ("cap thuc hien", "cap giai quyet", "cap"),
    "agency_text": ("co quan thuc hien", "co quan giai quyet", "co quan cong khai", "co quan co tham quyen"),
    "online_level": (
        "muc do",
        "muc do truc tuyen",
        "muc do dvc",
        "muc do cung cap dvc",
        "muc do cung cap dich vu cong",
    ),
    "decision_number": ("quyet dinh cong bo", "so quyet dinh", "so quyet dinh cong bo", "quyet dinh"),
    "decided_on": ("ngay quyet dinh", "ngay cong bo", "ngay ban hanh"),
    "effective_on": ("ngay co hieu luc", "ngay hieu luc", "hieu luc tu ngay"),
    "has_fee": ("phi le phi", "phi", "le phi", "co phi", "phi va le phi"),
    "returns_paper": ("tra ket qua bang giay to", "tra ket qua", "co tra ket qua"),
}
LEVELS: dict[str, str] = {
    "tinh": "province",
    "cap tinh": "province",
    "xa": "commune",
    "cap xa": "commune",
    "phuong": "commune",
    "tinh xa": "both",
    "cap tinh cap xa": "both",
    "cap tinh va cap xa": "both",
    "tinh va xa": "both",
}
ONLINE: dict[str, str] = {
    "toan trinh": "full",
    "4": "full",
    "muc do 4": "full",
    "mot phan": "partial",
    "3": "partial",
    "muc do 3": "partial",
    "cung cap thong tin": "none",
    "chua truc tuyen": "none",
}
_SIGNS = re.compile(r"[^0-9a-z]+")
_CODE = re.compile(r"\d\.\d{6}(\.[0-9A-Z]{2,3}){0,4}")


def plain(words: str) -> str:
    """Folded words without punctuation: "Phí, lệ phí" folded is "phi le phi"."""
    return _SIGNS.sub(" ", words).strip()


def is_code(code: str) -> bool:
    """Whether a text has the shape of a national code: ``1.001193``, ``1.001193.000.00.00.H27``."""
    return bool(_CODE.fullmatch(code))


def is_yes(word: str) -> bool:
    """What a cell says that is no "no"."""
    return word not in ("khong", "0", "x0", "false")
