"""PRIVATE. A shown report as JSON and back: how a frozen report keeps every figure as it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dean06.steering.reports.types import (
    Band,
    Bar,
    Block,
    Chart,
    Column,
    Figure,
    Paragraph,
    Part,
    Row,
    Shown,
    Span,
    TableBlock,
)


def to_json(shown: Shown) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "title": shown.title,
        "subtitle": shown.subtitle,
        "sections": [_part(part) for part in shown.sections],
        "appendices": [_part(part) for part in shown.appendices],
    }


def from_json(data: dict[str, Any]) -> Shown:
    """The report as it was stored."""
    return Shown(
        title=data["title"],
        subtitle=data["subtitle"],
        sections=tuple(_part_of(part) for part in data["sections"]),
        appendices=tuple(_part_of(part) for part in data["appendices"]),
    )


def _part(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "level": part.level,
        "label": part.label,
        "landscape": part.landscape,
        "blocks": [_block(block) for block in part.blocks],
    }


def _part_of(data: dict[str, Any]) -> Part:
    return Part(
        key=data["key"],
        title=data["title"],
        level=data["level"],
        label=data["label"],
        landscape=data["landscape"],
        blocks=tuple(_block_of(block) for block in data["blocks"]),
    )


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, TableBlock):
        rows = [
            {"band": row.text} if isinstance(row, Band) else {"cells": [_span(cell) for cell in row.cells]}
            for row in block.rows
        ]
        columns = [asdict(column) for column in block.columns]
        return {"kind": "table", "caption": block.caption, "size": block.size, "columns": columns, "rows": rows}
    if isinstance(block, Chart):
        return {"kind": "chart", **asdict(block)}
    return {"kind": "paragraph", "style": block.style, "spans": [_span(span) for span in block.spans]}


def _block_of(data: dict[str, Any]) -> Block:
    if data["kind"] == "table":
        return TableBlock(
            columns=tuple(Column(**column) for column in data["columns"]),
            rows=tuple(
                Band(row["band"]) if "band" in row else Row(tuple(_span_of(cell) for cell in row["cells"]))
                for row in data["rows"]
            ),
            caption=data["caption"],
            size=data["size"],
        )
    if data["kind"] == "chart":
        bars = tuple(Bar(**bar) for bar in data["bars"])
        return Chart(title=data["title"], unit=data["unit"], bars=bars, target=data["target"])
    return Paragraph(tuple(_span_of(span) for span in data["spans"]), data["style"])


def _span(span: Span) -> dict[str, Any]:
    """Only what differs from plain words: a report has thousands of them."""
    row: dict[str, Any] = {"text": span.text}
    if span.figure is not None:
        # A count of 0 is kept: it is a figure, unlike an empty text.
        row["figure"] = {
            name: value for name, value in asdict(span.figure).items() if value not in ("", None) and value is not False
        }
    if span.hand:
        row["hand"], row["at"] = True, span.at
    return row


def _span_of(data: dict[str, Any]) -> Span:
    figure = None
    if "figure" in data:
        figure = Figure(**{"key": "", "label": "", "shown": "", **data["figure"]})
    return Span(data["text"], figure, bool(data.get("hand")), int(data.get("at", -1)))
