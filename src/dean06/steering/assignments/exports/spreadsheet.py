"""The list as .xlsx, written row by row so that memory stays small."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dean06.steering.assignments.appendix_rows import ExportRow

#: Heading and width of each column.
COLUMNS: Sequence[tuple[str, int]] = (
    ("STT", 6),
    ("Mã", 14),
    ("Nhiệm vụ được giao", 60),
    ("Văn bản giao nhiệm vụ", 30),
    ("Cơ quan chủ trì", 30),
    ("Cơ quan phối hợp", 30),
    ("Người đứng đầu", 24),
    ("Sản phẩm", 30),
    ("Thời hạn hoàn thành", 24),
    ("Ngày hết hạn", 13),
    ("Phân loại", 16),
    ("Tỷ lệ (%)", 10),
    ("Số ngày quá hạn", 10),
    ("Số lần đôn đốc", 10),
    ("Kết quả thực hiện", 60),
    ("Ghi chú", 30),
)
_TOP = Alignment(vertical="top", wrap_text=True)


def spreadsheet(rows: Iterable[ExportRow]) -> bytes:
    """One sheet with a frozen, filterable heading. Text stays text: a cell that begins with "=" is no formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm vụ")
    sheet.freeze_panes = "D2"
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading, _ in COLUMNS])
    count = 0
    for count, row in enumerate(rows, 1):
        sheet.append([_cell(sheet, value) for value in _values(count, row)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _values(number: int, row: ExportRow) -> list[Any]:
    return [
        number,
        row.code,
        row.text,
        row.basis,
        row.leads,
        row.partners,
        row.head,
        row.product,
        row.deadline,
        row.due_date,
        row.work_class.label,
        row.percent,
        row.days_late or None,
        row.urged or None,
        row.result,
        row.note,
    ]


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        # Control characters cannot stand in a workbook; pasted reports hold them now and then.
        value = "".join(char for char in value if char >= " " or char in "\n\t")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if hasattr(value, "isoformat"):
        cell.number_format = "dd/mm/yyyy"
    cell.alignment = _TOP
    if bold:
        cell.font = Font(bold=True)
    return cell
