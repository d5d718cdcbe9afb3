"""A sheet of an Excel workbook. The reader holds the whole sheet (about 45 bytes a cell; ``Limits.sheet_cells``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineWorkbook, SheetTypeEnum

from dean06.ecosystem.datasets.errors import DamagedList, EmptyList, ReadingRefused, UnpacksTooLarge
from dean06.ecosystem.datasets.reading.limits import Limits
from dean06.ecosystem.datasets.reading.sources.base import RawBadRow, RawBatch
from dean06.ecosystem.datasets.reading.sources.cells import as_text, text_column

_BATCH = 50_000
_MOST_MERGED = 100_000


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets that hold cells, in their order. Raises ``DamagedList``."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            return [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except Exception as error:  # the reader has a class for each of its troubles, all of them meaning this
        raise DamagedList() from error


class SheetSource:
    """One sheet."""

    named = False
    names: list[str] = []

    def __init__(self, path: Path, sheet: str, limits: Limits) -> None:
        try:
            self._book = CalamineWorkbook.from_path(path)
            self._sheet = self._book.get_sheet_by_name(sheet)
            start, end = self._sheet.start, self._sheet.end
            self._merged = [
                (first[0], first[1], last[0], last[1]) for first, last in (self._sheet.merged_cell_ranges or [])
            ]
        except ReadingRefused:
            raise
        except Exception as error:
            raise DamagedList() from error
        if start is None or end is None:
            raise EmptyList(f"Trang tính “{sheet}” trống. Hãy chọn trang khác hoặc kiểm tra tệp.")
        self._left = start[1]
        self._rows = end[0] + 1
        if self._rows * (end[1] - start[1] + 1) > limits.sheet_cells * 2:
            raise UnpacksTooLarge()

    def head(self, rows: int) -> list[tuple[int, list[str]]]:
        return [
            (number, [as_text(cell) for cell in cells])
            for number, cells in enumerate(islice(self._sheet.iter_rows(), rows), start=1)
        ]

    def merged(self) -> list[tuple[int, int, int, int]]:
        return [(top, left - self._left, bottom, right - self._left) for top, left, bottom, right in self._merged]

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        rows = islice(self._sheet.iter_rows(), first_row - 1, None)
        number = first_row
        downwards = _Downwards(self.merged(), first_row) if 0 < len(self._merged) <= _MOST_MERGED else None
        while batch := list(islice(rows, _BATCH)):
            numbers = np.arange(number, number + len(batch), dtype=np.int64)
            number += len(batch)
            cells: list[Any] = list(zip(*batch, strict=True)) if batch[0] else []
            if downwards:
                downwards.fill(cells, int(numbers[0]) - 1, len(batch))
            cut = [text_column(cells[index]) if index < len(cells) else _empty(len(batch)) for index in range(columns)]
            bad, keep = _beyond(cells[columns:], cells, numbers, columns)
            if bad:
                cut, numbers = [column.filter(pa.array(keep)) for column in cut], numbers[keep]
            yield RawBatch(cut, numbers, bad, min(1.0, number / self._rows))


def _empty(size: int) -> pa.Array:
    return pa.array([""] * size, pa.string())


def _beyond(
    outside: list[Any], cells: list[Any], numbers: np.ndarray, columns: int
) -> tuple[list[RawBadRow], np.ndarray]:
    """Rows with a value right of the last column of the heading."""
    keep = np.ones(len(numbers), dtype=bool)
    bad = []
    for column in outside:
        for index, cell in enumerate(column):
            if keep[index] and as_text(cell).strip():
                keep[index] = False
                row = [as_text(one[index]) for one in cells]
                while row and not row[-1].strip():
                    row.pop()
                detail = f"{len(row)} ô, tiêu đề có {columns} cột"
                bad.append(RawBadRow(int(numbers[index]), "TOO_MANY_CELLS", detail, tuple(row)))
    return bad, keep


class _Downwards:
    """A value merged over several rows counts for each of them (the commune's name beside its people)."""

    def __init__(self, merged: list[tuple[int, int, int, int]], first_row: int) -> None:
        self._areas = sorted(
            area for area in merged if area[2] > area[0] and area[1] == area[3] and area[2] >= first_row - 1
        )
        self._values: dict[tuple[int, int], Any] = {}

    def fill(self, cells: list[Any], top: int, size: int) -> None:
        for area in self._areas:
            first, column, last, _ = area
            if first >= top + size or last < top or column >= len(cells):
                continue
            values = list(cells[column])
            if first >= top:
                self._values[first, column] = values[first - top]
            value = self._values.get((first, column), "")
            for row in range(max(first, top), min(last, top + size - 1) + 1):
                values[row - top] = value
            cells[column] = tuple(values)
