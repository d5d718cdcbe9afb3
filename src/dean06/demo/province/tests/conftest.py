"""One small province, made once for all tests of the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dean06.demo.province import ProvinceSummary, make_province

PEOPLE, SEED = 5_000, 11


@dataclass(frozen=True)
class Made:
    """Where the province lies, and what its maker said about it."""

    folder: Path
    summary: ProvinceSummary

    def table(self, name: str) -> pa.Table:
        return pq.read_table(self.folder / f"{name}.parquet")

    def rows(self, name: str) -> list[dict]:
        return self.table(name).to_pylist()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("province")
    return Made(folder, make_province(folder, people=PEOPLE, seed=SEED, raw=True, say=lambda text: None))


@pytest.fixture(scope="session")
def people(made: Made) -> dict[str, dict]:
    """The registry by number."""
    return {row["personal_id"]: row for row in made.rows("registry")}
