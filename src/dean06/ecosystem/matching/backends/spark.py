"""Spark: the same steps on a cluster (or locally), for files that outgrow one machine. Needs pyspark and Java.

Every table is written to the private folder as Parquet and read back, so that a lost worker costs one step and no plan
grows without end. On a cluster that folder must be one all machines see.
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dean06.ecosystem.matching.backends.base import ArrowFunction, Backend
from dean06.ecosystem.matching.errors import BackendUnavailable

try:
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.functions import arrow_udf, struct
except ImportError as error:  # pragma: no cover - depends on the installation
    raise BackendUnavailable from error

_TYPES = {"VARCHAR": "STRING", "BIGINT": "BIGINT", "INTEGER": "INT", "DOUBLE": "DOUBLE"}
_ARROW = {
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INT",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.string(): "STRING",
}


class SparkBackend(Backend):
    """Uses the running Spark session when there is one (a cluster's), else a local one of its own."""

    name = "spark"
    failures = (PySparkException,)

    def __init__(self, *, work: Path, memory_limit: str, threads: int | None) -> None:
        self._work = work
        self._numbers = count()
        self._views: set[str] = set()
        running = SparkSession.getActiveSession()
        self._own = running is None
        self._session = running or local_session(work, memory_limit, threads)

    def open_parquet(self, name: str, path: Path, columns: Mapping[str, str]) -> None:
        frame = self._session.read.parquet(str(path.resolve()))
        chosen = [f"CAST({column} AS {_TYPES[kind]}) AS {column}" for column, kind in columns.items()]
        self._see(name, frame.selectExpr(*chosen))

    def table(self, name: str, query: str) -> None:
        self._keep(name, self._session.sql(query))

    def map(self, name: str, query: str, function: ArrowFunction, schema: pa.Schema) -> None:
        columns = ", ".join(f"{field.name}: {_ARROW[field.type].lower()}" for field in schema)

        def mapped(rows: pa.Array) -> pa.Array:
            return function(pa.RecordBatch.from_struct_array(rows)).to_struct_array()

        frame = self._session.sql(query)
        # The stubs know neither struct results nor the short form.
        whole = arrow_udf(mapped, f"struct<{columns}>")(struct(*frame.columns)).alias("row")  # type: ignore[call-overload]
        self._keep(name, frame.select(whole).select("row.*"))

    def load(self, name: str, rows: pa.Table) -> None:
        folder = self._folder(name)
        folder.mkdir()
        pq.write_table(rows, folder / "rows.parquet")
        self._see(name, self._session.read.parquet(str(folder)))

    def fetch(self, query: str) -> pa.Table:
        return self._session.sql(query).toArrow()

    def write(self, query: str, path: Path) -> None:
        folder = self._folder("written")
        self._session.sql(query).coalesce(1).write.parquet(str(folder), compression="zstd")
        parts = sorted(folder.glob("part-*.parquet"))
        shutil.move(parts[0], path)
        shutil.rmtree(folder)

    def drop(self, *names: str) -> None:
        for name in names:
            self._session.catalog.dropTempView(name)
            self._views.discard(name)
            for folder in self._work.glob(f"{name}.*"):
                shutil.rmtree(folder, ignore_errors=True)

    def split_rows(self, source: str, key: str, column: str) -> str:
        return (
            f"SELECT {key}, trim(part) AS part FROM "
            f"(SELECT {key}, explode(split({column}, ';')) AS part FROM {source} WHERE {column} IS NOT NULL)"
        )

    def close(self) -> None:
        try:
            self.drop(*list(self._views))
        except PySparkException:  # the session is gone; so are its views
            self._views.clear()
        if self._own:
            self._session.stop()

    def _folder(self, name: str) -> Path:
        return self._work.resolve() / f"{name}.{next(self._numbers)}"

    def _keep(self, name: str, frame: DataFrame) -> None:
        folder = self._folder(name)
        frame.write.parquet(str(folder))
        before = [old for old in self._work.glob(f"{name}.*") if old.name != folder.name]
        self._see(name, self._session.read.schema(frame.schema).parquet(str(folder)))
        for old in before:
            shutil.rmtree(old, ignore_errors=True)

    def _see(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self._views.add(name)


def local_session(
    work: Path, memory_limit: str, threads: int | None, settings: Mapping[str, str] | None = None
) -> SparkSession:
    """A Spark session on this machine alone; ``settings`` are Spark's own names and values."""
    # The workers must run this very Python, or they would not find this package.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        builder = (
            SparkSession.builder.master(f"local[{threads or '*'}]")
            .appName("dean06 matching")
            .config("spark.driver.memory", memory_limit.lower().removesuffix("b"))
            .config("spark.local.dir", str(work))
            .config("spark.sql.warehouse.dir", str(work / "warehouse"))
            .config("spark.sql.shuffle.partitions", 4)
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.ui.enabled", "false")
        )
        for name, value in (settings or {}).items():
            builder = builder.config(name, value)
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise BackendUnavailable from error
