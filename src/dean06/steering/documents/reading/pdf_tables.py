"""Tables of a PDF page from its ruling lines: the grid, merged cells, and which cell a letter stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: Points within which two coordinates are the same line.
TOLERANCE = 3.0
_MIN_CELL = 6.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line: ``at`` is its fixed coordinate, ``start``..``end`` its extent along the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


def edges_of_box(left: float, bottom: float, right: float, top: float, *, stroked: bool) -> list[Edge]:
    """The ruling lines a drawn path makes: a thin one is a line, a stroked box is its four sides."""
    width, height = right - left, top - bottom
    if height <= TOLERANCE and width >= _MIN_CELL:
        return [Edge(True, (top + bottom) / 2, left, right)]
    if width <= TOLERANCE and height >= _MIN_CELL:
        return [Edge(False, (left + right) / 2, bottom, top)]
    if stroked and width > _MIN_CELL and height > _MIN_CELL:
        return [
            Edge(True, top, left, right),
            Edge(True, bottom, left, right),
            Edge(False, left, bottom, top),
            Edge(False, right, bottom, top),
        ]
    return []


@dataclass(slots=True)
class Grid:
    """One ruled table: column bounds from left, row bounds from the top, and the merged cell of each field."""

    xs: list[float]
    ys: list[float]
    owner: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The (merged) cell that holds a point, ``None`` outside."""
        column = next((i for i in range(len(self.xs) - 1) if self.xs[i] <= x < self.xs[i + 1]), None)
        row = next((i for i in range(len(self.ys) - 1) if self.ys[i] >= y > self.ys[i + 1]), None)
        return self.owner[row, column] if row is not None and column is not None else None

    def spans(self, row: int) -> tuple[int, ...]:
        """Heights of the cells that begin in a row; empty when none is higher than one."""
        heights = []
        for column in range(len(self.xs) - 1):
            if self.owner[row, column] != (row, column):
                heights.append(1)
                continue
            height = 1
            while row + height < len(self.ys) - 1 and self.owner[row + height, column] == (row, column):
                height += 1
            heights.append(height)
        return tuple(heights) if any(height > 1 for height in heights) else ()


def find_grids(edges: Iterable[Edge]) -> list[Grid]:
    """The ruled tables of a page, from the top. A single frame around text is no table."""
    groups = _connected(_merged(list(edges)))
    grids = [grid for group in groups if (grid := _grid(group)) is not None]
    return sorted(grids, key=lambda grid: -grid.top)


def _merged(edges: list[Edge]) -> list[Edge]:
    """Pieces of one line joined (Word draws a border cell by cell)."""
    joined: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.horizontal, round(edge.at / TOLERANCE), edge.start)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.horizontal == edge.horizontal
            and abs(last.at - edge.at) <= TOLERANCE
            and edge.start <= last.end + TOLERANCE
        ):
            joined[-1] = Edge(last.horizontal, last.at, last.start, max(last.end, edge.end))
        else:
            joined.append(edge)
    return joined


def _cross(first: Edge, second: Edge) -> bool:
    if first.horizontal == second.horizontal:
        return False
    return (
        second.start - TOLERANCE <= first.at <= second.end + TOLERANCE
        and first.start - TOLERANCE <= second.at <= first.end + TOLERANCE
    )


def _connected(edges: list[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    rest = list(edges)
    while rest:
        group = [rest.pop()]
        queue = list(group)
        while queue:
            current = queue.pop()
            touching = [edge for edge in rest if _cross(current, edge)]
            rest = [edge for edge in rest if edge not in touching]
            group += touching
            queue += touching
        groups.append(group)
    return groups


def _positions(values: Iterable[float]) -> list[float]:
    positions: list[float] = []
    for value in sorted(values):
        if not positions or value - positions[-1] > TOLERANCE:
            positions.append(value)
    return positions


def _grid(edges: list[Edge]) -> Grid | None:
    xs = _positions(edge.at for edge in edges if not edge.horizontal)
    ys = _positions(edge.at for edge in edges if edge.horizontal)[::-1]
    if len(xs) < 3 or len(ys) < 2 or len(xs) > 60 or len(ys) > 2000:
        return None
    ys = _closed(ys, [edge for edge in edges if not edge.horizontal])
    grid = Grid(xs, ys)
    horizontal = [edge for edge in edges if edge.horizontal]
    vertical = [edge for edge in edges if not edge.horizontal]
    for row in range(len(ys) - 1):
        middle_y = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            middle_x = (xs[column] + xs[column + 1]) / 2
            owner = (row, column)
            if row and not _has(horizontal, ys[row], middle_x):
                owner = grid.owner[row - 1, column]
            elif column and not _has(vertical, xs[column], middle_y):
                owner = grid.owner[row, column - 1]
            grid.owner[row, column] = owner
    return grid


def _closed(ys: list[float], vertical: list[Edge]) -> list[float]:
    """A row that a page break cuts has no line at the cut; its upright lines run on and show where it ends."""
    top, bottom = max(edge.end for edge in vertical), min(edge.start for edge in vertical)
    if sum(1 for edge in vertical if edge.end > ys[0] + _MIN_CELL) >= 2:
        ys = [top, *ys]
    if sum(1 for edge in vertical if edge.start < ys[-1] - _MIN_CELL) >= 2:
        ys = [*ys, bottom]
    return ys


def _has(edges: list[Edge], at: float, along: float) -> bool:
    return any(abs(edge.at - at) <= TOLERANCE and edge.start - 1 <= along <= edge.end + 1 for edge in edges)
