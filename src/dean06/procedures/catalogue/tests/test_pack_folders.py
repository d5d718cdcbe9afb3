"""Packs are kept apart from the program (``DEAN06_PACKS_DIR``) and named in commands from wherever one stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    kept = tmp_path / "kho-goi"
    kept.mkdir()
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", kept / "_shared")
    monkeypatch.setattr(settings, "PACKS_DIR", kept)
    elsewhere = tmp_path / "noi-khac"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    call_command("pack", "new", "9.000009", "mau", "Thủ tục mẫu")
    return kept


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["9.000009-mau", "packs/9.000009-mau", "../kho-goi/9.000009-mau"])
def test_a_new_pack_is_checked_drawn_and_compared_by_its_name_from_another_folder(packs: Path, named: str) -> None:
    call_command("pack", "check", named)
    call_command("pack", "diagram", named)
    assert (packs / "9.000009-mau" / "process.svg").is_file()
    call_command("pack", "diff", named, named)


def test_a_pack_that_is_nowhere_is_said_to_be_missing(packs: Path) -> None:
    with pytest.raises(CommandError):
        call_command("pack", "check", "packs/9.999999-khong-co")
