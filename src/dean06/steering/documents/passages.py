"""A source as the review page shows it: one entry per paragraph or table row, each with the line it came from."""

from __future__ import annotations

from typing import Any

from dean06.steering.documents.reading.blocks import Paragraph, Source


def as_passages(source: Source) -> list[dict[str, Any]]:
    """JSON-ready: paragraphs as ``{"line", "text", "heading"}``, tables as ``{"line", "rows": […]}``."""
    passages: list[dict[str, Any]] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            passages.append({"line": block.line, "text": block.text, "heading": block.heading})
        else:
            rows = [{"line": row.line, "cells": list(row.cells)} for row in block.rows]
            passages.append({"line": block.line, "rows": rows, "name": block.name})
    return passages


def text_of_line(passages: list[dict[str, Any]], line: int) -> str | None:
    """The paragraph or table row that starts at ``line``; ``None`` when there is none."""
    for passage in passages:
        if "rows" in passage:
            for row in passage["rows"]:
                if row["line"] == line:
                    return " · ".join(cell for cell in row["cells"] if cell)
        elif passage["line"] == line:
            return passage["text"]
    return None


def lines_of(passages: list[dict[str, Any]]) -> list[int]:
    """Every line of the passages, ascending."""
    return sorted(
        {
            line
            for passage in passages
            for line in ([row["line"] for row in passage["rows"]] if "rows" in passage else [passage["line"]])
        }
    )
