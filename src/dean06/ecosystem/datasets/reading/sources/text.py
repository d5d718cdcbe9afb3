"""Delimited text. Fast where a line is a row, careful where quotes are; what does not fit is listed, not guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from dean06.ecosystem.datasets.reading.encodings import Family, read_blocks
from dean06.ecosystem.datasets.reading.limits import Limits
from dean06.ecosystem.datasets.reading.sources.base import RawBadRow, RawBatch

DELIMITERS = (",", ";", "\t", "|")
#: A value in quotes may stretch over this many lines; beyond, the quote was never closed.
_MOST_LINES = 30
_SHOWN = 2000


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts most lines into the same, largest number of cells; a comma for a single column."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
        if not counts:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        score = (usual - 1) * counts.count(usual) / len(counts)
        if score > best_score:
            best, best_score = delimiter, score
    return best


class TextSource:
    """A .csv or .txt file."""

    named = False
    names: list[str] = []

    def __init__(self, path: Path, family: Family, delimiter: str | None, limits: Limits) -> None:
        self._path, self._family, self._limits = path, family, limits
        self._size = max(1, path.stat().st_size)
        first = next(read_blocks(path, family, block=512 * 1024), (b"", 0))[0]
        self._first = first.decode("utf-8", "replace")
        self.delimiter = delimiter or find_delimiter(self._first.split("\n")[:200])

    def head(self, rows: int) -> list[tuple[int, list[str]]]:
        lines = self._first.split("\n")
        found: list[tuple[int, list[str]]] = []
        reader = csv.reader(
            (line[: self._limits.row_bytes].replace("\0", "") for line in lines), delimiter=self.delimiter
        )
        number = 1
        try:
            for cells in reader:
                found.append((number, cells))
                number = reader.line_num + 1
                if len(found) >= rows:
                    break
        except csv.Error:
            pass  # the fields beyond the limit of the csv module belong to no heading
        return found

    def merged(self) -> list[tuple[int, int, int, int]]:
        return []

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        number, carried = 1, b""
        blocks = read_blocks(self._path, self._family)
        upcoming = next(blocks, None)
        while upcoming is not None:
            data, read = upcoming
            upcoming = next(blocks, None)
            data = carried + data
            if not data.endswith(b"\n"):
                data += b"\n"
            block = _Block(data, number, self.delimiter.encode(), columns, self._limits)
            if number < first_row:
                block.skip(first_row - number)
            carried = block.carry() if upcoming is not None else b""
            yield block.read(read / self._size)
            number += block.lines_done


class _Block:
    """Whole lines of a file, cut into rows."""

    def __init__(self, data: bytes, number: int, delimiter: bytes, columns: int, limits: Limits) -> None:
        self.data, self.number, self.delimiter, self.columns, self.limits = data, number, delimiter, columns, limits
        buffer = np.frombuffer(data, dtype=np.uint8)
        self.ends = np.flatnonzero(buffer == 10)
        self.starts = np.concatenate(([0], self.ends[:-1] + 1)) if len(self.ends) else np.zeros(0, dtype=np.int64)
        self.lengths = self.ends - self.starts
        self.lines_done = len(self.ends)
        self.usable = self.lengths > 0
        self.delimiters = self._per_line(buffer, delimiter[0])
        self.has_quotes = b'"' in data
        self.quotes = self._per_line(buffer, 34) if self.has_quotes else np.zeros(len(self.ends), dtype=np.int64)
        self.bad: list[RawBadRow] = []
        #: Rows that were put together by hand: (line index, cells).
        self.extra: list[tuple[int, list[str]]] = []

    def _per_line(self, buffer: np.ndarray, byte: int) -> np.ndarray:
        places = np.flatnonzero(buffer == byte)
        return np.searchsorted(places, self.ends) - np.searchsorted(places, self.starts)

    def skip(self, lines: int) -> None:
        """Leave out the lines before the data."""
        self.usable[:lines] = False
        self.quotes[:lines] = 0

    def carry(self) -> bytes:
        """Lines at the end that belong to a row which goes on in the next block; they are taken off this one."""
        odd = np.flatnonzero(self.quotes % 2 == 1)
        if not len(odd) or len(self.ends) - odd[-1] > _MOST_LINES:
            return b""
        pairs = self._pairs(odd)
        if pairs and pairs[-1][1] == odd[-1]:
            return b""
        cut = int(odd[-1])
        rest = self.data[int(self.starts[cut]) :]
        self.lines_done = cut
        self.usable[cut:] = False
        self.quotes[cut:] = 0
        return rest

    def read(self, done: float) -> RawBatch:
        """The rows, in the order of the file."""
        self._join_quoted()
        self._check_lengths()
        self._check_counts()
        lines = np.flatnonzero(self.usable)
        columns, kept = self._parse(lines)
        rows = lines[kept] if kept is not None else lines
        if self.extra:
            columns, rows = self._insert(columns, rows)
        return RawBatch(columns, rows + self.number, self.bad, done)

    # --- quotes over several lines ---

    def _pairs(self, odd: np.ndarray) -> list[tuple[int, int]]:
        """Lines with an odd number of quotes that open and close one value."""
        pairs, index = [], 0
        while index < len(odd):
            first = int(odd[index])
            last = int(odd[index + 1]) if index + 1 < len(odd) else -1
            if last > 0 and last - first <= _MOST_LINES and self._cells(first, last) is not None:
                pairs.append((first, last))
                index += 2
            else:
                index += 1
        return pairs

    def _join_quoted(self) -> None:
        odd = np.flatnonzero(self.quotes % 2 == 1)
        if not len(odd):
            return
        inside = set()
        for first, last in self._pairs(odd):
            cells = self._cells(first, last)
            assert cells is not None
            self.extra.append((first, cells))
            self.usable[first : last + 1] = False
            inside |= {first, last}
        for line in map(int, odd):
            if line in inside or not self.usable[line]:
                continue
            text = self._text(line)
            literal = text.split(self.delimiter.decode())
            self.usable[line] = False
            opens = any(cell.startswith('"') and cell.count('"') % 2 for cell in literal)
            if len(literal) == self.columns and not opens:
                self.extra.append((line, literal))  # the quote is a sign in the text (15" màn hình)
            else:
                self._refuse(line, "BROKEN_QUOTES", "", text)

    def _cells(self, first: int, last: int) -> list[str] | None:
        text = self.data[int(self.starts[first]) : int(self.ends[last])]
        if len(text) > self.limits.row_bytes:
            return None
        decoded = text.decode("utf-8", "replace")
        try:
            rows = list(csv.reader(decoded.splitlines(keepends=True), delimiter=self.delimiter.decode(), strict=True))
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 and len(rows[0]) == self.columns else None

    # --- lines that do not fit ---

    def _check_lengths(self) -> None:
        for line in map(int, np.flatnonzero(self.usable & (self.lengths > self.limits.row_bytes))):
            self.usable[line] = False
            self._refuse(
                int(line), "ROW_TOO_LONG", f"{int(self.lengths[line]):,} byte".replace(",", "."), self._text(line)
            )

    def _check_counts(self) -> None:
        wrong = self.usable & (self.quotes == 0) & (self.delimiters != self.columns - 1)
        for line in map(int, np.flatnonzero(wrong)):
            self.usable[line] = False
            text = self._text(line)
            cells = text.split(self.delimiter.decode())
            if not any(cell.strip() for cell in cells):
                continue  # an empty line, whatever its delimiters
            while len(cells) > self.columns and not cells[-1].strip():
                cells.pop()
            if len(cells) == self.columns:
                self.extra.append((line, cells))
            else:
                self._refuse_count(line, len(cells), text)

    def _refuse_count(self, line: int, count: int, text: str) -> None:
        reason = "TOO_FEW_CELLS" if count < self.columns else "TOO_MANY_CELLS"
        self._refuse(line, reason, f"{count} ô, tiêu đề có {self.columns} cột", text)

    def _refuse(self, line: int, reason: str, detail: str, text: str) -> None:
        cells = tuple(text[:_SHOWN].split(self.delimiter.decode()))
        self.bad.append(RawBadRow(line + self.number, reason, detail, cells))

    def _text(self, line: int) -> str:
        return self.data[int(self.starts[line]) : int(self.ends[line])].decode("utf-8", "replace")

    # --- lines that do ---

    def _parse(self, lines: np.ndarray) -> tuple[list[pa.Array], np.ndarray | None]:
        """Columns of these lines, and which of them were rows of the right length (``None``: all)."""
        names = [str(index) for index in range(self.columns)]
        if not len(lines):
            return [pa.array([], pa.string()) for _ in names], None
        refused: list[tuple[int, int]] = []

        def refuse(row: arrow_csv.InvalidRow) -> str:
            refused.append((row.number - 1, row.actual_columns))
            return "skip"

        data = self.data if self.usable.all() else self._only(lines)
        table = arrow_csv.read_csv(
            pa.py_buffer(data),
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
            arrow_csv.ParseOptions(
                delimiter=self.delimiter.decode(),
                quote_char='"' if self.has_quotes else False,
                invalid_row_handler=refuse,
                ignore_empty_lines=self.columns > 1,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                check_utf8=False,
                strings_can_be_null=False,
                null_values=[],
            ),
        )
        columns = [_whole(table.column(name)) for name in names]
        if not refused:
            return columns, None
        kept = np.ones(len(lines), dtype=bool)
        for index, count in refused:
            kept[index] = False
            self._refuse_count(int(lines[index]), count, self._text(lines[index]))
        return columns, kept

    def _only(self, lines: np.ndarray) -> bytes:
        """The bytes of these lines; neighbours are copied in one piece."""
        breaks = np.flatnonzero(np.diff(lines) > 1)
        firsts = lines[np.concatenate(([0], breaks + 1))]
        lasts = lines[np.concatenate((breaks, [len(lines) - 1]))]
        view = memoryview(self.data)
        return b"".join(
            view[int(self.starts[first]) : int(self.ends[last]) + 1] for first, last in zip(firsts, lasts, strict=True)
        )

    def _insert(self, columns: list[pa.Array], rows: np.ndarray) -> tuple[list[pa.Array], np.ndarray]:
        added = np.array([line for line, _ in self.extra], dtype=np.int64)
        order = np.argsort(np.concatenate((rows, added)), kind="stable")
        merged = [
            pa.concat_arrays([column, pa.array([cells[index] for _, cells in self.extra], pa.string())]).take(
                pa.array(order)
            )
            for index, column in enumerate(columns)
        ]
        return merged, np.concatenate((rows, added))[order]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
