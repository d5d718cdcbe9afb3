"""The code of the citizen card as scanners deliver it: each known defect, and what is made of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.citizen_card_qr import CardNote, CardUnreadable, read_citizen_card

GOOD = "042203001234|183912345|Nguyễn Văn Hòa|05092003|Nam|Thôn 3, Kỳ Khang, Kỳ Anh, Hà Tĩnh|15042021"


def test_a_clean_code_gives_every_field() -> None:
    card = read_citizen_card(GOOD)
    assert (card.number, card.old_number, card.full_name) == ("042203001234", "183912345", "Nguyễn Văn Hòa")
    assert (card.birth, card.sex, card.issued_on) == ("2003-09-05", "M", dt.date(2021, 4, 15))
    assert card.address == "Thôn 3, Kỳ Khang, Kỳ Anh, Hà Tĩnh"
    assert card.notes == ()
    assert card.birth_year == 2003


def test_an_old_number_nobody_had_is_an_empty_field() -> None:
    card = read_citizen_card("042303001234||Trần Thị Bình|05092003|Nữ|Xã Kỳ Khang|15042021")
    assert (card.old_number, card.full_name, card.sex) == ("", "Trần Thị Bình", "F")


def test_fields_of_newer_cards_are_kept_behind() -> None:
    card = read_citizen_card(GOOD + "|Nguyễn Văn Cha|Trần Thị Mẹ")
    assert card.extra == ("Nguyễn Văn Cha", "Trần Thị Mẹ")
    assert card.notes == ()


# input as delivered, name read, note (None: nothing to say), source: defects seen in scanner software
DEFECTS = [
    ("Nguy?n V?n H?a", "", CardNote.NAME_LOST),
    ("Nguyeenx Vawn Hoaf", "", CardNote.TYPED_TWICE),
    ("Nguyễn Văn Hòa".encode().decode("cp1252"), "Nguyễn Văn Hòa", CardNote.CODE_PAGE),
    ("Nguyễn Văn An".encode().decode("latin-1"), "Nguyễn Văn An", CardNote.CODE_PAGE),
    ("Bùi Đình Lộc".encode().decode("cp932"), "Bùi Đình Lộc", CardNote.CODE_PAGE),
    ("Nguyễn Văn An".encode().decode("cp932", errors="ignore"), "", CardNote.NAME_LOST),
    (unicodedata.normalize("NFD", "Nguyễn Văn Hòa"), "Nguyễn Văn Hòa", None),
]


@pytest.mark.parametrize(("delivered", "name", "note"), DEFECTS)
def test_a_name_that_the_scanner_spoilt_is_repaired_or_left_empty(
    delivered: str, name: str, note: CardNote | None
) -> None:
    card = read_citizen_card(GOOD.replace("Nguyễn Văn Hòa", delivered))
    assert card.full_name == name
    assert card.number == "042203001234", "the number survives whatever happens to the name"
    assert (note in card.notes) if note else card.notes == ()


def test_what_was_typed_twice_is_only_suggested() -> None:
    card = read_citizen_card(GOOD.replace("Nguyễn Văn Hòa", "Nguyeenx Vawn An"))
    assert (card.full_name, card.suggested_name) == ("", "Nguyễn Văn An")


@pytest.mark.parametrize(
    "wrapped", [GOOD + "\r\n", GOOD + "\t", "\ufeff" + GOOD, "]Q3" + GOOD, f"  {GOOD}  ", GOOD + "\x00"]
)
def test_what_scanners_put_before_and_behind_is_taken_away(wrapped: str) -> None:
    assert read_citizen_card(wrapped) == read_citizen_card(GOOD)


def test_labels_of_other_apps_are_taken_away() -> None:
    labelled = (
        "CCCD:042203001234|CMND:183912345|Họ tên: Nguyễn Văn Hòa|Ngày sinh: 05092003|Giới tính: Nam"
        "|Địa chỉ: Thôn 3, Kỳ Khang, Kỳ Anh, Hà Tĩnh|Ngày cấp: 15042021"
    )
    assert read_citizen_card(labelled) == read_citizen_card(GOOD)


@pytest.mark.parametrize(
    ("printed", "birth", "note"),
    [
        ("1950", "1950", CardNote.ONLY_YEAR),
        ("00001950", "1950", CardNote.ONLY_YEAR),
        ("01011950", "1950-01-01", CardNote.PERHAPS_ONLY_YEAR),
        ("00051950", "1950-05", None),
        ("31021950", "", CardNote.BIRTH_UNREADABLE),
        ("", "", CardNote.BIRTH_UNREADABLE),
    ],
)
def test_births_known_to_the_year_only(printed: str, birth: str, note: CardNote | None) -> None:
    card = read_citizen_card(f"042050001234||Lê Văn Cụ|{printed}|Nam|Kỳ Khang|15042021")
    assert card.birth == birth
    assert card.notes == ((note,) if note else ())


def test_a_code_cut_off_before_the_day_of_issue_says_so() -> None:
    card = read_citizen_card(GOOD.rsplit("|", 1)[0])
    assert card.issued_on is None
    assert card.notes == (CardNote.CUT_OFF,)


def test_a_number_that_fits_neither_sex_nor_year_is_doubtful() -> None:
    assert CardNote.NUMBER_DOUBTFUL in read_citizen_card(GOOD.replace("|Nam|", "|Nữ|")).notes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "042203001234",
        "https://dichvucong.example/ho-so/1",
        "không|phải|thẻ|căn|cước|gì",
        "DN4791234567890|4e677579e1bb856e2056c4836e20416e|05/09/2003|1|4b79|42-001|01/01/2026",
        "0421234567|4e677579e1bb856e|05/09/2003|1",
    ],
)
def test_other_texts_are_refused_in_words(text: str) -> None:
    with pytest.raises(CardUnreadable) as refused:
        read_citizen_card(text)
    assert "thẻ căn cước" in refused.value.message


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        card = read_citizen_card(text)
    except CardUnreadable:
        return
    assert len(card.number) == 12


@given(st.lists(st.text(alphabet="0123456789|?ễăaN \r\n:", max_size=12), min_size=6, max_size=9))
def test_no_row_of_fields_breaks_the_reader(fields: list[str]) -> None:
    with contextlib.suppress(CardUnreadable):
        read_citizen_card("|".join(["042203001234", *fields]))
