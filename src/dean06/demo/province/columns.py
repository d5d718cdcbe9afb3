"""Arrays to Arrow columns: texts by place in a list, numbers with leading zeros, days as dates; empty where masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dean06.demo.province.chance import Array

CHUNK = 200_000


def texts(values: Sequence[str] | pa.Array, place: Array, empty: Array | None = None) -> pa.Array:
    """``values[place]``; null where ``place`` is negative or ``empty`` says so."""
    missing = place < 0 if empty is None else (place < 0) | empty
    source = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return pc.take(source, pa.array(place.astype(np.int32), mask=missing), boundscheck=False)


def digits(numbers: Array, width: int, empty: Array | None = None) -> pa.Array:
    """Numbers as digits of this width; null where zero or where ``empty`` says so."""
    missing = numbers == 0 if empty is None else (numbers == 0) | empty
    return pc.utf8_lpad(pa.array(numbers.astype(np.int64), mask=missing).cast(pa.string()), width, "0")


def joined(first: pa.Array, second: pa.Array) -> pa.Array:
    """ "first;second", or whichever is there."""
    return pc.coalesce(pc.binary_join_element_wise(first, second, ";"), first, second)


def dates(days: Array, empty: Array | None = None) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(days.astype(np.int32), mask=empty).cast(pa.date32())


def whole(numbers: Array, kind: pa.DataType, empty: Array | None = None) -> pa.Array:
    """Whole numbers of an Arrow kind."""
    return pa.array(numbers, mask=empty).cast(kind)


def write_in_chunks(path: Path, rows: int, make: Callable[[slice], pa.Table], chunk: int = CHUNK) -> None:
    """A Parquet file written a part at a time, so that memory stays small. One empty part when there are no rows."""
    writer: pq.ParquetWriter | None = None
    try:
        for part in _slices(rows, chunk):
            table = make(part)
            if writer is None:
                writer = pq.ParquetWriter(path, table.schema, compression="snappy")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _slices(rows: int, chunk: int) -> Iterator[slice]:
    for start in range(0, max(rows, 1), chunk):
        yield slice(start, min(start + chunk, rows))
