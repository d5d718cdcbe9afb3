"""What the columns of a table are: percentages, counts, and which column is a share or a sum of others.

Most tables do not say "(6) = (5)/(4)". The relation is found in the rows: when it holds in nearly all of them, the row
in which it does not hold is the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, permutations

from dean06.kernel.common.vietnamese import PrintedNumber
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_tables import Cell, NumberRow, NumberTable
from dean06.steering.documents.recognition.figures_words import fold

_RATE_TITLE = re.compile(r"%|ty le|ti le|ty trong|dat ke hoach|so voi ke hoach|tang truong|hoan thanh")
_GROWTH_TITLE = re.compile(r"tang|giam|so voi|cung ky|tang truong")
_MAX_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class RateColumn:
    """``rate`` = ``part`` / ``whole`` in per cent (or its growth over ``whole`` when ``growth``)."""

    rate: int
    part: int
    whole: int
    growth: bool
    fraction: bool
    #: ``part`` is what is missing: on time = (settled − late) / settled.
    complement: bool = False


@dataclass(frozen=True, slots=True)
class SumColumn:
    """``total`` = sum of ``parts``."""

    total: int
    parts: tuple[int, ...]


def is_rate(table: NumberTable, column: int) -> bool:
    """Whether the column holds percentages."""
    cells = [row.cells[column] for row in table.rows if column in row.cells]
    return any(cell.number.percent for cell in cells) or bool(_RATE_TITLE.search(fold(own_title(table, column))))


def own_title(table: NumberTable, column: int) -> str:
    """The column's own title, without the title of the columns' group."""
    return table.titles[column].split(" – ")[-1]


def rate_columns(table: NumberTable) -> Iterator[RateColumn]:
    """The percentage columns whose counts are in the same table."""
    columns = table.numeric[:_MAX_COLUMNS]
    for rate in columns:
        if not is_rate(table, rate):
            continue
        best: tuple[float, int, RateColumn] | None = None
        others = [column for column in columns if column != rate and not is_rate(table, column)]
        for part, whole in permutations(others, 2):
            for growth, complement in ((False, False), (True, False), (False, True)):
                relation = RateColumn(rate, part, whole, growth, False, complement)
                score = _score(table, relation)
                if score is None:
                    continue
                near = -abs(rate - part) - abs(rate - whole)
                candidate = (score, near, relation)
                if best is None or candidate[:2] > best[:2]:
                    best = candidate
        if best is not None:
            yield best[2]


def _score(table: NumberTable, relation: RateColumn) -> float | None:
    fitting = telling = usable = 0
    for row in table.rows:
        result = judge_rate(row, relation)
        if result is None:
            continue
        usable += 1
        if result is not Agreement.OFF:
            fitting += 1
            value = row.cells[relation.rate].value
            telling += value not in (0, 100)
    if usable < 3 or telling < 2 or fitting < 3 or fitting < 0.6 * usable:
        return None
    return fitting / usable


def judge_rate(row: NumberRow, relation: RateColumn) -> Agreement | None:
    """How the row's percentage agrees with its counts; ``None`` when one of them is missing."""
    cells = row.cells
    if relation.rate not in cells or relation.part not in cells or relation.whole not in cells:
        return None
    part, whole = cells[relation.part].value, cells[relation.whole].value
    if whole <= 0:
        return None
    if relation.growth:
        part -= whole
    if relation.complement:
        part = whole - part
    return agreement(part, whole, as_quantity(cells[relation.rate].number))


def as_quantity(number: PrintedNumber) -> Quantity:
    """A cell's number as a quantity in per cent."""
    return Quantity(0, 0, number.text, number.value, number.decimals, number.half_step, True, None)


def sum_columns(table: NumberTable) -> Iterator[SumColumn]:
    """Columns that are the sum of two or more other columns in nearly all rows: at most one sum of the columns before
    them and one of the columns after (``tồn + tiếp nhận = tổng = đã giải quyết + đang giải quyết``)."""
    columns = [column for column in table.numeric[:_MAX_COLUMNS] if not is_rate(table, column)]
    for total in columns:
        best: dict[str, tuple[float, int, SumColumn]] = {}
        changes: list[SumColumn] = []
        for relation in _candidates(total, columns):
            score = _sum_score(table, relation)
            if score is None:
                continue
            side = _side(relation)
            if side == "around" and any(_GROWTH_TITLE.search(fold(own_title(table, part))) for part in relation.parts):
                # "this month = last month + change": a table may compare with several earlier periods.
                changes.append(relation)
                continue
            if side not in best or (score, len(relation.parts)) > best[side][:2]:
                best[side] = (score, len(relation.parts), relation)
        if len(best) > 1:
            best.pop("around", None)
        for _, _, relation in best.values():
            yield relation
        yield from changes


def _side(relation: SumColumn) -> str:
    if all(part < relation.total for part in relation.parts):
        return "before"
    return "after" if all(part > relation.total for part in relation.parts) else "around"


def _candidates(total: int, columns: list[int]) -> Iterator[SumColumn]:
    position = columns.index(total)
    for size in range(2, 7):
        after = columns[position + 1 : position + 1 + size]
        if len(after) == size:
            yield SumColumn(total, tuple(after))
        before = columns[max(0, position - size) : position]
        if len(before) == size:
            yield SumColumn(total, tuple(before))
    if len(columns) <= 9:
        for pair in combinations([column for column in columns if column != total], 2):
            yield SumColumn(total, pair)


def _sum_score(table: NumberTable, relation: SumColumn) -> float | None:
    fitting = telling = usable = 0
    for row in table.rows:
        result = judge_sum(row, relation)
        if result is None:
            continue
        usable += 1
        if result == 0:
            fitting += 1
            telling += sum(1 for column in relation.parts if value_of(row, column)) >= 2
    if usable < 3 or telling < 2 or fitting < 3 or fitting < 0.7 * usable:
        return None
    return fitting / usable


def judge_sum(row: NumberRow, relation: SumColumn) -> Decimal | None:
    """Sum of the parts less the total; blanks count as nothing, but a row needs its total and one part."""
    if relation.total not in row.cells or not any(column in row.cells for column in relation.parts):
        return None
    if any(not _blank_or_number(row, column) for column in relation.parts):
        return None
    cells = [row.cells[column] for column in (*relation.parts, relation.total) if column in row.cells]
    gap = sum((value_of(row, column) for column in relation.parts), Decimal(0)) - row.cells[relation.total].value
    return Decimal(0) if abs(gap) <= rounding_room(cells) else gap


def rounding_room(cells: list[Cell]) -> Decimal:
    """How far a sum may be off because amounts with decimals were rounded."""
    if all(cell.number.decimals == 0 for cell in cells):
        return Decimal(0)
    return sum((cell.number.half_step for cell in cells), Decimal(0))


def value_of(row: NumberRow, column: int) -> Decimal:
    """The value of a cell, 0 when it is blank."""
    return row.cells[column].value if column in row.cells else Decimal(0)


def _blank_or_number(row: NumberRow, column: int) -> bool:
    if column in row.cells:
        return True
    text = row.row.cells[column].strip() if column < len(row.row.cells) else ""
    return text in ("", "-", "–", "—")
