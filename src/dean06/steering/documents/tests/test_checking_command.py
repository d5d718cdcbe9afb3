"""``dean06 check_document`` prints the findings as JSON or as readable text and needs no database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

REPORTS = Path(__file__).parent / "checking_reports"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("check_document", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def slipped(tmp_path: Path) -> Path:
    text = (REPORTS / "bao_cao_766_xa.txt").read_text(encoding="utf-8")
    path = tmp_path / "bao-cao.txt"
    path.write_text(text.replace("đạt 82,51%.", "đạt 81,52%."), encoding="utf-8")
    return path


def test_json_has_the_published_shape(slipped: Path) -> None:
    rows = json.loads(run(str(slipped), "--json"))
    assert [set(row) for row in rows] == [
        {"rule", "severity", "message", "line", "excerpt", "printed", "computed"},
    ]
    assert rows[0]["rule"] == "ratio_mismatch"
    assert rows[0]["severity"] == "error"
    assert (rows[0]["printed"], rows[0]["computed"]) == ("81,52%", "82,51%")


def test_text_names_line_and_gravity(slipped: Path) -> None:
    printed = run(str(slipped))
    assert "Phát hiện 1 chỗ" in printed
    assert "[SAI]" in printed
    assert "401/486" in printed


def test_a_clean_report_says_so() -> None:
    assert "Không phát hiện" in run(str(REPORTS / "bao_cao_766_xa.txt"))
    assert json.loads(run(str(REPORTS / "bao_cao_766_xa.txt"), "--json")) == []


def test_a_missing_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refusal:
        run(str(tmp_path / "khong-co.txt"))
    assert refusal.value.code == 1
