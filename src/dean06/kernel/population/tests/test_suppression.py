"""Small counts stay hidden: whoever tries every table that fits what is published cannot tell a small cell."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.population.rules.suppression import is_small, suppress

THRESHOLD = 3


def possible_values(counts: dict, blocks: list, hidden) -> dict:
    """By brute force, independent of the rule: the values each hidden cell takes over all tables that fit."""
    rows, columns = sorted(counts), [column for block in blocks for column in block]
    totals = {column: sum(counts[row].get(column, 0) for row in rows) for column in columns}
    unknown = [(row, column) for row in rows for column in columns if hidden.hides(row, column)]
    low = {cell: 0 if cell[0] in hidden.rows else 1 for cell in unknown}
    seen: dict = {cell: set() for cell in unknown}
    ranges = [range(low[cell], totals[cell[1]] + 1) for cell in unknown]
    for values in itertools.product(*ranges):
        trial = {row: dict(counts[row]) for row in rows}
        for (row, column), value in zip(unknown, values, strict=True):
            trial[row][column] = value
        if any(sum(trial[row].get(column, 0) for row in rows) != totals[column] for column in columns):
            continue
        sums_fit = all(
            sum(trial[row].get(column, 0) for column in block) == sum(counts[row].get(column, 0) for column in block)
            for row in rows
            if row not in hidden.rows
            for block in blocks
        )
        if sums_fit:
            for cell in unknown:
                seen[cell].add(trial[cell[0]][cell[1]])
    return seen


tables = st.integers(2, 3).flatmap(
    lambda rows: st.integers(2, 3).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


@given(tables)
@settings(max_examples=60)
def test_no_small_cell_follows_from_what_is_published(table: list[list[int]]) -> None:
    counts = {f"xã {row}": dict(enumerate(cells)) for row, cells in enumerate(table)}
    columns = list(range(len(table[0])))
    hidden = suppress(counts, [columns], THRESHOLD)
    if len(hidden.cells) + len(hidden.rows) * len(columns) > 5:
        return  # too many tables to try every one
    seen = possible_values(counts, [columns], hidden)
    for row, cells in counts.items():
        for column, count in cells.items():
            if is_small(count, THRESHOLD):
                assert hidden.hides(row, column)
                total = sum(other[column] for other in counts.values())
                # A total that is small itself is the business of the caller, who takes coarser bands.
                if not is_small(total, THRESHOLD):
                    assert len(seen[row, column]) > 1


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    hidden = suppress({"a": {0: 10, 1: 20}, "b": {0: 0, 1: 7}}, [[0, 1]], 5)
    assert not hidden.rows and not hidden.cells


def test_a_small_cell_takes_a_second_one_in_its_row_and_in_its_column_with_it() -> None:
    counts = {"a": {0: 2, 1: 50, 2: 60}, "b": {0: 40, 1: 30, 2: 70}, "c": {0: 80, 1: 90, 2: 35}}
    hidden = suppress(counts, [[0, 1, 2]], 5)
    assert ("a", 0) in hidden.cells
    assert sum(row == "a" for row, _ in hidden.cells) == 2
    assert sum(column == 0 for _, column in hidden.cells) == 2
    assert len(hidden.cells) == 4


def test_a_commune_too_small_is_hidden_whole_and_never_alone() -> None:
    counts = {"a": {0: 2, 1: 1}, "b": {0: 40, 1: 30}, "c": {0: 8, 1: 9}}
    hidden = suppress(counts, [[0], [1]], 5)
    assert hidden.rows == {"a", "c"}
