"""Differences of names, texts, numbers and dates, as a reviewer reads them. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.review.rules.differences import compare_choices, compare_names, compare_texts
from dean06.ecosystem.review.rules.figures import compare_dates, compare_numbers, masked
from dean06.ecosystem.review.types import BirthDate, FieldDifference, Mark
from dean06.kernel.common.vietnamese import clean_line


def marks(difference: FieldDifference) -> list[tuple[str, str, str]]:
    return [
        (one.text, other.text, one.mark.value) for one, other in zip(difference.left, difference.right, strict=True)
    ]


@pytest.mark.parametrize(
    ("left", "right", "mark", "said"),
    [
        ("Phan Thị Thu Hà", "Phan Thị Thu Hà", Mark.SAME, ""),
        ("PHAN THỊ  THU HÀ", "Phan Thị Thu Hà", Mark.STYLE, "Chỉ khác cách viết (chữ hoa, vị trí dấu, i/y)."),
        ("Võ Văn Hoà", "Võ Văn Hòa", Mark.STYLE, "Chỉ khác cách viết (chữ hoa, vị trí dấu, i/y)."),
        ("Lý Thị Mĩ", "Lí Thị Mỹ", Mark.STYLE, "Chỉ khác cách viết (chữ hoa, vị trí dấu, i/y)."),
        ("Võ Văn Hóa", "Võ Văn Hòa", Mark.TONE, "Khác dấu thanh: Hóa / Hòa."),
        ("Vo Van Duc", "Võ Văn Đức", Mark.ACCENT, None),
        ("Võ Văn Hoan", "Võ Văn Hoàng", Mark.LETTER, "Khác chữ: Hoan / Hoàng."),
        ("Võ Hòa", "Võ Văn Hòa", Mark.MISSING, "Dữ liệu ngành thiếu “Văn”."),
        ("Võ Văn Hòa Bình", "Võ Văn Hòa", Mark.MISSING, "Dữ liệu ngành thừa “Bình”."),
        ("Hòa Võ Văn", "Võ Văn Hòa", Mark.SWAPPED, "Cùng các tiếng nhưng khác thứ tự."),
        ("Nguyễn Thị Lan", "Võ Văn Hòa Bình", Mark.LETTER, "Khác 4 tiếng."),
        ("", "Võ Văn Hòa", Mark.MISSING, "Dữ liệu ngành không có."),
        ("Võ Văn Hòa", None, Mark.MISSING, "Dữ liệu dân cư không có."),
        ("H'Hen Niê", "H’Hen Niê", Mark.SAME, ""),
    ],
)
def test_what_is_said_of_two_names(left: str, right: str | None, mark: Mark, said: str | None) -> None:
    found = compare_names(left, right)
    assert found.mark is mark
    assert said is None or found.sentence == said


def test_only_the_wrong_syllable_is_marked_and_in_it_only_the_wrong_letter() -> None:
    found = compare_names("Võ Văn Hóa", "Võ Văn Hòa")
    assert marks(found) == [("Võ", "Võ", "same"), ("Văn", "Văn", "same"), ("Hóa", "Hòa", "tone")]
    assert [(piece.text, piece.differs) for piece in found.left[2].pieces] == [("H", False), ("ó", True), ("a", False)]


def test_a_missing_middle_name_leaves_the_others_side_by_side() -> None:
    assert marks(compare_names("Nguyễn Hoa", "Nguyễn Thị Hoa")) == [
        ("Nguyễn", "Nguyễn", "same"),
        ("", "Thị", "missing"),
        ("Hoa", "Hoa", "same"),
    ]


def test_given_name_first_is_moved_not_wrong() -> None:
    assert marks(compare_names("Hoa Nguyễn Thị", "Nguyễn Thị Hoa")) == [
        ("Hoa", "", "swapped"),
        ("Nguyễn", "Nguyễn", "same"),
        ("Thị", "Thị", "same"),
        ("", "Hoa", "swapped"),
    ]


@pytest.mark.parametrize(
    ("left", "right", "mark", "said"),
    [
        ("042087001234", "042087001234", Mark.SAME, ""),
        ("042 087 001 234", "042087001234", Mark.SAME, ""),
        ("42087001234", "042087001234", Mark.MISSING, "Dữ liệu ngành mất 1 số 0 ở đầu."),
        ("042087002134", "042087001234", Mark.SWAPPED, "Đảo chỗ chữ số thứ 9 và 10."),
        ("042087001235", "042087001234", Mark.DIGIT, "Khác 1 chữ số."),
        ("183456789", "042087001234", Mark.DIGIT, "Một bên là số CMND 9 số, không so từng chữ số được."),
        ("04208701234", "042087001234", Mark.MISSING, "Số dài 11 và 12 chữ số, khác 1."),
        (None, "042087001234", Mark.MISSING, "Dữ liệu ngành không có."),
    ],
)
def test_what_is_said_of_two_numbers(left: str | None, right: str, mark: Mark, said: str) -> None:
    found = compare_numbers(left, right)
    assert (found.mark, found.sentence) == (mark, said)


@pytest.mark.parametrize(
    ("left", "right", "mark", "said"),
    [
        (BirthDate(1987, 4, 5), BirthDate(1987, 4, 5), Mark.SAME, ""),
        (BirthDate(1987, 5, 4), BirthDate(1987, 4, 5), Mark.SWAPPED, "Đảo ngày và tháng."),
        (BirthDate(1987), BirthDate(1987, 4, 5), Mark.MISSING, "Dữ liệu ngành chỉ có năm sinh."),
        (BirthDate(1987, 4, 5), BirthDate(1987), Mark.MISSING, "Dữ liệu dân cư chỉ có năm sinh."),
        (BirthDate(1987, 4), BirthDate(1987, 4, 5), Mark.MISSING, "Dữ liệu ngành thiếu ngày sinh."),
        (BirthDate(1987, 4, 6), BirthDate(1987, 4, 5), Mark.DIGIT, "Khác ngày."),
        (BirthDate(1978, 4, 5), BirthDate(1987, 4, 5), Mark.DIGIT, "Khác năm (cách 9 năm)."),
        (BirthDate(1977, 5, 5), BirthDate(1987, 5, 5), Mark.DIGIT, "Khác năm (cách 10 năm)."),
        (BirthDate(), BirthDate(1987), Mark.MISSING, "Dữ liệu ngành không có."),
    ],
)
def test_what_is_said_of_two_birth_dates(left: BirthDate, right: BirthDate, mark: Mark, said: str) -> None:
    found = compare_dates(left, right)
    assert (found.mark, found.sentence) == (mark, said)


def test_sex_and_commune() -> None:
    assert compare_choices("Nam", "Nam").mark is Mark.SAME
    assert compare_choices("Nam", "Nữ").mark is Mark.LETTER
    assert compare_texts("Xã Mẫu Một", "Xã mẫu một").mark is Mark.STYLE


def test_a_masked_number_shows_what_is_known_already_and_the_last_four() -> None:
    found = compare_numbers("042087001239", "042087001234")
    assert "".join(part.text for part in masked(found.right)) == "042087001234"
    found = compare_numbers("042097001234", "042087001234")
    assert "".join(part.text for part in masked(found.right)) == "0420•7001234"
    found = compare_numbers("42087001234", "042087001234")
    assert "".join(part.text for part in masked(found.right)) == "042087001234"
    found = compare_numbers(None, "042087001234")
    assert "".join(part.text for part in masked(found.right)) == "••••••••1234"


#: Letters of names; case pairs that change length and stray marks are the business of intake.
_letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_syllables = st.text(alphabet=_letters + _letters.upper(), min_size=1, max_size=7)
_names = st.lists(_syllables, max_size=6).map(" ".join)
_numbers = st.text(alphabet="0123456789", max_size=13)
_dates = st.builds(
    lambda year, month, day: BirthDate(year, month, day if month else None),
    st.none() | st.integers(1900, 2030),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
)


@given(_names, _names)
def test_nothing_is_lost_and_both_sides_stay_aligned(left: str, right: str) -> None:
    found = compare_names(left, right)
    assert len(found.left) == len(found.right)
    assert " ".join(part.text for part in found.left if part.text) == clean_line(left)
    assert " ".join(part.text for part in found.right if part.text) == clean_line(right)
    for part in found.left + found.right:
        assert "".join(piece.text for piece in part.pieces) == part.text


@given(_names, _names)
def test_comparing_the_other_way_round_finds_differences_as_grave(left: str, right: str) -> None:
    assert compare_names(left, right).mark.differs == compare_names(right, left).mark.differs


@given(_names)
def test_a_name_does_not_differ_from_itself_in_capitals(name: str) -> None:
    assert not compare_names(name, name.upper()).mark.differs


@given(_numbers, _numbers)
def test_numbers_keep_their_digits_and_equal_ones_are_same(left: str, right: str) -> None:
    found = compare_numbers(left, right)
    assert "".join(part.text for part in found.left) == left
    assert "".join(part.text for part in found.right) == right
    assert len(found.left) == len(found.right)
    assert (found.mark is Mark.SAME) == (left == right)


@given(_numbers, _numbers)
def test_masking_never_shows_a_digit_that_the_reader_did_not_have(left: str, right: str) -> None:
    found = compare_numbers(left, right)
    shown = "".join(part.text for part in masked(found.right))
    assert len(shown) == len(right)
    known = "".join(part.text if part.mark is Mark.SAME else "•" * len(part.text) for part in found.right)
    for index, char in enumerate(shown):
        assert char in ("•", right[index])
        if index < len(right) - 4 and known[index] == "•":
            assert char in ("•", "0")


@given(_dates, _dates)
def test_dates_are_same_only_when_equal(left: BirthDate, right: BirthDate) -> None:
    found = compare_dates(left, right)
    if left.year is None and right.year is None:
        assert found.mark is Mark.SAME
    else:
        assert (found.mark is Mark.SAME) == (left == right)
    assert len(found.left) == len(found.right)
