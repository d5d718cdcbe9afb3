"""The list as "Phụ lục I" in .docx, landscape, laid out after NĐ 30/2020/NĐ-CP (``common.official_word``): the seven
columns that the provinces report to the centre with, in blocks by the giving document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dean06.kernel.common.official_word import (
    add_letter_head,
    add_line,
    add_row,
    add_table,
    content_of,
    fill,
    new_document,
    write,
)
from dean06.steering.assignments.appendix_rows import ExportRow

#: Heading and width in millimetres; together the 247 mm between the margins.
COLUMNS: Sequence[tuple[str, int]] = (
    ("STT", 12),
    ("Nhiệm vụ được giao", 65),
    ("Văn bản giao nhiệm vụ", 33),
    ("Cơ quan thực hiện", 37),
    ("Thời hạn hoàn thành", 28),
    ("Kết quả thực hiện", 47),
    ("Ghi chú", 25),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SIZE = 13


def appendix_document(
    rows: Sequence[ExportRow], *, province: str, office: str, parent_office: str, day: dt.date
) -> bytes:
    """The appendix as file content. ``rows`` must come grouped by their document."""
    document = new_document(landscape=True)
    add_letter_head(document, province=province, office=office, parent_office=parent_office, day=day)
    add_line(document, "Phụ lục I", bold=True, size=14)
    add_line(document, "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", bold=True, size=14)
    add_line(document, f"(Số liệu đến ngày {day:%d/%m/%Y})", italic=True, after=6)
    _fill_blocks(add_table(document, COLUMNS, size=_SIZE), rows)
    return content_of(document)


def _fill_blocks(table: Any, rows: Sequence[ExportRow]) -> None:
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: row.basis_id)]
    for number, block in enumerate(blocks):
        title = block[0].basis or "Nhiệm vụ giao trực tiếp"
        line = add_row(table)
        merged = line.cells[0].merge(line.cells[-1])
        roman = _ROMAN[number] if number < len(_ROMAN) else str(number + 1)
        heading = f"{roman}. {len(block):02d} nhiệm vụ: {title}"
        write(merged.paragraphs[0], heading, bold=True, size=_SIZE, centre=False)
        for position, row in enumerate(block, 1):
            who = row.leads + (f"\nPhối hợp: {row.partners}" if row.partners else "")
            texts = [str(position), row.text, row.basis, who, row.deadline, row.result, row.note]
            fill(add_row(table), COLUMNS, texts, size=_SIZE, centred=(0, 4))
    if not rows:
        line = table.add_row()
        write(line.cells[0].merge(line.cells[-1]).paragraphs[0], "Không có nhiệm vụ nào.", italic=True, size=_SIZE)
