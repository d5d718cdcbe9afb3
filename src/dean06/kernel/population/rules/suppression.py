"""Small counts are hidden so that nobody is recognised, and with them enough others that none can be computed back.

The table: rows (units) × columns (ages of a sex…), in blocks whose row sums are published, with column totals
published. Rows with a block sum below the threshold are hidden whole. In the others a hidden cell is safe if, seen by
a reader who knows the published sums and that no hidden cell is zero, it may have another value. Hidden cells of a
block with fixed sums form a network: a cell may change exactly when a cycle of hidden cells runs through it, along
which one unit of count can be shifted; that is decided exactly, not by rule of thumb. Hiding more never makes a safe
cell unsafe.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Row = Hashable
Column = Hashable
Counts = Mapping[Row, Mapping[Column, int]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown: whole rows, and single cells of the others. Everything else is published."""

    rows: frozenset[Row]
    cells: frozenset[tuple[Row, Column]]

    def hides(self, row: Row, column: Column) -> bool:
        """True where the cell is not shown."""
        return row in self.rows or (row, column) in self.cells


def is_small(count: int, threshold: int) -> bool:
    """A count that may point to persons: not zero, below the threshold."""
    return 0 < count < threshold


def suppress(counts: Counts, blocks: Sequence[Sequence[Column]], threshold: int) -> Hidden:
    """Which rows and cells of ``counts`` to hide. ``blocks`` part the columns; missing cells are zero.

    Published beside the cells shown: the sum of each block of each row not hidden, and every column's total.
    """
    rows = sorted(counts, key=repr)
    out = {row for row in rows if any(is_small(_sum(counts[row], block), threshold) for block in blocks)}
    out = _join_lonely(out, rows, counts, blocks)
    while True:
        shown = [row for row in rows if row not in out]
        cells: set[tuple[Row, Column]] = set()
        helpless: set[Row] = set()
        for block in blocks:
            hidden, stuck = _suppress_block(counts, shown, block, threshold)
            cells |= hidden
            helpless |= stuck
        if not helpless:
            return Hidden(frozenset(out), frozenset(cells))
        out = _join_lonely(out | helpless, rows, counts, blocks)


def _sum(cells: Mapping[Column, int], block: Sequence[Column]) -> int:
    return sum(cells.get(column, 0) for column in block)


def _join_lonely(out: set[Row], rows: Sequence[Row], counts: Counts, blocks: Sequence[Sequence[Column]]) -> set[Row]:
    """A row hidden alone would be the column totals less the rows shown: the smallest other row is hidden with it."""
    others = [row for row in rows if row not in out]
    if len(out) == 1 and others:
        smallest = min(others, key=lambda row: (sum(_sum(counts[row], block) for block in blocks), repr(row)))
        return out | {smallest}
    return out


def _suppress_block(
    counts: Counts, rows: Sequence[Row], block: Sequence[Column], threshold: int
) -> tuple[set[tuple[Row, Column]], set[Row]]:
    """Hidden cells of one block, and rows with a small cell that no hiding of cells can protect."""
    cells = {(row, column): counts[row].get(column, 0) for row in rows for column in block}
    hidden = {cell for cell, count in cells.items() if is_small(count, threshold)}
    stuck: set[Row] = set()
    for cell in sorted(hidden, key=lambda one: (cells[one], repr(one))):
        cycle = _cheapest_cycle(cells, hidden, cell, rows, block)
        if cycle is None:
            stuck.add(cell[0])
        else:
            hidden |= cycle
    return hidden, stuck


def _cheapest_cycle(
    cells: Mapping[tuple[Row, Column], int],
    hidden: set[tuple[Row, Column]],
    cell: tuple[Row, Column],
    rows: Sequence[Row],
    block: Sequence[Column],
) -> set[tuple[Row, Column]] | None:
    """Cells of a cycle through ``cell`` along which one can be shifted, hiding as little as possible; ``None``: none.

    Going from a row to a column a cell grows, going back it shrinks, and it must not become zero. ``cell`` grows, or
    shrinks where it may.
    """
    row, column = cell
    ways = [_path(cells, hidden, cell, rows, block, ("column", column), ("row", row))]
    if cells[cell] > 1:
        ways.append(_path(cells, hidden, cell, rows, block, ("row", row), ("column", column)))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _path(
    cells: Mapping[tuple[Row, Column], int],
    hidden: set[tuple[Row, Column]],
    without: tuple[Row, Column],
    rows: Sequence[Row],
    block: Sequence[Column],
    start: tuple[str, Hashable],
    end: tuple[str, Hashable],
) -> tuple[int, set[tuple[Row, Column]]] | None:
    """The cheapest way from ``start`` to ``end``: rows lead to columns by growing cells, back by shrinking ones."""
    best = {start: 0}
    came: dict[tuple[str, Hashable], tuple[tuple[str, Hashable], tuple[Row, Column]]] = {}
    queue: list[tuple[int, int, tuple[str, Hashable]]] = [(0, 0, start)]
    counter = 0
    while queue:
        cost, _, node = heapq.heappop(queue)
        if node == end:
            return cost, _walk_back(came, start, end)
        if cost > best[node]:
            continue
        kind, name = node
        for other in block if kind == "row" else rows:
            cell = (name, other) if kind == "row" else (other, name)
            count = cells[cell]
            # A zero is published as zero. A shrinking cell keeps at least one.
            if cell == without or count == 0 or (kind == "column" and count < 2):
                continue
            target = ("column" if kind == "row" else "row", other)
            total = cost + (0 if cell in hidden else count)
            if total < best.get(target, total + 1):
                best[target] = total
                came[target] = (node, cell)
                counter += 1
                heapq.heappush(queue, (total, counter, target))
    return None


def _walk_back(
    came: Mapping[tuple[str, Hashable], tuple[tuple[str, Hashable], tuple[Row, Column]]],
    start: tuple[str, Hashable],
    end: tuple[str, Hashable],
) -> set[tuple[Row, Column]]:
    found = set()
    node = end
    while node != start:
        node, cell = came[node]
        found.add(cell)
    return found
