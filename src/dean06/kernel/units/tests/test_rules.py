"""Tile grids and outlines."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.units import rules

places = st.dictionaries(
    st.text("0123456789", min_size=5, max_size=5),
    st.tuples(st.floats(102, 110), st.floats(8, 23)),
    max_size=40,
)


@settings(deadline=None)  # the machine may be busy
@given(places)
def test_no_two_units_share_a_square_and_none_is_lost(centroids: dict[str, tuple[float, float]]) -> None:
    grid = rules.tile_grid(centroids)
    assert grid.keys() == centroids.keys()
    assert len(set(grid.values())) == len(centroids)
    assert all(column >= 0 and row >= 0 for column, row in grid.values())


@settings(deadline=None)  # the machine may be busy
@given(places)
def test_the_grid_does_not_depend_on_the_order_of_the_units(centroids: dict[str, tuple[float, float]]) -> None:
    backwards = dict(reversed(list(centroids.items())))
    assert rules.tile_grid(centroids) == rules.tile_grid(backwards)


def test_units_at_one_place_still_get_squares_of_their_own() -> None:
    grid = rules.tile_grid({str(number): (105.0, 18.0) for number in range(9)})
    assert len(set(grid.values())) == 9


def test_four_corners_keep_their_directions() -> None:
    grid = rules.tile_grid({"nw": (105.0, 19.0), "ne": (106.0, 19.0), "sw": (105.0, 18.0), "se": (106.0, 18.0)})
    assert grid["nw"][0] < grid["ne"][0]
    assert grid["nw"][1] < grid["sw"][1]
    assert grid["se"][0] == grid["ne"][0]
    assert grid["se"][1] == grid["sw"][1]


def test_simplifying_keeps_corners_and_drops_what_lies_on_the_line() -> None:
    square = [(0.0, 0.0), (0.5, 0.00001), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert rules.simplify_ring(square, 0.001) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.floats(105, 106), st.floats(18, 19)), min_size=3, max_size=60), st.floats(0.0001, 0.1))
def test_a_simplified_ring_stays_closed_and_starts_where_it_did(points: list, tolerance: float) -> None:
    ring = [*points, points[0]]
    simple = rules.simplify_ring(ring, tolerance)
    assert simple[0] == simple[-1] == ring[0]
    assert set(simple) <= set(ring)


def test_an_outline_is_drawn_north_up_with_true_proportions() -> None:
    square = {"type": "Polygon", "coordinates": [[[105, 18], [106, 18], [106, 19], [105, 19], [105, 18]]]}
    outline = rules.svg_outline(square, size=100)
    width = 100 * math.cos(math.radians(18.5))
    assert outline.path == f"M0.0,100.0L{width:.1f},100.0L{width:.1f},0.0L0.0,0.0L0.0,100.0Z"
    assert outline.view_box == f"-4 -4 {width + 8:.1f} 108.0"


def test_holes_and_islands_are_rings_of_one_drawing() -> None:
    ring = [[105, 18], [106, 18], [106, 19], [105, 18]]
    hole = [[105.5, 18.2], [105.6, 18.2], [105.6, 18.3], [105.5, 18.2]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring, hole], [ring]]}
    assert rules.svg_outline(geometry).path.count("Z") == 3


def test_neighbours_share_their_border_on_one_map() -> None:
    west = {"type": "Polygon", "coordinates": [[[105, 18], [106, 18], [106, 19], [105, 19], [105, 18]]]}
    east = {"type": "Polygon", "coordinates": [[[106, 18], [107, 18], [107, 19], [106, 19], [106, 18]]]}
    drawn = rules.svg_map({"west": west, "east": east}, size=200)
    border = {"100,105", "100,0"}
    assert border <= set(drawn.paths["west"].strip("MZ").split("L"))
    assert border <= set(drawn.paths["east"].strip("MZ").split("L"))
    assert drawn.view_box == "-4 -4 208 113"
    assert rules.svg_map({}).paths == {}


def test_area_by_shoelace() -> None:
    assert rules.ring_area([(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0), (0.0, 0.0)]) == 2.0
