"""Rows from DuckDB into the database, and back: COPY on PostgreSQL, executemany on SQLite. Inside the caller's
transaction.
"""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
from django.db import connection

CSV = pacsv.WriteOptions(include_header=False, quoting_style="needed")


def on_postgresql() -> bool:
    """Which of the two databases runs."""
    return connection.vendor == "postgresql"


def moment(time: dt.datetime) -> str:
    """A time as the database keeps it."""
    return time.isoformat() if on_postgresql() else str(connection.ops.adapt_datetimefield_value(time))


def as_csv(table: pa.Table) -> bytes:
    """Rows as PostgreSQL's COPY takes them: NULL is nothing, an empty text is ``""``."""
    buffer = io.BytesIO()
    pacsv.write_csv(table, buffer, CSV)
    return buffer.getvalue()


def tuples(table: pa.Table) -> Iterable[tuple[Any, ...]]:
    """Rows for ``executemany``."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def insert(table: str, columns: Sequence[str], rows: pa.Table | bytes) -> None:
    """Write rows whose columns stand in this order."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if on_postgresql():
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)') as copy:
                copy.write(rows if isinstance(rows, bytes) else as_csv(rows))
        else:
            marks = ", ".join(["%s"] * len(columns))
            assert not isinstance(rows, bytes)
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(tuples(rows)))


def update(table: str, key: str, columns: Sequence[str], rows: pa.Table) -> None:
    """Set ``columns`` of the rows whose ``key`` stands first in ``rows``."""
    sets = ", ".join(f'"{column}" = t."{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in (key, *columns))
    with connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("DROP TABLE IF EXISTS population_bulk_update")
            cursor.execute(
                f'CREATE TEMPORARY TABLE population_bulk_update AS SELECT {names} FROM "{table}" WITH NO DATA'
            )
            with cursor.copy(f"COPY population_bulk_update ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(as_csv(rows))
            cursor.execute(f'UPDATE "{table}" o SET {sets} FROM population_bulk_update t WHERE o."{key}" = t."{key}"')
            cursor.execute("DROP TABLE population_bulk_update")
        else:
            sets = ", ".join(f'"{column}" = %s' for column in columns)
            values = [(*row[1:], row[0]) for row in tuples(rows)]
            cursor.executemany(f'UPDATE "{table}" SET {sets} WHERE "{key}" = %s', values)


def chunks_of(work: duckdb.DuckDBPyConnection, queries: Sequence[str]) -> Iterable[tuple[int, pa.Table | bytes, int]]:
    """Results of the queries, each made while the one before is being written: (position, rows, how many)."""

    def make(query: str) -> tuple[pa.Table | bytes, int]:
        table = work.cursor().sql(query).to_arrow_table()
        return (as_csv(table) if on_postgresql() else table), table.num_rows

    with ThreadPoolExecutor(1) as ahead:
        coming = [ahead.submit(make, query) for query in queries[:1]]
        for position in range(len(queries)):
            rows, count = coming.pop(0).result()
            if position + 1 < len(queries):
                coming.append(ahead.submit(make, queries[position + 1]))
            yield position, rows, count


def set_aside(table: str, count: int) -> int:
    """The first of ``count`` ids of a table that nobody else will be given. Inside a transaction."""
    with connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(nextval(pg_get_serial_sequence(%s, 'id')), "
                f'(SELECT coalesce(max(id), 0) FROM "{table}") + 1) + %s)',
                [table, table, count],
            )
            return int(cursor.fetchone()[0]) - count
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')
        largest = int(cursor.fetchone()[0])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = max(largest, row[0] if row else 0) + 1
        if row:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count, table])
        else:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count])
        return first
