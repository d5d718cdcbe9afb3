"""The pure comparers: how two names, dates, numbers and places agree."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.matching.comparing.dates import date_levels, replaced_digits, swapped_digits
from dean06.ecosystem.matching.comparing.names import edit_counts, name_levels
from dean06.ecosystem.matching.comparing.numbers import number_levels, old_number_levels, one_digit_dropped
from dean06.ecosystem.matching.comparing.places import place_levels
from dean06.ecosystem.matching.levels import FIELDS, WORDS, Date, Name, Number, OldNumber, Place
from dean06.ecosystem.matching.normalise.names import KEY_COLUMNS, name_keys


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def compare_names(record: str | None, person: str | None) -> Name:
    sides = []
    for text in (record, person):
        batch = name_keys(pa.record_batch({"spelling": pa.array([text], pa.string())}))
        columns = {
            name: np.nan_to_num(batch.column(name).fill_null(0).to_numpy(zero_copy_only=False))
            for name in (*KEY_COLUMNS, "words", "flags")
        }
        sides.append((columns, batch.column("plain")))
    (left, left_text), (right, right_text) = sides
    return Name(int(name_levels(left, right, left_text, right_text)[0]))


@pytest.mark.parametrize(
    ("record", "person", "level"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", Name.EQUAL),
        ("NGUYỄN  VĂN AN ", "Nguyễn Văn An", Name.EQUAL),
        ("Lê Thị Hoà", "Lê Thị Hòa", Name.PLACEMENT),
        ("Lý Thúy Kỳ", "Lí Thúy Kỳ", Name.PLACEMENT),
        ("Ðặng Văn Đức", "Đặng Văn Đức", Name.EQUAL),  # Icelandic eth
        ("Nguyễn Văn Hóa", "Nguyễn Văn Hòa", Name.TONE),
        ("Nguyễn Văn Hưng", "Nguyễn Văn Hùng", Name.DIACRITICS),
        ("nguyen van hung", "Nguyễn Văn Hùng", Name.BARE),
        ("nguyen van hunh", "Nguyễn Văn Hùng", Name.BARE_SLIP),
        ("Lan Anh", "Lan Anh", Name.BARE_EQUAL),
        ("Nguyeenx Vawn Hungf", "Nguyễn Văn Hùng", Name.KEYSTROKES),
        ("Nguye6n4 Va8n Hu2ng", "Nguyễn Văn Hùng", Name.KEYSTROKES),
        ("NguyễnVăn Hùng", "Nguyễn Văn Hùng", Name.GLUED),
        ("Hùng Nguyễn Văn", "Nguyễn Văn Hùng", Name.ORDER),
        ("Nguyễn Hùng", "Nguyễn Văn Hùng", Name.MIDDLE_MISSING),
        ("N.V. Hùng", "Nguyễn Văn Hùng", Name.INITIALS),
        ("Nguyễn Văn Hùngg", "Nguyễn Văn Hùng", Name.SLIP),
        ("Nguyễn Văn Hnùg", "Nguyễn Văn Hùng", Name.SLIP),
        ("Nguyễn Vă Hùngg", "Nguyễn Văn Hùng", Name.TWO_SLIPS),
        ("Nguyễn Hữu Hùng", "Nguyễn Thanh Hùng", Name.MIDDLE_OTHER),
        ("Trần Thế Hùng", "Nguyễn Thế Hùng", Name.FAMILY_OTHER),
        ("Nguyễn Thị Lan", "Nguyễn Thị Phương", Name.GIVEN_OTHER),
        ("Trần Đức Hùng", "Nguyễn Văn Hùng", Name.GIVEN_ONLY),
        ("Nguyễn Đức Thắng", "Nguyễn Văn Hùng", Name.FAMILY_ONLY),
        ("Trần Đức Thắng", "Nguyễn Văn Hùng", Name.OTHER),
        ("Phạm Thị Nụ (Sáng)", "Phạm Thị Nụ", Name.EQUAL),
        ("Bà Phạm Thị Nụ", "Phạm Thị Nụ", Name.EQUAL),
        ("Ông Cao Thắng", "Ông Cao Thắng", Name.EQUAL),
        ("", "Phạm Thị Nụ", Name.MISSING),
        (None, "Phạm Thị Nụ", Name.MISSING),
    ],
)
def test_names(record: str | None, person: str, level: Name) -> None:
    assert compare_names(record, person) is level


@pytest.mark.parametrize(
    ("record", "person", "level"),
    [
        (19800503, 19800503, Date.EQUAL),
        (19800503, 19800305, Date.SWAPPED),
        (19800503, 19800513, Date.ONE_DIGIT),
        (19800531, 19800513, Date.ONE_DIGIT),
        (19810503, 19800503, Date.YEAR_NEAR),
        (19700503, 19800503, Date.YEAR_TEN),
        (19800528, 19800513, Date.YEAR_MONTH),
        (19801203, 19800903, Date.YEAR_DAY),
        (19801028, 19800513, Date.YEAR_ALONE),
        (19640513, 19800513, Date.DAY_MONTH),
        (19640928, 19800513, Date.OTHER),
        (19800000, 19800513, Date.PART_EQUAL),
        (19800500, 19800513, Date.PART_EQUAL),
        (19800400, 19800513, Date.PART_NEAR),
        (19800513, 19810000, Date.PART_NEAR),
        (19700000, 19800513, Date.PART_OTHER),
        (19800101, 19800101, Date.JAN_EQUAL),
        (19800101, 19800513, Date.JAN_YEAR),
        (19800101, 19800000, Date.PART_EQUAL),
        (0, 19800513, Date.MISSING),
    ],
)
def test_dates(record: int, person: int, level: Date) -> None:
    assert Date(int(date_levels(whole(record), whole(person))[0])) is level


@pytest.mark.parametrize(
    ("record", "digits", "person", "level"),
    [
        (42080123456, 12, 42080123456, Number.EQUAL),
        (42080123456, 11, 42080123456, Number.LOST_ZERO),
        (42080123457, 12, 42080123456, Number.ONE_DIGIT),
        (42080124356, 12, 42080123456, Number.TRANSPOSED),
        (42080124457, 12, 42080123456, Number.TWO_DIGITS),
        (38175123456, 12, 42080123456, Number.SUFFIX),
        (42080123999, 12, 42080123456, Number.SERIAL_NEAR),
        (38175999111, 12, 42080123456, Number.OTHER),
        (4208012356, 11, 42080123456, Number.DROPPED),
        (9999999999, 11, 42080123456, Number.BROKEN_OTHER),
        (0, 0, 42080123456, Number.MISSING),
    ],
)
def test_numbers(record: int, digits: int, person: int, level: Number) -> None:
    no = np.array([False])
    assert Number(int(number_levels(whole(record), whole(digits), whole(person), owned=no, annulled=no)[0])) is level


def test_a_number_that_is_somebody_elses_says_so() -> None:
    yes, no = np.array([True]), np.array([False])
    sides = whole(42080123457), whole(12), whole(42080123456)
    assert number_levels(*sides, owned=yes, annulled=no)[0] == Number.OTHER_PERSON
    assert number_levels(*sides, owned=yes, annulled=yes)[0] == Number.ANNULLED


def test_old_numbers() -> None:
    record, person = whole(183111222, 183111222, 183111222, 0), whole(183111222, 183111223, 170000000, 183111222)
    assert old_number_levels(record, person).tolist() == [
        OldNumber.EQUAL,
        OldNumber.NEAR,
        OldNumber.OTHER,
        OldNumber.MISSING,
    ]


def test_places() -> None:
    # record: text, today's commune, village; person: commune, village, earlier communes; share
    rows = [
        ((1, 10, 5), (10, 5, -1, -1, -1, -1), 1.0, Place.UNIT_VILLAGE),
        ((1, 10, 0), (10, 5, -1, -1, -1, -1), 1.0, Place.UNIT),
        ((1, 10, 6), (10, 5, -1, -1, -1, -1), 1.0, Place.UNIT_OTHER_VILLAGE),
        ((1, 10, 5), (11, 5, -1, -1, -1, -1), 0.4, Place.SPLIT_VILLAGE),
        ((1, 10, 0), (12, 5, 1, 1, -1, -1), 0.0, Place.PREVIOUS),
        ((1, 10, 0), (12, 5, -1, -1, 9, 10), 0.0, Place.PREVIOUS),
        ((1, 10, 5), (12, 5, -1, -1, -1, -1), 0.0, Place.OTHER_UNIT_VILLAGE),
        ((1, 10, 6), (12, 5, -1, -1, -1, -1), 0.0, Place.OTHER),
        ((0, 0, 5), (12, 5, -1, -1, -1, -1), 0.0, Place.VILLAGE_ONLY),
        ((0, 0, 6), (12, 5, -1, -1, -1, -1), 0.0, Place.VILLAGE_OTHER),
        ((0, 0, 0), (12, 5, -1, -1, -1, -1), 0.0, Place.MISSING),
    ]
    record = dict(zip(("unit_text", "unit", "village"), map(np.array, zip(*(row[0] for row in rows), strict=True)),
                      strict=True))  # fmt: skip
    names = ("unit", "village", "old_low", "old_high", "prev_low", "prev_high")
    person = dict(zip(names, map(np.array, zip(*(row[1] for row in rows), strict=True)), strict=True))
    assert place_levels(record, person, np.array([row[2] for row in rows])).tolist() == [row[3] for row in rows]


numbers = st.integers(min_value=0, max_value=10**12 - 1)


@given(numbers, st.integers(0, 11), st.integers(0, 9))
def test_replacing_one_digit_is_one_difference(number: int, place: int, digit: int) -> None:
    changed = number - number // 10**place % 10 * 10**place + digit * 10**place
    assert replaced_digits(whole(number), whole(changed), 12)[0] == (changed != number)


@given(numbers, st.integers(0, 10))
def test_swapping_two_neighbours_is_found(number: int, place: int) -> None:
    digits = list(f"{number:012d}")
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    changed = int("".join(digits))
    assert swapped_digits(whole(number), whole(changed), 12)[0] == (changed != number)
    assert swapped_digits(whole(changed), whole(number), 12)[0] == (changed != number)


@given(numbers, st.integers(0, 11))
def test_dropping_a_digit_is_found(number: int, place: int) -> None:
    digits = f"{number:012d}"
    assert one_digit_dropped(whole(int(digits[:place] + digits[place + 1 :])), whole(number))[0]


@given(numbers, numbers)
def test_digit_comparers_do_not_care_about_the_side(left: int, right: int) -> None:
    for compare in (replaced_digits, swapped_digits):
        assert compare(whole(left), whole(right), 12)[0] == compare(whole(right), whole(left), 12)[0]


words = st.text(alphabet="abcdeghiklmnop ", min_size=0, max_size=12)


@given(words, words)
def test_edits_are_those_of_the_textbook_up_to_two(left: str, right: str) -> None:
    edits, letters = edit_counts(pa.array([left]), pa.array([right]))
    assert edits[0] == min(_textbook_edits(left, right), 3)
    assert letters[0] == min(len(left), len(right))


def _textbook_edits(left: str, right: str) -> int:
    """Damerau-Levenshtein by its definition: shortest way of inserting, dropping, replacing, swapping neighbours."""
    last: dict[str, int] = {}
    far = len(left) + len(right)
    table = {(-1, -1): far}
    for i in range(len(left) + 1):
        table[i, -1], table[i, 0] = far, i
    for j in range(len(right) + 1):
        table[-1, j], table[0, j] = far, j
    for i in range(1, len(left) + 1):
        here = 0
        for j in range(1, len(right) + 1):
            row, column = last.get(right[j - 1], 0), here
            same = left[i - 1] == right[j - 1]
            if same:
                here = j
            table[i, j] = min(
                table[i - 1, j - 1] + (not same),
                table[i, j - 1] + 1,
                table[i - 1, j] + 1,
                table[row - 1, column - 1] + (i - row - 1) + 1 + (j - column - 1),
            )
        last[left[i - 1]] = i
    return table[len(left), len(right)]


def test_every_level_can_be_told_to_an_official() -> None:
    codes = {code for field in FIELDS for level in field.levels for code in level.codes}
    assert codes == set(WORDS)


def test_each_group_of_levels_is_a_distribution() -> None:
    for field in FIELDS:
        for group, levels in field.groups().items():
            assert 0.97 < sum(level.m for level in levels) < 1.03, (field.name, group)
            assert 0.9 < sum(level.u for level in levels) < 1.1, (field.name, group)
