"""Dates and periods in the forms of plans and reports."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import (
    find_dates,
    format_date,
    format_date_long,
    half_bounds,
    month_bounds,
    parse_date,
    parse_day,
    quarter_bounds,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("22/02/2024", date(2024, 2, 22)),
        ("ngày 22 tháng 02 năm 2024", date(2024, 2, 22)),
        ("Ngày 6/01/2022", date(2022, 1, 6)),
        ("ngày 09/11/2022", date(2022, 11, 9)),
        ("NGÀY 06/01/2022", date(2022, 1, 6)),
        ("22-02-2024", date(2024, 2, 22)),
        ("22.02.2024", date(2024, 2, 22)),
        ("2024-02-22", date(2024, 2, 22)),
        ("ngày 22 / 02 / 2024", date(2024, 2, 22)),
        ("ngày 15 tháng 6, năm 2024", date(2024, 6, 15)),
        ("ngày 15 tháng 6 của năm 2024", date(2024, 6, 15)),
        ("ngày 22/02/24", date(2024, 2, 22)),
        ("ngày mùng 1 tháng 7 năm 2025", date(2025, 7, 1)),
    ],
)
def test_a_day_is_read_in_every_printed_form(printed: str, expected: date) -> None:
    (mention,) = find_dates(f"Căn cứ văn bản {printed}, Ủy ban nhân dân tỉnh yêu cầu")
    assert (mention.text, mention.precision, mention.date, mention.last_day) == (printed, "day", expected, expected)
    assert parse_day(printed) == expected


@pytest.mark.parametrize(
    ("printed", "precision", "first", "last"),
    [
        ("tháng 6 năm 2024", "month", date(2024, 6, 1), date(2024, 6, 30)),
        ("Tháng 02/2023", "month", date(2023, 2, 1), date(2023, 2, 28)),
        ("tháng 02/2024", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("THÁNG 9/2023", "month", date(2023, 9, 1), date(2023, 9, 30)),
        ("quý I/2023", "quarter", date(2023, 1, 1), date(2023, 3, 31)),
        ("Quý II năm 2024", "quarter", date(2024, 4, 1), date(2024, 6, 30)),
        ("quý 3/2024", "quarter", date(2024, 7, 1), date(2024, 9, 30)),
        ("Quí IV/2024", "quarter", date(2024, 10, 1), date(2024, 12, 31)),
        ("6 tháng đầu năm 2024", "half", date(2024, 1, 1), date(2024, 6, 30)),
        ("06 tháng cuối năm 2024", "half", date(2024, 7, 1), date(2024, 12, 31)),
        ("sáu tháng đầu năm 2024", "half", date(2024, 1, 1), date(2024, 6, 30)),
        ("9 tháng đầu năm 2024", "nine_months", date(2024, 1, 1), date(2024, 9, 30)),
        ("năm 2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("giai đoạn 2022-2025", "years", date(2022, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(printed: str, precision: str, first: date, last: date) -> None:
    (mention,) = find_dates(f"Hoàn thành trong {printed}.")
    assert (mention.text, mention.precision) == (printed, precision)
    assert (mention.date, mention.last_day, mention.impossible) == (first, last, False)
    whole = parse_date(printed)
    assert whole is not None and whole.last_day == last


@pytest.mark.parametrize(
    "printed",
    [
        "ngày 31/9/2023",
        "ngày 30/02/2024",
        "ngày 29 tháng 02 năm 2023",
        "31/11/2023",
        "ngày 15/13/2023",
        "ngày 45/9/2023",
        "ngày 15/9/20233",
        "tháng 13/2024",
        "quý 5/2024",
        "ngày 9/2023",
        "ngày 31/4",
    ],
)
def test_a_date_no_calendar_has_is_returned_as_impossible_with_its_printed_text(printed: str) -> None:
    (mention,) = find_dates(f"theo Công văn gửi {printed} của Sở")
    assert (mention.text, mention.impossible, mention.date, mention.last_day) == (printed, True, None, None)
    assert parse_day(printed) is None


def test_a_day_without_year_takes_the_year_of_the_caller() -> None:
    text = "Báo cáo 6 tháng gửi trước ngày 16/6, báo cáo năm gửi trước ngày 16/12"
    days = [m for m in find_dates(text, default_year=2024) if m.precision == "day"]
    assert [m.date for m in days] == [date(2024, 6, 16), date(2024, 12, 16)]
    unknown = [m for m in find_dates(text) if m.precision == "day"]
    assert [m.date for m in unknown] == [None, None] and all(m.year_missing for m in unknown)


def test_29_february_without_a_year_may_exist() -> None:
    (mention,) = find_dates("trước ngày 29/02")
    assert not mention.impossible
    (mention,) = find_dates("trước ngày 29/02", default_year=2023)
    assert mention.impossible


def test_the_first_day_of_a_range_borrows_the_year_of_its_end() -> None:
    mentions = find_dates("Từ ngày 15/8 đến ngày 14/9/2023 và từ ngày 14/8/2023-14/9/2023")
    assert [m.date for m in mentions] == [
        date(2023, 8, 15),
        date(2023, 9, 14),
        date(2023, 8, 14),
        date(2023, 9, 14),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 118/2025/NĐ-CP",
        "Quyết định 06/QĐ-TTg",
        "Quyết định số 01/2021/QĐ-UBND",
        "đạt 22/25 dịch vụ",
        "có 70.060/70.287 hồ sơ",
        "báo cáo vào ngày 10 hằng tháng",
        "hệ thống hoạt động 24/7",
        "trong 6 tháng",
        "năm học 2023-2024",
        "có 2.024 hồ sơ",
        "địa chỉ máy chủ 10.10.2024.1",
    ],
)
def test_codes_counts_and_recurring_days_are_not_dates(text: str) -> None:
    assert find_dates(text) == []


def test_a_year_printed_once_belongs_to_both_ends() -> None:
    mentions = find_dates(
        "Từ tháng 3 đến tháng 6 năm 2024; quý I và quý II/2025; ngày 15 tháng 5, ngày 20 tháng 5 năm 2025"
    )
    assert [(m.text, m.date) for m in mentions] == [
        ("tháng 3", date(2024, 3, 1)),
        ("tháng 6 năm 2024", date(2024, 6, 1)),
        ("quý I", date(2025, 1, 1)),
        ("quý II/2025", date(2025, 4, 1)),
        ("ngày 15 tháng 5", date(2025, 5, 15)),
        ("ngày 20 tháng 5 năm 2025", date(2025, 5, 20)),
    ]
    assert [m.date for m in find_dates("trong tháng 3. Đến tháng 6 năm 2024")] == [None, date(2024, 6, 1)]


def test_a_cell_without_year_uses_the_year_of_the_caller() -> None:
    mention = parse_date("15/6", default_year=2024)
    assert mention is not None and (mention.date, mention.text, mention.year) == (date(2024, 6, 15), "15/6", None)
    impossible = parse_date("31/6", default_year=2024)
    assert impossible is not None and impossible.impossible
    assert parse_date("15/6") is None and parse_date("22/25") is None
    assert parse_day(" 15/06/2024. ") == date(2024, 6, 15) and parse_day("tháng 6/2024") is None


def test_a_blank_day_leaves_the_month() -> None:
    (mention,) = find_dates("Hà Tĩnh, ngày       tháng 02 năm 2024")
    assert (mention.precision, mention.last_day) == ("month", date(2024, 2, 29))


def test_a_wrapped_line_inside_a_date_is_read_but_a_new_paragraph_is_not() -> None:
    assert [m.date for m in find_dates("ban hành ngày\n06/01/2022")] == [date(2022, 1, 6)]
    assert find_dates("từng ngày\n\n15/9") == []


@given(DAYS)
def test_every_day_survives_printing_and_reading(day: date) -> None:
    for printed in (format_date(day), format_date_long(day), f"{day.day}/{day.month}/{day.year}", day.isoformat()):
        assert parse_day(printed) == day
        (mention,) = find_dates(f"tính đến {printed} đã có kết quả")
        assert mention.date == day


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1900, 2100))
def test_a_named_day_is_either_in_the_calendar_or_impossible(day: int, month: int, year: int) -> None:
    (mention,) = find_dates(f"ngày {day}/{month}/{year}")
    try:
        expected = date(year, month, day)
    except ValueError:
        assert mention.impossible and mention.date is None
    else:
        assert not mention.impossible and mention.date == expected


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_periods_tile_the_year(year: int, month: int) -> None:
    first, last = month_bounds(year, month)
    assert (last + timedelta(days=1)).day == 1 and first.day == 1
    quarter = (month + 2) // 3
    assert quarter_bounds(year, quarter)[0] <= first and last <= quarter_bounds(year, quarter)[1]
    half = 1 if month <= 6 else 2
    assert half_bounds(year, half)[0] <= first and last <= half_bounds(year, half)[1]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_and_spans_never_overlap(text: str) -> None:
    mentions = find_dates(text)
    for mention in mentions:
        assert text[slice(*mention.span)] == mention.text
    for before, after in pairwise(mentions):
        assert before.span[1] <= after.span[0]
