"""A .docx laid out as NĐ 30/2020/NĐ-CP, Phụ lục I asks: A4, Times New Roman, margins 20/20/30/20 mm, quốc hiệu on the
right, page numbers centred in the top margin from the second page on, tables whose heading repeats on each page.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Long and short side of A4, and the share of the text width that the issuing body's half of the letter head takes.
_LONG, _SHORT, _LEFT_SHARE = 297, 210, 0.4


def new_document(*, landscape: bool = False) -> Any:
    """An empty document of the layout."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_SHORT), Mm(_LONG)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
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
    _dress_styles(document)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number.add_run())
    return document


def begin_part(document: Any, *, landscape: bool) -> None:
    """A new page, upright or landscape, that keeps counting pages: an appendix. Its first page has a number too."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    short, long = Mm(_SHORT), Mm(_LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.different_first_page_header_footer = False


def add_styled(document: Any, style: str) -> Any:
    """An empty paragraph in one of Word's own styles. By the style's id: looking a name up costs some milliseconds."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def add_heading(document: Any, text: str, *, level: int, centre: bool = False, size: int = 13) -> Any:
    """A heading in Word's own style of its level (1 to 3), so that the outline and screen readers know it."""
    paragraph = add_styled(document, f"Heading {level}")
    write(paragraph, text, size=size, bold=True, italic=level > 2, centre=centre)
    return paragraph


def add_picture(document: Any, png: bytes, *, alt: str, width: float) -> Any:
    """A picture in the middle, ``width`` millimetres wide, with its text for those who do not see it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(6)
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
    shape._inline.docPr.set("descr", alt)
    return paragraph


def add_letter_head(
    document: Any, *, office: str, parent_office: str, province: str, day: dt.date | None, number: str = ""
) -> None:
    """Issuing body (and "Số: …" below it) on the left; quốc hiệu, tiêu ngữ, place and day on the right.

    A line feed in a body's name begins a new line.
    """
    section = document.sections[0]
    width = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    left_width, right_width = Mm(round(width * _LEFT_SHARE)), Mm(round(width * (1 - _LEFT_SHARE)))
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # LibreOffice goes by the columns, Word by the cells.
    table.columns[0].width, table.columns[1].width = left_width, right_width
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = left_width, right_width
    left, right = table.rows[0].cells
    size = 13 if width > _SHORT else 12
    for index, line in enumerate(parent_office.upper().split("\n")):
        write(left.add_paragraph() if index else left.paragraphs[0], line, size=size)
    for line in office.upper().split("\n"):
        write(left.add_paragraph(), line, bold=True, size=size)
    rule_under(left.paragraphs[-1], indent=Mm(left_width.mm / 3))
    write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=size)
    write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True, size=size + 1)
    rule_under(right.paragraphs[-1], indent=Mm(right_width.mm * 0.28))
    if number:
        write(table.rows[1].cells[0].paragraphs[0], f"Số: {number}", size=13)
    if day:
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        place = f"{province}, ngày {day.day:02d} tháng {month} năm {day.year}"
        write(table.rows[1].cells[1].paragraphs[0], place, italic=True, size=size + 1)
    document.add_paragraph()


def add_line(document: Any, text: str, *, size: int = 13, after: int = 0, centre: bool = True, **looks: bool) -> Any:
    """A paragraph; ``after``: space below in points; ``looks``: bold, italic."""
    paragraph = document.add_paragraph()
    write(paragraph, text, size=size, centre=centre, **looks)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def add_text(document: Any, text: str, *, size: int = 14) -> Any:
    """A paragraph of running text: justified, first line indented."""
    paragraph = add_line(document, text, size=size, after=4, centre=False)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def add_table(document: Any, columns: Sequence[tuple[str, int]], *, size: int = 12, groups: Sequence[str] = ()) -> Any:
    """A ruled table with its heading; ``columns``: heading and width in millimetres.

    ``groups``: for each column the heading over it, which its neighbours of the same group share; empty for none.
    """
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    head = table.rows[0]
    _mark(head, "w:tblHeader")
    if not any(groups):
        fill(head, columns, [heading for heading, _ in columns], bold=True, size=size, centred=range(len(columns)))
        return table
    lower = table.add_row()
    for row in (head, lower):
        keep_row_whole(row)
    _mark(lower, "w:tblHeader")
    over = [group or heading for group, (heading, _) in zip(groups, columns, strict=True)]
    under = [heading if group else "" for group, (heading, _) in zip(groups, columns, strict=True)]
    fill(lower, columns, under, bold=True, size=size, centred=range(len(columns)))
    for cell, (_, width) in zip(head.cells, columns, strict=True):
        cell.width = Mm(width)
    for first, last in _runs(groups):
        cell = head.cells[first].merge(head.cells[last] if groups[first] else lower.cells[first])
        write(cell.paragraphs[0], over[first], bold=True, size=size)
        for empty in cell.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
    return table


def add_band(table: Any, text: str, *, size: int = 12) -> Any:
    """A bold row across all columns that stays with the row below it."""
    row = add_row(table)
    cell = row.cells[0].merge(row.cells[-1])
    for empty in cell.paragraphs[1:]:
        empty._p.getparent().remove(empty._p)
    write(cell.paragraphs[0], text, bold=True, size=size, centre=False)
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    return row


def add_row(table: Any) -> Any:
    """A row that no page break cuts."""
    row = table.add_row()
    keep_row_whole(row)
    return row


def keep_row_whole(row: Any) -> None:
    """No page break cuts this row."""
    _mark(row, "w:cantSplit")


def fill(
    row: Any,
    columns: Sequence[tuple[str, int]],
    texts: Sequence[str],
    *,
    size: int = 12,
    bold: bool = False,
    centred: Collection[int] = (),
) -> None:
    """Write a row's cells; a line feed begins a new paragraph."""
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(columns[index][1])
        first, *rest = text.split("\n")
        write(cell.paragraphs[0], first, bold=bold, size=size, centre=index in centred)
        for line in rest:
            write(cell.add_paragraph(), line, bold=bold, size=size, centre=index in centred)


def write(
    paragraph: Any, text: str, *, size: int, bold: bool = False, italic: bool = False, centre: bool = True
) -> None:
    """Add ``text`` to a paragraph, ``size`` in points."""
    # Control characters are not allowed in the file format.
    run = paragraph.add_run("".join(char for char in text if char >= " " or char == "\t"))
    # Only what differs from the style: a report has thousands of runs, and each property is an element to place.
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    run.font.size = Pt(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def content_of(document: Any) -> bytes:
    """The document as file content."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def rule_under(paragraph: Any, *, indent: Any) -> None:
    """A thin line under a paragraph, ``indent`` (a length) narrower on each side than its cell."""
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


def _runs(groups: Sequence[str]) -> list[tuple[int, int]]:
    """First and last column of each heading; a column without a group stands alone."""
    runs: list[tuple[int, int]] = []
    for index, group in enumerate(groups):
        if runs and group and groups[runs[-1][0]] == group:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _dress_styles(document: Any) -> None:
    """The styles that Word shows in its outline, in the letters and colour of NĐ 30/2020."""
    for name in ("Heading 1", "Heading 2", "Heading 3", "Body Text", "Caption", "Title"):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(13), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(slot), None)
        for slot in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(slot), FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(6)
        style.paragraph_format.line_spacing = 1.0
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].paragraph_format.keep_with_next = True
        document.styles[name].font.bold = True
    document.styles["Caption"].font.bold = False
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _mark(row: Any, name: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _page_number(run: Any) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)
