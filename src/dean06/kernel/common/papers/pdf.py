"""A paper as PDF: A4, margins 20/20/30/20 mm, page numbers in the top margin from the second page on (NĐ 30/2020)."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

import segno
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
)
from reportlab.platypus import Spacer as Space
from reportlab.platypus import Table as Grid

from dean06.kernel.common.native import using_reportlab
from dean06.kernel.common.papers import fonts
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
    Signature,
    Spacer,
    Table,
    Text,
)

_TOP = _BOTTOM = _RIGHT = 20 * mm
_LEFT = 30 * mm
_INDENT = 12.7 * mm
_LEFT_SHARE = 0.42
_QR_SIZE = 24 * mm
#: A heading with less room than this below it moves to the next page.
_ROOM_UNDER_HEADING = 30 * mm
_ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT}
_PLAIN = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


@using_reportlab
def to_pdf(paper: Paper) -> bytes:
    """The paper as a PDF file: fonts embedded in part, title and language (vi) in its properties."""
    fonts.load_fonts()
    size = landscape(A4) if paper.landscape else A4
    width = size[0] - _LEFT - _RIGHT
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=size,
        title=clean(f"{paper.title} {paper.subtitle}".strip()),
        author=clean(paper.letter_head.agency),
        subject=clean(paper.subtitle or paper.title),
        keywords=[word for word in (paper.code, paper.kind) if word],
        creator="dean06",
        lang="vi-VN",
        displayDocTitle=True,
        pageCompression=1,
    )
    document.addPageTemplates(_pages("page", paper, size))
    for across in {appendix.landscape for appendix in paper.appendices}:
        document.addPageTemplates(_pages(_template(across), paper, landscape(A4) if across else A4))
    story: list[Flowable] = [*_head(paper.letter_head, width), *_title(paper)]
    for block in paper.blocks:
        story += _block(block, width)
    story += _end(paper, width)
    for appendix in paper.appendices:
        story += _appendix(appendix)
    document.build(story)
    return out.getvalue()


def _template(across: bool) -> str:
    return "landscape" if across else "upright"


def _pages(name: str, paper: Paper, size: tuple[float, float]) -> PageTemplate:
    """Pages of one size with the margins of the layout."""
    width, height = size[0] - _LEFT - _RIGHT, size[1] - _TOP - _BOTTOM
    frame = Frame(_LEFT, _BOTTOM, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    return PageTemplate(name, [frame], onPage=_Margins(paper, size), pagesize=size)


def _appendix(appendix: Appendix) -> list[Flowable]:
    width = (A4[1] if appendix.landscape else A4[0]) - _LEFT - _RIGHT
    bold = _style(14, align=TA_CENTER, bold=True, spaceAfter=2)
    story: list[Flowable] = [NextPageTemplate(_template(appendix.landscape)), PageBreak()]
    story += [_words(appendix.label, bold), _words(appendix.title, bold)]
    if appendix.note:
        story.append(_words(appendix.note, _style(14, align=TA_CENTER, italic=True, spaceAfter=8)))
    for block in appendix.blocks:
        story += _block(block, width)
    return story


class _Margins:
    """What stands outside the text on each page."""

    def __init__(self, paper: Paper, size: tuple[float, float]) -> None:
        self.footer, self.size = clean(paper.footer), size

    def __call__(self, canvas: Canvas, document: Any) -> None:
        width, height = self.size
        if canvas.getPageNumber() > 1:
            canvas.setFont(fonts.REGULAR, 13)
            canvas.drawCentredString(width / 2, height - 13 * mm, str(canvas.getPageNumber()))
        if self.footer:
            canvas.setFont(fonts.ITALIC, 9)
            canvas.drawString(_LEFT, 12 * mm, self.footer)


class _Rule(Flowable):
    """A thin line in the middle of its cell, ``share`` of its width."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length, self.height = length, 5.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(0.6)
        start = (self.width - self.length) / 2
        self.canv.line(start, 1.4, start + self.length, 1.4)


