"""The personal identification number: every digit, and what spreadsheets do to it. All numbers are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.birth_codes import BIRTH_PROVINCES
from dean06.kernel.common.personal_id import (
    IdFlag,
    IdFlaw,
    IdForm,
    birth_place_code,
    birth_year_of,
    century_digit,
    check_personal_id,
    prefix_of,
    sex_of,
)

LAW = "NĐ 137/2015/NĐ-CP Đ.13"
PRACTICE = "spreadsheets drop leading zeros"

#: Input, sex, birth year, number found, flaws, flags, source.
TABLE = [
    ("042203001234", "M", 2003, "042203001234", (), (), LAW),
    ("042303001234", "F", 2003, "042303001234", (), (), LAW),
    ("038099000001", "M", 1999, "038099000001", (), (), LAW),
    ("040400123456", "M", 2100, "040400123456", (), (), LAW),
    ("096999000000", "F", 2399, "096999000000", (), (), LAW),
    ("042203001234", None, None, "042203001234", (), (), LAW),
    ("042203001234", "F", 2003, "042203001234", (IdFlaw.SEX_MISMATCH,), (), LAW),
    ("042203001234", "M", 2004, "042203001234", (IdFlaw.YEAR_MISMATCH,), (), LAW),
    ("042203001234", "M", 1903, "042203001234", (IdFlaw.CENTURY_MISMATCH,), (), LAW),
    ("042203001234", "F", 1904, "042203001234", ("CENTURY_MISMATCH", "SEX_MISMATCH", "YEAR_MISMATCH"), (), LAW),
    ("003203001234", "M", 2003, "003203001234", (IdFlaw.UNKNOWN_PROVINCE,), (), "63 codes"),
    ("100203001234", "M", 2003, "100203001234", (), (IdFlag.FOREIGN_BIRTH,), "country codes from 100"),
    ("399203001234", "M", 2003, "399203001234", (), (IdFlag.FOREIGN_BIRTH,), "country codes from 100"),
    ("400203001234", "M", 2003, "400203001234", (IdFlaw.UNKNOWN_PROVINCE,), (), "63 codes"),
    ("42203001234", "M", 2003, "042203001234", (), (IdFlag.PADDED,), PRACTICE),
    ("42203001234.0", "M", 2003, "042203001234", (), (IdFlag.PADDED, IdFlag.CLEANED), PRACTICE),
    ("1203001234", "M", 2003, "001203001234", (), (IdFlag.PADDED,), PRACTICE),
    ("42203001234", "F", 2003, "", (IdFlaw.NOT_12_DIGITS,), (), "padded only when all checks pass"),
    ("42203001234", "M", 2004, "", (IdFlaw.NOT_12_DIGITS,), (), "padded only when all checks pass"),
    ("3203001234", "M", 2003, "", (IdFlaw.NOT_12_DIGITS,), (), "padded only when all checks pass"),
    ("042 203 001 234", "M", 2003, "042203001234", (), (IdFlag.CLEANED,), "typed in groups"),
    ("'042203001234", "M", 2003, "042203001234", (), (IdFlag.CLEANED,), "a spreadsheet's text mark"),
    ("183912345", None, None, "183912345", (IdFlaw.CMND_9,), (), "9 digits"),
    ("4.2203E+10", None, None, "", (IdFlaw.SCIENTIFIC_NOTATION,), (), PRACTICE),
    ("4,22E10", None, None, "", (IdFlaw.SCIENTIFIC_NOTATION,), (), PRACTICE),
    (
        "04220300123",
        None,
        None,
        "004220300123",
        (),
        (IdFlag.PADDED,),
        "Cao Bằng: nothing known speaks against it",
    ),
    ("0422030012345", None, None, "", (IdFlaw.NOT_12_DIGITS,), (), "13 digits"),
    ("12345678", None, None, "", (IdFlaw.NOT_12_DIGITS,), (), "8 digits"),
    ("04220300123O", None, None, "", (IdFlaw.NOT_A_NUMBER,), (), "the letter O"),
    ("٠٤٢٢٠٣٠٠١٢٣٤", None, None, "", (IdFlaw.NOT_A_NUMBER,), (), "digits of another script"),
    ("", None, None, "", (IdFlaw.EMPTY,), (), ""),
    ("  ", None, None, "", (IdFlaw.EMPTY,), (), ""),
]


@pytest.mark.parametrize(("text", "sex", "year", "number", "flaws", "flags", "source"), TABLE)
def test_what_a_written_number_is(text, sex, year, number, flaws, flags, source) -> None:
    found = check_personal_id(text, sex=sex, birth_year=year)
    assert (found.number, found.flaws, found.flags) == (number, tuple(flaws), frozenset(flags)), source


def test_an_unknown_place_warns_but_does_not_refuse() -> None:
    assert check_personal_id("003203001234", sex="M", birth_year=2003).is_valid
    assert not check_personal_id("042203001234", sex="F").is_valid
    assert not check_personal_id("183912345").is_valid


@pytest.mark.parametrize("code", sorted(BIRTH_PROVINCES))
@pytest.mark.parametrize("year", [1950, 2024, 2026])
def test_each_of_the_63_codes_is_good_for_any_birth_date(code: str, year: int) -> None:
    number = prefix_of(code, "F", year) + "000123"
    assert check_personal_id(number, sex="F", birth_year=year).flaws == ()


def test_the_table_has_the_63_provinces() -> None:
    assert len(BIRTH_PROVINCES) == 63
    assert BIRTH_PROVINCES["042"] == "Hà Tĩnh"


@pytest.mark.parametrize(
    ("sex", "year", "digit"),
    [
        ("M", 1900, "0"),
        ("F", 1999, "1"),
        ("M", 2000, "2"),
        ("F", 2099, "3"),
        ("M", 2100, "4"),
        ("F", 2199, "5"),
        ("M", 2200, "6"),
        ("F", 2299, "7"),
        ("M", 2300, "8"),
        ("F", 2399, "9"),
    ],
)
def test_the_fourth_digit_holds_century_and_sex(sex: str, year: int, digit: str) -> None:
    assert century_digit(sex, year) == digit


@pytest.mark.parametrize(
    ("place", "sex", "year"), [("042", "M", 1899), ("042", "M", 2400), ("042", "X", 2000), ("42", "M", 2000)]
)
def test_no_number_can_be_built_from_what_it_cannot_hold(place: str, sex: str, year: int) -> None:
    with pytest.raises(ValueError):
        prefix_of(place, sex, year)


def test_every_flaw_has_its_sentence() -> None:
    assert all(flaw.sentence.endswith(".") for flaw in IdFlaw)


births = st.tuples(
    st.sampled_from(sorted(BIRTH_PROVINCES)), st.sampled_from("MF"), st.integers(1900, 2399), st.integers(0, 999_999)
)


@given(births)
def test_a_number_built_by_the_rules_passes_them_and_says_them_back(birth) -> None:
    place, sex, year, tail = birth
    number = f"{prefix_of(place, sex, year)}{tail:06d}"
    found = check_personal_id(number, sex=sex, birth_year=year)
    assert found.is_valid and found.flaws == () and found.form is IdForm.PERSONAL_ID
    assert (birth_place_code(number), sex_of(number), birth_year_of(number)) == (place, sex, year)


@given(births, st.sampled_from("MF"), st.integers(1900, 2399))
def test_another_sex_or_year_never_passes(birth, sex, year) -> None:
    place, own_sex, own_year, tail = birth
    number = f"{prefix_of(place, own_sex, own_year)}{tail:06d}"
    agrees = (sex, year) == (own_sex, own_year)
    assert check_personal_id(number, sex=sex, birth_year=year).is_valid is agrees


@given(births)
def test_lost_zeros_come_back_when_sex_and_year_are_known(birth) -> None:
    place, sex, year, tail = birth
    number = f"{prefix_of(place, sex, year)}{tail:06d}"
    lost = number.lstrip("0")
    if len(lost) in (10, 11):
        found = check_personal_id(lost, sex=sex, birth_year=year)
        assert found.number == number
        assert IdFlag.PADDED in found.flags


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    found = check_personal_id(text)
    assert len(found.number) in (0, 9, 12)
    assert found.flaws or found.form is IdForm.PERSONAL_ID
