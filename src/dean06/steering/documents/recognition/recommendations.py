"""Requests to higher bodies ("Kiến nghị, đề xuất"): to whom, and what is asked."""

from __future__ import annotations

import re

from dean06.steering.documents.reading.blocks import Paragraph
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.regions import Region, region_of_heading
from dean06.steering.documents.recognition.subjects import body_heading, read_subject
from dean06.steering.documents.types import Recommendation

_INLINE_ITEM = re.compile(r"(?:(?<=[.;:]\s)|^)\(\d{1,2}\)\s+(?=[A-ZĐÀ-Ỹ])")
_NONE = re.compile(r"^(?:không(?: có)?)\s*\.?$", re.I)


def find_recommendations(root: Node) -> tuple[list[Recommendation], set[int]]:
    """Every request under a heading that announces requests, and the lines read."""
    found: list[Recommendation] = []
    lines: set[int] = set()
    for node in root.children:
        _visit(node, None, inside=False, found=found, lines=lines)
    return found, lines


def _visit(node: Node, addressee: str | None, *, inside: bool, found: list[Recommendation], lines: set[int]) -> None:
    if not isinstance(node.block, Paragraph) or node.block.footnote:
        return
    if node.is_heading:
        region = region_of_heading(node.text)
        bodies = body_heading(node.text)
        inside = region is Region.REQUEST or (inside and (bool(bodies) or region in {Region.OPEN, Region.OTHER}))
        if inside:
            lines.add(node.line)
        if bodies and inside:
            addressee = "; ".join(bodies)
        for child in node.children:
            _visit(child, addressee, inside=inside, found=found, lines=lines)
        return
    if not inside or _NONE.match(node.text) or node.text.startswith(("Trên đây", "Nơi nhận")):
        return
    head, colon, rest = node.text.partition(":")
    named = body_heading(head) if colon and rest.strip() else []
    to = "; ".join(named) if named else addressee
    text = rest.strip() if named else node.text
    text = "\n".join([text, *(child.text for child in node.walk() if child.printed)])
    lines |= {node.line, *(child.line for child in node.walk())}
    for part in _parts(text):
        found.append(Recommendation(to or _asked(part), part, node.line))


def _parts(text: str) -> list[str]:
    starts = [match.start() for match in _INLINE_ITEM.finditer(text)]
    if len(starts) < 2 or text[: starts[0]].strip():
        return [text]
    ends = [*starts[1:], len(text)]
    return [_INLINE_ITEM.sub("", text[start:end], count=1).strip() for start, end in zip(starts, ends, strict=True)]


def _asked(text: str) -> str | None:
    """ "Đề xuất Bộ Công an sớm kết nối …" → Bộ Công an."""
    text = re.sub(
        r"^(?:Kiến nghị|Đề xuất|Kính đề nghị|Đề nghị)(?:,\s*(?:kiến nghị|đề xuất|đề nghị))?(?:\s+với)?\s+",
        "giao ",
        text,
    )
    subject = read_subject(text)
    return "; ".join(subject.lead) if subject.lead else None
