"""The tutorial works when it is followed to the letter."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from dean06.procedures.catalogue import checks, queries, registry
from dean06.procedures.catalogue.tests.factories import pack_files
from dean06.procedures.catalogue.types import EffectSpec

TUTORIAL = Path(__file__).parents[5] / "docs" / "tutorial" / "new-procedure.md"


@pytest.mark.django_db
def test_following_the_tutorial_publishes_a_procedure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", tmp_path / "_shared")
    monkeypatch.setattr(settings, "PACKS_DIR", tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    code, slug, title = re.findall(r'dean06 pack new (\S+) (\S+) "([^"]+)"', text)[0]
    call_command("pack", "new", code, slug, title)
    folder = tmp_path / f"{code}-{slug}"
    call_command("pack", "check", str(folder))
    for sample in (folder / "examples").iterdir():
        sample.unlink()
    blocks = re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', text, re.DOTALL)
    assert len(blocks) == 9
    for name, content in blocks:
        (folder / name).write_text(content, encoding="utf-8")
    call_command("pack", "check", str(folder))
    call_command("pack", "publish", str(folder), "--decision", "QĐ mẫu 01")
    assert [row.code for row in queries.procedures(text="kho khan")] == [code]


def test_checks_without_a_walker_say_so(tmp_path: Path) -> None:
    files = pack_files("1.001193")
    spec = EffectSpec("register_birth", "x", dict.fromkeys(files.effects.effects[0].values, True), ("personal_id",))
    offered = registry.Registry(effects={"register_birth": spec}, connectors={})
    found = checks.findings(files, on=dt.date(2026, 11, 1), schemas={}, walk=True, offered=offered)
    assert [one.code for one in found] == ["WALK_UNAVAILABLE"]
    offered.walker = lambda _files, name, walk: [f"{name}: {walk.final_state}"]
    found = checks.findings(files, on=dt.date(2026, 11, 1), schemas={}, walk=True, offered=offered)
    assert [one.sentence for one in found] == [f"{name}: {walk.final_state}" for name, walk in files.walks.items()]
