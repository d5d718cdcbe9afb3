"""Working days, terms and working hours; the law in tables, the clock against a minute-by-minute count."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.calendar import (
    VIETNAM_TIME,
    CalendarRow,
    Certainty,
    DayKind,
    NoWorkingTime,
    SessionRow,
    WorkCalendar,
)
from dean06.kernel.common.calendar.table import CalendarFileError, read_days, shipped_days, shipped_sessions

HOURS = [
    SessionRow(weekday, *session)
    for weekday in range(5)
    for session in ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
]
CALENDAR = WorkCalendar(shipped_days(), HOURS)
EMPTY = WorkCalendar([], HOURS)


def at(day: int, month: int, year: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM_TIME)


# --- days ---
@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2024, 2, 7), DayKind.WORKING),
        (date(2024, 2, 8), DayKind.HOLIDAY),  # 29 tháng Chạp
        (date(2024, 2, 14), DayKind.COMPENSATORY_REST),
        (date(2024, 4, 29), DayKind.COMPENSATORY_REST),  # swapped with Saturday 04/5
        (date(2024, 5, 4), DayKind.MAKE_UP_WORK),
        (date(2024, 5, 5), DayKind.WEEKLY_REST),
        (date(2025, 4, 26), DayKind.MAKE_UP_WORK),
        (date(2023, 9, 4), DayKind.COMPENSATORY_REST),
        (date(2026, 2, 20), DayKind.HOLIDAY),
        (date(2026, 2, 23), DayKind.WORKING),
    ],
)
def test_days_are_what_the_announcements_say(day: date, kind: DayKind) -> None:
    assert CALENDAR.kind_of(day) is kind
    assert CALENDAR.is_working_day(day) is kind.works
    assert kind.label


@pytest.mark.parametrize(
    ("event", "days", "last", "source"),
    [
        (date(2024, 3, 4), 1, date(2024, 3, 5), "BLDS 2015 Đ.147: the day after the event is day 1"),
        (date(2024, 3, 8), 1, date(2024, 3, 11), "received on Friday: Monday is day 1"),
        (date(2024, 3, 9), 1, date(2024, 3, 11), "received on Saturday: Monday is day 1"),
        (date(2024, 3, 4), 5, date(2024, 3, 11), "a weekend in between"),
        (date(2024, 2, 6), 3, date(2024, 2, 16), "Tết 2024: 08-14/02 off"),
        (date(2024, 4, 26), 3, date(2024, 5, 4), "02, 03 and the made-up Saturday 04/5/2024"),
        (date(2025, 8, 28), 2, date(2025, 9, 3), "Quốc khánh 2025: 01 and 02/9 off"),
        (date(2024, 4, 30), 0, date(2024, 5, 2), "0 days from a holiday: the next working day"),
    ],
)
def test_terms_of_working_days(event: date, days: int, last: date, source: str) -> None:
    term = CALENDAR.add_working_days(event, days)
    assert term.day == last, source
    assert term.certain


@pytest.mark.parametrize(
    ("last_day", "ends", "source"),
    [
        (date(2024, 3, 8), date(2024, 3, 8), "a working day stays"),
        (date(2024, 3, 9), date(2024, 3, 11), "BLDS 2015 Đ.148 k.5: Saturday moves to Monday"),
        (date(2024, 4, 27), date(2024, 5, 2), "weekend, swapped Monday and two holidays"),
        (date(2024, 5, 4), date(2024, 5, 4), "a made-up Saturday is a working day"),
        (date(2025, 1, 25), date(2025, 2, 3), "Tết 2025"),
    ],
)
def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(last_day: date, ends: date, source: str) -> None:
    assert CALENDAR.end_of_term(last_day).day == ends, source


@pytest.mark.parametrize(
    ("event", "months", "last", "source"),
    [
        (date(2024, 3, 15), 1, date(2024, 4, 15), "BLDS 2015 Đ.148 k.3: corresponding day"),
        (date(2024, 1, 31), 1, date(2024, 2, 29), "no 31/02: last day of the month"),
        (date(2025, 1, 31), 1, date(2025, 2, 28), "no 29/02 in 2025"),
        (date(2024, 3, 31), 1, date(2024, 5, 2), "30/4 is a holiday, 01/5 too"),
        (date(2023, 11, 15), 14, date(2025, 1, 15), "over two new years"),
    ],
)
def test_terms_of_months(event: date, months: int, last: date, source: str) -> None:
    assert CALENDAR.add_months(event, months).day == last, source


def test_terms_of_days_weeks_and_years() -> None:
    assert CALENDAR.add_days(date(2024, 3, 1), 8).day == date(2024, 3, 11)  # 09/3 is a Saturday
    assert CALENDAR.add_weeks(date(2024, 3, 1), 2).day == date(2024, 3, 15)
    assert CALENDAR.add_years(date(2024, 2, 29), 1).day == date(2025, 2, 28)
    for refuse in (CALENDAR.add_days, CALENDAR.add_weeks, CALENDAR.add_months, CALENDAR.add_working_days):
        with pytest.raises(ValueError):
            refuse(date(2024, 3, 1), -1)


def test_the_neighbouring_working_days_are_found() -> None:
    assert CALENDAR.previous_working_day(date(2024, 2, 15)) == date(2024, 2, 7)
    assert CALENDAR.next_working_day(date(2024, 2, 7)) == date(2024, 2, 15)
    assert CALENDAR.working_days_between(date(2024, 2, 5), date(2024, 2, 16)) == 5
    assert CALENDAR.working_days_between(date(2024, 2, 16), date(2024, 2, 5)) == 0


# --- what the table does not know ---
def test_an_answer_beyond_the_covered_years_says_so() -> None:
    assert CALENDAR.covered_years == (2022, 2023, 2024, 2025, 2026)
    assert CALENDAR.coverage_until == date(2026, 12, 31)
    inside = CALENDAR.add_working_days(date(2025, 12, 1), 5)
    assert inside.certain and inside.coverage_until == date(2026, 12, 31)
    over = CALENDAR.add_working_days(date(2026, 12, 29), 5)
    assert over.beyond_coverage and not over.certain
    assert CALENDAR.end_of_term(date(2021, 5, 3)).beyond_coverage
    assert EMPTY.coverage_until is None and EMPTY.add_working_days(date(2024, 3, 4), 1).beyond_coverage
    assert not CALENDAR.covers(date(2027, 1, 4)) and CALENDAR.covers(date(2026, 1, 5))


def test_a_year_with_missing_holidays_is_not_covered() -> None:
    rows = [row for row in shipped_days() if row.date != date(2024, 4, 18)]
    calendar = WorkCalendar(rows, HOURS)
    assert calendar.covered_years == (2022, 2023, 2025, 2026)
    assert calendar.coverage_until == date(2023, 12, 31)
    assert calendar.add_working_days(date(2024, 4, 16), 3).beyond_coverage


def test_a_term_that_rests_on_an_unconfirmed_day_names_it() -> None:
    rows = [*shipped_days(), CalendarRow(date(2024, 3, 6), DayKind.HOLIDAY, "thử", "thử", Certainty.LIKELY)]
    term = WorkCalendar(rows, HOURS).add_working_days(date(2024, 3, 4), 3)
    assert (term.day, term.unverified, term.certain) == (date(2024, 3, 8), (date(2024, 3, 6),), False)
    assert WorkCalendar(rows, HOURS).add_working_days(date(2024, 3, 6), 1).unverified == (date(2024, 3, 6),)
    assert WorkCalendar(rows, HOURS).add_working_days(date(2024, 3, 7), 1).certain


def test_contradicting_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="hai dòng"):
        WorkCalendar([CalendarRow(date(2024, 1, 1), DayKind.HOLIDAY)] * 2)
    with pytest.raises(ValueError, match="chồng nhau"):
        WorkCalendar([], [SessionRow(0, time(7), time(11)), SessionRow(0, time(10), time(12))])
    with pytest.raises(ValueError, match="không hợp lệ"):
        WorkCalendar([], [SessionRow(0, time(11), time(7))])
    summer = SessionRow(0, time(7), time(11), date(2024, 4, 16), date(2024, 10, 15))
    winter = SessionRow(0, time(7, 30), time(11, 30), date(2024, 10, 16))
    calendar = WorkCalendar([], [summer, winter])
    assert calendar.working_minutes_on(date(2024, 10, 14)) == 240
    assert calendar.sessions_on(date(2024, 10, 21))[0][0].time() == time(7, 30)
    assert calendar.sessions_on(date(2024, 4, 15)) == ()


# --- hours ---
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(4, 3, 2024, 8), 1, at(4, 3, 2024, 9)),
        (at(4, 3, 2024, 10, 30), 2, at(4, 3, 2024, 14, 30)),  # over the midday break
        (at(4, 3, 2024, 7, 30), 4, at(4, 3, 2024, 11, 30)),  # runs out with the session
        (at(4, 3, 2024, 16), 2, at(5, 3, 2024, 8, 30)),
        (at(8, 3, 2024, 16), 2, at(11, 3, 2024, 8, 30)),  # over a weekend
        (at(7, 2, 2024, 16), 2, at(15, 2, 2024, 8, 30)),  # over Tết 2024
        (at(3, 5, 2024, 16), 2, at(4, 5, 2024, 8, 30)),  # into a made-up Saturday
        (at(4, 3, 2024, 20), 1, at(5, 3, 2024, 8, 30)),  # sent in the evening
        (at(9, 3, 2024, 9), Decimal("0.5"), at(11, 3, 2024, 8)),
        (at(4, 3, 2024, 12), 0, at(4, 3, 2024, 12)),
    ],
)
def test_working_hours_run_only_in_office_time(start: datetime, hours: int | Decimal, end: datetime) -> None:
    result = CALENDAR.add_working_hours(start, hours)
    assert result.moment == end and result.certain
    assert CALENDAR.add_working_hours(start.astimezone(UTC), hours).moment == end
    assert CALENDAR.working_minutes_between(start, end) == hours * 60


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(ValueError):
        CALENDAR.add_working_hours(datetime(2024, 3, 4, 8), 1)
    with pytest.raises(ValueError):
        CALENDAR.add_working_hours(at(4, 3, 2024, 8), Decimal("0.001"))
    with pytest.raises(ValueError):
        CALENDAR.working_minutes_between(at(5, 3, 2024, 8), at(4, 3, 2024, 8))
    with pytest.raises(NoWorkingTime):
        WorkCalendar([]).add_working_minutes(at(4, 3, 2024, 8), 1)
    with pytest.raises(NoWorkingTime):
        WorkCalendar([], weekly_rest=frozenset(range(7))).next_working_day(date(2024, 3, 4))
    assert CALENDAR.is_open(at(4, 3, 2024, 8)) and not CALENDAR.is_open(at(4, 3, 2024, 11, 30))


def test_an_office_may_open_on_saturday_morning() -> None:
    one_stop = WorkCalendar(
        shipped_days(), [*HOURS, SessionRow(5, time(7, 30), time(11, 30))], weekly_rest=frozenset({6})
    )
    assert one_stop.add_working_hours(at(8, 3, 2024, 16), 2).moment == at(9, 3, 2024, 8, 30)


# --- against a minute-by-minute clock ---
FEW_DAYS = st.dates(date(2024, 1, 25), date(2024, 5, 12))
MOMENTS = st.builds(
    lambda day, minute: datetime.combine(day, time(minute // 60, minute % 60), VIETNAM_TIME),
    FEW_DAYS,
    st.integers(0, 1439),
)


def office_minute(moment: datetime) -> bool:
    """Independent count: is the minute that begins at ``moment`` an office minute?"""
    off = (
        {date(2024, 2, day) for day in range(8, 15)} | {date(2024, 4, day) for day in (18, 29, 30)} | {date(2024, 5, 1)}
    )
    day = moment.date()
    works = day == date(2024, 5, 4) or (day.weekday() < 5 and day not in off)
    clock = moment.hour * 60 + moment.minute
    return works and (450 <= clock < 690 or 810 <= clock < 1020)


@given(MOMENTS, st.integers(0, 5 * 24 * 60))
def test_minutes_between_equal_a_count_minute_by_minute(start: datetime, length: int) -> None:
    counted = sum(office_minute(start + timedelta(minutes=i)) for i in range(length))
    assert CALENDAR.working_minutes_between(start, start + timedelta(minutes=length)) == counted


@given(MOMENTS, st.integers(1, 1200))
def test_added_minutes_end_where_a_counting_clock_stops(start: datetime, minutes: int) -> None:
    moment, left = start, minutes
    while left:
        left -= office_minute(moment)
        moment += timedelta(minutes=1)
    assert CALENDAR.add_working_minutes(start, minutes).moment == moment


@given(FEW_DAYS, st.integers(0, 40))
def test_terms_of_working_days_hold_exactly_that_many(event: date, days: int) -> None:
    last = CALENDAR.add_working_days(event, days).day
    assert CALENDAR.is_working_day(last)
    if days:
        assert CALENDAR.working_days_between(event + timedelta(days=1), last) == days


@given(FEW_DAYS, st.integers(0, 40))
def test_terms_never_end_on_a_day_off_nor_before_their_days_are_over(event: date, days: int) -> None:
    for term in (CALENDAR.add_days(event, days), CALENDAR.add_months(event, days), CALENDAR.end_of_term(event)):
        assert CALENDAR.is_working_day(term.day)
    assert CALENDAR.add_days(event, days).day >= event + timedelta(days=days)
    assert CALENDAR.previous_working_day(CALENDAR.next_working_day(event)) <= event


# --- the shipped table ---
def test_the_shipped_table_keeps_the_law() -> None:
    rows = {row.date: row for row in shipped_days()}
    for year in (2022, 2023, 2024, 2025, 2026):
        holidays = [row for row in rows.values() if row.date.year == year and row.kind is DayKind.HOLIDAY]
        assert len(holidays) == (12 if year == 2026 else 11)
        assert sum("Tết Nguyên đán" in row.name for row in holidays) == 5
        # BLLĐ Đ.111 k.3: each holiday on a weekly rest day is made good; each swapped day off has its made-up day.
        lost = sum(row.date.weekday() >= 5 for row in holidays)
        rests = [row for row in rows.values() if row.date.year == year and row.kind is DayKind.COMPENSATORY_REST]
        made_up = [row for row in rows.values() if row.date.year == year and row.kind is DayKind.MAKE_UP_WORK]
        assert len(rests) == lost + len(made_up)
        assert all(row.date.weekday() < 5 for row in rests) and all(row.date.weekday() >= 5 for row in made_up)
    assert all(row.name and row.source for row in rows.values())


def test_the_shipped_hours_are_forty_a_week() -> None:
    calendar = WorkCalendar(shipped_days(), [shipped.session for shipped in shipped_sessions()])
    monday = date(2024, 3, 4)
    assert [calendar.working_minutes_on(monday + timedelta(days=i)) for i in range(7)] == [480] * 5 + [0, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("date,kind\n", "thiếu cột"),
        ("date,kind,name,source,certainty\n2024-13-01,holiday,a,b,sure\n", "dòng 2"),
        ("date,kind,name,source,certainty\n2024-01-01,party,a,b,sure\n", "dòng 2"),
        ("date,kind,name,source,certainty\n" + "2024-01-01,holiday,a,b,sure\n" * 2, "đã có ở dòng trước"),
    ],
)
def test_a_broken_calendar_file_is_refused_with_its_line(tmp_path, content: str, says: str) -> None:
    path = tmp_path / "ngay.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CalendarFileError, match=says):
        read_days(path)
