"""What every source yields: columns of text with the numbers of their rows, and rows that were not cut into cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa

#: How a cell that the program knows to be a date comes out: nobody types this.
DATE_CELL = "T00:00:00"


@dataclass(frozen=True, slots=True)
class RawBadRow:
    """A row that could not be cut into the columns of the heading."""

    row_no: int
    reason: str
    detail: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class RawBatch:
    """Rows as they came. Cells are text, empty ones ``""``; ``row_no`` counts from 1 in the file (or sheet)."""

    columns: list[pa.Array]
    row_no: np.ndarray
    bad: list[RawBadRow] = field(default_factory=list)
    #: Share of the file (0..1) that has been read.
    done: float = 0.0

    @property
    def size(self) -> int:
        return len(self.row_no)


class Source(Protocol):
    """A file opened. ``named`` is true when the format itself names the columns (no heading among the rows)."""

    named: bool
    names: list[str]

    def head(self, rows: int) -> list[tuple[int, list[str]]]:
        """The first rows with their numbers, as cells of text; of any length."""
        ...

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        """All rows from number ``first_row`` on, cut into ``columns`` cells."""
        ...

    def merged(self) -> list[tuple[int, int, int, int]]:
        """Merged areas (first row, first column, last row, last column), all from 0; empty when there are none."""
        ...
