"""Formats that name their columns themselves: Parquet and dBase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from dbfread import DBF, FieldParser

from dean06.ecosystem.datasets.errors import DamagedList, EmptyList
from dean06.ecosystem.datasets.reading.encodings import western
from dean06.ecosystem.datasets.reading.limits import Limits
from dean06.ecosystem.datasets.reading.sources.base import DATE_CELL, RawBatch
from dean06.ecosystem.datasets.reading.sources.cells import as_text, text_column

_BATCH = 65_536


class _NamedSource:
    """What both formats share: the first rows are looked at through the first batch; no cell is merged."""

    named = True
    names: list[str]

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        raise NotImplementedError

    def head(self, rows: int) -> list[tuple[int, list[str]]]:
        for batch in self.batches(len(self.names), 1):
            cells = [column.slice(0, rows).to_pylist() for column in batch.columns]
            return [(index + 1, list(row)) for index, row in enumerate(zip(*cells, strict=True))]
        return []

    def merged(self) -> list[tuple[int, int, int, int]]:
        return []


class ParquetSource(_NamedSource):
    """A Parquet file. Its types are turned to text; the repair of each column then sees what a person would type."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except Exception as error:
            raise DamagedList() from error
        self.names = list(self._file.schema_arrow.names)
        self._total = max(1, self._file.metadata.num_rows)
        if self._file.metadata.num_rows == 0:
            raise EmptyList()

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        number = 1
        try:
            for batch in self._file.iter_batches(batch_size=_BATCH):
                texts = [_parquet_text(batch.column(index)) for index in range(columns)]
                rows = np.arange(number, number + batch.num_rows, dtype=np.int64)
                number += batch.num_rows
                yield RawBatch(texts, rows, done=(number - 1) / self._total)
        except (pa.ArrowException, OSError) as error:
            raise DamagedList() from error


def _parquet_text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind):
        text = column.cast(pa.string())
    elif pa.types.is_date(kind):
        text = pc.binary_join_element_wise(column.cast(pa.date32()).cast(pa.string()), DATE_CELL, "")
    else:
        text = text_column(column.to_pylist())
    return text.fill_null("") if text.null_count else text


class DbfSource(_NamedSource):
    """A dBase table: records of fixed width, so a batch is one read. Deleted records are left out and counted."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            table = DBF(str(path), encoding="latin-1", ignore_missing_memofile=True)
        except Exception as error:  # whatever is wrong with the header, the table cannot be read
            raise DamagedList() from error
        self._path, self._header = path, table.header
        self._fields = table.fields
        self._parser = FieldParser(table, memofile=None)
        self.names = [field.name for field in self._fields]
        self.deleted = 0
        if not table.header.numrecords:
            raise EmptyList()

    def batches(self, columns: int, first_row: int) -> Iterator[RawBatch]:
        length, total = self._header.recordlen, self._header.numrecords
        number, self.deleted = 1, 0
        with self._path.open("rb") as file:
            file.seek(self._header.headerlen)
            while number <= total:
                data = file.read(length * min(_BATCH, total - number + 1))
                count = len(data) // length
                if not count:
                    break
                data = data[: count * length]
                marks = np.frombuffer(data, dtype=np.uint8)[::length]
                rows = np.arange(number, number + count, dtype=np.int64)
                number += count
                texts = self._cut(data, length, count)[:columns]
                live = marks != ord("*")
                if not live.all():
                    self.deleted += int((~live).sum())
                    texts, rows = [text.filter(pa.array(live)) for text in texts], rows[live]
                yield RawBatch(texts, rows, done=(number - 1) / total)

    def _cut(self, data: bytes, length: int, count: int) -> list[pa.Array]:
        text = _decode_records(data)
        columns, place = [], 1
        for field in self._fields:
            width = field.length
            starts = range(place, count * length, length)
            if field.type in "CNFDL" and text is not None:
                cells = [text[start : start + width].strip(" \0") for start in starts]
                if field.type == "D":
                    cells = [f"{c[:4]}-{c[4:6]}-{c[6:]}{DATE_CELL}" if len(c) == 8 else c for c in cells]
            else:
                cells = [self._parse(field, data[start : start + width]) for start in starts]
            columns.append(pa.array(cells, pa.string()))
            place += width
        return columns

    def _parse(self, field: Any, data: bytes) -> str:
        if field.type in "CNF":
            try:
                return data.decode("utf-8").strip(" \0")
            except UnicodeDecodeError:
                return western(data).strip(" \0")
        if field.type == "M":
            return ""
        try:
            return as_text(self._parser.parse(field, data))
        except Exception:  # a value that its own type does not allow: shown as it lies there
            return western(data).strip(" \0")


def _decode_records(data: bytes) -> str | None:
    """The records with one character a byte; ``None`` when they hold UTF-8 and must be cut before decoding."""
    if data.isascii():
        return data.decode("ascii")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return western(data)
    return None
