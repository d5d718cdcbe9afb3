"""Reads .pdf with text, by PDFium: lines joined to paragraphs, ruled tables, page numbers and running heads dropped.

A page of pictures without letters is a scan and is refused with a sentence that says so.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as c

from dean06.kernel.common.native import using_pdfium
from dean06.steering.documents.errors import CorruptDocument, EmptyDocument, PasswordProtected, ScannedDocument
from dean06.steering.documents.reading.blocks import Block, Paragraph, Row, Source, Table
from dean06.steering.documents.reading.joining import join_broken
from dean06.steering.documents.reading.pdf_lines import (
    Letter,
    Line,
    drop_running_lines,
    goes_on,
    join_lines,
    margins,
    page_lines,
    text_of,
)
from dean06.steering.documents.reading.pdf_tables import Edge, Grid, edges_of_box, find_grids
from dean06.steering.documents.reading.repairing import Repairer

#: More pages than any report has; the rest is left unread with a warning.
MAX_PAGES = 500
#: A page with more lines than this is a drawing, not a table.
_MAX_EDGES = 20_000
_FOOTNOTE = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*(?=\S)")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class _Page:
    """What stands on one page: lines outside tables, tables with their rows of cells."""

    number: int
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[Grid, list[list[str]]]] = field(default_factory=list)


@using_pdfium
def read_pdf(data: bytes) -> Source:
    """The source of a PDF. Raises ``PasswordProtected``, ``ScannedDocument`` or ``CorruptDocument``."""
    repairer = Repairer()
    warnings: list[str] = []
    document = _open(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            warnings.append(f"Tệp có {count} trang; chỉ đọc {MAX_PAGES} trang đầu.")
        pages, pictures = [], 0
        for number in range(min(count, MAX_PAGES)):
            page, has_picture = _read_page(document, number)
            pages.append(page)
            pictures += has_picture and not (page.lines or page.tables)
    except pdfium.PdfiumError as error:
        raise CorruptDocument() from error
    finally:
        document.close()
    if not any(page.lines or page.tables for page in pages):
        raise ScannedDocument() if pictures else EmptyDocument()
    if pictures:
        warnings.append(f"Có {pictures} trang chỉ là ảnh quét nên không đọc được; phần đọc ảnh quét sẽ có ở bản sau.")
    all_lines = [page.lines for page in pages]
    drop_running_lines(all_lines)
    blocks = join_broken(_Assembler(pages, repairer).blocks())
    return Source(format="pdf", blocks=tuple(blocks), warnings=(*warnings, *repairer.warnings()))


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        len(document)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise PasswordProtected() from error
        raise CorruptDocument() from error
    return document


def _read_page(document: pdfium.PdfDocument, number: int) -> tuple[_Page, bool]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        letters = _letters(text_page)
        edges, has_picture = _drawings(page)
    finally:
        text_page.close()
        page.close()
    result = _Page(number + 1)
    grids = find_grids(edges) if edges else []
    free: list[Letter] = []
    cells: dict[int, dict[tuple[int, int], list[Letter]]] = {index: {} for index in range(len(grids))}
    for letter in letters:
        x, y = (letter.left + letter.right) / 2, letter.base + 0.25 * letter.size
        for index, grid in enumerate(grids):
            cell = grid.cell_at(x, y)
            if cell is not None:
                cells[index].setdefault(cell, []).append(letter)
                break
        else:
            free.append(letter)
    result.lines = page_lines(free, number + 1)
    for index, grid in enumerate(grids):
        rows = [
            [
                text_of(cells[index][row, column]) if (row, column) in cells[index] else ""
                for column in range(len(grid.xs) - 1)
            ]
            for row in range(len(grid.ys) - 1)
        ]
        if sum(1 for row in rows for cell in row if cell) >= 2:
            result.tables.append((grid, rows))
        else:
            result.lines += page_lines([letter for found in cells[index].values() for letter in found], number + 1)
            result.lines.sort(key=lambda line: -line.base)
    return result, has_picture


def _letters(text_page: pdfium.PdfTextPage) -> list[Letter]:
    """Every printed letter with its place, and the spaces between words as PDFium sees them."""
    handle = text_page.raw
    box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    letters: list[Letter] = []
    fonts: dict[int, bool] = {}
    last_object, bold = -1, False
    for index in range(max(c.FPDFText_CountChars(handle), 0)):
        code = c.FPDFText_GetUnicode(handle, index)
        if (code < 32 and code != 2) or code in {0xFFFE, 0xFFFF, 0xAD}:
            continue
        c.FPDFText_GetCharOrigin(handle, index, x, y)
        if c.FPDFText_IsGenerated(handle, index) == 1:
            if code == 32 and letters:
                last = letters[-1]
                letters.append(Letter(" ", last.right, last.right, last.base, last.size))
            continue
        if not c.FPDFText_GetLooseCharBox(handle, index, box):
            continue
        size = abs(box.top - box.bottom) / 1.17 or 12.0
        text_object = c.FPDFText_GetTextObject(handle, index)
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if address != last_object:
            last_object, bold = address, _is_bold(text_object, fonts)
        char = "-" if code == 2 else chr(code)
        letters.append(Letter(char, box.left, max(box.right, box.left), y.value, size, bold))
    return letters


def _is_bold(text_object: c.FPDF_PAGEOBJECT, fonts: dict[int, bool]) -> bool:
    """Whether a run is set in a bold font, by the font's name; ``fonts`` remembers those seen."""
    font = c.FPDFTextObj_GetFont(text_object) if text_object else None
    if not font:
        return False
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        buffer = ctypes.create_string_buffer(128)
        c.FPDFFont_GetBaseFontName(font, buffer, 128)
        fonts[address] = b"bold" in buffer.value.lower() or b"black" in buffer.value.lower()
    return fonts[address]


