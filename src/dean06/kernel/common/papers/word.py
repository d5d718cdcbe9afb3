"""A paper as .docx, by the same layout (``official_word``)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from dean06.kernel.common import official_word as word
from dean06.kernel.common.papers.qr import qr_png
from dean06.kernel.common.papers.texts import DOTS, MOTTO, agency_lines, clean, place_and_day
from dean06.kernel.common.papers.types import (
    Appendix,
    Band,
    Block,
    Heading,
    LetterHead,
    Lines,
    Paper,
    Picture,
    Spacer,
    Table,
    Text,
)

_ALIGN = {"left": None, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_TEXT_WIDTH = {False: 160, True: 247}


def to_docx(paper: Paper) -> bytes:
    """The paper as a Word document with the same words as its PDF."""
    document = word.new_document(landscape=paper.landscape)
    properties = document.core_properties
    properties.title = clean(f"{paper.title} {paper.subtitle}".strip())[:255]
    properties.author = clean(paper.letter_head.agency)[:255]
    properties.keywords = paper.code
    properties.language = "vi-VN"
    _head(document, paper.letter_head)
    _title(document, paper)
    if paper.addressee:
        word.add_line(document, clean(f"Kính gửi: {paper.addressee}"), size=13, after=10)
    for block in paper.blocks:
        _block(document, block, landscape=paper.landscape)
    _end(document, paper)
    for appendix in paper.appendices:
        _appendix(document, appendix)
    if paper.footer:
        foot = document.sections[0].footer.paragraphs[0]
        word.write(foot, clean(paper.footer), size=9, italic=True, centre=False)
        first = document.sections[0].first_page_footer.paragraphs[0]
        word.write(first, clean(paper.footer), size=9, italic=True, centre=False)
    return word.content_of(document)


def _head(document: Any, head: LetterHead) -> None:
    if head.form:
        line = word.add_line(document, clean(head.form), size=11, italic=True, after=4, centre=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head.agency:
        word.add_letter_head(
            document,
            office=agency_lines(clean(head.agency)),
            parent_office=agency_lines(clean(head.parent)),
            province=clean(head.place),
            day=head.day,
            number=clean(head.number),
        )
        return
    word.add_line(document, MOTTO[0], size=13, bold=True)
    word.rule_under(word.add_line(document, MOTTO[1], size=14, bold=True), indent=Mm(50))
    if head.day:
        line = word.add_line(document, clean(place_and_day(head.place, head.day)), size=13, italic=True, centre=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _title(document: Any, paper: Paper) -> None:
    line = word.add_styled(document, "Title")
    word.write(line, clean(paper.title), size=14, bold=True)
    line.paragraph_format.space_after = Pt(2 if paper.subtitle else 10)
    if paper.subtitle:
        subtitle = word.add_line(document, clean(paper.subtitle), size=14, bold=True, after=2)
        width = _TEXT_WIDTH[paper.landscape]
        word.rule_under(subtitle, indent=Mm(width * 0.33))
        document.add_paragraph()


def _appendix(document: Any, appendix: Appendix) -> None:
    word.begin_part(document, landscape=appendix.landscape)
    word.add_heading(document, clean(appendix.label), level=1, centre=True, size=14)
    word.add_line(document, clean(appendix.title), size=14, bold=True, after=2)
    if appendix.note:
        word.add_line(document, clean(appendix.note), size=14, italic=True, after=8)
    for block in appendix.blocks:
        _block(document, block, landscape=appendix.landscape)


def _block(document: Any, block: Block, *, landscape: bool) -> None:
    if isinstance(block, Text):
        for part in clean(block.text).split("\n"):
            _text(document, part, block)
    elif isinstance(block, Heading):
        centre = block.level == 1 and block.centre
        size = 13 if block.centre else 14
        line = word.add_heading(document, clean(block.text), level=min(block.level, 3), centre=centre, size=size)
        if not block.centre:
            line.paragraph_format.first_line_indent = Mm(12.7)
    elif isinstance(block, Lines):
        for number, (label, value) in enumerate(block.rows, 1):
            before = f"{number}. " if block.numbered else ""
            _breaking(document, clean(f"{before}{label}: {value or DOTS}"))
    elif isinstance(block, Table):
        _table(document, block, _TEXT_WIDTH[landscape])
    elif isinstance(block, Picture):
        picture = word.add_picture(document, block.png, alt=clean(block.alt), width=block.width)
        if block.caption:
            picture.paragraph_format.keep_with_next = True
            caption = word.add_styled(document, "Caption")
            word.write(caption, clean(block.caption), size=13, italic=True)
    elif isinstance(block, Spacer):
        document.add_paragraph().paragraph_format.space_after = Mm(block.mm)


def _text(document: Any, part: str, block: Text) -> None:
    line = word.add_styled(document, "Body Text")
    word.write(line, part, size=block.size, centre=block.centre, bold=block.bold, italic=block.italic)
    if not block.centre:
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if block.indent:
            line.paragraph_format.first_line_indent = Mm(12.7)


def _breaking(document: Any, text: str) -> None:
    for part in text.split("\n"):
        word.add_line(document, part, size=13, after=5, centre=False)


def _table(document: Any, block: Table, width: int) -> None:
    if block.caption:
        word.add_line(document, clean(block.caption), size=13, italic=True, after=4)
    total = sum(column.width for column in block.columns)
    columns = [(clean(column.title), round(width * column.width / total)) for column in block.columns]
    table = word.add_table(document, columns, size=block.size, groups=[clean(one.group) for one in block.columns])
    for texts in block.rows:
        if isinstance(texts, Band):
            word.add_band(table, clean(texts.text), size=block.size)
            continue
        row = word.add_row(table)
        word.fill(row, columns, [clean(text) for text in texts], size=block.size)
        for cell, column in zip(row.cells, block.columns, strict=True):
            for paragraph in cell.paragraphs:
                paragraph.alignment = _ALIGN[column.align]
    document.add_paragraph().paragraph_format.space_after = Pt(4)


def _end(document: Any, paper: Paper) -> None:
    if not (paper.signatures or paper.recipients or paper.qr):
        return
    document.add_paragraph()
    columns = max(2, len(paper.signatures))
    table = document.add_table(rows=1, cols=columns)
    _keep_together(table)
    cells: Sequence[Any] = table.rows[0].cells
    foot = cells[0] if len(paper.signatures) < 2 else None
    for cell, signature in zip(reversed(cells), reversed(paper.signatures), strict=False):
        lines = [line.upper() for line in (signature.authority, signature.title) if line]
        for line in lines:
            word.write(_line_of(cell), clean(line), size=13, bold=True)
        if signature.note:
            word.write(_line_of(cell), clean(signature.note), size=12, italic=True)
        gap = _line_of(cell)
        gap.paragraph_format.space_after = Mm(20)
        word.write(cell.add_paragraph(), clean(signature.name), size=13, bold=True)
    if foot is None:
        foot = document.add_table(rows=1, cols=1).rows[0].cells[0]
    if paper.recipients:
        word.write(_line_of(foot), "Nơi nhận:", size=12, bold=True, italic=True, centre=False)
        for line in paper.recipients:
            word.write(_line_of(foot), clean(f"- {line}"), size=11, centre=False)
    if paper.qr:
        _line_of(foot).add_run().add_picture(io.BytesIO(qr_png(paper.qr)), width=Mm(26))
        for line in clean(paper.qr_caption).split("\n") if paper.qr_caption else ():
            word.write(_line_of(foot), line, size=9, centre=False)


def _line_of(cell: Any) -> Any:
    """The cell's first paragraph while it is empty, else a new one."""
    first = cell.paragraphs[0]
    return first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()


def _keep_together(table: Any) -> None:
    word.keep_row_whole(table.rows[0])
