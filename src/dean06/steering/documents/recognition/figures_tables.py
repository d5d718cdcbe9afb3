"""Tables of numbers: which rows are the header, what each column is, and one figure per numeric cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dean06.kernel.common.vietnamese import PrintedNumber, parse_number
from dean06.steering.documents.reading.blocks import Row, Source, Table
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import Figure

#: Read with diacritics: "Cộng" is a total, "Cổng Dịch vụ công" and "Công an" are not; nor is "Tổng đài".
_TOTAL = re.compile(
    r"^\W*(?:tổng(?!\s+(?:đài|công ty|cục|kho|đội|liên đoàn|lãnh))|cộng|"
    r"toàn (?:tỉnh|quốc|huyện|xã|ngành|phường|thành phố))\b",
    re.I,
)
_ORDINAL = re.compile(r"^(?:stt|tt|so tt|so thu tu|no)\.?$")
_MAX_FIGURES = 3000


@dataclass(frozen=True, slots=True)
class Cell:
    """A numeric cell as printed."""

    column: int
    number: PrintedNumber

    @property
    def value(self) -> Decimal:
        """The value; a percentage in per cent."""
        return self.number.value


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One body row: its ordinal, name and numeric cells by column."""

    row: Row
    ordinal: str
    name: str
    cells: dict[int, Cell]
    total: bool


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table with columns of numbers. ``titles`` are the column titles, merged headers written out."""

    table: Table
    titles: tuple[str, ...]
    rows: tuple[NumberRow, ...]
    name_column: int | None
    ordinal_column: int | None
    numeric: tuple[int, ...]


def number_table(table: Table) -> NumberTable | None:
    """Reads a table of numbers; ``None`` for tables of words."""
    if len(table.rows) < 2:
        return None
    width = max(len(row.cells) for row in table.rows)
    grid = [tuple(row.cells) + ("",) * (width - len(row.cells)) for row in table.rows]
    header = _header_size(grid)
    if header == 0 or header >= len(grid):
        return None
    titles = _titles(grid[:header], width)
    ordinal = next((i for i, title in enumerate(titles) if _ORDINAL.match(fold(title))), None)
    body = [
        (row, cells) for row, cells in zip(table.rows[header:], grid[header:], strict=True) if not _is_index_row(cells)
    ]
    if ordinal is None and width > 2 and _looks_ordinal([cells[0] for _, cells in body]):
        ordinal = 0
    numeric = tuple(
        column for column in range(width) if column != ordinal and _is_numeric([cells[column] for _, cells in body])
    )
    if not numeric:
        return None
    name = next(
        (
            column
            for column in range(width)
            if column != ordinal and column not in numeric and any(cells[column] for _, cells in body)
        ),
        None,
    )
    rows = []
    for row, cells in body:
        numbers = {}
        for column in numeric:
            number = read_cell(cells[column])
            if number is not None:
                numbers[column] = Cell(column, number)
        label = cells[name] if name is not None else ""
        first = next((cell for cell in cells if cell), "")
        if not numbers and not label:
            continue
        rows.append(
            NumberRow(
                row,
                cells[ordinal].strip() if ordinal is not None else "",
                (label or first).strip(),
                numbers,
                bool(_TOTAL.match(label)) or bool(_TOTAL.match(first)),
            )
        )
    return NumberTable(table, titles, tuple(rows), name, ordinal, numeric)


def read_cell(text: str) -> PrintedNumber | None:
    """The number that a cell consists of. ``-`` and empty cells are unknown, not 0."""
    stripped = text.strip().strip("*").strip()
    return parse_number(stripped) if stripped and stripped[0] in "0123456789-−" else None


def _header_size(grid: list[tuple[str, ...]]) -> int:
    """Rows before the first row that holds numbers and a name."""
    for index, cells in enumerate(grid[:8]):
        numbers = sum(1 for cell in cells if read_cell(cell) is not None)
        if _is_index_row(cells):
            continue
        if numbers and (numbers >= 2 or any(cell and read_cell(cell) is None for cell in cells)) and index:
            return index
        if index and _ORDINAL.match(fold(grid[0][0])) and re.fullmatch(r"(?:1|01|I|A)\.?", cells[0].strip()):
            return index
        filled = [cell for cell in cells if cell.strip()]
        if index and len(filled) == 1 and sum(1 for cell in grid[0] if cell.strip()) > 1:
            return index
    return 0


def _is_index_row(cells: tuple[str, ...]) -> bool:
    """The row ``(1) (2) (3)=(1)+(2)`` or ``1 2 3 4`` under a header."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 3:
        return False
    if all(re.fullmatch(r"\(?\d{1,2}\)?|[A-ZĐ]|\(?\d{1,2}\)?\s*=.*", cell) for cell in filled):
        digits = [int(re.sub(r"\D", "", cell.split("=")[0])) for cell in filled if re.search(r"\d", cell)]
        return (
            digits == sorted(digits)
            and len(set(digits)) == len(digits)
            and bool(digits)
            and digits[-1] - digits[0] == len(digits) - 1
        )
    return False


def _titles(header: list[tuple[str, ...]], width: int) -> tuple[str, ...]:
    """Column titles; a title over several columns is written before each of them."""
    titles: list[str] = []
    for column in range(width):
        parts: list[str] = []
        for level, cells in enumerate(header):
            if _is_index_row(cells):
                continue
            text = cells[column].strip()
            below = any(later[column].strip() for later in header[level + 1 :] if not _is_index_row(later))
            if not text and below and level == 0:
                left = column
                while left > 0 and not cells[left].strip():
                    left -= 1
                text = cells[left].strip()
            if text and text not in parts:
                parts.append(text)
        titles.append(" – ".join(parts))
    return tuple(titles)


def _looks_ordinal(cells: list[str]) -> bool:
    filled = [cell.strip().rstrip(".") for cell in cells if cell.strip()]
    return len(filled) >= 2 and all(
        re.fullmatch(r"\d{1,3}|[IVX]{1,5}|[A-Z]|[IVX\d]+(?:\.[\da-z]+)+", cell) for cell in filled
    )


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip() and cell.strip() not in ("-", "–", "—", "x", "X")]
    if not filled:
        return False
    numbers = sum(1 for cell in filled if read_cell(cell) is not None)
    return numbers >= 1 and numbers >= 0.6 * len(filled)


def table_figures(source: Source, claimed_lines: set[int]) -> list[Figure]:
    """One figure per numeric cell of the tables that no other rule has claimed."""
    figures: list[Figure] = []
    for table in source.tables():
        if sum(1 for row in table.rows if row.line in claimed_lines) * 2 >= len(table.rows):
            continue
        numbers = number_table(table)
        if numbers is None:
            continue
        for row in numbers.rows:
            for column, cell in row.cells.items():
                if len(figures) >= _MAX_FIGURES:
                    return figures
                percent = cell.number.percent or "%" in numbers.titles[column]
                figures.append(
                    Figure(
                        label=numbers.titles[column],
                        subject=row.name or None,
                        rate=cell.value if percent else None,
                        value=None if percent else cell.value,
                        unit="%" if percent else None,
                        line=row.row.line,
                        excerpt=" | ".join(cell_text for cell_text in row.row.cells if cell_text)[:200],
                    )
                )
    return figures
