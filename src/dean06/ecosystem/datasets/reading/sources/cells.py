"""Cells that are values, not text: to the text a person would have typed, without loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from dean06.ecosystem.datasets.reading.sources.base import DATE_CELL


def as_text(value: Any) -> str:
    """``42203001234.0`` as ``42203001234``, a date as ``2003-09-05T00:00:00`` (``DATE_CELL``), nothing as ``""``."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, dt.datetime):
        day = value.date().isoformat()
        return f"{day}{DATE_CELL}" if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return f"{value.isoformat()}{DATE_CELL}"
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def text_column(cells: Sequence[Any]) -> pa.Array:
    """A column of such cells."""
    if set(map(type, cells)) <= {str}:
        return pa.array(cells, pa.string())
    return pa.array([cell if type(cell) is str else as_text(cell) for cell in cells], pa.string())
