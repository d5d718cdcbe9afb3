"""Plans, directives, notices, letters and reports in the styles of many bodies: every task exact."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import ReadDocument

SAMPLES = Path(__file__).parent / "samples"


def _expected() -> ModuleType:
    spec = importlib.util.spec_from_file_location("expected_samples", Path(__file__).parent / "expected_samples.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXPECTED = _expected()


def sample(name: str) -> ReadDocument:
    return recognise(read_path(SAMPLES / name))


@pytest.mark.parametrize("name", sorted(EXPECTED.TASKS))
def test_every_task_is_found_with_its_bodies_and_deadline(name: str) -> None:
    found = [
        (
            task.number,
            task.lead,
            task.coordinating,
            task.deadline.kind.value,
            task.deadline.date.isoformat() if task.deadline.date else None,
        )
        for task in sample(name).tasks
    ]
    assert found == EXPECTED.TASKS[name]


@pytest.mark.parametrize("name", sorted(EXPECTED.HEADERS))
def test_the_head_is_read(name: str) -> None:
    header = sample(name).header
    date = header.date.isoformat() if header.date else None
    assert (header.kind, header.number, date, header.issuer, header.period) == EXPECTED.HEADERS[name]


def test_a_year_taken_from_the_document_is_marked_uncertain() -> None:
    task = sample("ke_hoach_nhan.txt").tasks[3]
    assert task.deadline.text == "trước 15/5"
    assert task.uncertain == ["deadline"]


def test_a_product_is_kept_as_the_result_of_a_plan() -> None:
    assert sample("ke_hoach_nhan.txt").tasks[0].result == "Quy trình được ban hành."
    assert sample("quyet_dinh_phu_luc.md").tasks[1].result == "Quyết định của UBND thành phố"


def test_a_report_tells_how_far_each_task_is() -> None:
    states = [
        (task.status.status_class.value, task.status.words)
        for task in sample("bao_cao_quy.txt").tasks
        if task.assigned_by
    ]
    assert [state for state, _ in states] == ["done", "not_done", "in_progress", "late", "none"]
    assert states[2][1] == "Đang thực hiện"


def test_a_list_in_a_sentence_and_a_table_of_services_become_rows() -> None:
    services = sample("bao_cao_quy.txt").services
    assert [(row.number, row.total) for row in services[:4]] == [("1", 1205), ("2", 310), ("3", 88), ("4", 0)]
    birth, marriage = services[4:]
    assert (birth.connected, birth.total, birth.online, birth.on_time, birth.overdue) == (True, 1205, 1100, 1198, 7)
    assert str(birth.rate) == "91.3"
    # A blank cell is not a zero.
    assert (marriage.connected, marriage.online, marriage.rate, marriage.overdue) == (False, None, None, 0)
    assert marriage.group == "Lĩnh vực hộ tịch"


def test_a_hard_wrapped_text_is_joined_to_paragraphs() -> None:
    first = sample("bao_cao_tuan.txt").tasks[0]
    assert first.text.endswith("bảo đảm người già yếu được phục vụ tại nhà.")


def test_the_purpose_and_the_closing_formula_of_a_document_are_no_tasks() -> None:
    assert all("nghiêm túc thực hiện" not in task.text for task in sample("chi_thi.txt").tasks)
    assert all(task.line > 15 for task in sample("ke_hoach_nhan.txt").tasks)


def test_json_has_exactly_the_published_shape() -> None:
    data = sample("bao_cao_quy.txt").as_json()
    assert list(data) == ["document", "tasks", "services", "figures", "findings"]
    assert list(data["document"]) == ["kind", "number", "date", "place", "issuer", "title", "period"]
    assert list(data["tasks"][0]) == [
        "section_path",
        "number",
        "text",
        "lead",
        "coordinating",
        "assigned_by",
        "deadline",
        "status",
        "result",
        "line",
    ]
    assert data["tasks"][4]["deadline"] == {"text": "31/3/2025", "kind": "by_date", "date": "2025-03-31"}
    assert data["tasks"][4]["status"] == {"class": "done", "words": "Đã hoàn thành ngày 25/3/2025"}
    assert data["services"][4]["rate"] == 91.3