class _QrCode(Flowable):
    """A QR code drawn as squares: sharp at any size, no picture to embed."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.code, self.side = segno.make(text, error="m", micro=False), side

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.side, self.side

    def draw(self) -> None:
        rows = [bytes(row) for row in self.code.matrix]
        module = self.side / len(rows)
        self.canv.setFillColor(colors.black)
        path = self.canv.beginPath()
        for line, row in enumerate(rows):
            start = 0
            while (start := row.find(1, start)) >= 0:
                end = row.find(0, start) if 0 in row[start:] else len(row)
                path.rect(start * module, self.side - (line + 1) * module, (end - start) * module, module)
                start = end
        self.canv.drawPath(path, stroke=0, fill=1)


def _style(
    size: float, *, align: int = TA_LEFT, bold: bool = False, italic: bool = False, **more: Any
) -> ParagraphStyle:
    name = fonts.font(bold=bold, italic=italic)
    return ParagraphStyle(
        "x", fontName=name, fontSize=size, leading=size * 1.2, alignment=align, splitLongWords=1, **more
    )


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    # Whoever pasted an ordinary space between "01" and "/2026" meant it; runs of spaces collapse as in print.
    return Paragraph(escape(clean(text)).replace("\n", "<br/>"), style)


def _head(head: LetterHead, width: float) -> list[Flowable]:
    story: list[Flowable] = []
    if head.form:
        story.append(_words(head.form, _style(11, align=TA_RIGHT, italic=True, spaceAfter=4)))
    if not head.agency:
        story += _motto(13)
        if head.day:
            story.append(
                _words(place_and_day(head.place, head.day), _style(13, align=TA_RIGHT, italic=True, spaceBefore=6))
            )
        return [*story, Space(1, 10)]
    left = [_words(agency_lines(head.parent), _style(12, align=TA_CENTER))] if head.parent else []
    left += [_words(agency_lines(head.agency), _style(12, align=TA_CENTER, bold=True)), _Rule(width * _LEFT_SHARE / 3)]
    second = [
        _words(f"Số: {head.number}", _style(13, align=TA_CENTER)) if head.number else "",
        _words(place_and_day(head.place, head.day), _style(13, align=TA_CENTER, italic=True)) if head.day else "",
    ]
    story.append(
        Grid(
            [[left, _motto(12)], second],
            colWidths=[width * _LEFT_SHARE, width * (1 - _LEFT_SHARE)],
            style=[*_PLAIN, ("TOPPADDING", (0, 1), (-1, 1), 4), ("TOPPADDING", (0, 0), (-1, 0), 0)],
        )
    )
    return [*story, Space(1, 10)]


def _motto(size: int) -> list[Flowable]:
    # The line under tiêu ngữ is as long as its words.
    from_words = fonts.pdfmetrics.stringWidth(MOTTO[1], fonts.BOLD, size + 1)
    return [
        _words(MOTTO[0], _style(size, align=TA_CENTER, bold=True)),
        _words(MOTTO[1], _style(size + 1, align=TA_CENTER, bold=True)),
        _Rule(from_words),
    ]


def _title(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [_words(paper.title, _style(14, align=TA_CENTER, bold=True, spaceBefore=4))]
    if paper.subtitle:
        story.append(_words(paper.subtitle, _style(13, align=TA_CENTER, bold=True, spaceBefore=2)))
        story.append(_Rule(40 * mm))
    if paper.addressee:
        story.append(_words(f"Kính gửi: {paper.addressee}", _style(13, align=TA_CENTER, spaceBefore=10)))
    return [*story, Space(1, 10)]


def _block(block: Block, width: float) -> list[Flowable]:
    if isinstance(block, Text):
        centre = TA_CENTER if block.centre else TA_JUSTIFY
        indent = 0 if block.centre or not block.indent else _INDENT
        style = _style(
            block.size,
            align=centre,
            bold=block.bold,
            italic=block.italic,
            firstLineIndent=indent,
            spaceAfter=6,
        )
        return [_words(part, style) for part in block.text.split("\n")]
    if isinstance(block, Heading):
        align = TA_CENTER if block.level == 1 and block.centre else TA_LEFT
        # Not "keep with next": that would push a long table to the next page together with its heading.
        return [
            CondPageBreak(_ROOM_UNDER_HEADING),
            _words(
                block.text,
                _style(
                    13 if block.centre else 14,
                    align=align,
                    bold=True,
                    italic=block.level > 2,
                    spaceBefore=6,
                    spaceAfter=6,
                    firstLineIndent=0 if block.centre else _INDENT,
                ),
            ),
        ]
    if isinstance(block, Lines):
        return _lines(block)
    if isinstance(block, Table):
        return _table(block, width)
    if isinstance(block, Picture):
        return _picture(block)
    return [Space(1, block.mm * mm)] if isinstance(block, Spacer) else []


def _lines(block: Lines) -> list[Flowable]:
    style = _style(13, align=TA_LEFT, spaceAfter=5)
    story: list[Flowable] = []
    for number, (label, value) in enumerate(block.rows, 1):
        before = f"{number}. " if block.numbered else ""
        story.append(_words(f"{before}{label}: {value or DOTS}", style))
    return story


def _picture(block: Picture) -> list[Flowable]:
    picture = Image(io.BytesIO(block.png))
    picture.drawWidth, picture.drawHeight = (
        block.width * mm,
        block.width * mm * picture.imageHeight / picture.imageWidth,
    )
    caption = [_words(block.caption, _style(13, align=TA_CENTER, italic=True))] if block.caption else []
    return [KeepTogether([picture, *caption]), Space(1, 6)]


def _table_head(block: Table, head: ParagraphStyle) -> tuple[list[list[Any]], list[tuple[Any, ...]]]:
    """The rows of a table's heading, and which of its cells are one."""
    titles = [_words(column.title, head) for column in block.columns]
    groups = [column.group for column in block.columns]
    if not any(groups):
        return [titles], []
    upper: list[Any] = []
    lower: list[Any] = []
    spans: list[tuple[Any, ...]] = []
    first = 0
    for index, group in enumerate(groups):
        if not group:
            upper.append(titles[index])
            lower.append("")
            spans.append(("SPAN", (index, 0), (index, 1)))
            continue
        lower.append(titles[index])
        if index and groups[index - 1] == group:
            upper.append("")
        else:
            first = index
            upper.append(_words(group, head))
        if index + 1 == len(groups) or groups[index + 1] != group:
            spans.append(("SPAN", (first, 0), (index, 0)))
    return [upper, lower], spans


