"""Code sequences, tone placement, syllables, folding, sorting and names."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import (
    Tone,
    ascii_fold,
    canonical_tones,
    clean_line,
    clean_text,
    collation_key,
    compare_key,
    display_name,
    find_key_residue,
    fold_i_y,
    is_syllable,
    loose_key,
    name_sort_key,
    parse_syllable,
    search_key,
    split_name,
    split_tone,
    to_new_tones,
    to_old_tones,
)


def words(listed: str) -> list[str]:
    return listed.split()


# --- one code sequence per letter ---
def test_look_alike_code_sequences_become_one() -> None:
    assert clean_line(unicodedata.normalize("NFD", "Nguyễn Đức")) == "Nguyễn Đức"
    assert clean_line("\u00d0ức \u0189oàn \u00f0ông") == "Đức Đoàn đông"
    assert clean_line("H\u2019Hen Ni\u00ea, K\u02bcBrể") == "H'Hen Niê, K'Brể"
    assert clean_line("\ufeffLê\u200b  Văn\u00a0\u2009An\r\n\t") == "Lê Văn An"
    assert clean_text("Dòng  một\r\nDòng\u00a0hai ") == "Dòng một\nDòng hai"
    assert clean_text("gọi là ‘một cửa’") == "gọi là ‘một cửa’"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


# --- tone marks ---
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Hòa", "Hoà"),
        ("HÒA", "HOÀ"),
        ("thủy", "thuỷ"),
        ("khỏe", "khoẻ"),
        ("ủy ban", "uỷ ban"),
        ("Thúy Hòa xã Túy Loan", "Thuý Hoà xã Tuý Loan"),
        ("lòe xòe", "loè xoè"),
    ],
)
def test_the_two_styles_convert_into_each_other(old: str, new: str) -> None:
    assert to_old_tones(new) == old
    assert to_new_tones(old) == new
    assert canonical_tones(new) == canonical_tones(old) == old
    assert compare_key(old) == compare_key(new)


@pytest.mark.parametrize(
    "word",
    ["quý", "quà", "giá", "già", "quỳ", "hoàn", "toán", "khuya", "khoảng", "mùa", "Zoë", "goût", "của", "quả", "tiền"],
)
def test_words_on_which_both_styles_agree_stay_as_they_are(word: str) -> None:
    assert to_old_tones(word) == word
    assert to_new_tones(word) == word


def test_i_and_y_are_equal_only_where_spelling_allows_both() -> None:
    for first, second in [("Lý", "Lí"), ("kỹ", "kĩ"), ("Mỹ", "mĩ"), ("tỷ", "tỉ"), ("Sỹ", "Sĩ"), ("quý", "quí")]:
        assert fold_i_y(first) == fold_i_y(second)
    for first, second in [("tay", "tai"), ("thúy", "thúi"), ("Mỹ", "Mị"), ("chạy", "chại")]:
        assert fold_i_y(first) != fold_i_y(second)


def test_a_word_gives_its_letters_and_its_tone() -> None:
    assert split_tone("Nguyễn") == ("Nguyên", Tone.NGA)
    assert split_tone("Đức") == ("Đưc", Tone.SAC)
    assert list(Tone) == [Tone.NGANG, Tone.HUYEN, Tone.HOI, Tone.NGA, Tone.SAC, Tone.NANG]


# --- syllables ---
@pytest.mark.parametrize(
    "word",
    words(
        """
        nghiêng khuỷu Nguyễn quốc quyết giếng gì quý thuở xoong Đắk Lắk y yến ưỡn khuya huỳnh ngoằn ngoèo UỶ ủy hoà
        hòa a trường thoắt quệt kỳ ghế ngữ luật đặc
        """
    ),
)
def test_ordinary_vietnamese_is_possible(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", words("bàt cé kà José Zoë ngê ghà Müller François nguy3n hoàá đf Bhuốc qê QĐ strong"))
def test_what_breaks_the_build_of_a_syllable_is_refused(word: str) -> None:
    assert not is_syllable(word)


def test_a_syllable_has_onset_rime_and_tone() -> None:
    syllable = parse_syllable("Nghiêng")
    assert syllable is not None and (syllable.onset, syllable.rime, syllable.tone) == ("ngh", "iêng", Tone.NGANG)
    syllable = parse_syllable("giá")
    assert syllable is not None and (syllable.onset, syllable.rime) == ("gi", "a")


# --- keys ---
def test_search_works_without_diacritics_and_case() -> None:
    assert ascii_fold("Đặng Thị Ường, Straße, Søren") == "Dang Thi Uong, Strasse, Soren"
    assert search_key("  Thành phố\u00a0HÀ TĨNH ") == "thanh pho ha tinh"
    assert loose_key("H'Hen Niê") == loose_key("H Hen NIE") == "hhennie"
    assert compare_key("NGUYỄN  THUÝ") == compare_key("Nguyễn Thúy") != compare_key("Nguyễn Thủy")


# --- alphabetical order ---
def test_letters_and_tones_sort_in_dictionary_order() -> None:
    words = [
        "a",
        "ă",
        "â",
        "b",
        "c",
        "d",
        "đ",
        "e",
        "ê",
        "g",
        "h",
        "i",
        "k",
        "l",
        "m",
        "n",
        "o",
        "ô",
        "ơ",
        "p",
        "q",
        "r",
    ]
    words += ["s", "t", "u", "ư", "v", "x", "y"]
    shuffled = words[:]
    random.Random(6).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == words
    assert sorted(["ma", "mạ", "má", "mã", "mả", "mà"], key=collation_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["bà ba", "ban", "bà", "ba ba", "ba"], key=collation_key) == ["ba", "ba ba", "bà", "bà ba", "ban"]
    assert sorted(["Xã 10", "Xã 2", "Xã"], key=collation_key) == ["Xã", "Xã 2", "Xã 10"]
    assert collation_key("HOÀ") == collation_key("hòa")


@given(st.text(max_size=30), st.text(max_size=30))
def test_keys_use_only_characters_every_database_orders_alike(first: str, second: str) -> None:
    assert all(char in "0123456789abcdefghijklmnopqrstuvwxyz" for char in collation_key(first))
    assert (collation_key(first) < collation_key(second)) or (collation_key(first) >= collation_key(second))


def test_lists_of_people_sort_by_given_name_then_family_then_middle() -> None:
    people = ["Trần An", "Lê Văn An", "Lê Thị An", "Lê An", "Phạm Ân", "Hoàng Dung", "Võ Đức", "Nguyễn Văn Ánh"]
    shuffled = people[:]
    random.Random(6).shuffle(shuffled)
    assert sorted(shuffled, key=name_sort_key) == [
        *("Lê An", "Lê Thị An", "Lê Văn An", "Trần An", "Nguyễn Văn Ánh", "Phạm Ân", "Hoàng Dung", "Võ Đức"),
    ]


# --- names ---
@pytest.mark.parametrize(
    ("name", "family", "middle", "given"),
    [
        ("Nguyễn Văn An", "Nguyễn", "Văn", "An"),
        ("Lê  An", "Lê", "", "An"),
        ("An", "", "", "An"),
        ("", "", "", ""),
        ("Tôn Nữ Thị Ninh", "Tôn Nữ", "Thị", "Ninh"),
        ("Tôn Nữ", "Tôn", "", "Nữ"),
        ("Nguyễn Thị Minh Khai", "Nguyễn", "Thị Minh", "Khai"),
        ("H’Hen Niê", "Niê", "", "H'Hen"),
        ("Y Blok Êban", "Êban", "Y", "Blok"),
        ("H Bia Niê Kdăm", "Niê Kdăm", "H", "Bia"),
        ("Y Thị Hoa", "Y", "Thị", "Hoa"),
        ("K'Brể", "", "", "K'Brể"),
    ],
)
def test_a_name_splits_into_its_parts(name: str, family: str, middle: str, given: str) -> None:
    parts = split_name(name)
    assert (parts.family, parts.middle, parts.given) == (family, middle, given)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguyễn văn  An", "Nguyễn Văn An"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("K'BRỂ", "K'Brể"),
        ("Y BLOK ÊBAN", "Y Blok Êban"),
        ("McDonald", "McDonald"),
        ("Vincent de Paul", "Vincent de Paul"),
        ("ĐẶNG THỊ ƯỜNG", "Đặng Thị Ường"),
    ],
)
def test_names_are_shown_in_proper_case(name: str, shown: str) -> None:
    assert display_name(name) == shown
    assert display_name(shown) == shown


# --- keystrokes left in a form ---
@pytest.mark.parametrize(
    ("typed", "meant", "method"),
    [
        ("Nguyeenx Vawn A", "Nguyễn Văn A", "telex"),
        ("NGUYEENX VAWN DDUWCS", "NGUYỄN VĂN ĐỨC", "telex"),
        ("Phamj Thij Hoongf", "Phạm Thị Hồng", "telex"),
        ("Truwowngf", "Trường", "telex"),
        ("Nguye6n4 Va8n A", "Nguyễn Văn A", "vni_keys"),
        ("Tra6n2 Thi5 Hoa", "Trần Thị Hoa", "vni_keys"),
    ],
)
def test_keystrokes_are_read_and_only_suggested(typed: str, meant: str, method: str) -> None:
    residue = find_key_residue(typed)
    assert residue is not None and (residue.suggestion, residue.method) == (meant, method)


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn An", "Nguyen Van An", "Hans Peter", "José Müller", "Zoe", "", "Tổ 5", "McDonald", "Anna Nielsen"],
)
def test_clean_names_hold_no_keystrokes(name: str) -> None:
    assert find_key_residue(name) is None
