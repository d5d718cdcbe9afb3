"""Nơi nhận: who gets a copy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dean06.steering.documents.reading.blocks import Block, Table

_START = re.compile(r"^\W*(?:Nơi nhận|NƠI NHẬN)\s*:?\s*(?P<rest>.*)$", re.S)
_BULLET = re.compile(r"^[-–—+•*]\s*")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def find_recipients(blocks: Sequence[Block]) -> tuple[list[str], set[int]]:
    """Recipients as printed, without marks, in order; and the lines read."""
    recipients: list[str] = []
    lines: set[int] = set()
    reading = False
    for block in blocks:
        if isinstance(block, Table):
            cell = _cell(block)
            if cell is not None and not recipients:
                recipients = _split(cell)
                lines |= {row.line for row in block.rows}
            reading = False
            continue
        match = _START.match(block.text)
        if match:
            reading = True
            lines.add(block.line)
            recipients += _split(match["rest"])
            continue
        if not reading or block.footnote:
            continue
        if not _BULLET.match(block.text):
            reading = False
            continue
        recipients += _split(block.text)
        lines.add(block.line)
    return recipients, lines


def _cell(table: Table) -> str | None:
    """The signature block is a borderless table: recipients on the left, the signature on the right."""
    for row in table.rows:
        for cell in row.cells:
            match = _START.match(cell)
            if match:
                return match["rest"]
    return None


def _split(text: str) -> list[str]:
    items = re.split(r"\n|;\s*(?=[-–+•])|(?<=[;.])\s+(?=[-–]\s)", text)
    cleaned = (_SUPERSCRIPT.sub("", _BULLET.sub("", item.strip())).strip(" ;.") for item in items)
    return [item for item in cleaned if item]
