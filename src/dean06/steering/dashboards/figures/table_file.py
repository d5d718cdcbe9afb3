"""PRIVATE. The matrix as a spreadsheet: numerator, denominator and rate of every figure, so that sums stay possible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dean06.kernel.common.spreadsheets import table_workbook
from dean06.steering.dashboards.figures.matrix import Matrix
from dean06.steering.dashboards.rules import writing


def matrix_file(found: Matrix) -> bytes:
    """One row a unit and indicator; an empty cell is "no value", which is not 0."""
    columns = [
        ("Đơn vị", 30),
        ("Mã chỉ tiêu", 14),
        ("Chỉ tiêu", 50),
        ("Kỳ", 18),
        ("Tử số", 16),
        ("Mẫu số", 16),
        ("Tỷ lệ (%)", 12),
        ("Mục tiêu", 16),
        ("Đánh giá", 18),
        ("Tạm tính", 10),
    ]
    title = f"Chỉ tiêu theo đơn vị, {found.level.label.lower()}, {found.period.label.lower()}"
    return table_workbook(title, columns, _rows(found), sheet="Chỉ tiêu")


def _rows(found: Matrix) -> Iterator[list[Any]]:
    for unit in found.units:
        for figure in found.row(unit):
            pair = figure.pair
            rate = None if pair is None or pair.rate is None else float(writing.rounded(pair.rate * 100))
            yield [
                unit.name,
                figure.ref.code,
                figure.ref.name,
                figure.period.label,
                None if pair is None else pair.numerator,
                None if pair is None else pair.denominator,
                rate,
                figure.target_text,
                figure.verdict.label,
                "tạm tính" if figure.cell.provisional and pair is not None else "",
            ]
