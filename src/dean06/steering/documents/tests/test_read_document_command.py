"""``dean06 read_document``: JSON in the published shape, a summary for people, one sentence for a refused file."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

SAMPLES = Path(__file__).parent / "samples"


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("read_document", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json_of_a_plan() -> None:
    data = json.loads(run(str(SAMPLES / "ke_hoach_nhan.txt"), "--json")[0])
    assert data["document"]["number"] == "88/KH-SYT"
    assert data["document"]["date"] is None
    assert [task["number"] for task in data["tasks"]] == ["1", "2", "3", "4", "5"]
    assert data["tasks"][0]["deadline"] == {"text": "Tháng 3/2026", "kind": "within_month", "date": "2026-03-31"}


def test_the_summary_names_tasks_bodies_and_doubts() -> None:
    text, _ = run(str(SAMPLES / "ke_hoach_nhan.txt"))
    assert text.startswith("KẾ HOẠCH số 88/KH-SYT")
    assert "Chủ trì: Thanh tra Sở" in text
    assert "cần xem lại: thời hạn" in text


def test_a_refused_file_prints_a_sentence_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "rong.txt"
    path.write_bytes(b"")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("read_document", str(path), "--json", stdout=out, stderr=err)
    assert caught.value.code == 1
    assert json.loads(out.getvalue())["error"]["code"] == "DOCUMENT_EMPTY"
    assert "không có nội dung" in err.getvalue()
