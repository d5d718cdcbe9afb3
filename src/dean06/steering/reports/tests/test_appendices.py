"""The appendices: an empty state is words, never a zero; both writers of PDF and Word carry the same rows."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from pypdf import PdfReader

from dean06.kernel.common.papers import to_docx, to_pdf
from dean06.procedures.figures.types import AppendixRow
from dean06.steering.assignments.tests import factories as tasks
from dean06.steering.documents import queries as documents
from dean06.steering.reports import drawing, stored
from dean06.steering.reports.output import office
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.tests import factories
from dean06.steering.reports.tests.factories import TODAY, World
from dean06.steering.reports.types import Row, Shown, TableBlock

#: Run electronically with dossiers; without any; not run electronically; with an obstacle.
_SERVICES = [
    AppendixRow(1, "Xác nhận số căn cước", "Công an", True, 120, 90, 80, 10),
    AppendixRow(2, "Đăng ký tạm vắng", "Công an", True, 0, 0, 0, 0),
    AppendixRow(3, "Thay đổi thông tin chủ hộ", "Công an", False, None, None, None, None),
    AppendixRow(4, "Cấp phép hoạt động thư viện", "Văn hóa", True, 8, 3, 3, 0, "Biểu mẫu điện tử chưa ổn định."),
]


@pytest.fixture
def shown(who: World) -> Shown:
    people = tasks.people()
    tasks.accepted(people)
    tasks.in_progress(people)
    tasks.issued(people, due_date=tasks.day(3))
    report = factories.draft(who)
    facts: Facts = drawing.facts_of(who.steering, report, today=TODAY)
    facts.services.update({"II": list(_SERVICES), "III": list(_SERVICES)})
    return drawing.live(who.steering, report, today=TODAY, facts=facts)


def rows_of(shown: Shown, key: str) -> list[list[str]]:
    part = next(part for part in shown.appendices if part.key == key)
    tables = [block for block in part.blocks if isinstance(block, TableBlock)]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows if isinstance(row, Row)]


def written(who: World, shown: Shown) -> tuple[bytes, bytes]:
    letter = drawing.letter_of(factories.draft(who))
    made = paper(shown, letter)
    content, pdf = to_docx(made), to_pdf(made)
    folder = os.environ.get("DEAN06_KEEP_REPORTS")
    if folder:
        (Path(folder) / "phu-luc.docx").write_bytes(content)
        (Path(folder) / "phu-luc-reportlab.pdf").write_bytes(pdf)
    return content, pdf


def test_an_empty_state_is_said_in_words(shown: Shown) -> None:
    rows = rows_of(shown, "II")
    assert rows[0][2:] == ["Đã kết nối", "120", "90", "75%", "80", "10", ""]
    assert rows[1][2:] == ["Đã kết nối", "Không phát sinh", "", "", "", "", ""]
    assert rows[2][2:] == ["Chưa kết nối", "Chưa có số liệu", "", "", "", "", ""]
    assert rows[3][3:] == ["8", "3", "37,5%", "3", "0", "Biểu mẫu điện tử chưa ổn định."]


def test_tasks_come_from_their_states_and_lead_to_them(shown: Shown) -> None:
    rows = rows_of(shown, "I")
    assert len(rows) == 3
    assert any("Đã hoàn thành" in row[5] for row in rows)
    assert any("Quá hạn" in row[6] for row in rows)
    part = next(part for part in shown.appendices if part.key == "I")
    figures = [figure for of, figure in shown.figures() if of is part]
    assert all(figure.url.startswith("/nhiem-vu/") for figure in figures)


def test_index_766_without_dossiers_is_words(shown: Shown) -> None:
    part = next(part for part in shown.appendices if part.key == "IV")
    assert "chưa tính được" in part.blocks[0].text  # type: ignore[union-attr]


def test_word_and_both_kinds_of_pdf_hold_the_same(who: World, shown: Shown) -> None:
    content, pdf = written(who, shown)
    document = Document(io.BytesIO(content))
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        *[WD_ORIENT.LANDSCAPE] * 5,
    ]
    first = document.sections[0]
    assert (round(first.left_margin.mm), round(first.right_margin.mm), round(first.top_margin.mm)) == (30, 20, 20)
    assert first.different_first_page_header_footer
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Body Text"} <= styles
    assert documents.check_content(content, "bao-cao.docx") == []
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    for words in ("Phụ lục III", "Không phát sinh", "37,5%", "TỔ TRƯỞNG", "./."):
        assert words in text


def test_frozen_and_read_again_it_is_the_same(shown: Shown) -> None:
    assert stored.from_json(stored.to_json(shown)) == shown


def test_without_libreoffice_the_pdf_comes_all_the_same(
    who: World, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paper(shown, drawing.letter_of(factories.draft(who)))
    monkeypatch.setattr(office, "_program", lambda: None)
    content, by = office.pdf(to_docx(made), made)
    assert (content[:5], by) == (b"%PDF-", "reportlab")
    monkeypatch.setattr(office, "_program", lambda: "/bin/false")
    assert office.pdf(to_docx(made), made)[1] == "reportlab"
