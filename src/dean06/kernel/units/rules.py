"""Pure geometry: tile grids from centroids, outlines simplified and drawn. The same result every time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

#: A grid with about this many cells per unit keeps the shape of a province and leaves little empty.
_CELLS_PER_UNIT = 2.1


def tile_grid(centroids: Mapping[str, Point]) -> dict[str, tuple[int, int]]:
    """Place units on a grid of squares: code → (column, row), row 0 in the north, no two on one square.

    ``centroids`` maps codes to (longitude, latitude) in degrees. Every unit starts on the free square nearest to its
    place; then squares are exchanged as long as that brings units closer to their places on the whole.
    """
    return dict(_grid(tuple(sorted(centroids.items())))) if centroids else {}


@lru_cache(maxsize=16)
def _grid(centroids: tuple[tuple[str, Point], ...]) -> Mapping[str, tuple[int, int]]:
    """Kept: the same places give the same squares, and exchanging takes a while."""
    codes = [code for code, _ in centroids]
    places, columns, rows = _scaled([place for _, place in centroids])
    squares = _nearest_free(places, columns, rows)
    _exchange(places, squares, columns, rows)
    left, top = min(column for column, _ in squares), min(row for _, row in squares)
    return {code: (column - left, row - top) for code, (column, row) in zip(codes, squares, strict=True)}


def _scaled(points: Sequence[Point]) -> tuple[list[Point], int, int]:
    """Places in units of one square, y southwards, and the number of columns and rows."""
    middle = sum(latitude for _, latitude in points) / len(points)
    flat = [(longitude * math.cos(math.radians(middle)), -latitude) for longitude, latitude in points]
    west, north = min(x for x, _ in flat), min(y for _, y in flat)
    width, height = max(x for x, _ in flat) - west, max(y for _, y in flat) - north
    longer = max(width, height) or 1.0
    area = max(width, longer / len(points)) * max(height, longer / len(points))
    side = math.sqrt(area / (_CELLS_PER_UNIT * len(points))) or 1.0
    columns, rows = math.floor(width / side) + 1, math.floor(height / side) + 1
    while columns * rows < len(points):
        columns, rows = columns + 1, rows + 1
    return [((x - west) / side, (y - north) / side) for x, y in flat], columns, rows


def _nearest_free(places: Sequence[Point], columns: int, rows: int) -> list[tuple[int, int]]:
    free = {(column, row) for column in range(columns) for row in range(rows)}
    squares: list[tuple[int, int]] = [(0, 0)] * len(places)
    # From the outside in: units at the edge have the fewest squares to choose from.
    centre = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
    order = sorted(range(len(places)), key=lambda index: (-_squared(places[index], centre), index))
    for index in order:
        best = min(free, key=lambda square: (_squared(places[index], square), square))
        squares[index] = best
        free.remove(best)
    return squares


def _exchange(places: Sequence[Point], squares: list[tuple[int, int]], columns: int, rows: int) -> None:
    """Swap two units, or move one to a free square, while the sum of squared distances falls (bounded rounds)."""
    for _ in range(20):
        better = False
        taken = {square: index for index, square in enumerate(squares)}
        for index, place in enumerate(places):
            for square in ((column, row) for column in range(columns) for row in range(rows)):
                here, other = squares[index], taken.get(square)
                if square == here:
                    continue
                gain = _squared(place, here) - _squared(place, square)
                if other is not None:
                    gain += _squared(places[other], square) - _squared(places[other], here)
                if gain > 1e-9:
                    better = True
                    squares[index] = square
                    taken[square] = index
                    if other is None:
                        del taken[here]
                    else:
                        squares[other] = here
                        taken[here] = other
        if not better:
            return


def _squared(a: Point, b: tuple[float, float]) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


@dataclass(frozen=True, slots=True)
class Outline:
    """An SVG drawing of a geometry: ``view_box`` and path data."""

    view_box: str
    path: str


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """All rings of a GeoJSON Polygon or MultiPolygon, holes included, in file order."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]


def svg_outline(geometry: Mapping[str, Any], size: int = 320) -> Outline:
    """Draw the geometry into a box whose longer side is ``size``, north up, with true proportions at its latitude."""
    rings = rings_of(geometry)
    west, south, east, north = bounds(rings)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = size / max((east - west) * shrink, north - south)
    parts = []
    for ring in rings:
        points = [f"{(x - west) * shrink * scale:.1f},{(north - y) * scale:.1f}" for x, y in ring]
        parts.append("M" + "L".join(points) + "Z")
    width, height = (east - west) * shrink * scale, (north - south) * scale
    return Outline(f"-4 -4 {width + 8:.1f} {height + 8:.1f}", "".join(parts))


@dataclass(frozen=True, slots=True)
class AreaMap:
    """Several geometries in one drawing: the common ``view_box`` and path data by key."""

    view_box: str
    paths: Mapping[str, str]


def svg_map(geometries: Mapping[str, Mapping[str, Any]], size: int = 640) -> AreaMap:
    """Draw geometries that lie beside each other into one box whose longer side is ``size``, north up.

    What is finer than the whole numbers of the drawing is left out, so that a province stays a light page.
    """
    rings = {key: rings_of(geometry) for key, geometry in geometries.items()}
    everything = [ring for one in rings.values() for ring in one]
    if not everything:
        return AreaMap(f"0 0 {size} {size}", {})
    west, south, east, north = bounds(everything)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = size / (max((east - west) * shrink, north - south) or 1e-9)
    paths = {}
    for key, own in rings.items():
        parts = []
        for ring in own:
            points = [
                f"{(x - west) * shrink * scale:.0f},{(north - y) * scale:.0f}"
                for x, y in simplify_ring(ring, 0.5 / scale)
            ]
            parts.append("M" + "L".join(point for point, _ in groupby(points)) + "Z")
        paths[key] = "".join(parts)
    width, height = (east - west) * shrink * scale, (north - south) * scale
    return AreaMap(f"-4 -4 {width + 8:.0f} {height + 8:.0f}", paths)


def bounds(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    """(west, south, east, north) in degrees."""
    points = [point for ring in rings for point in ring]
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def ring_area(ring: Ring) -> float:
    """Absolute area enclosed, in square degrees (shoelace formula)."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def simplify_ring(ring: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker on a closed ring: no dropped point lies farther than ``tolerance`` degrees from the line."""
    if len(ring) <= 4:
        return ring
    # A closed ring has no ends: cut it at the point farthest from its start.
    far = max(range(len(ring)), key=lambda index: _squared(ring[index], ring[0]))
    if far in (0, len(ring) - 1):
        return ring
    first, second = _simplify(ring[: far + 1], tolerance), _simplify(ring[far:], tolerance)
    result = first[:-1] + second
    return result if len(result) >= 4 else ring


def _simplify(line: Ring, tolerance: float) -> Ring:
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        start, end = stack.pop()
        if end - start < 2:
            continue
        index, distance = max(
            ((i, _distance(line[i], line[start], line[end])) for i in range(start + 1, end)), key=lambda pair: pair[1]
        )
        if distance > tolerance:
            keep.add(index)
            stack += [(start, index), (index, end)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment."""
    length = _squared(start, end)
    if length == 0:
        return math.sqrt(_squared(point, start))
    share = ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) / length
    share = min(1.0, max(0.0, share))
    foot = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
    return math.sqrt(_squared(point, foot))