def _drawings(page: pdfium.PdfPage) -> tuple[list[Edge], bool]:
    """Ruling lines, and whether the page shows a picture."""
    edges: list[Edge] = []
    has_picture = False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in _objects(page):
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            has_picture = True
        elif kind == c.FPDF_PAGEOBJ_PATH and len(edges) < _MAX_EDGES:
            c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            c.FPDFPath_GetDrawMode(item, fill, stroke)
            edges += edges_of_box(left.value, bottom.value, right.value, top.value, stroked=bool(stroke.value))
    return edges, has_picture


def _objects(page: pdfium.PdfPage) -> Iterator[c.FPDF_PAGEOBJECT]:
    """Everything drawn on a page but its text, also inside forms drawn on it unmoved."""
    for index in range(c.FPDFPage_CountObjects(page.raw)):
        item = c.FPDFPage_GetObject(page.raw, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_FORM:
            for inner in range(c.FPDFFormObj_CountObjects(item)):
                yield c.FPDFFormObj_GetObject(item, inner)
        elif kind != c.FPDF_PAGEOBJ_TEXT:
            yield item


class _Assembler:
    """Pages → blocks, with running line numbers."""

    def __init__(self, pages: list[_Page], repairer: Repairer) -> None:
        self.pages = pages
        self.repairer = repairer
        self.edge = margins([line for page in pages for line in page.lines])
        self.out: list[Block] = []
        self.number = 0
        #: The lines of the paragraph being read, with the number of its first line.
        self.open: list[Line] = []
        self.open_number = 0
        self.columns: list[Line] = []
        self.columns_number = 0

    def blocks(self) -> list[Block]:
        for page in self.pages:
            waiting = list(page.tables)
            for line in page.lines:
                while waiting and waiting[0][0].top > line.base:
                    self._table(*waiting.pop(0), page.number)
                self._line(line)
            for grid, rows in waiting:
                self._table(grid, rows, page.number)
        self._close_columns()
        self._close()
        return self.out

    def _line(self, line: Line) -> None:
        self.number += 1
        if self._in_columns(line):
            self._close()
            if not self.columns:
                self.columns_number = self.number
            self.columns.append(line)
            return
        self._close_columns()
        if self.open and goes_on(self.open[-1], line, self.edge):
            self.open.append(line)
            return
        self._close()
        self.open = [line]
        self.open_number = self.number

    def _in_columns(self, line: Line) -> bool:
        """Two bodies side by side: the letterhead, or recipients beside the signature."""
        middle = (self.edge.left + self.edge.right) / 2
        if len(line.parts) == 2 and line.parts[1][0] > middle - 0.2 * (self.edge.right - self.edge.left):
            return True
        if not self.columns or self.columns[-1].page != line.page or self.columns[-1].base - line.base > 3 * line.size:
            return False
        return len(line.parts) == 1 and (line.right < middle + 10 or line.left > middle - 20)

    def _close_columns(self) -> None:
        if not self.columns:
            return
        lines, self.columns = self.columns, []
        middle = (self.edge.left + self.edge.right) / 2
        cells: tuple[list[str], list[str]] = ([], [])
        for line in lines:
            if len(line.parts) == 2:
                cells[0].append(line.parts[0][1])
                cells[1].append(line.parts[1][1])
            else:
                cells[0 if line.left < middle - 20 else 1].append(line.text)
        texts = tuple(self.repairer.fix("\n".join(cell)) for cell in cells)
        self.out.append(Table(self.columns_number, (Row(self.columns_number, texts),), page=lines[0].page))

    def _close(self) -> None:
        if not self.open:
            return
        lines, self.open = self.open, []
        text = self.repairer.fix(join_lines([line.text for line in lines], " "))
        mark = _FOOTNOTE.match(text)
        self.out.append(
            Paragraph(
                line=self.open_number,
                text=text[mark.end() :] if mark else text,
                bold=all(line.bold for line in lines),
                page=lines[0].page,
                footnote=mark[1].translate(_FROM_SUPERSCRIPT) if mark else None,
            )
        )

    def _table(self, grid: Grid, rows: list[list[str]], page: int) -> None:
        self._close_columns()
        self._close()
        start = self.number + 1
        built = []
        for index, cells in enumerate(rows):
            self.number += 1
            if any(cells):
                built.append(Row(self.number, tuple(self.repairer.fix(cell) for cell in cells), grid.spans(index)))
        previous = self.out[-1] if self.out else None
        if (
            isinstance(previous, Table)
            and previous.page == page - 1
            and len(previous.rows[0].cells) == len(built[0].cells)
        ):
            # The same table goes on over the page.
            self.out[-1] = Table(previous.line, (*previous.rows, *built), page=page)
        else:
            self.out.append(Table(start, tuple(built), page=page))
