"""Each way to write a name wrongly, by example, and that none of them loses the name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.demo.province.names import name_tables
from dean06.demo.province.spoiling import POSSIBLE, SPOILERS


@pytest.mark.parametrize(
    ("error", "right", "wrong"),
    [
        ("NAME_NO_DIACRITICS", "Đặng Thị Mỹ", "Dang Thi My"),
        ("NAME_TELEX", "Nguyễn An", "Nguyeenx An"),
        ("NAME_WRONG_TONE", "Võ An", "Vỏ An"),
        ("NAME_MIDDLE_MISSING", "Lê Thị Hoa", "Lê Hoa"),
        ("NAME_GIVEN_FIRST", "Lê Thị Hoa", "Hoa Lê Thị"),
        ("NAME_I_Y", "Lê Lý", "Lê Lí"),
        ("NAME_TONE_PLACEMENT", "Lê Thị Hòa", "Lê Thị Hoà"),
    ],
)
def test_a_name_is_spoilt_in_the_known_way(error: str, right: str, wrong: str) -> None:
    assert SPOILERS[error](right, 0.0) == wrong


names = st.builds(
    lambda surname, middle, given: f"{surname} {middle} {given}",
    st.sampled_from(name_tables().surnames),
    st.sampled_from([text for text in name_tables().middles if text]),
    st.sampled_from(name_tables().givens),
)


@given(names, st.sampled_from(sorted(SPOILERS)), st.floats(0, 0.999999))
def test_where_an_error_is_possible_the_name_changes_and_stays_a_name(name: str, error: str, uniform: float) -> None:
    wrong = SPOILERS[error](name, uniform)
    assert wrong == wrong.strip()
    assert len(wrong.split()) >= 2
    if error in POSSIBLE and error != "NAME_GIVEN_FIRST" and re.search(POSSIBLE[error], name):
        assert wrong != name
