"""A tile grid from points: each unit gets one square, as near as possible to where it lies on the map."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

#: Squares offered per unit: some must stay empty so that the outline of the province can be seen.
SPARE = 1.5


def assign(points: Mapping[Key, tuple[float, float]]) -> dict[Key, tuple[int, int]]:
    """``{key: (longitude, latitude)}`` to ``{key: (column, row)}``, rows counted from the north, both from 0.

    The sum of squared distances between points and squares is the least possible (assignment problem), so
    neighbours stay neighbours. The same points always give the same grid. Meant for a few hundred units: the work
    grows with the cube of their number; keep the result.
    """
    if not points:
        return {}
    keys = sorted(points, key=str)
    places = _flatten([points[key] for key in keys])
    squares = _squares(places)
    cost = [[(x - column) ** 2 + (y - row) ** 2 for column, row in squares] for x, y in places]
    chosen = [squares[index] for index in _cheapest(cost)]
    left, top = min(column for column, _ in chosen), min(row for _, row in chosen)
    return {key: (column - left, row - top) for key, (column, row) in zip(keys, chosen, strict=True)}


def _flatten(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Degrees to the unit of one square: scaled so that the points' box holds ``SPARE`` squares per point."""
    shrink = math.cos(math.radians(sum(latitude for _, latitude in points) / len(points)))
    flat = [(longitude * shrink, -latitude) for longitude, latitude in points]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    width = (max(x for x, _ in flat) - left) or 1e-9
    height = (max(y for _, y in flat) - top) or 1e-9
    side = math.sqrt(width * height / (SPARE * len(points))) or 1e-9
    # A row of points has a box without area: one square per point along it.
    side = max(side, max(width, height) / (SPARE * len(points)))
    return [((x - left) / side, (y - top) / side) for x, y in flat]


def _squares(places: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    columns, rows = (math.ceil(max(place[axis] for place in places)) + 1 for axis in (0, 1))
    while columns * rows < len(places):
        columns += 1
    return [(column, row) for row in range(rows) for column in range(columns)]


def _cheapest(cost: Sequence[Sequence[float]]) -> list[int]:
    """Column chosen for each row, all different, of least total cost (Hungarian method with potentials)."""
    rows, columns = len(cost), len(cost[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of, came_from = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, seen = [math.inf] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            seen[column] = True
            here, delta, following = row_of[column], math.inf, 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                reduced = cost[here - 1][other - 1] - row_potential[here] - column_potential[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < delta:
                    delta, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_potential[row_of[other]] += delta
                    column_potential[other] -= delta
                else:
                    least[other] -= delta
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    answer = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            answer[row_of[column] - 1] = column - 1
    return answer
