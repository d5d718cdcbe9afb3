"""What Word styles say of text: heading level, list, bold, capitals, font, with inheritance resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from dean06.steering.documents.reading.docx_numbering import W

_ON = {None, "1", "true", "on"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of text: heading level, list, bold, capitals."""

    outline: int | None = None
    num_id: str | None = None
    level: int = 0
    bold: bool = False
    caps: bool = False
    font: str | None = None


class Styles:
    """Paragraph styles with their inheritance resolved."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        if root is not None:
            self._elements = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}

    def of(self, style_id: str | None) -> Style:
        """The style, the plain one when unknown."""
        if not style_id:
            return Style()
        if style_id not in self._resolved:
            self._resolved[style_id] = Style()  # guards against a style based on itself
            self._resolved[style_id] = self._resolve(style_id)
        return self._resolved[style_id]

    def _resolve(self, style_id: str) -> Style:
        element = self._elements.get(style_id)
        if element is None:
            return Style()
        based = element.find(f"{W}basedOn")
        style = self.of(based.get(f"{W}val")) if based is not None else Style()
        name = element.find(f"{W}name")
        title = (name.get(f"{W}val") or "").lower() if name is not None else ""
        heading = re.fullmatch(r"(?:heading|tiêu đề|đầu đề)\s*([1-6])", title)
        if heading:
            style = replace(style, outline=int(heading[1]))
        properties, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        if properties is not None:
            outline = outline_level(properties)
            num_id, level = list_of(properties)
            style = replace(
                style,
                outline=outline if outline is not None else style.outline,
                num_id=num_id if num_id is not None else style.num_id,
                level=level if level is not None else style.level,
            )
        if run is not None:
            style = replace(
                style,
                bold=flag(run, "b", style.bold),
                caps=flag(run, "caps", style.caps),
                font=font_of(run) or style.font,
            )
        return style


def outline_level(properties: etree._Element) -> int | None:
    """The heading level (1..6) that paragraph properties set."""
    found = properties.find(f"{W}outlineLvl")
    value = found.get(f"{W}val", "9") if found is not None else "9"
    return int(value) + 1 if value.isdigit() and int(value) < 6 else None


def list_of(properties: etree._Element) -> tuple[str | None, int | None]:
    """List id and level of paragraph properties."""
    found = properties.find(f"{W}numPr")
    if found is None:
        return None, None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    text = level.get(f"{W}val", "0") if level is not None else None
    return (number.get(f"{W}val") if number is not None else None), (int(text) if text and text.isdigit() else None)


def flag(run: etree._Element, name: str, inherited: bool) -> bool:
    """An on/off property of a run, the inherited value where it is not set."""
    found = run.find(f"{W}{name}")
    return inherited if found is None else found.get(f"{W}val") in _ON


def font_of(run: etree._Element) -> str | None:
    """The font a run names."""
    fonts = run.find(f"{W}rFonts")
    return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") if fonts is not None else None
