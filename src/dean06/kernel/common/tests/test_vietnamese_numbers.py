"""Numbers as reports print them."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import (
    find_numbers,
    find_ratios,
    format_number,
    format_percent,
    number_to_words,
    parse_number,
    parse_ratio,
    read_number_words,
)


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [
        ("3.037.420", "3037420", 0),
        ("1806", "1806", 0),
        ("1.234", "1234", 0),
        ("12.5", "12.5", 1),
        ("66,9%", "66.9", 1),
        ("99.68%", "99.68", 2),
        ("99.684%", "99.684", 3),
        ("101.86 %", "101.86", 2),
        ("0,125", "0.125", 3),
        ("0.02%", "0.02", 2),
        ("1.234,5", "1234.5", 1),
        ("1,234.5", "1234.5", 1),
        ("1,234,567", "1234567", 0),
        ("1234,567", "1234.567", 3),
        ("1 234 567", "1234567", 0),
        ("02", "2", 0),
        ("12.044 tỷ đồng", "12044000000000", 0),
        ("187,4 triệu USD", "187400000", 1),
        ("3,1 triệu", "3100000", 1),
        ("600 nghìn", "600000", 0),
        ("5 nghìn tỷ đồng", "5000000000000", 0),
        ("-5,2%", "-5.2", 1),
    ],
)
def test_a_printed_number_has_one_value(printed: str, value: str, decimals: int) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.decimals, number.text) == (Decimal(value), decimals, printed)


@pytest.mark.parametrize(
    "printed",
    [
        "1,234",
        "1.250%",
        "1234.567",
        "05.123",
        "1.23.456",
        "1.234.56",
        "0012",
        "",
        "12.044 và 5",
        "mười",
        "1,23,4",
        "12.",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(printed: str) -> None:
    assert parse_number(printed) is None


def test_a_caller_who_knows_the_decimal_mark_settles_the_doubt() -> None:
    assert parse_number("1,234", decimal_mark=",").value == Decimal("1.234")  # type: ignore[union-attr]
    assert parse_number("1,234", decimal_mark=".").value == 1234  # type: ignore[union-attr]
    assert parse_number("1.234", decimal_mark=".").value == Decimal("1.234")  # type: ignore[union-attr]
    assert parse_number("1.250%", decimal_mark=",").value == 1250  # type: ignore[union-attr]
    assert parse_number("12.5", decimal_mark=",") is None


def test_how_a_number_was_printed_is_kept() -> None:
    percent = parse_number("66,9%")
    assert percent is not None and percent.percent and percent.half_step == Decimal("0.05")
    money = parse_number("187,4 triệu USD")
    assert money is not None and (money.unit, money.multiplier, money.half_step) == ("USD", 10**6, 50_000)
    count = parse_number("02")
    assert count is not None and count.leading_zero and count.half_step == Decimal("0.5")
    year = parse_number("2024")
    assert year is not None and year.maybe_year


def test_ratios_are_read_with_and_without_spaces() -> None:
    part, whole = parse_ratio("22 / 25") or (None, None)
    assert part is not None and whole is not None and (part.value, whole.value) == (22, 25)
    ratios = find_ratios("đạt 70.060/70.287 hồ sơ; ngày 15/9 có 24/27 đơn vị và 10 / 28 dịch vụ; Đề án 06/CP")
    assert [ratio.text for ratio in ratios] == ["70.060/70.287", "24/27", "10 / 28"]
    assert parse_ratio("06/CP") is None


def test_numbers_of_a_sentence_come_without_codes_dates_and_list_marks() -> None:
    text = (
        "2.1. Thực hiện Quyết định số 1824/QĐ-UBND ngày 15/7/2025, Nghị định 118/2025/NĐ-CP và Chỉ thị 15-CT/TU, "
        "(1) tỉnh đã cấp 3.037.420 tài khoản, đạt 66,9% (kế hoạch 25-30%), thu 12.044 tỷ đồng, 02 dịch vụ; "
        "giai đoạn 2022-2025, lúc 09:04, C06, 5G, COVID-19, (220/380V), Điều 7, "
        "300.790 trường hợp/2.343.764 trường hợp."
    )
    mentions = find_numbers(text)
    assert [m.number.text for m in mentions] == [
        "3.037.420",
        "66,9%",
        "25",
        "30%",
        "12.044 tỷ đồng",
        "02",
        "300.790",
        "2.343.764",
    ]
    assert [m.number.percent for m in mentions] == [False, True, True, True, False, False, False, False]
    assert all(text[slice(*m.span)] == m.number.text for m in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "gồm nhiệm vụ số 1, 2, 4, 15 và 18;",
        "dịch vụ công mức độ 3, 4",
        "tại kỳ họp lần thứ 14",
        "báo cáo vào thứ 5 hằng tuần và ngày 10 hằng tháng",
        "một số nội dung sau: 1/ Rà soát; 2/ Đối chiếu",
        "<p>1) Tỉnh đã ban hành</p>\t2) Địa phương đã có",
        "dữ liệu dân cư giai đoạn 2",
        "theo Công văn 1552 và Nghị định 59/2022",
    ],
)
def test_labels_are_not_figures(text: str) -> None:
    assert find_numbers(text) == []


def test_both_ends_of_a_range_share_the_sign_or_the_multiplier() -> None:
    text = "từ 25 đến 30%, khoảng 5-7 triệu đồng, từ 1.000 đến 2 triệu, mức thu 12 phần trăm, tổng số 53 dịch vụ"
    assert [(m.number.value, m.number.percent) for m in find_numbers(text)] == [
        (25, True),
        (30, True),
        (5_000_000, False),
        (7_000_000, False),
        (1000, False),
        (2_000_000, False),
        (12, True),
        (53, False),
    ]


def test_a_number_before_a_full_stop_or_in_brackets_is_whole() -> None:
    assert [m.number.text for m in find_numbers("Đã cấp 2.262.033. Còn lại (7.909 hồ sơ); 0; 1.096).")] == [
        "2.262.033",
        "7.909",
        "0",
        "1.096",
    ]


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_survive_printing_and_reading(value: int) -> None:
    number = parse_number(format_number(value))
    assert number is not None and number.value == value
    (mention,) = find_numbers(f"có {format_number(value)} hồ sơ")
    assert mention.number.value == value


@given(st.decimals(-(10**9), 10**9, places=2), st.integers(0, 2))
def test_decimals_survive_printing_and_reading(value: Decimal, places: int) -> None:
    printed = format_percent(value, places)
    number = parse_number(printed, decimal_mark=",")
    assert number is not None and number.percent and number.decimals == places
    assert abs(number.value - value) <= number.half_step
    assert format_percent(number.value, places) == printed or number.value == 0


def test_printing_rounds_half_up_and_groups_by_dots() -> None:
    assert format_number(3037420) == "3.037.420"
    assert format_number(Decimal("1234.50")) == "1.234,5"
    assert format_number(Decimal("1234.5"), 2) == "1.234,50"
    assert format_percent(Decimal("66.95"), 1) == "67,0%"
    assert format_number(Decimal("1E+3")) == "1.000"
    with pytest.raises(ValueError):
        format_number(Decimal("NaN"))


@given(st.text(alphabet="0123456789.,/%-() tỷđồngngày\n", max_size=40))
def test_no_text_breaks_the_number_reader(text: str) -> None:
    mentions = find_numbers(text)
    for before, after in pairwise(mentions):
        assert before.span[1] <= after.span[0]
    parse_number(text)


@pytest.mark.parametrize(
    "unit",
    [
        "1.",
        "ngày ",
        "\n",
        " ",
        "ngày 1/",
        "1/",
        "12/2024-",
        "(",
        "số 1, ",
        "năm\n",
        "tháng 6, ",
        "%-",
        "1 tỷ ",
        "mức 1,",
    ],
)
def test_hostile_texts_are_read_in_linear_time(unit: str) -> None:
    """Four times the text may take four times the work, never the sixteen of a quadratic pattern."""

    def work(length: int) -> float:
        started = time.process_time()
        find_numbers(unit * (length // len(unit)))
        return time.process_time() - started

    short = max(min(work(25_000) for _ in range(3)), 0.01)
    assert min(work(100_000) for _ in range(2)) < 10 * short


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai mươi lăm", 25),
        ("Hai mươi mốt", 21),
        ("mười", 10),
        ("mười lăm", 15),
        ("ba mươi tư", 34),
        ("một trăm linh năm", 105),
        ("một trăm lẻ năm", 105),
        ("hai nghìn không trăm hai mươi tư", 2024),
        ("hai ngàn linh ba", None),
        ("ba triệu không trăm ba mươi bảy nghìn bốn trăm hai mươi", 3037420),
        ("một nghìn tỷ", 10**12),
        ("hai trăm ba", None),
        ("năm nay", None),
        ("", None),
        ("trăm", None),
        ("mươi", None),
    ],
)
def test_number_words_are_read_or_refused(words: str, value: int | None) -> None:
    assert read_number_words(words) == value


@given(st.integers(0, 10**18 - 1))
def test_number_words_survive_writing_and_reading(value: int) -> None:
    assert read_number_words(number_to_words(value)) == value


def test_numbers_too_large_for_words_are_refused() -> None:
    with pytest.raises(ValueError):
        number_to_words(10**18)
