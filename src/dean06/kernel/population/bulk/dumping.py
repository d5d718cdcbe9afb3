"""A query of any size to Parquet, with memory flat: COPY TO on PostgreSQL, a cursor read in batches on SQLite."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from django.db import connection
from django.db.models import QuerySet

BATCH = 50_000


def dump(rows: QuerySet[Any, Any], schema: pa.Schema, path: Path) -> int:
    """Write a ``values_list`` queryset, its columns in the schema's order, to Parquet; returns the number of rows.

    The file is readable by the server's account only.
    """
    sql, parameters = rows.order_by(*(rows.query.order_by or ())).query.sql_with_params()
    return dump_sql(sql, parameters, schema, path)


def dump_sql(sql: str, parameters: Sequence[Any], schema: pa.Schema, path: Path) -> int:
    """``dump`` for a query written out."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    batches = _from_postgresql if connection.vendor == "postgresql" else _from_sqlite
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches(sql, parameters, schema, path):
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _from_postgresql(sql: str, parameters: Sequence[Any], schema: pa.Schema, path: Path) -> Iterator[pa.RecordBatch]:
    raw = path.with_suffix(path.suffix + ".csv")
    try:
        with (
            os.fdopen(os.open(raw, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file,
            connection.cursor() as cursor,
            cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as copy,
        ):
            for block in copy:
                file.write(block)
        if not raw.stat().st_size:
            return
        yield from pacsv.open_csv(
            raw,
            read_options=pacsv.ReadOptions(column_names=schema.names, block_size=8 << 20),
            convert_options=pacsv.ConvertOptions(
                column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        )
    finally:
        with contextlib.suppress(FileNotFoundError):
            raw.unlink()


def _from_sqlite(sql: str, parameters: Sequence[Any], schema: pa.Schema, path: Path) -> Iterator[pa.RecordBatch]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(BATCH):
            columns = list(zip(*rows, strict=True))
            yield pa.record_batch(
                [
                    pa.array([_day(value) for value in column] if field.type == pa.date32() else column, field.type)
                    for column, field in zip(columns, schema, strict=True)
                ],
                schema=schema,
            )


def _day(value: Any) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
