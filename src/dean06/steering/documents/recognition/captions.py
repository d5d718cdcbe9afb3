"""What a table is called: the appendix and the titles printed above it."""

from __future__ import annotations

import re

from dean06.steering.documents.reading.blocks import Paragraph
from dean06.steering.documents.recognition.outline import Node

_APPENDIX_NAME = re.compile(
    r"^(?P<name>(?:Phụ lục|PHỤ LỤC|Biểu|BIỂU|Bảng|BẢNG|Mẫu số)(?:\s+(?:số\s*)?[IVXL\d][IVXL\d.]*|\s+[A-Z]\b)?)"
)


def caption(node: Node) -> str | None:
    """The short name of a table ("Phụ lục II"), else its title, else the sheet's name; ``None`` when it has none."""
    for above in node.ancestors():
        match = _APPENDIX_NAME.match(above.printed)
        if match and above.is_appendix:
            return match["name"].strip()
    before = _before(node)
    if before:
        match = _APPENDIX_NAME.match(before)
        return match["name"].strip() if match else before[:120]
    table = node.table
    if table and table.name:
        return table.name
    heading = next((above for above in node.ancestors() if above.is_heading), None)
    return heading.text.rstrip(" :")[:120] if heading else None


def _before(node: Node) -> str | None:
    siblings = node.parent.children if node.parent else []
    position = siblings.index(node) if node in siblings else 0
    if position and isinstance(siblings[position - 1].block, Paragraph):
        text = siblings[position - 1].printed
        if len(text) <= 200 and (_APPENDIX_NAME.match(text) or text.rstrip().endswith(":") or text.isupper()):
            return text.rstrip(" :")
    return None
