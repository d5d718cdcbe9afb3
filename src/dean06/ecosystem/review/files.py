"""PRIVATE. Correction files: .xlsx and .csv. Nothing in them can run: text stays text, a formula is inert."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dean06.ecosystem.review.models import CorrectionBatch, CorrectionItem
from dean06.ecosystem.review.rules.routing import FIELDS

COLUMNS: tuple[tuple[str, int], ...] = (
    ("STT", 6),
    ("Mã bản ghi", 26),
    ("Dòng trong tệp của ngành", 12),
    ("Số của ngành", 18),
    ("Xã, phường (mã)", 12),
    ("Trường", 18),
    ("Giá trị hiện nay", 30),
    ("Giá trị đề nghị", 30),
    ("Mã lý do", 20),
    ("Lý do", 50),
    ("Dấu tệp", 26),
)
#: A cell that begins so would be a formula in a spreadsheet (OWASP, CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def xlsx(batch: CorrectionBatch, items: Iterable[CorrectionItem], *, by: str) -> bytes:
    """One sheet of text cells: long numbers keep their zeros, "=…" is no formula. Rows and pages have the watermark."""
    book = Workbook(write_only=True)
    book.properties.title = f"Tệp sửa {batch.sector} số {batch.number}"
    book.properties.identifier = batch.watermark
    sheet = book.create_sheet("Đề nghị sửa")
    sheet.freeze_panes = "A2"
    sheet.oddFooter.left.text = watermark(batch, by).replace("&", "&&")
    sheet.oddFooter.right.text = "&P/&N"
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading, _ in COLUMNS])
    for row in _rows(batch, items, by):
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv(batch: CorrectionBatch, items: Iterable[CorrectionItem], *, by: str) -> bytes:
    """UTF-8 with BOM. A cell that a spreadsheet would run gets an apostrophe in front."""
    text = io.StringIO(newline="")
    writer = csv_module.writer(text, quoting=csv_module.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in COLUMNS])
    writer.writerows([_inert(str(value)) for value in row] for row in _rows(batch, items, by))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def watermark(batch: CorrectionBatch, by: str) -> str:
    """Which file, taken by whom: stands in every row, and in the log."""
    return f"{batch.watermark} ({by})"


def _rows(batch: CorrectionBatch, items: Iterable[CorrectionItem], by: str) -> Iterator[tuple[Any, ...]]:
    mark = watermark(batch, by)
    for number, item in enumerate(items, 1):
        yield (
            number,
            item.record_key,
            item.record_no,
            item.own_number,
            item.unit_code,
            FIELDS.get(item.field, "Bản ghi"),
            item.value_now,
            item.proposed,
            item.reason_code,
            item.reason,
            mark,
        )


def _inert(text: str) -> str:
    text = "".join(char for char in text if char >= " " or char in "\t\n")
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        value = "".join(char for char in value if char >= " ")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
