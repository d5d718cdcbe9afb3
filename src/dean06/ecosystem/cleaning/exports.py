"""Counts as a spreadsheet: lists × classes × communes, and quality. No records: those go out by ``review``."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dean06.ecosystem.cleaning import communes, counting, queries, showing
from dean06.ecosystem.cleaning.scope import VIEW
from dean06.ecosystem.cleaning.types import Criterion, ResultClass
from dean06.ecosystem.datasets import queries as datasets
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service


@service(permission=VIEW)
def counts_xlsx(*, actor: Actor, write: Write, today: dt.date) -> bytes:
    """Two sheets: records per list, commune and class; criteria per list and commune, both counts of each."""
    names = communes.names(today)
    matrix = counting.quality_matrix(actor, today)
    book = Workbook(write_only=True)
    classes = _sheet(
        book, "Kết quả đối khớp", ["Danh sách", "Xã, phường", "Tổng số", *(one.label for one in ResultClass)]
    )
    wanted = (*counting.FOUR, Criterion.COVERAGE)
    heads = [f"{one.label}: {side}" for one in wanted for side in ("đạt", "tổng số")]
    quality = _sheet(book, "Chất lượng", ["Danh sách", "Xã, phường", "Tính đến ngày", *heads])
    rows = 0
    for sector in datasets.sectors():
        for unit, found in sorted(queries.unit_counts(actor, sector.code).items()):
            place = names.get(unit, unit) or showing.UNKNOWN_UNIT
            counts = [found[one] for one in ResultClass]
            classes.append(_cells(classes, [sector.name, place, sum(counts), *counts]))
            pairs = [matrix.pair(sector.code, one, unit) for one in wanted]
            numbers = [number for pair in pairs for number in (pair.numerator, pair.denominator)]
            quality.append(_cells(quality, [sector.name, place, matrix.as_of.get(sector.code), *numbers]))
            rows += 1
    content = io.BytesIO()
    book.save(content)
    write.audit("cleaning.counts_exported", subject="cleaning.counts:all", details={"rows": rows})
    return content.getvalue()


def _sheet(book: Workbook, title: str, heads: list[Any]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    for number in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 28 if number <= 2 else 14
    sheet.append(_cells(sheet, [str(head) for head in heads], bold=True))
    return sheet


def _cells(sheet: Any, values: list[Any], *, bold: bool = False) -> list[Any]:
    """Text stays text: a name that begins with "=" is no formula."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        else:
            cell.number_format = "#,##0"
        if bold:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cells.append(cell)
    return cells