def _table(block: Table, width: float) -> list[Flowable]:
    total = sum(column.width for column in block.columns)
    head = _style(block.size, align=TA_CENTER, bold=True)
    band = _style(block.size, bold=True)
    body = [_style(block.size, align=_ALIGN[column.align]) for column in block.columns]
    rows, spans = _table_head(block, head)
    heading = len(rows)
    for row in block.rows:
        if isinstance(row, Band):
            spans.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            rows.append([_words(row.text, band), *([""] * (len(block.columns) - 1))])
        else:
            rows.append([_words(text, style) for text, style in zip(row, body, strict=True)])
    table = LongTable(
        rows,
        colWidths=[width * column.width / total for column in block.columns],
        repeatRows=heading,
        splitInRow=1,
        style=[
            *spans,
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("VALIGN", (0, 0), (-1, heading - 1), "MIDDLE"),
            ("VALIGN", (0, heading), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )
    story: list[Flowable] = []
    if block.caption:
        story.append(CondPageBreak(_ROOM_UNDER_HEADING))
        story.append(_words(block.caption, _style(13, align=TA_CENTER, italic=True, spaceAfter=4)))
    return [*story, table, Space(1, 8)]


def _end(paper: Paper, width: float) -> list[Flowable]:
    """Nơi nhận with the QR code on the left, who signs on the right; never torn apart by a page break."""
    foot: list[Flowable] = []
    if paper.recipients:
        foot.append(_words("Nơi nhận:", _style(12, bold=True, italic=True)))
        foot += [_words(f"- {line}", _style(11)) for line in paper.recipients]
        foot.append(Space(1, 6))
    if paper.qr:
        foot.append(_QrCode(paper.qr, _QR_SIZE))
        if paper.qr_caption:
            foot.append(_words(paper.qr_caption, _style(9, spaceBefore=2)))
    cells: list[list[Flowable]] = [_signature(signature) for signature in paper.signatures]
    if len(cells) == 1 or not cells:
        grid = [[foot, cells[0] if cells else []]]
        below: list[Flowable] = []
    else:
        grid, below = [cells], foot
    if not any((foot, cells)):
        return []
    share = width / len(grid[0])
    return [Space(1, 8), KeepTogether([Grid(grid, colWidths=[share] * len(grid[0]), style=_PLAIN), *below])]


def _signature(signature: Signature) -> list[Flowable]:
    bold = _style(13, align=TA_CENTER, bold=True)
    story = [_words(line.upper(), bold) for line in (signature.authority, signature.title) if line]
    if signature.note:
        story.append(_words(signature.note, _style(12, align=TA_CENTER, italic=True)))
    return [*story, Space(1, 20 * mm), _words(signature.name, bold)]
