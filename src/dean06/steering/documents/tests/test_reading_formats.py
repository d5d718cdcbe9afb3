"""Word, Excel, PDF and text files come out as the same blocks, and their tasks are found in each."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3
from dean06.steering.documents.reading import read_bytes, read_path
from dean06.steering.documents.reading.blocks import Paragraph, Source
from dean06.steering.documents.recognition import recognise

HERE = Path(__file__).parent


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


word = _module("word_files")


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def tasks(source: Source) -> list[tuple[str | None, list[str], list[str], str, dt.date | None]]:
    return [
        (task.number, task.lead, task.coordinating, task.deadline.kind.value, task.deadline.date)
        for task in recognise(source).tasks
    ]


def test_numbers_that_word_generates_stand_in_the_text() -> None:
    source = read_bytes(word.report_with_numbered_lists(), "ke-hoach.docx")
    assert texts(source)[2:7] == [
        "I. Mục đích, yêu cầu",
        "1. Bảo đảm dữ liệu chính xác.",
        "II. Nhiệm vụ",
        "1. Rà soát sổ hộ tịch lưu tại cấp xã.",
        "- Đơn vị chủ trì: Phòng Hộ tịch",
    ]
    assert tasks(source) == [
        ("1", ["Phòng Hộ tịch"], ["UBND các xã, phường"], "by_date", dt.date(2026, 4, 30)),
        ("2", ["UBND các xã, phường"], [], "within_quarter", dt.date(2026, 9, 30)),
    ]
    header = recognise(source).header
    assert (header.number, header.issuer, header.date) == ("9/KH-STP", "SỞ TƯ PHÁP", dt.date(2026, 3, 2))


def test_a_merged_lead_holds_for_every_row_it_spans() -> None:
    source = read_bytes(word.table_with_merged_cells(), "phu-luc.docx")
    assert tasks(source) == [
        ("1", ["Sở Khoa học và Công nghệ"], ["Sở Tài chính"], "by_date", dt.date(2026, 6, 30)),
        ("2", ["Sở Khoa học và Công nghệ"], ["Công an tỉnh"], "recurring", None),
        ("3", ["Sở Nội vụ"], [], "within_quarter", dt.date(2026, 12, 31)),
    ]
    assert recognise(source).tasks[0].section_path == ["PHỤ LỤC I", "A Hạ tầng"]


def test_the_final_text_of_tracked_changes_counts_and_notes_follow_their_paragraph() -> None:
    source = read_bytes(word.file_with_changes_and_notes(), "bao-cao.docx")
    assert texts(source) == ["Toàn tỉnh đã cấp 120 thẻ¹.", "Theo số liệu của Công an tỉnh.", "Hộp chữ bên lề"]
    assert [block.footnote for block in source.paragraphs()] == [None, "1", None]


def test_an_old_font_is_repaired_and_said_so() -> None:
    document = word.docx.Document()
    run = document.add_paragraph().add_run(to_tcvn3("Sở Tư pháp tổ chức thực hiện"))
    run.font.name = ".VnTime"
    source = read_bytes(word.saved(document), "cu.docx")
    assert texts(source) == ["Sở Tư pháp tổ chức thực hiện"]
    assert "TCVN3" in source.warnings[0]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Nhiệm vụ"
    sheet["A1"] = "DANH MỤC NHIỆM VỤ NĂM 2026"
    for row in (
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", None, "Thời hạn", "Sản phẩm"],
        [None, None, "Chủ trì", "Phối hợp", None, None],
        ["I", "Nhóm thể chế"],
        [1, "Ban hành quy chế", "Sở Tư pháp", "Sở Nội vụ; Công an tỉnh", dt.date(2026, 5, 31), "Quyết định"],
        [2, "Rà soát thủ tục", "Các sở, ban, ngành", None, "Quý II/2026", None],
        [3, "Công khai kết quả", None, None, "Thường xuyên", None],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:D2")
    sheet.merge_cells("C6:C7")
    hidden = book.create_sheet("Nháp")
    hidden["A1"] = "không đọc"
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_spreadsheet_gives_its_tasks_and_leaves_hidden_sheets_out() -> None:
    source = read_bytes(workbook(), "danh-muc.xlsx")
    assert tasks(source) == [
        ("1", ["Sở Tư pháp"], ["Sở Nội vụ", "Công an tỉnh"], "by_date", dt.date(2026, 5, 31)),
        ("2", ["Các sở, ban, ngành"], [], "within_quarter", dt.date(2026, 6, 30)),
        ("3", ["Các sở, ban, ngành"], [], "recurring", None),
    ]
    read = recognise(source)
    assert read.tasks[0].line == 5
    assert read.tasks[0].result == "Quyết định"
    assert source.warnings == ("Trang tính “Nháp” đang ẩn nên không được đọc.",)


def test_a_pdf_with_ruled_tables_over_several_pages_is_read_in_order() -> None:
    source = read_path(HERE / "samples" / "ke_hoach.pdf")
    read = recognise(source)
    assert (read.header.kind, read.header.number, read.header.date) == (
        "KẾ HOẠCH",
        "45/KH-SKHCN",
        dt.date(2026, 3, 6),
    )
    assert read.header.issuer == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    assert [task.number for task in read.tasks] == ["1", "2", *(str(number) for number in range(1, 19))]
    first, second, *rows = read.tasks
    assert (first.lead, first.deadline.date) == (["Phòng Hạ tầng số"], dt.date(2026, 4, 30))
    assert (second.coordinating, second.deadline.date) == (
        ["Phòng Chuyển đổi số", "các đơn vị liên quan"],
        dt.date(2026, 6, 30),
    )
    leads = [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Công an tỉnh",
        "Trung tâm Công nghệ số",
        "Sở Nông nghiệp và Môi trường",
    ]
    assert [row.lead for row in rows[:4]] == [[lead] for lead in leads]
    assert rows[12].text.endswith("đã được phê duyệt, bảo đảm vận hành liên tục")
    assert rows[12].section_path[-1] == "II Dịch vụ công và kỹ năng số cho người dân"
    assert read.recipients == ["UBND tỉnh (để báo cáo)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, CĐS"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_is_read_in_every_unicode_form(encoding: str) -> None:
    source = read_bytes("Sở Nội vụ tổng hợp báo cáo.\n\nSở Tư pháp rà soát.".encode(encoding), "a.txt")
    assert texts(source) == ["Sở Nội vụ tổng hợp báo cáo.", "Sở Tư pháp rà soát."]


def test_text_in_an_old_code_page_is_repaired_with_a_warning() -> None:
    lines = ["Sở Nội vụ tổng hợp báo cáo của các đơn vị", "Ủy ban nhân dân tỉnh chỉ đạo thực hiện nghiêm túc"]
    data = "\n\n".join(to_tcvn3(line) for line in lines).encode("cp1252", errors="ignore")
    source = read_bytes(data, "cu.txt")
    assert texts(source)[0].startswith("Sở Nội vụ tổng hợp")
    assert source.warnings


def test_markup_is_taken_off_and_hints_are_kept() -> None:
    text = (
        "## **II. NHIỆM VỤ**\n\n**1.** Giao *Sở A* thực hiện<sup>2</sup>.\n\n<sup>2</sup> Theo báo cáo.\n\n"
        "Lưu: VT, NC<sub>1</sub>"
    )
    blocks = list(read_bytes(text.encode(), "a.md").paragraphs())
    assert [(block.text, block.heading) for block in blocks] == [
        ("II. NHIỆM VỤ", 2),
        ("1. Giao Sở A thực hiện².", None),
        ("Theo báo cáo.", None),
        ("Lưu: VT, NC1", None),
    ]
    assert blocks[2].footnote == "2"


def test_a_sentence_cut_by_a_page_is_joined_with_its_first_line_number() -> None:
    text = (
        "1. Tiếp tục rà soát quy trình giải quyết hồ sơ tại bộ phận một cửa của các\n\n2\n\nxã, phường trên địa bàn.\n"
    )
    blocks = list(read_bytes(text.encode(), "a.txt").paragraphs())
    assert [(block.line, block.text[-24:]) for block in blocks] == [(1, "xã, phường trên địa bàn.")]


def test_a_row_cut_by_a_page_goes_on_in_the_same_cells() -> None:
    text = "STT\tViệc\tAi\n1\tRà soát toàn bộ\tSở Nội\n\n\tquy trình\tvụ\n2\tBáo cáo\tSở Y tế\n"
    table = next(read_bytes(text.encode(), "a.txt").tables())
    assert [row.cells for row in table.rows][1:] == [
        ("1", "Rà soát toàn bộ quy trình", "Sở Nội vụ"),
        ("2", "Báo cáo", "Sở Y tế"),
    ]
