"""Marks draw what the figures say: no line over gaps, no zero for a missing figure, neighbours stay neighbours."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.design import marks, tiles

figures = st.one_of(st.none(), st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))


def test_a_missing_month_breaks_the_line() -> None:
    layout = marks.sparkline_layout([1, 2, None, 3, 4])
    assert len(layout["segments"]) == 2
    assert layout["last_text"] == "4"


def test_no_figures_at_all_are_words() -> None:
    assert marks.sparkline_layout([])["words"] == "chưa có số liệu"
    assert marks.trend_layout([{"label": "T1", "value": None}])["words"] == "chưa có số liệu"


def test_a_missing_figure_is_not_zero() -> None:
    (row,) = marks.bar_layout([{"label": "Xã Mẫu", "value": None}], 100)
    assert row["shown"] == "chưa có"


def test_a_bar_never_leaves_its_track() -> None:
    rows = marks.bar_layout([{"label": "a", "value": 130}, {"label": "b", "value": -5}], 100)
    assert [row["width"] for row in rows] == ["1000", "0"]


def test_numbers_in_marks_are_written_as_here_but_coordinates_as_svg_needs() -> None:
    (row,) = marks.bar_layout([{"label": "a", "value": 1234.5}], 10000)
    assert row["shown"] == "1.234,5"
    assert row["width"] == "123.5" or row["width"] == "123.4"


def test_axis_values_are_round_and_cover_the_figures() -> None:
    assert marks.ticks(61.2, 84.1) == [60, 70, 80, 90]
    assert marks.ticks(0, 1) == [0, 0.25, 0.5, 0.75, 1]
    assert marks.ticks(5, 5) == [4, 4.5, 5, 5.5, 6]


@given(st.lists(figures, max_size=30), st.one_of(st.none(), st.floats(-1e6, 1e6)))
def test_a_trend_stays_inside_its_frame(values: list[float | None], target: float | None) -> None:
    layout = marks.trend_layout([{"label": f"K{i}", "value": value} for i, value in enumerate(values)], target)
    for dot in layout["dots"]:
        assert marks.TREND_LEFT <= float(dot["x"]) <= marks.TREND_RIGHT
        assert marks.TREND_TOP - 0.1 <= float(dot["y"]) <= marks.TREND_BOTTOM + 0.1
    assert len(layout["rows"]) == len(values)


def test_tiles_without_a_figure_are_marked_so() -> None:
    layout = marks.tile_layout([{"column": 0, "row": 0, "label": "Xã Kỳ Khang", "value": None}])
    assert layout["tiles"][0]["value"] == "–"
    assert layout["tiles"][0]["level"] == "none"
    assert layout["tiles"][0]["short"] == "Kỳ Khang"


def test_names_are_cut_to_the_square() -> None:
    assert marks.short_name("Phường Thành Sen") == "Thành Sen"
    assert len(marks.short_name("Xã Việt Xuyên Thượng Trung")) <= 10


coordinates = st.tuples(st.floats(102, 110), st.floats(8, 24))


@settings(max_examples=40)
@given(st.lists(coordinates, min_size=1, max_size=25))
def test_every_unit_gets_its_own_square(points: list[tuple[float, float]]) -> None:
    grid = tiles.assign(dict(enumerate(points)))
    assert set(grid) == set(range(len(points)))
    assert len(set(grid.values())) == len(points)
    assert min(column for column, _ in grid.values()) == 0
    assert min(row for _, row in grid.values()) == 0


def test_north_is_up_and_east_is_right() -> None:
    grid = tiles.assign({"tây bắc": (105.0, 19.0), "đông nam": (106.0, 18.0)})
    assert grid["tây bắc"][0] < grid["đông nam"][0]
    assert grid["tây bắc"][1] < grid["đông nam"][1]


def test_a_regular_grid_stays_as_it_is() -> None:
    points = {(column, row): (105 + column * 0.1, 18 - row * 0.095) for column in range(6) for row in range(5)}
    grid = tiles.assign(points)
    kept = sum(grid[(column, row)][0] < grid[(column + 1, row)][0] for column in range(5) for row in range(5))
    assert kept >= 23


def test_the_cheapest_assignment_is_found() -> None:
    cost = [[4, 1, 3], [2, 0, 5], [3, 2, 2]]
    chosen = tiles._cheapest(cost)
    assert sum(cost[row][column] for row, column in enumerate(chosen)) == 5


def test_nothing_gives_nothing() -> None:
    assert tiles.assign({}) == {}
    assert math.isfinite(marks.TILE)


def test_a_target_that_rises_is_a_line_of_steps_that_stops_where_there_is_none() -> None:
    targets = [None, 25, 25, 40, None, 50]
    points = [{"label": f"T{month}", "value": 30 + month, "target": target} for month, target in enumerate(targets)]
    chart = marks.trend_layout(points)
    assert len(chart["steps"]) == 2
    assert [label["text"] for label in chart["steps"][0]["labels"]] == ["25", "40"]
    assert [label["text"] for label in chart["steps"][1]["labels"]] == ["50"]
    assert marks.trend_layout([{"label": "T1", "value": 3}])["steps"] == []


def test_an_area_without_a_figure_is_no_zero() -> None:
    (area,) = marks.area_layout([{"label": "Xã Mẫu", "path": "M0,0Z"}])
    assert (area["value"], area["level"]) == ("–", "none")
