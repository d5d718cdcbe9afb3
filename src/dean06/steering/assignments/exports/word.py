"""The list as "Phụ lục I" in .docx, laid out after NĐ 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, quốc hiệu on the
right, page numbers centred in the top margin from the second page on. The table has the seven columns that the
provinces report to the centre with, in blocks by the giving document, its heading repeated on each page.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dean06.steering.assignments.exports.rows import ExportRow

FONT = "Times New Roman"
#: Heading and width in millimetres; together the 247 mm between the margins.
COLUMNS: Sequence[tuple[str, int]] = (
    ("STT", 12),
    ("Nhiệm vụ được giao", 65),
    ("Văn bản giao nhiệm vụ", 33),
    ("Cơ quan thực hiện", 37),
    ("Thời hạn hoàn thành", 28),
    ("Kết quả thực hiện", 47),
    ("Ghi chú", 25),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def appendix_document(
    rows: Sequence[ExportRow], *, province: str, office: str, parent_office: str, day: dt.date
) -> bytes:
    """The appendix as file content. ``rows`` must come grouped by their document."""
    document = Document()
    _page_setup(document)
    _letter_head(document, province=province, office=office, parent_office=parent_office, day=day)
    _line(document, "Phụ lục I", bold=True, size=14)
    _line(document, "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", bold=True, size=14)
    _line(document, f"(Số liệu đến ngày {day:%d/%m/%Y})", italic=True, after=6)
    _table(document, rows)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page_setup(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = Mm(10)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    # Word takes Vietnamese letters from the East Asian slot of some fonts unless every slot is named.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(slot), FONT)
    style.paragraph_format.space_after = Pt(0)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number.add_run(), "PAGE")


def _letter_head(document: Any, *, province: str, office: str, parent_office: str, day: dt.date) -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(99), Mm(148)), strict=True):
            cell.width = width
    left, right = table.rows[0].cells
    _write(left.paragraphs[0], parent_office.upper(), size=13)
    _write(left.add_paragraph(), office.upper(), bold=True, size=13)
    _rule(left.paragraphs[-1], indent=Mm(34))
    _write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=13)
    _write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=14)
    _rule(right.paragraphs[-1], indent=Mm(42))
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    _write(
        table.rows[1].cells[1].paragraphs[0],
        f"{province}, ngày {day.day:02d} tháng {month} năm {day.year}",
        italic=True,
        size=14,
    )
    document.add_paragraph()


def _table(document: Any, rows: Sequence[ExportRow]) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    head = table.rows[0]
    _repeat(head)
    _fill(head, [heading for heading, _ in COLUMNS], bold=True, centred=range(len(COLUMNS)))
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: row.basis_id)]
    for number, block in enumerate(blocks):
        title = block[0].basis or "Nhiệm vụ giao trực tiếp"
        line = table.add_row()
        _keep_together(line)
        merged = line.cells[0].merge(line.cells[-1])
        roman = _ROMAN[number] if number < len(_ROMAN) else str(number + 1)
        _write(merged.paragraphs[0], f"{roman}. {len(block):02d} nhiệm vụ: {title}", bold=True, size=13, centre=False)
        for position, row in enumerate(block, 1):
            line = table.add_row()
            _keep_together(line)
            who = row.leads + (f"\nPhối hợp: {row.partners}" if row.partners else "")
            texts = [str(position), row.text, row.basis, who, row.deadline, row.result, row.note]
            _fill(line, texts, centred=(0, 4))
    if not rows:
        line = table.add_row()
        _write(line.cells[0].merge(line.cells[-1]).paragraphs[0], "Không có nhiệm vụ nào.", italic=True, size=13)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False, centred: Any = ()) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(COLUMNS[index][1])
        first, *rest = text.split("\n")
        _write(cell.paragraphs[0], first, bold=bold, size=13, centre=index in centred)
        for line in rest:
            _write(cell.add_paragraph(), line, bold=bold, size=13, centre=index in centred)


def _line(document: Any, text: str, *, size: int = 13, after: int = 0, **looks: bool) -> None:
    paragraph = document.add_paragraph()
    _write(paragraph, text, size=size, **looks)
    paragraph.paragraph_format.space_after = Pt(after)


def _write(
    paragraph: Any, text: str, *, size: int, bold: bool = False, italic: bool = False, centre: bool = True
) -> None:
    # Control characters are not allowed in the file format.
    run = paragraph.add_run("".join(char for char in text if char >= " " or char == "\t"))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _rule(paragraph: Any, *, indent: Any) -> None:
    """A thin line under a paragraph of the letter head, narrower than its cell."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # The line belongs to an empty paragraph of its own, so that the indent does not squeeze the words.
    below = OxmlElement("w:p")
    paragraph._p.addnext(below)
    own = OxmlElement("w:pPr")
    own.append(borders)
    spacing = OxmlElement("w:spacing")
    for name, value in (("line", "20"), ("lineRule", "exact"), ("after", "60")):
        spacing.set(qn(f"w:{name}"), value)
    own.append(spacing)
    sides = OxmlElement("w:ind")
    for side in ("left", "right"):
        sides.set(qn(f"w:{side}"), str(int(indent.twips)))
    own.append(sides)
    below.append(own)


def _repeat(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _keep_together(row: Any) -> None:
    whole = OxmlElement("w:cantSplit")
    whole.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(whole)


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)
