"""The .xlsx template of one unit and period: only the yellow cells can be typed in; a hidden sheet says what it is."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dean06.steering.collection.grid import Grid, Row

#: Raised whenever columns or rows move: an older file is refused with a sentence instead of read wrongly.
VERSION = 1
SHEET, HIDDEN = "Số liệu", "dean06"
#: Rows above the first figure: title, unit and period, how to fill in, headings.
HEAD = 4
COLUMNS: tuple[tuple[str, int], ...] = (
    ("Mã", 16),
    ("Chỉ tiêu", 44),
    ("Tử số là", 34),
    ("Mẫu số là", 34),
    ("Kỳ trước", 22),
    ("Tử số", 15),
    ("Mẫu số", 15),
    ("Ghi chú", 40),
)
CODE, NUMERATOR, DENOMINATOR, COMMENT = 1, 6, 7, 8

_YELLOW = PatternFill("solid", fgColor="FFF9DB")
_GREY = PatternFill("solid", fgColor="EEF2F6")
_RED = PatternFill("solid", bgColor="F8CBC8")
_LINE = Side(style="thin", color="C3CCD5")
_BORDER = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)
_HOW = (
    "Chỉ nhập vào ô màu vàng. Nhập số đếm, không nhập tỷ lệ. Kỳ này không phát sinh: nhập 0 ở cả hai ô. "
    "Chưa có số: để trống. Không thêm, xóa, đổi chỗ dòng."
)


def template(grid: Grid) -> bytes:
    """The file with what was entered so far."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = SHEET
    _head(page, grid)
    for number, row in enumerate(grid.rows, HEAD + 1):
        _line(page, number, row)
    _checks(page, HEAD + len(grid.rows))
    page.freeze_panes = page.cell(HEAD + 1, NUMERATOR)
    page.protection.sheet = True
    page.protection.formatColumns = False
    page.print_title_rows = f"{HEAD}:{HEAD}"
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _hidden(book.create_sheet(HIDDEN), grid)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _head(page: Worksheet, grid: Grid) -> None:
    place = grid.place
    _text(
        page, 1, 1, f"Biểu số liệu {place.period.label[:1].lower()}{place.period.label[1:]}", Font(bold=True, size=14)
    )
    _text(page, 2, 1, f"{place.unit.name}. Hạn nộp: {grid.due_on:%d/%m/%Y}")
    _text(page, 3, 1, _HOW, Font(italic=True))
    for column, (heading, width) in enumerate(COLUMNS, 1):
        cell = _text(page, HEAD, column, heading, Font(bold=True))
        cell.fill, cell.border = _GREY, _BORDER
        page.column_dimensions[cell.column_letter].width = width


def _line(page: Worksheet, number: int, row: Row) -> None:
    name = f"– {row.label}" if row.label else row.ref.name
    words = (row.key, name, row.ref.numerator, row.ref.denominator, row.last_shown)
    for column, text in enumerate(words, 1):
        _text(page, number, column, text).border = _BORDER
    typed: list[tuple[int, Any, bool]] = [
        (NUMERATOR, row.pair.numerator if row.pair else None, True),
        (DENOMINATOR, row.pair.denominator if row.pair else None, row.ref.is_rate),
        (COMMENT, row.value.comment if row.value else None, True),
    ]
    for column, value, open_cell in typed:
        cell = page.cell(number, column, value or (value if value == 0 else None))
        if isinstance(value, str):
            cell.data_type = "s"
        cell.border = _BORDER
        cell.fill = _YELLOW if open_cell else _GREY
        cell.protection = Protection(locked=not open_cell)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column != COMMENT:
            cell.number_format = "#,##0"


def _text(page: Worksheet, row: int, column: int, text: str, font: Font | None = None) -> Any:
    cell = page.cell(row, column, text)
    cell.data_type = "s"  # a definition that begins with "=" is no formula
    cell.alignment = Alignment(wrap_text=row >= HEAD, vertical="top")
    if font:
        cell.font = font
    return cell


def _checks(page: Worksheet, last: int) -> None:
    """Excel refuses what is no count while it is typed, and shows a numerator above its denominator in red."""
    first = HEAD + 1
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    whole.errorTitle, whole.error = "Không phải số đếm", "Hãy nhập số nguyên từ 0 trở lên. Không nhập tỷ lệ %."
    whole.add(f"F{first}:G{last}")
    page.add_data_validation(whole)
    above = FormulaRule(formula=[f'AND($G{first}<>"",$F{first}>$G{first})'], fill=_RED)
    page.conditional_formatting.add(f"F{first}:G{last}", above)


def _hidden(page: Worksheet, grid: Grid) -> None:
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    facts = (("version", VERSION), ("unit", grid.place.unit.code), ("period", grid.place.period.code))
    for fact in facts:
        page.append(fact)
    page.append(("rows", len(grid.rows)))
    for row in grid.rows:
        page.append((row.key, row.version))
