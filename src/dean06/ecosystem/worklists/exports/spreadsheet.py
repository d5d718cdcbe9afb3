"""A table as .xlsx, written row by row. Text stays text: a cell that begins with "=" is no formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_TOP = Alignment(vertical="top", wrap_text=True)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: ``columns`` are (heading, width); ``notes`` stand below the rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()


def workbook(tables: Sequence[Table]) -> bytes:
    """The sheets as file content; ``"n/d"`` percentages come as fractions in a column whose heading ends with "%"."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_cell(sheet, heading, bold=True) for heading, _ in table.columns])
        shares = [heading.endswith(("%", "(%)")) for heading, _ in table.columns]
        count = 0
        for row in table.rows:
            count += 1
            sheet.append([_cell(sheet, value, share=share) for value, share in zip(row, shares, strict=True)])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count + 1}"
        for note in table.notes:
            sheet.append([_cell(sheet, note, wrap=False)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False, share: bool = False, wrap: bool = True) -> Any:
    if isinstance(value, str):
        value = "".join(char for char in value if char >= " " or char in "\n\t")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif hasattr(value, "isoformat"):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    elif isinstance(value, float) and share:
        cell.number_format = "0.00%"
    if wrap:
        cell.alignment = _TOP
    if bold:
        cell.font = Font(bold=True)
    return cell
