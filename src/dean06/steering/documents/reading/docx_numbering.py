"""The labels Word generates for automatic lists ("1.", "a)", "II.", "-"), computed as Word does (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_SYMBOL_BULLETS = {
    "o": "+",
    "\uf0b7": "-",
    "\uf02d": "-",
    "\uf02b": "+",
    "\uf0a7": "+",
    "\uf0fc": "-",
    "\uf0d8": "-",
    "\uf076": "-",
    "·": "-",
}


@dataclass(slots=True)
class _Level:
    """One level of an abstract list."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list paragraphs in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, _List] = {}
        self._of_num: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {int(level.get(f"{W}ilvl", "0")): _level(level) for level in abstract.iter(f"{W}lvl")}
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = _List(levels)
        for num in root.iter(f"{W}num"):
            number = num.get(f"{W}numId", "")
            link = num.find(f"{W}abstractNumId")
            self._of_num[number] = link.get(f"{W}val", "") if link is not None else ""
            for override in num.iter(f"{W}lvlOverride"):
                level = int(override.get(f"{W}ilvl", "0"))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._overrides.setdefault(number, {})[level] = _int(start.get(f"{W}val"), 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._levels.setdefault(number, {})[level] = _level(own)

    def label(self, num_id: str, level: int) -> str:
        """The label of the next paragraph of a list, "" when the list is not known or shows none."""
        listed = self._abstract.get(self._of_num.get(num_id, ""))
        if listed is None or num_id == "0":
            return ""
        kind = self._level_of(num_id, listed, level)
        if kind is None:
            return ""
        override = self._overrides.get(num_id, {}).get(level)
        if override is not None and (num_id, level) not in self._started:
            listed.counters[level] = override
        else:
            listed.counters[level] = listed.counters.get(level, kind.start - 1) + 1
        self._started.add((num_id, level))
        for deeper in [known for known in listed.counters if known > level]:
            below = listed.levels.get(deeper)
            if below is None or below.restart is None or (below.restart != 0 and level < below.restart):
                del listed.counters[deeper]
        if kind.format == "bullet":
            return _bullet(kind.text)
        if kind.format == "none":
            return ""
        return re.sub(r"%(\d)", lambda match: self._count(num_id, listed, int(match[1]) - 1, kind.legal), kind.text)

    def _level_of(self, num_id: str, listed: _List, level: int) -> _Level | None:
        return self._levels.get(num_id, {}).get(level) or listed.levels.get(level)

    def _count(self, num_id: str, listed: _List, level: int, legal: bool) -> str:
        kind = self._level_of(num_id, listed, level) or _Level()
        value = listed.counters.setdefault(level, kind.start)
        return format_count(value, "decimal" if legal else kind.format)


def _level(element: etree._Element) -> _Level:
    def value(name: str, default: str) -> str:
        found = element.find(f"{W}{name}")
        return found.get(f"{W}val", default) if found is not None else default

    restart = element.find(f"{W}lvlRestart")
    return _Level(
        format=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        start=_int(value("start", "1"), 1),
        legal=element.find(f"{W}isLgl") is not None,
        restart=_int(restart.get(f"{W}val"), 0) if restart is not None else None,
    )


def _int(text: str | None, default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _bullet(text: str) -> str:
    text = text.strip()
    if not text:
        return "-"
    if text in _SYMBOL_BULLETS:
        return _SYMBOL_BULLETS[text]
    return "-" if 0xE000 <= ord(text[0]) <= 0xF8FF or not text[0].isprintable() else text


def format_count(value: int, style: str) -> str:
    """A count in the style of a Word list."""
    if value <= 0:
        return "0" if style != "none" else ""
    match style:
        case "upperRoman" | "lowerRoman":
            text, rest = "", value
            for number, letters in _ROMAN:
                while rest >= number:
                    text += letters
                    rest -= number
            return text if style == "upperRoman" else text.lower()
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter.upper() if style == "upperLetter" else letter
        case "decimalZero":
            return f"{value:02d}"
        case "none":
            return ""
        case _:
            return str(value)
