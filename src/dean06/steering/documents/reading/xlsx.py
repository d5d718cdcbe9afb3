"""Reads .xlsx: every visible sheet is a table; titles above it are paragraphs. Line numbers are sheet rows."""

from __future__ import annotations

import datetime as dt
import io
import re

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dean06.steering.documents.errors import CorruptDocument, DangerousArchive, PasswordProtected
from dean06.steering.documents.reading.archives import open_archive, read_part
from dean06.steering.documents.reading.blocks import Block, Paragraph, Row, Source, Table
from dean06.steering.documents.reading.markup import clean
from dean06.steering.documents.reading.repairing import Repairer

#: A sheet with more filled cells than this is data, not a document.
MAX_CELLS = 2_000_000
#: Reading a table cell by cell beyond these bounds is never a report.
_MAX_ROWS, _MAX_COLUMNS = 100_000, 200


def read_xlsx(data: bytes) -> Source:
    """The source of a workbook. Hidden sheets are left out with a warning. Raises ``CorruptDocument``."""
    with open_archive(data) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith(".xml") and archive.getinfo(name).file_size < 2_000_000:
                read_part(archive, name)
    warnings: list[str] = []
    blocks: list[Block] = []
    repairer = Repairer()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data), load_tables=False)
        for sheet in workbook.sheets_metadata:
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible is not SheetVisibleEnum.Visible:
                warnings.append(f"Trang tính “{sheet.name}” đang ẩn nên không được đọc.")
                continue
            blocks += _sheet(workbook.get_sheet_by_name(sheet.name), repairer)
    except CalamineError as error:
        if "assword" in str(error):
            raise PasswordProtected() from error
        raise CorruptDocument() from error
    except (ValueError, OSError, OverflowError, UnicodeError) as error:
        raise CorruptDocument() from error
    return Source(format="xlsx", blocks=tuple(blocks), warnings=(*warnings, *repairer.warnings()))


def _sheet(sheet: CalamineSheet, repairer: Repairer) -> list[Block]:
    if sheet.start is None:
        return []
    if sheet.height * sheet.width > MAX_CELLS * 10 or sheet.height > _MAX_ROWS * 10:
        raise DangerousArchive(unpacked=sheet.height * sheet.width)
    first_row, first_column = sheet.start
    heights = _heights(sheet, first_row, first_column)
    rows: list[Row] = []
    for offset, values in enumerate(sheet.iter_rows()):
        cells = tuple(repairer.fix(clean(_text(value))) for value in values[:_MAX_COLUMNS])
        if any(cells):
            spans = tuple(heights.get((offset, column), 1) for column in range(len(cells)))
            rows.append(
                Row(first_row + offset + 1, _without_tail(cells), spans if any(span > 1 for span in spans) else ())
            )
        if len(rows) > _MAX_ROWS:
            break
    return _blocks(rows, sheet.name)


def _heights(sheet: CalamineSheet, first_row: int, first_column: int) -> dict[tuple[int, int], int]:
    """Heights of vertically merged cells, by position inside the used range."""
    ranges = sheet.merged_cell_ranges or []
    return {
        (top - first_row, left - first_column): bottom - top + 1 for (top, left), (bottom, _) in ranges if bottom > top
    }


def _text(value: object) -> str:
    """A cell as a person sees it: dates in Vietnamese order, whole numbers without ".0"."""
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else ""
        case float():
            return (
                f"{value:.0f}"
                if value == int(value) and abs(value) < 1e15
                else f"{round(value, 10):g}".replace(".", ",")
            )
        case dt.datetime():
            return value.strftime("%d/%m/%Y")
        case dt.date():
            return value.strftime("%d/%m/%Y")
        case dt.time() | dt.timedelta():
            return str(value)
        case _:
            return str(value)


def _without_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end > 1 and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _blocks(rows: list[Row], name: str) -> list[Block]:
    """Rows of one filled cell above the table are its titles, below it its notes; the rest is the table."""
    wide = [index for index, row in enumerate(rows) if sum(1 for cell in row.cells if cell) >= 3]
    if not wide:
        return [paragraph for row in rows for paragraph in _paragraphs(row)]
    start, end = wide[0], wide[-1]
    width = max(len(row.cells) for row in rows[start : end + 1])
    while end + 1 < len(rows) and _belongs(rows[end + 1]):
        end += 1
    blocks: list[Block] = [paragraph for row in rows[:start] for paragraph in _paragraphs(row)]
    body = tuple(
        Row(row.line, row.cells + ("",) * (width - len(row.cells)), row.spans) for row in rows[start : end + 1]
    )
    blocks.append(Table(line=body[0].line, rows=body, name=name))
    blocks += [paragraph for row in rows[end + 1 :] for paragraph in _paragraphs(row)]
    return blocks


def _belongs(row: Row) -> bool:
    """A numbered row right below the table is its last row, however few cells it fills."""
    return bool(re.fullmatch(r"\(?[\dIVX]{1,4}(?:\.[\da-z]{1,3})*[.)]?", row.cells[0])) and len(row.cells) > 1


def _paragraphs(row: Row) -> list[Paragraph]:
    return [
        Paragraph(line=row.line, text=line.strip())
        for cell in row.cells
        if cell
        for line in ([cell.replace("\n", " ")] if len(cell) > 200 else cell.split("\n"))
        if line.strip()
    ]
