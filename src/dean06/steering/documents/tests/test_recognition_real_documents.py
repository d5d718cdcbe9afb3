"""The five real documents, read by hand: every task, body, deadline and table row. Skipped where they are not at hand.

Expectations are facts (numbers, bodies, kinds, dates) kept in ``expected/*.tsv``; the documents stay outside.
"""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from pathlib import Path

import pytest

from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import ReadDocument

SHARED = Path(os.environ.get("DEAN06_SHARED") or Path(__file__).resolve().parents[6] / "shared") / "documents"
EXPECTED = Path(__file__).parent / "expected"
FILES = {
    "report_2025_07": "000",
    "report_2023_09": "001",
    "report_2022_06": "002",
    "article": "003",
    "plan_2024": "004",
}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not on this machine")


@cache
def document(name: str) -> ReadDocument:
    return recognise(read_path(next(SHARED.glob(f"{FILES[name]}_*.txt"))))


def table(name: str) -> list[list[str]]:
    lines = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", ["plan_2024", "report_2022_06", "report_2023_09", "report_2025_07"])
def test_every_task_has_its_number_bodies_deadline_and_status(name: str) -> None:
    found = [
        [
            str(task.line),
            task.number or "",
            str(len(task.section_path)),
            "; ".join(task.lead),
            "; ".join(task.coordinating),
            task.deadline.kind.value,
            task.deadline.date.isoformat() if task.deadline.date else "",
            task.status.status_class.value,
        ]
        for task in document(name).tasks
    ]
    assert found == table(f"{name}.tasks")


@pytest.mark.parametrize("name", ["report_2022_06", "report_2023_09"])
def test_every_service_row_keeps_its_counts_and_blanks(name: str) -> None:
    found = [
        [
            "" if value is None else str(value)
            for value in (
                row.line,
                row.table,
                row.number,
                row.connected,
                row.total,
                row.online,
                row.rate,
                row.on_time,
                row.overdue,
                row.group,
            )
        ]
        for row in document(name).services
    ]
    assert found == table(f"{name}.services")


def test_the_plan_has_sixty_nine_tasks_of_which_four_have_an_exact_day() -> None:
    tasks = document("plan_2024").tasks
    assert len(tasks) == 69
    assert [task.deadline.date for task in tasks if task.deadline.kind == "by_date"] == [
        dt.date(2024, 2, 22),
        dt.date(2024, 6, 15),
        dt.date(2024, 2, 15),
        dt.date(2024, 2, 15),
    ]


def test_sections_are_listed_from_the_outermost_as_printed() -> None:
    path = next(task.section_path for task in document("plan_2024").tasks if task.line == 130)
    assert [title.split(" ")[0] for title in path] == ["II.", "2.", "2.2."]


def test_a_task_cut_by_a_page_break_is_one_sentence_again() -> None:
    text = next(task.text for task in document("plan_2024").tasks if task.line == 170)
    assert "tuyên truyền, hướng dẫn" in text
    assert text.endswith("xã hội số.")


@pytest.mark.parametrize(
    ("name", "kind", "date", "place", "period", "issuer"),
    [
        ("plan_2024", "KẾ HOẠCH", None, "Hà Tĩnh", "năm 2024", "Tổ công tác triển khai Đề án 06 tỉnh Hà Tĩnh"),
        ("report_2022_06", "BÁO CÁO", None, "Hà Tĩnh", "tháng 06 năm 2022", "Tổ công tác Đề án 06 tỉnh Hà Tĩnh"),
        ("report_2023_09", "BÁO CÁO", None, "Thanh Hóa", "tháng 9/2023", "Tổ công tác Đề án 06 tỉnh Thanh Hóa"),
        ("report_2025_07", None, dt.date(2025, 7, 28), None, "tháng 7/2025", "Công an tỉnh"),
        ("article", None, None, None, None, None),
    ],
)
def test_heads_say_what_is_printed_and_leave_blanks_blank(
    name: str, kind: str | None, date: dt.date | None, place: str | None, period: str | None, issuer: str | None
) -> None:
    header = document(name).header
    assert (header.kind, header.date, header.place, header.period, header.issuer) == (kind, date, place, period, issuer)


def test_the_article_gives_the_orders_of_the_chair_only() -> None:
    tasks = document("article").tasks
    assert {task.line for task in tasks} <= set(range(33, 48))
    dated = [(task.lead, task.deadline.date) for task in tasks if task.deadline.date]
    assert dated == [(["Sở Nông nghiệp và Môi trường"], dt.date(2025, 5, 30))]


def test_requests_go_to_the_bodies_named() -> None:
    addressees = [item.addressee for item in document("report_2023_09").recommendations]
    assert addressees.count("Văn phòng Chính phủ") == 4
    assert addressees.count("Bộ Thông tin và Truyền thông") == 3
    assert addressees[-1] == "Hội Chữ thập đỏ Việt Nam"
    assert [item.addressee for item in document("report_2022_06").recommendations][1] == "Bộ Công an"


def test_recipients_are_listed_without_marks() -> None:
    assert document("plan_2024").recipients[0] == "Văn phòng Chính phủ"
    assert len(document("plan_2024").recipients) == 10
    assert len(document("report_2023_09").recipients) == 8


def test_nothing_is_lost_silently() -> None:
    for name in FILES:
        read = document(name)
        claimed = {task.line for task in read.tasks} | {row.line for row in read.services}
        assert not claimed & set(read.unrecognised)
