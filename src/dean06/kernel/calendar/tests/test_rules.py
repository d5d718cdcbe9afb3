"""What may be entered into the calendar, field by field, and how hours and weekdays are put into words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.calendar.presenting import months, weekdays_text
from dean06.kernel.calendar.rules import problems_of_day
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, WorkCalendar
from dean06.kernel.common.calendar.table import shipped_days

SATURDAY, TUESDAY = date(2026, 8, 22), date(2026, 8, 25)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (CalendarRow(TUESDAY, DayKind.HOLIDAY, "Nghỉ", "Văn bản"), set()),
        (CalendarRow(SATURDAY, DayKind.MAKE_UP_WORK, "Làm bù", "Thông báo"), set()),
        (CalendarRow(TUESDAY, DayKind.MAKE_UP_WORK, "Làm bù", "Thông báo"), {"kind"}),
        (CalendarRow(TUESDAY, DayKind.COMPENSATORY_REST, "Nghỉ bù", "Thông báo"), set()),
        (CalendarRow(SATURDAY, DayKind.COMPENSATORY_REST, "Nghỉ bù", "Thông báo"), {"kind"}),
        (CalendarRow(TUESDAY, DayKind.WEEKLY_REST, "Nghỉ", "Thông báo"), {"kind"}),
        (CalendarRow(TUESDAY, DayKind.HOLIDAY, "Nghỉ", ""), {"source"}),
        (CalendarRow(TUESDAY, DayKind.HOLIDAY, "Nghỉ", "", Certainty.UNSURE), set()),
        (CalendarRow(TUESDAY, DayKind.HOLIDAY, "", "Văn bản"), {"name"}),
        (CalendarRow(TUESDAY, DayKind.HOLIDAY, "n" * 151, "c" * 251), {"name", "source"}),
        (CalendarRow(date(1999, 12, 31), DayKind.HOLIDAY, "Nghỉ", "Văn bản"), {"date"}),
        (CalendarRow(date(2101, 1, 3), DayKind.HOLIDAY, "Nghỉ", "Văn bản"), {"date"}),
    ],
)
def test_each_wrong_field_is_named(row: CalendarRow, wrong: set[str]) -> None:
    problems = problems_of_day(row)
    assert set(problems) == wrong
    assert all(sentence.endswith(".") for sentence in problems.values())


def test_every_shipped_day_could_have_been_entered_by_hand() -> None:
    assert [row.date for row in shipped_days() if problems_of_day(row)] == []


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ((0, 1, 2, 3, 4), "Thứ Hai đến thứ Sáu"),
        ((0, 2), "Thứ Hai, thứ Tư"),
        ((0, 1), "Thứ Hai, thứ Ba"),
        ((5, 6, 0), "Thứ Hai, thứ Bảy, Chủ nhật"),
        ((6,), "Chủ nhật"),
    ],
)
def test_weekdays_are_read_as_people_say_them(weekdays: tuple[int, ...], words: str) -> None:
    assert weekdays_text(weekdays) == words


@given(st.integers(2000, 2100))
def test_the_months_of_a_year_show_each_day_once_under_its_weekday(year: int) -> None:
    laid_out = months(year, WorkCalendar(()), date(2026, 1, 1))
    shown = [
        (cell.date, column)
        for month in laid_out
        for week in month.weeks
        for column, cell in enumerate(week)
        if cell is not None
    ]
    assert len(shown) == (date(year, 12, 31) - date(year, 1, 1)).days + 1
    assert [day for day, _ in shown] == sorted({day for day, _ in shown})
    assert all(day.weekday() == column for day, column in shown)
    assert sum(month.working_days for month in laid_out) == sum(day.weekday() < 5 for day, _ in shown)
