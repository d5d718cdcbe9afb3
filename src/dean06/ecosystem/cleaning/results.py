"""Where work files and results of runs lie: one private folder (0700) below the data folder.

``work/run-<id>-…`` lives only while a run works. ``results/run-<id>`` holds one row a record and the candidates for
review, of the latest run of a list and of the one before.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

RECORDS = "records.parquet"
CANDIDATES = "candidates.parquet"


def root() -> Path:
    """The private folder of this app, made when missing."""
    return _private(Path(settings.DATA_DIR) / "cleaning")


def work_folder(run_id: int, attempt: int) -> Path:
    """An empty private folder for one attempt of a run."""
    folder = _private(root() / "work") / f"run-{run_id}-{attempt}"
    shutil.rmtree(folder, ignore_errors=True)
    return _private(folder)


def results_folder(run_id: int) -> Path:
    """The folder of a run's results, whether or not it exists."""
    return root() / "results" / f"run-{run_id}"


def keep(made: Path, run_id: int) -> Path:
    """Move ``made`` (a folder inside the work folder) to its place among the results, in one step."""
    target = results_folder(run_id)
    _private(target.parent)
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
    return target


def remove(run_id: int) -> None:
    """Remove a run's results; its counts in the database stay."""
    shutil.rmtree(results_folder(run_id), ignore_errors=True)


def remove_work(run_id: int) -> None:
    """Remove whatever attempts of a run left behind."""
    for folder in (root() / "work").glob(f"run-{run_id}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(alive: set[int]) -> int:
    """Remove work folders of runs not in ``alive``; returns how many. Called by a timer after a crash."""
    removed = 0
    for folder in (root() / "work").glob("run-*"):
        number = folder.name.split("-")[1]
        if not (number.isdigit() and int(number) in alive):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def connect(memory: str = "512MB", temp: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory for a page or a step; spills to ``temp`` only."""
    config: dict[str, Any] = {"threads": 2, "memory_limit": memory}
    if temp is not None:
        config["temp_directory"] = str(temp)
    return duckdb.connect(":memory:", config=config)


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder
