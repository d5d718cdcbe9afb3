"""``dean06 match`` at the prompt."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dean06.ecosystem.matching.tests.factories import province


def test_the_command_tells_its_steps_and_the_count_of_every_tier(tmp_path: Path) -> None:
    registry, sector, unit_map = province(200).write(tmp_path / "in")
    told = io.StringIO()
    call_command(
        "match", registry=registry, sector=sector, unit_map=unit_map, out=tmp_path / "out", threads=1, stdout=told
    )
    assert "100%  Xong" in told.getvalue()
    assert "số định danh và họ tên" in told.getvalue() and "không khớp" in told.getvalue()
    assert (tmp_path / "out" / "links.parquet").is_file()


def test_the_command_refuses_in_a_sentence(tmp_path: Path) -> None:
    registry, sector, unit_map = province(20).write(tmp_path / "in")
    sector.unlink()
    with pytest.raises(CommandError, match=r"sector\.parquet.*MATCHING_FILE_UNREADABLE"):
        call_command("match", registry=registry, sector=sector, unit_map=unit_map, out=tmp_path / "out")
