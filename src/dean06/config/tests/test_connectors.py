"""An operator connects real software through the environment; a slip stops the start instead of leaving the demo on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dean06.config.settings.connectors import read_connectors
from dean06.procedures.interlinked.contrib import ports
from dean06.procedures.interlinked.contrib.http import HttpSoftware

BHXH = {"bhxh": {"backend": f"{HttpSoftware.__module__}.HttpSoftware", "url": "https://trao-doi.example/api"}}


def test_without_the_variable_every_body_is_the_demo_one() -> None:
    assert read_connectors("") == read_connectors("  ") == {}


def test_a_file_with_a_token_and_plain_json_say_the_same(tmp_path: Path) -> None:
    kept = tmp_path / "connectors.json"
    kept.write_text(json.dumps(BHXH), encoding="utf-8")
    assert read_connectors(str(kept)) == read_connectors(json.dumps(BHXH)) == BHXH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/khong/co/tep.json", "không đọc được tệp"),
        ('{"bhxh": ', "sai cú pháp JSON, dòng 1"),
        ('{"bhxh": {"url": "https://a.example"}}', "“bhxh” thiếu “backend”"),
        ('{"bhxh": "https://a.example"}', "“bhxh” thiếu “backend”"),
    ],
)
def test_a_slip_is_named_and_nothing_starts(text: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        read_connectors(text)


def test_the_name_of_a_system_that_does_not_exist_stops_the_start() -> None:
    environment = os.environ | {"DEAN06_CONNECTORS": json.dumps({"bhxhh": BHXH["bhxh"]})}
    code = "import django; django.setup()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "không có hệ thống nào tên “bhxhh”" in done.stderr
    assert "bhxh, csgt" in done.stderr


def test_what_the_environment_says_is_the_software_that_is_called(settings) -> None:
    settings.CONNECTORS = read_connectors(json.dumps(BHXH))
    assert isinstance(ports.software("bhxh"), HttpSoftware)
    assert not ports.is_demo("bhxh")
    assert ports.is_demo("thue")


def test_the_settings_take_the_variable_and_a_relative_folder_of_packs(tmp_path: Path) -> None:
    (tmp_path / "goi").mkdir()
    code = "from dean06.config.settings import base; print(base.CONNECTORS['bhxh']['url'], base.PACKS_DIR)"
    environment = os.environ | {"DEAN06_CONNECTORS": json.dumps(BHXH), "DEAN06_PACKS_DIR": "goi"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["https://trao-doi.example/api", str((tmp_path / "goi").resolve())], done.stderr
