"""The same steps on Spark give the same rows, down to the last digit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dean06.ecosystem.matching.services import match
from dean06.ecosystem.matching.tests.factories import province

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory):
    """One small local session; the engine uses the session it finds."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not on this machine")
    from dean06.ecosystem.matching.backends.spark import local_session

    folder = tmp_path_factory.mktemp("spark")
    # Compiling code and planning anew cost more than the work itself on so few rows.
    quick = {
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    session = local_session(folder, "1g", 1, quick)
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def rows(folder: Path, name: str) -> list[str]:
    return sorted(map(str, pq.read_table(folder / f"{name}.parquet").to_pylist()))


def test_spark_and_duckdb_agree_row_by_row(session, tmp_path: Path) -> None:
    files = province(120, seed=12)
    files.units.append(("Xã Cũ", files.units[0][0], 0.5))
    files.units.append(("Xã Cũ", files.units[1][0], 0.5))
    files.faithful(1, personal_id=None, unit_text="Xã Cũ", full_name=files.people[0]["full_name"].lower())
    paths = files.write(tmp_path / "in")
    ours = match(*paths, tmp_path / "duckdb", work=tmp_path)
    theirs = match(*paths, tmp_path / "spark", backend="spark", work=tmp_path)
    assert theirs.backend == "spark"
    assert ours.tiers == theirs.tiers and ours.parameters == theirs.parameters
    for name in ("links", "candidates", "duplicates"):
        assert rows(tmp_path / "duckdb", name) == rows(tmp_path / "spark", name)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []
    assert session.catalog.listTables() == []
