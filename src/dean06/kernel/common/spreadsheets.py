"""A table as .xlsx: one sheet with a title, a frozen and filterable heading, text that stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

#: What a browser is told.
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_workbook(
    title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], *, sheet: str = "Số liệu"
) -> bytes:
    """The table as the bytes of a file. ``columns``: heading and width; a cell that begins with "=" is no formula.

    Rows are written one by one, so memory stays small. ``None`` leaves a cell empty, which is not the same as 0.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A3"
    for number, (_, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([_cell(page, title, bold=True)])
    page.append([_cell(page, heading, bold=True) for heading, _ in columns])
    last = 2
    for row in rows:
        page.append([_cell(page, value) for value in row])
        last += 1
    page.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{last}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=not bold)
    if bold:
        cell.font = Font(bold=True)
    return cell
