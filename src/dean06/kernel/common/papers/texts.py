"""Texts as papers hold them: composed letters, no control characters; dates and numbers as NĐ 30/2020 writes them."""

from __future__ import annotations

import datetime as dt
import unicodedata

from dean06.kernel.common.papers.fonts import known_letters

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
#: A blank to be filled in by hand.
DOTS = "." * 60
#: Capitals of 12 points that fit the left half of the head.
_LONGEST_LINE = 24


def clean(text: str) -> str:
    """``text`` in composed form (NFC), without control characters; a letter that no font draws becomes "□"."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    letters = known_letters()
    return "".join(_drawn(char, letters) for char in composed)


def place_and_day(place: str, day: dt.date) -> str:
    """ "Hà Tĩnh, ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 get a 0 (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    said = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {said}" if place else f"Ngày{said.removeprefix('ngày')}"


def agency_lines(name: str) -> str:
    """An agency's name in capitals; a long "ỦY BAN NHÂN DÂN …" breaks after its generic part, as on real papers."""
    capitals = name.upper()
    generic = "ỦY BAN NHÂN DÂN "
    if capitals.startswith(generic) and len(capitals) > _LONGEST_LINE:
        return f"{generic.rstrip()}\n{capitals.removeprefix(generic)}"
    return capitals


def _drawn(char: str, letters: frozenset[int]) -> str:
    if char == "\n" or ord(char) in letters:
        return char
    category = unicodedata.category(char)
    if category.startswith("Z"):
        return " "
    return "" if category.startswith("C") else "□"
