"""Rule: the total row of a table is the sum of its rows; a row with sub-rows (1 → 1.1, 1.2) is their sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import cell_place, sum_relation, with_relation
from dean06.steering.documents.checking.table_columns import is_rate, own_title, rounding_room, value_of
from dean06.steering.documents.checking.wording import mistyped, number
from dean06.steering.documents.recognition.figures_tables import NumberRow, NumberTable
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import Finding, Severity

_NOT_ADDED = re.compile(
    r"binh quan|trung binh|xep hang|xep thu|thu hang|nam sinh|ty gia|don gia|lai suat|gia\b|%|ty le"
)
_GROUP = re.compile(r"[IVX]{1,5}|[A-Z]")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Totals of all tables of numbers."""
    for table in evidence.tables:
        columns = [
            column
            for column in table.numeric
            if not is_rate(table, column) and not _NOT_ADDED.search(fold(own_title(table, column)))
        ]
        yield from _totals(table, columns)
        yield from _sub_rows(table, columns)


def _totals(table: NumberTable, columns: Sequence[int]) -> Iterator[Finding]:
    rows = table.rows
    totals = [index for index, row in enumerate(rows) if row.total and row.cells]
    for index in totals:
        choices = _choices(rows, index, totals)
        if index + 1 < len(rows) and fold(rows[index + 1].name).startswith("trong do"):
            # "Tổng số lao động", "Trong đó: nữ", …: what follows is picked out of the total.
            choices = [choice for choice in choices if max(choice) < index]
        if not choices:
            continue
        wrong: list[tuple[int, Decimal, Decimal, list[NumberRow]]] = []
        right = 0
        for column in columns:
            cell = rows[index].cells.get(column)
            if cell is None:
                continue
            if _is_average(rows, index, column, totals):
                continue
            sums = [_sum(table, choice, column) for choice in choices]
            room = max(
                rounding_room([rows[i].cells[column] for i in choice if column in rows[i].cells] + [cell])
                for choice in choices
            )
            if any(abs(total - cell.value) <= room for total in sums):
                right += 1
            elif any(total for total in sums):
                nearest = min(range(len(sums)), key=lambda i: abs(sums[i] - cell.value))
                wrong.append((column, cell.value, sums[nearest], [rows[i] for i in choices[nearest]]))
        for column, printed, computed, added in wrong:
            close = abs(printed - computed) <= max(abs(printed), abs(computed)) / 5
            sure = right >= len(wrong) or (mistyped(printed, computed) is not None)
            if right + len(wrong) == 1:
                near = abs(printed - computed) * 20 <= max(abs(printed), abs(computed))
                sure = sure or near
            if sure and (close or right >= 2):
                yield _report(table, rows[index], column, printed, computed, added)


def _is_average(rows: Sequence[NumberRow], index: int, column: int, totals: Sequence[int]) -> bool:
    """Whether the total row holds an average (pupils per class), which lies between the values of the rows."""
    values = [row.cells[column].value for i, row in enumerate(rows) if i not in totals and column in row.cells]
    printed = rows[index].cells[column].value
    return len(values) >= 3 and min(values) > 0 and min(values) < printed < max(values) and printed * 2 < sum(values)


def _choices(rows: Sequence[NumberRow], index: int, totals: Sequence[int]) -> list[list[int]]:
    """The sets of rows that a total row may be the sum of."""
    body = [i for i in range(len(rows)) if i not in totals]
    before = [i for i in body if i < index]
    after = [i for i in body if i > index]
    last_total = max((i for i in totals if i < index), default=-1)
    choices: list[list[int]] = []
    for span in (before, [i for i in before if i > last_total], after, body):
        if len(span) < 2:
            continue
        groups = [i for i in span if _GROUP.fullmatch(rows[i].ordinal.rstrip("."))]
        leaves = [i for i in span if i not in groups]
        top = [i for i in span if "." not in rows[i].ordinal.rstrip(".") and rows[i].ordinal not in ("-", "+")]
        for choice in (span, groups, leaves, top):
            if len(choice) >= 2 and choice not in choices:
                choices.append(choice)
    earlier = [i for i in totals if i < index]
    if len(earlier) >= 2:
        choices.append(earlier)
    return choices


def _sum(table: NumberTable, choice: Sequence[int], column: int) -> Decimal:
    return sum((value_of(table.rows[i], column) for i in choice), Decimal(0))


def _sub_rows(table: NumberTable, columns: Sequence[int]) -> Iterator[Finding]:
    """A numbered row and the rows numbered under it; only where the other such rows or columns do add up."""
    checks: list[tuple[NumberRow, int, Decimal, Decimal, list[NumberRow]]] = []
    fitting = 0
    for parent, children in _families(table.rows):
        if len(children) < 2:
            continue
        for column in columns:
            cell = parent.cells.get(column)
            if cell is None or not any(column in child.cells for child in children):
                continue
            total = sum((value_of(child, column) for child in children), Decimal(0))
            room = rounding_room([child.cells[column] for child in children if column in child.cells] + [cell])
            if abs(total - cell.value) <= room:
                fitting += 1
            else:
                checks.append((parent, column, cell.value, total, children))
    for parent, column, printed, computed, children in checks:
        if fitting >= 2 * len(checks) or (fitting >= len(checks) and mistyped(printed, computed)):
            yield _report(table, parent, column, printed, computed, children)


def _families(rows: Sequence[NumberRow]) -> Iterator[tuple[NumberRow, list[NumberRow]]]:
    """``1`` with ``1.1, 1.2, …``; ``I`` with the ``1, 2, …`` that follow it."""
    by_ordinal = {row.ordinal.rstrip("."): row for row in rows if row.ordinal}
    for key, parent in by_ordinal.items():
        dotted = [
            row
            for other, row in by_ordinal.items()
            if other.startswith(key + ".") and other.count(".") == key.count(".") + 1
        ]
        if dotted:
            yield parent, dotted
    group: NumberRow | None = None
    members: list[NumberRow] = []
    for row in rows:
        ordinal = row.ordinal.rstrip(".")
        if _GROUP.fullmatch(ordinal) or row.total:
            if group is not None and members:
                yield group, members
            group, members = (None if row.total else row), []
        elif group is not None and ordinal.isdigit() and int(ordinal) == len(members) + 1:
            members.append(row)
    if group is not None and members:
        yield group, members


def _report(
    table: NumberTable, row: NumberRow, column: int, printed: Decimal, computed: Decimal, added: Sequence[NumberRow]
) -> Finding:
    how = mistyped(printed, computed)
    gap = printed - computed
    message = (
        f"Cột “{own_title(table, column)}”: các dòng cộng lại là {number(computed)}, nhưng dòng “{row.name[:60]}” ghi "
        f"{number(printed)} ({'thừa' if gap > 0 else 'thiếu'} {number(abs(gap))})"
        + (f"; có thể gõ {how}." if how else ".")
    )
    text = " | ".join(cell for cell in row.row.cells if cell)
    found = Finding("table_total", Severity.ERROR, message, row.row.line, text[:240], number(printed), number(computed))
    parts = {cell_place(part, column): value_of(part, column) for part in added}
    return with_relation(found, sum_relation((cell_place(row, column), printed), parts))
