"""The end report of a campaign as .docx, laid out after NĐ 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman 13-14, margins
20/20/30/20 mm, page numbers centred at the top from the second page on.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_document(
    *,
    office: str,
    parent_office: str,
    province: str,
    day: dt.date,
    title: str,
    subtitle: str,
    sections: Sequence[tuple[str, Sequence[str]]],
    tables: Sequence[tuple[str, Sequence[tuple[str, int]], Sequence[Sequence[str]]]],
) -> bytes:
    """File content. ``sections``: heading and paragraphs; ``tables``: title, (heading, width in mm)…, rows of texts."""
    document = Document()
    _page_setup(document)
    _letter_head(document, office=office, parent_office=parent_office, province=province, day=day)
    _line(document, "BÁO CÁO", bold=True, size=14, centre=True)
    _line(document, title, bold=True, size=14, centre=True)
    _line(document, subtitle, italic=True, centre=True, after=8)
    for heading, paragraphs in sections:
        _line(document, heading, bold=True, size=14, after=3)
        for text in paragraphs:
            paragraph = _line(document, text, size=14, after=4)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Mm(10)
    for name, columns, rows in tables:
        _line(document, name, bold=True, size=13, after=3)
        _table(document, columns, rows)
        _line(document, "")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page_setup(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
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
    run = number.add_run()
    for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _letter_head(document: Any, *, office: str, parent_office: str, province: str, day: dt.date) -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(68), Mm(92)), strict=True):
            cell.width = width
    left, right = table.rows[0].cells
    _write(left.paragraphs[0], parent_office.upper(), size=12)
    _write(left.add_paragraph(), office.upper(), bold=True, size=12)
    _write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
    _write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13, underline=True)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    words = f"{province}, ngày {day.day:02d} tháng {month} năm {day.year}"
    _write(table.rows[1].cells[1].paragraphs[0], words, italic=True, size=13)
    document.add_paragraph()


def _table(document: Any, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell, (heading, width) in zip(head.cells, columns, strict=True):
        cell.width = Mm(width)
        _write(cell.paragraphs[0], heading, bold=True, size=12)
    for texts in rows:
        line = table.add_row()
        whole = OxmlElement("w:cantSplit")
        whole.set(qn("w:val"), "true")
        line._tr.get_or_add_trPr().append(whole)
        for place, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            cell.width = Mm(columns[place][1])
            _write(cell.paragraphs[0], text, size=12, centre=place != 1)


def _line(document: Any, text: str, *, size: int = 13, after: int = 0, centre: bool = False, **looks: bool) -> Any:
    paragraph = document.add_paragraph()
    _write(paragraph, text, size=size, centre=centre, **looks)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _write(
    paragraph: Any,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    centre: bool = True,
) -> None:
    # Control characters are not allowed in the file format.
    run = paragraph.add_run("".join(char for char in text if char >= " " or char == "\t"))
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
