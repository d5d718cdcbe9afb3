"""The private folder of a bulk job, its DuckDB file, and progress that a page can show."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

#: Told the step in words and the share done (0–100).
Progress = Callable[[str, int], None]


def private_folder(*parts: str) -> Path:
    """A folder under the data folder that only the server's account may enter."""
    folder = Path(settings.DATA_DIR, "population", *parts)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def import_folder(batch_id: int) -> Path:
    """Where the import of a batch works."""
    return private_folder("imports", str(batch_id))


def inbox() -> Path:
    """Where the operator puts files that are too large for the browser."""
    return private_folder("inbox")


def remove(folder: Path) -> None:
    """Delete a work folder with everything in it."""
    shutil.rmtree(folder, ignore_errors=True)


def open_work(folder: Path) -> duckdb.DuckDBPyConnection:
    """The DuckDB file of a job; it stays within 3 GB of memory and spills into its own folder."""
    work = duckdb.connect(
        str(folder / "work.duckdb"),
        config={
            "memory_limit": str(getattr(settings, "POPULATION_BULK_MEMORY", "3GB")),
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": "true",
        },
    )
    work.execute("SET enable_progress_bar = false")
    return work


def literal(value: Any) -> str:
    """A value as SQL text for DuckDB (paths and codes of our own)."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of ``progress`` that a step may fill."""

    tell: Progress
    start: int
    end: int

    def __call__(self, step: str, share: float) -> None:
        """``share`` from 0 to 1 of this stretch."""
        self.tell(step, int(self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)))


def one_row(work: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The only row of a query."""
    row: tuple[Any, ...] = work.execute(query).fetchall()[0]
    return row
