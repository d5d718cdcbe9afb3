"""Counts as people type and paste them; blocks from a spreadsheet."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import format_number
from dean06.steering.collection.rules.numbers import LARGEST, NotACount, read_cell, read_count, read_pair
from dean06.steering.collection.rules.pasting import cells_of, rows_by_code


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1234", 1234),
        ("0012", 12),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1234567),
        ("3.037.420", 3037420),
        (" 17\t", 17),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-5", "âm"),
        ("−5", "âm"),
        ("85%", "tỷ lệ"),
        ("12,5", "nguyên"),
        ("12.34", "nguyên"),
        ("1.234,5", "nguyên"),
        ("1.23.456", "nguyên"),
        ("0.500", "nguyên"),
        ("mười", "không phải là số"),
        ("1e5", "không phải là số"),
        ("=A1", "không phải là số"),
        ("12 34", "không phải là số"),
        ("٣", "không phải là số"),
        ("99999999999999999999", "quá lớn"),
    ],
)
def test_what_is_no_count_is_refused_with_its_sentence(text: str, word: str) -> None:
    with pytest.raises(NotACount, match=word):
        read_count(text)


@given(st.integers(0, LARGEST))
def test_every_way_of_printing_a_count_is_read_back(number: int) -> None:
    grouped = format_number(number)
    for text in (str(number), grouped, grouped.replace(".", ","), grouped.replace(".", " "), f" {grouped}\n"):
        assert read_count(text) == number


@given(st.text(max_size=40))
def test_any_text_is_a_count_nothing_or_a_sentence(text: str) -> None:
    try:
        count = read_count(text)
    except NotACount as problem:
        assert str(problem).endswith(".")
    else:
        assert count is None or 0 <= count <= LARGEST


@pytest.mark.parametrize(("value", "count"), [(None, None), (12, 12), (12.0, 12), ("1.234", 1234), (0, 0)])
def test_cells_of_a_spreadsheet(value: object, count: int | None) -> None:
    assert read_cell(value) == count


@pytest.mark.parametrize("value", [True, 1.5, -3, float("nan"), float("inf"), dt.datetime(2025, 1, 1), "#REF!"])
def test_cells_that_hold_no_count(value: object) -> None:
    with pytest.raises(NotACount):
        read_cell(value)


def test_a_pair_in_one_cell() -> None:
    assert read_pair("70.060/70.287") == ("70.060", "70.287")
    assert read_pair("12") is None
    assert read_pair("a/b") is None


@given(st.lists(st.lists(st.text(alphabet='ab"\t\n0,. ', max_size=6), min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_block_is_read_as_the_spreadsheet_wrote_it(table: list[list[str]]) -> None:
    def written(cell: str) -> str:
        quoted = any(sign in cell for sign in '"\t\n')
        return '"' + cell.replace('"', '""') + '"' if quoted else cell

    text = "".join("\t".join(written(cell) for cell in row) + "\r\n" for row in table)
    assert cells_of(text) == table


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    cells_of(text)
    rows, problems = rows_by_code(text, frozenset({("A", ""), ("A", "x")}))
    assert len(rows) + len(problems) <= len(cells_of(text))


def test_rows_find_their_indicator_by_code() -> None:
    block = "Mã\tTử\tMẫu\tGhi chú\nDVC-01\t12\t40\t\ndvc-01/do\t1\t2\tghi\n\nLẠ\t3\n"
    rows, problems = rows_by_code(block, frozenset({("DVC-01", ""), ("DVC-01", "do")}))
    assert [(one.code, one.breakdown, one.numerator, one.denominator, one.comment) for one in rows] == [
        ("DVC-01", "", "12", "40", ""),
        ("DVC-01", "do", "1", "2", "ghi"),
    ]
    assert problems == ["Dòng 5: “LẠ” không phải mã chỉ tiêu của biểu này."]
