"""Keys under which printed forms of a name meet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.units.naming import accent_key, candidate_keys, edit_distance, fold_words, group_key, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở TT&TT", "Sở TTTT"),
        ("Sở TT & TT", "- Sở TT-TT."),
        ("Sở LĐTB&XH", "Sở LĐ - TBXH"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh"),
        ("UBND huyện Kỳ Anh", "Uỷ ban nhân dân huyện Kì Anh"),
        ("UBND H. Kỳ Anh", "UBND huyện Kỳ Anh"),
        ("Chi nhánh VPĐKĐĐ Hương Sơn", "Chi nhánh Văn phòng Đăng ký đất đai Hương Sơn"),
        ("Công an tỉnh", "CA tỉnh"),
        ("Sở Ðầu tư", "Sở Đầu tư"),
        ("UBND TP Hà Tĩnh", "Ủy ban nhân dân thành phố Hà Tĩnh"),
    ],
)
def test_two_ways_of_printing_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("UBND xã Kỳ Hoa", "UBND xã Kỳ Hòa"), ("xã Thạch Hà", "xã Thạch Hạ"), ("xã Sơn Tiến", "xã Sơn Tiền")],
)
def test_accents_tell_two_places_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert accent_key(one) != accent_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("xã Yên Hòa", "Xã Yên Hoà"), ("phường Hà Huy Tập", "Phường Hà Huy Tập"), ("Kỳ Anh", "Kì Anh")]
)
def test_spelling_habits_do_not_tell_places_apart(one: str, other: str) -> None:
    assert accent_key(one) == accent_key(other)
    assert accent_key(unicodedata.normalize("NFD", one)) == accent_key(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("các Sở, ban, ngành", "Các ban, sở, ngành cấp tỉnh"),
        ("UBND các huyện, thị xã, thành phố", "UBND các huyện, thành phố, thị xã"),
        ("các đơn vị có liên quan", "các đơn vị liên quan"),
        ("các tổ chức tín dụng trên địa bàn tỉnh", "tổ chức tín dụng"),
    ],
)
def test_groups_do_not_depend_on_order_or_filler_words(one: str, other: str) -> None:
    assert group_key(one) == group_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("các sở, ban, ngành", "các sở, ban, ngành liên quan"),
        ("các sở, ngành", "các sở, ngành, địa phương"),
        ("Công an cấp xã", "UBND cấp xã"),
        ("cấp xã", "Công an cấp xã"),
    ],
)
def test_groups_that_mean_different_bodies_stay_apart(one: str, other: str) -> None:
    assert group_key(one) != group_key(other)


def test_only_the_province_served_is_cut_off() -> None:
    keys = [key for key, _ in candidate_keys("Công an tỉnh Hà Tĩnh", "Hà Tĩnh")]
    assert keys == ["catinhhatinh", "catinh", "ca"]
    assert [key for key, _ in candidate_keys("Công an tỉnh Nghệ An", "Hà Tĩnh")] == ["catinhnghean"]
    assert candidate_keys("UBND TP Hà Tĩnh", "Hà Tĩnh")[0][0] == "ubndtphatinh"


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("abc", "abc", 0), ("khoahoc", "khoakhoc", 1), ("abcd", "abdc", 1), ("abc", "xyz", 3), ("", "ab", 2)],
)
def test_typing_errors_are_counted(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right, 2) == distance


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=40), st.text(max_size=40))
def test_the_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert edit_distance(left, right, 2) == edit_distance(right, left, 2) <= 3


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60))
def test_keys_exist_for_any_text_and_folding_twice_changes_nothing(text: str) -> None:
    name_key(text)
    group_key(text)
    accent_key(text)
    assert fold_words(fold_words(text)) == fold_words(text)
