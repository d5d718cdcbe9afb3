"""A small province, matched once for all tests that only look at the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

from dean06.ecosystem.matching.services import match
from dean06.ecosystem.matching.tests.factories import Files
from dean06.ecosystem.matching.types import MatchSummary


class Result(NamedTuple):
    """What a run wrote, by record."""

    summary: MatchSummary
    links: dict[int, dict[str, Any]]
    candidates: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]
    out: Path


def run(files: Files, folder: Path, **options: Any) -> Result:
    """Write, match, read."""
    out = folder / "out"
    summary = match(*files.write(folder / "in"), out, **options)
    links, candidates, duplicates = (
        pq.read_table(out / f"{name}.parquet").to_pylist() for name in ("links", "candidates", "duplicates")
    )
    assert len({row["record_id"] for row in links}) == len(links)
    return Result(summary, {row["record_id"]: row for row in links}, candidates, duplicates, out)


@pytest.fixture
def matched(tmp_path: Path):
    """Match files in a folder of this test."""
    return lambda files, **options: run(files, tmp_path, **options)
