"""The section tree: headings with what stands under them."""

from __future__ import annotations

from dean06.steering.documents.recognition.outline import Node, heading_title
from dean06.steering.documents.types import Section


def sections(root: Node) -> list[Section]:
    """The headings of the outline, nested; ``level`` counts from 1."""
    return _under(root, 1)


def _under(node: Node, level: int) -> list[Section]:
    found: list[Section] = []
    for child in node.children:
        if child.is_heading:
            found.append(Section(heading_title(child), child.line, level, _under(child, level + 1)))
        else:
            found.extend(_under(child, level))
    return found
