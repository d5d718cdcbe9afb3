"""The mark that opens an item: ``II.``, ``2.1.``, ``(3)``, ``a)``, a dash… and the number as it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DASHES = "-–—•●▪◦·➢✓❖◆■"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "part",
        re.compile(r"^(?P<label>(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+)?(?P<n>[IVXL]+|\d+|[A-ZĐ]|\w+))\s*[.:–-]?\s*"),
    ),
    ("article", re.compile(r"^(?P<label>(?:Điều|ĐIỀU|Mục|MỤC)\s+(?P<n>\d+|[IVXL]+))\s*[.:]\s*")),
    (
        "task",
        re.compile(
            r"^(?:Nhiệm vụ|NHIỆM VỤ|Công việc|CÔNG VIỆC)\s+(?:số\s+)?"
            r"(?P<label>(?P<n>\d{1,3}(?:\.\d{1,2})*))\s*(?:[.:–-]\s*|$)"
        ),
    ),
    ("roman", re.compile(r"^(?P<label>(?P<n>[IVXL]{1,6}))\s*(?:[.)/]|\s[-–]|[-–](?=\s))\s*(?=\S)")),
    ("roman_dotted", re.compile(r"^(?P<label>(?P<n>[IVXL]{1,6}(?:\.\d{1,2})+))[.)]?\s+(?=\S)")),
    ("dotted", re.compile(r"^(?P<label>(?P<n>\d{1,2}(?:\.\d{1,2}){1,4}))(?:[.):]\s*|[-–]\s+|\s+)(?=[^\d\s%])")),
    ("arabic", re.compile(r"^(?P<label>(?P<n>\d{1,3}))\.\s*(?=[^\d\s])")),
    ("arabic", re.compile(r"^(?P<label>(?P<n>\d{1,3}))(?:\s+[-–]|[-–])\s+(?=[A-ZĐÀ-Ỹ])")),
    ("paren", re.compile(r"^\((?P<label>(?P<n>\d{1,3}))\)[.:]?\s*(?=\S)")),
    ("half_paren", re.compile(r"^(?P<label>(?P<n>\d{1,3}))\)\s*(?=\S)")),
    ("slash", re.compile(r"^(?P<label>(?P<n>\d{1,2}))/\s*(?=[^\d\s])")),
    ("upper", re.compile(r"^(?P<label>(?P<n>[A-HĐ]))[.)]\s+(?=\S)")),
    ("letter_dotted", re.compile(r"^(?P<label>(?P<n>[a-zđ]\.?\d{1,2}))[.)]\s*(?=\S)")),
    ("letter", re.compile(r"^(?P<label>(?P<n>[a-zđ]))[.)]\s*(?=\S)")),
    ("letter", re.compile(r"^\((?P<label>(?P<n>[a-zđ]))\)\s*(?=\S)")),
    ("dash", re.compile(rf"^(?P<label>(?P<n>[{_DASHES}]))\s*(?=[^{_DASHES}\s\d])")),
    ("dash", re.compile(rf"^(?P<label>(?P<n>[{_DASHES}]))\s+(?=\S)")),
    ("plus", re.compile(r"^(?P<label>(?P<n>\+))\s*(?=\S)")),
    ("star", re.compile(r"^(?P<label>(?P<n>\*+))\s*(?=\S)")),
)
BULLETS = {"dash", "plus", "star"}
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Marker:
    """``style`` says how the mark is written, ``label`` is its number as printed, ``end`` where the text begins."""

    style: str
    label: str
    end: int

    @property
    def number(self) -> str | None:
        """The number without punctuation; bullets have none."""
        return None if self.style in BULLETS else self.label

    @property
    def ordinal(self) -> int | None:
        """The last count of the number (``2.13`` → 13, ``IV`` → 4, ``c`` → 3)."""
        if self.style in BULLETS:
            return None
        last = re.split(r"[.\s]", self.label)[-1]
        if last.isdigit():
            return int(last)
        if self.style in {"letter", "upper"}:
            return "abcdđeghiklmnopqrstuvxy".find(last.lower()) + 1 or None
        return roman_value(last)

    @property
    def level_key(self) -> str:
        """Items with the same key stand on the same level."""
        return f"{self.style}{self.label.count('.')}" if "dotted" in self.style else self.style


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral, ``None`` when it is none."""
    total, previous = 0, 0
    for char in reversed(text.upper()):
        value = _ROMAN_VALUES.get(char)
        if value is None:
            return None
        total += value if value >= previous else -value
        previous = max(previous, value)
    return total or None


def read_marker(text: str) -> Marker | None:
    """The mark at the start of a paragraph, ``None`` when it has none."""
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match and (match.end() < len(text) or style == "task"):
            return Marker(style, match["label"], match.end())
    return None
