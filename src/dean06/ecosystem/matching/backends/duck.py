"""DuckDB: one process, all cores, spills to the private folder."""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

import duckdb
import pyarrow as pa

from dean06.ecosystem.matching.backends.base import ArrowFunction, Backend

#: Rows an Arrow function sees at once: large enough for NumPy, small enough for memory.
BATCH_ROWS = 65_536


class DuckBackend(Backend):
    """Tables live in memory up to ``memory_limit``, then in the private folder."""

    name = "duckdb"
    failures = (duckdb.Error,)

    def __init__(self, *, work: Path, memory_limit: str, threads: int | None) -> None:
        self._threads = threads or cpu_count() or 1
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "threads": self._threads,
                "temp_directory": str(work),
                "preserve_insertion_order": False,
            }
        )

    def open_parquet(self, name: str, path: Path, columns: Mapping[str, str]) -> None:
        chosen = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in columns.items())
        self._run(f"CREATE OR REPLACE VIEW {name} AS SELECT {chosen} FROM read_parquet({_quoted(path)})")

    def table(self, name: str, query: str) -> None:
        self._run(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def map(self, name: str, query: str, function: ArrowFunction, schema: pa.Schema) -> None:
        batches = pa.RecordBatchReader.from_batches(schema, self._mapped(query, function))
        self._connection.register("mapped_rows", batches)
        try:
            self._run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM mapped_rows")
        finally:
            self._connection.unregister("mapped_rows")

    def _mapped(self, query: str, function: ArrowFunction) -> Iterator[pa.RecordBatch]:
        """Results in the order asked for, a few batches ahead on all cores (NumPy and RapidFuzz let go of the lock)."""
        reader = self._connection.cursor().sql(query).to_arrow_reader(BATCH_ROWS)
        with ThreadPoolExecutor(self._threads) as pool:
            waiting: deque[Future[pa.RecordBatch]] = deque()
            for batch in reader:
                if batch.num_rows:
                    waiting.append(pool.submit(function, batch))
                if len(waiting) > self._threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def load(self, name: str, rows: pa.Table) -> None:
        self._connection.register("loaded_rows", rows)
        try:
            self._run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM loaded_rows")
        finally:
            self._connection.unregister("loaded_rows")

    def fetch(self, query: str) -> pa.Table:
        return self._connection.sql(query).to_arrow_table()

    def write(self, query: str, path: Path) -> None:
        self._run(f"COPY ({query}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)")

    def drop(self, *names: str) -> None:
        for name in names:
            self._run(f"DROP TABLE IF EXISTS {name}")

    def split_rows(self, source: str, key: str, column: str) -> str:
        return (
            f"SELECT {key}, trim(part) AS part FROM "
            f"(SELECT {key}, unnest(string_split({column}, ';')) AS part FROM {source} WHERE {column} LIKE '%;%') "
            f"UNION ALL SELECT {key}, {column} AS part FROM {source} WHERE {column} NOT LIKE '%;%'"
        )

    def close(self) -> None:
        self._connection.close()

    def _run(self, statement: str) -> None:
        self._connection.execute(statement).fetchall()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
