"""The text of a section read into pieces. Pure: no figures are looked up here.

A line is a paragraph; one that begins with "- " or "+ " is an item, with "## " a heading inside the section.
``{{ NAME.field }}`` is a figure; ``{{ NAME.field @unit }}`` that of another unit, ``{{ NAME.field kỳ trước }}`` that of
the period before. A line that consists of ``{{ list.… }}``, ``{{ table.… }}`` or ``{{ chart.… }}`` becomes a block,
with what follows the name as its arguments. There are no expressions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BLOCK_NAMES = frozenset({"list", "table", "chart"})
LAST_PERIOD = "kỳ trước"
_PLACEHOLDER = re.compile(r"\{\{\s*(?P<inside>[^{}\n]*?)\s*\}\}")
_INSIDE = re.compile(r"(?P<name>[A-Za-z0-9][\w-]*)\.(?P<field>[a-z][a-z0-9_]*)(?:\s+(?P<rest>.+))?")
_UNIT = re.compile(r"@(?P<unit>[\w:@.-]+)")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One ``{{ … }}``. ``key`` is its one way of writing, by which a figure is remembered."""

    name: str
    field: str
    arguments: tuple[str, ...] = ()
    unit: str = ""
    last_period: bool = False

    @property
    def is_block(self) -> bool:
        """It stands for lines, a table or a chart."""
        return self.name in BLOCK_NAMES

    @property
    def key(self) -> str:
        """``DVC-01.rate``, ``DVC-01.rate @xa-mau kỳ trước``, ``list.below_target DVC-01``."""
        parts = [f"{self.name}.{self.field}", *self.arguments]
        if self.unit:
            parts.append(f"@{self.unit}")
        if self.last_period:
            parts.append(LAST_PERIOD)
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text and where it begins in the section's text."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A ``{{ … }}`` that says nothing the language knows; shown as it is, with a mark."""

    text: str
    at: int


Piece = Words | Placeholder | Unreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section. ``style``: text, item, heading."""

    pieces: tuple[Piece, ...]
    style: str = "text"

    @property
    def block(self) -> Placeholder | None:
        """The placeholder that the whole line stands for, if it is one of a block."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], Placeholder) and self.pieces[0].is_block:
            return self.pieces[0]
        return None


def read_placeholder(inside: str) -> Placeholder | None:
    """What stands between the braces; ``None`` when it is no placeholder."""
    match = _INSIDE.fullmatch(inside.strip())
    if match is None:
        return None
    rest = match["rest"] or ""
    last_period = LAST_PERIOD in rest
    rest = rest.replace(LAST_PERIOD, " ")
    unit = _UNIT.search(rest)
    rest = _UNIT.sub(" ", rest)
    arguments = tuple(word for word in re.split(r"[\s,]+", rest) if word)
    if arguments and match["name"] not in BLOCK_NAMES:
        return None
    return Placeholder(match["name"], match["field"], arguments, unit["unit"] if unit else "", last_period)


def read_lines(text: str) -> list[Line]:
    """The lines of a section's text; empty ones are left out."""
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        lead = len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        style, skip = _style(stripped)
        if stripped[skip:]:
            lines.append(Line(tuple(_pieces(stripped[skip:], start + lead + skip)), style))
        start += len(raw) + 1
    return lines


def placeholders(text: str) -> list[Placeholder]:
    """Every placeholder of a text."""
    return [piece for line in read_lines(text) for piece in line.pieces if isinstance(piece, Placeholder)]


def unreadable(text: str) -> list[str]:
    """What stands in braces and cannot be read, as written."""
    return [piece.text for line in read_lines(text) for piece in line.pieces if isinstance(piece, Unreadable)]


def _style(line: str) -> tuple[str, int]:
    for mark, style in (("## ", "heading"), ("- ", "item"), ("+ ", "item")):
        if line.startswith(mark):
            return style, len(mark)
    return "text", 0


def _pieces(text: str, at: int) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        if match.start() > end:
            pieces.append(Words(text[end : match.start()], at + end))
        found = read_placeholder(match["inside"])
        pieces.append(found if found is not None else Unreadable(match[0], at + match.start()))
        end = match.end()
    if end < len(text):
        pieces.append(Words(text[end:], at + end))
    return pieces
