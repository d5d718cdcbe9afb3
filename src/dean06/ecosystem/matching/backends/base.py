"""What a backend must offer: tables by SQL, Arrow functions over a query, Parquet in and out.

The SQL of the steps keeps to what DuckDB and Spark read alike: joins, CASE, windows, aggregates, BIGINT arithmetic;
``/`` gives a double on both. What they spell differently is here and nowhere else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

ArrowFunction = Callable[[pa.RecordBatch], pa.RecordBatch]


class Backend(ABC):
    """Tables are known by name. ``table`` and ``map`` replace a table of the same name."""

    name: str
    #: What the machine raises when it cannot read or work something out.
    failures: tuple[type[Exception], ...]

    @abstractmethod
    def open_parquet(self, name: str, path: Path, columns: Mapping[str, str]) -> None:
        """A view on a Parquet file with exactly these columns, each cast to its type (VARCHAR, BIGINT, …)."""

    @abstractmethod
    def table(self, name: str, query: str) -> None:
        """Work a query out once and keep its rows."""

    @abstractmethod
    def map(self, name: str, query: str, function: ArrowFunction, schema: pa.Schema) -> None:
        """The rows of a query through an Arrow function, kept as a table. The function gets the rows batch by batch, in
        any order, and gives back as many."""

    @abstractmethod
    def load(self, name: str, rows: pa.Table) -> None:
        """A small Arrow table as a table."""

    @abstractmethod
    def fetch(self, query: str) -> pa.Table:
        """The rows of a small result."""

    @abstractmethod
    def write(self, query: str, path: Path) -> None:
        """The rows of a query as one Parquet file."""

    @abstractmethod
    def drop(self, *names: str) -> None:
        """Forget tables; unknown names are no error."""

    @abstractmethod
    def split_rows(self, source: str, key: str, column: str) -> str:
        """A query ``key, part``: one row for every ";"-separated part of ``column`` in the table ``source``."""

    @abstractmethod
    def close(self) -> None:
        """Give memory and files back. May be called twice."""

    def scalar(self, query: str) -> int:
        """The one whole number of a query; 0 for null."""
        return int(self.fetch(query).column(0)[0].as_py() or 0)
