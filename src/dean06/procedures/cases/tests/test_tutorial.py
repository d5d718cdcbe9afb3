"""The tutorial works when it is followed to the letter, to the result of its sample dossier."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dean06.procedures.catalogue import queries

TUTORIAL = Path(__file__).parents[5] / "docs" / "tutorial" / "new-procedure.md"


def test_following_the_tutorial_publishes_a_procedure(
    province: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    call_command("pack", "check", str(folder), "--walk")
    call_command("pack", "publish", str(folder), "--decision", "QĐ mẫu 01")
    assert [row.code for row in queries.procedures(text="kho khan")] == [code]


def test_a_pack_whose_walk_fails_is_not_published(
    province: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", tmp_path / "_shared")
    monkeypatch.setattr(settings, "PACKS_DIR", tmp_path)
    call_command("pack", "new", "9.000002", "thu-tuc-mau", "Thủ tục mẫu")
    folder = tmp_path / "9.000002-thu-tuc-mau"
    (walk,) = (folder / "examples").glob("walk*.json")
    late = walk.read_text(encoding="utf-8").replace('"after_hours": 4', '"after_hours": 400')
    walk.write_text(late, encoding="utf-8")
    said = StringIO()
    call_command("pack", "check", str(folder), stdout=said)
    assert "đạt (chưa chạy hồ sơ mẫu: thêm --walk)" in said.getvalue()

    with pytest.raises(CommandError, match="còn lỗi nên chưa công bố"):
        call_command("pack", "publish", str(folder), stdout=said)

    assert "WALK_FAILED" in said.getvalue()
    assert not queries.procedures(text="thu tuc mau")
