"""The same people and seed give the same bytes, whatever the number of threads; another seed gives another province."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from dean06.demo.province import make_province


def written(folder: Path, *, seed: int, threads: int) -> dict[str, bytes]:
    before = pa.cpu_count()
    pa.set_cpu_count(threads)
    try:
        make_province(folder, people=600, seed=seed, raw=True, say=lambda text: None)
    finally:
        pa.set_cpu_count(before)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_same_seed_same_bytes_in_every_file(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", seed=5, threads=1), written(tmp_path / "b", seed=5, threads=4)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    other = written(tmp_path / "c", seed=6, threads=1)
    assert first["registry.parquet"] != other["registry.parquet"]
    assert first["insurance.parquet"] != other["insurance.parquet"]


def test_a_list_does_not_depend_on_which_others_are_made(tmp_path: Path) -> None:
    every = written(tmp_path / "a", seed=5, threads=2)
    make_province(tmp_path / "b", people=600, seed=5, sectors=["merit"], say=lambda text: None)
    assert (tmp_path / "b" / "merit.parquet").read_bytes() == every["merit.parquet"]


def test_even_the_smallest_province_can_be_made(tmp_path: Path) -> None:
    summary = make_province(tmp_path, people=50, seed=1, raw=True, say=lambda text: None)
    assert summary.people == 50
    assert len(summary.files) == 3 + 15 * 3 + 1
