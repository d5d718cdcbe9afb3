"""PRIVATE. In which section of a report a passage of its printed text lies. Pure."""

from __future__ import annotations

import re

from dean06.steering.reports.types import Paragraph, Part, Row, Shown, TableBlock

_SPACES = re.compile(r"\W+")
#: Letters of a passage that are compared: excerpts are cut at their end.
_LONGEST = 60


def section_of(shown: Shown, excerpt: str) -> str:
    """Key of the part whose words hold the passage; empty when none does (head, title, foot)."""
    wanted = _bare(excerpt.strip("…. "))[:_LONGEST]
    if not wanted:
        return ""
    for part in (*shown.sections, *shown.appendices):
        if wanted in _words_of(part):
            return part.key
    # A row of a table is quoted cell by cell: the part with most of its words.
    pieces = [_bare(piece) for piece in re.split(r"[|\t…]", excerpt) if len(_bare(piece)) > 3]
    scores = [(sum(piece in _words_of(part) for piece in pieces), part.key) for part in shown.appendices]
    best = max(scores, default=(0, ""))
    return best[1] if best[0] else ""


def _words_of(part: Part) -> str:
    pieces = [part.title]
    for block in part.blocks:
        if isinstance(block, Paragraph):
            pieces.append(block.text)
        elif isinstance(block, TableBlock):
            pieces += [cell.text for row in block.rows if isinstance(row, Row) for cell in row.cells]
    return _bare(" ".join(pieces))


def _bare(text: str) -> str:
    return _SPACES.sub("", text).casefold()
