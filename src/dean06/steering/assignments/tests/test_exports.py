"""The two files, opened again: every task there, text stays text, layout as NĐ 30/2020 wants."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import load_workbook

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.assignments import exports, services
from dean06.steering.assignments.errors import TooManyRows
from dean06.steering.assignments.exports import files
from dean06.steering.assignments.queries import ListFilter
from dean06.steering.assignments.tests.factories import (
    FINANCE,
    START,
    People,
    accepted,
    at,
    clear_draft,
    in_progress,
    issued,
    party,
)
from dean06.steering.assignments.types import DocumentRef, WorkClass

PLAN = DocumentRef(number="12/KH-UBND", date=dt.date(2026, 2, 20), kind="Kế hoạch", title="Kế hoạch mẫu")
EVERYTHING = {"tab": None, "wanted": ListFilter(), "now": at(40)}


def test_a_spreadsheet_of_all_tabs_with_dates_and_numbers(who: People) -> None:
    done = accepted(who)
    late = in_progress(who, partners=(party(FINANCE),))
    services.create_draft(actor=who.steering, draft=clear_draft(), now=START)
    sheet = load_workbook(io.BytesIO(exports.xlsx(actor=who.leader, **EVERYTHING))).active
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:3] == ["STT", "Mã", "Nhiệm vụ được giao"]
    assert {row[1] for row in rows} == {done.code, late.code}, "drafts stay out"
    cells = dict(zip(head, next(row for row in rows if row[1] == late.code), strict=True))
    assert cells["Cơ quan phối hợp"] == "Sở Tài chính"
    assert cells["Ngày hết hạn"].date() == late.due_date
    assert (cells["Phân loại"], cells["Tỷ lệ (%)"], cells["Số ngày quá hạn"]) == ("Quá hạn", 30, 10)
    assert cells["Kết quả thực hiện"].startswith("Chưa hoàn thành. Tiến độ: 30%. Đã lập danh sách")
    cells = dict(zip(head, next(row for row in rows if row[1] == done.code), strict=True))
    assert cells["Kết quả thực hiện"].startswith("Đã hoàn thành ngày 23/03/2026.")
    assert AuditRow.objects.filter(action="assignment.exported").count() == 1


def test_a_text_that_looks_like_a_formula_is_no_formula(who: People) -> None:
    issued(who, text='=HYPERLINK("http://example.org","Xem ngay tại đây")', product="+cmd|' /C calc'!A0")
    sheet = load_workbook(io.BytesIO(exports.xlsx(actor=who.leader, **EVERYTHING))).active
    cell = sheet["C2"]
    assert (cell.data_type, cell.value[:11]) == ("s", "=HYPERLINK(")
    assert sheet["H2"].data_type == "s"


def test_a_body_exports_only_what_it_sees(who: People) -> None:
    issued(who)
    issued(who, leads=(party(FINANCE),))
    sheet = load_workbook(io.BytesIO(exports.xlsx(actor=who.finance_head, **EVERYTHING))).active
    assert sheet.max_row == 2


def test_phu_luc_i_in_the_layout_of_the_decree(who: People) -> None:
    services.issue_assignments(
        actor=who.steering, drafts=[clear_draft(partners=(party(FINANCE),)), clear_draft()], document=PLAN, now=START
    )
    issued(who)
    document = Document(io.BytesIO(exports.appendix(actor=who.leader, **EVERYTHING)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert round(section.left_margin.mm) == 30
    assert section.different_first_page_header_footer
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))

    head, table = document.tables
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.cell(0, 1).text
    assert "Độc lập - Tự do - Hạnh phúc" in head.cell(0, 1).text
    assert "ngày 11 tháng 4 năm 2026" in head.cell(1, 1).text
    assert "Phụ lục I" in [paragraph.text for paragraph in document.paragraphs]

    assert [cell.text for cell in table.rows[0].cells] == [
        "STT", "Nhiệm vụ được giao", "Văn bản giao nhiệm vụ", "Cơ quan thực hiện", "Thời hạn hoàn thành",
        "Kết quả thực hiện", "Ghi chú",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the heading repeats on each page"
    blocks = [row.cells[0].text for row in table.rows if len({cell.text for cell in row.cells}) == 1]
    assert len(blocks) == 2
    assert "02 nhiệm vụ: Kế hoạch số 12/KH-UBND ngày 20/02/2026" in " ".join(blocks)
    assert "01 nhiệm vụ: Nhiệm vụ giao trực tiếp" in " ".join(blocks)
    assert any("Sở Y tế\nPhối hợp: Sở Tài chính" in row.cells[3].text for row in table.rows)
    sizes = {run.font.size for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs}
    assert sizes == {Pt(13)}


def test_an_empty_list_says_so(who: People) -> None:
    content = exports.appendix(actor=who.leader, tab=WorkClass.OVERDUE, wanted=ListFilter(), now=at(0))
    assert "Không có nhiệm vụ nào." in Document(io.BytesIO(content)).tables[1].rows[-1].cells[0].text


def test_too_long_a_list_is_refused_before_it_is_built(who: People, monkeypatch: pytest.MonkeyPatch) -> None:
    issued(who)
    issued(who)
    monkeypatch.setattr(files, "MOST_APPENDIX_ROWS", 1)
    with pytest.raises(TooManyRows):
        exports.appendix(actor=who.leader, **EVERYTHING)


def test_without_the_right_nothing_is_exported(who: People) -> None:
    from dean06.kernel.accounts.tests.factories import make_actor

    with pytest.raises(NotAllowed):
        exports.xlsx(actor=make_actor("auditor"), **EVERYTHING)
