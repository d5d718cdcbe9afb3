"""The legal clock: a table of the law's cases, and a property against a clock that walks minute by minute."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.common.calendar import VIETNAM_TIME, CalendarRow, DayKind, SessionRow, WorkCalendar
from dean06.kernel.common.calendar.table import shipped_days, shipped_sessions
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.tests.brute_clock import BruteClock
from dean06.procedures.cases.types import State
from dean06.procedures.catalogue.types import TimeLimit, TimeUnit

SHIPPED = WorkCalendar(shipped_days(), [one.session for one in shipped_sessions()])


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM_TIME)


def limit(value: int, unit: str = "working_day", **more: object) -> TimeLimit:
    return TimeLimit(value=value, unit=TimeUnit(unit), source="Văn bản mẫu", **more)


@pytest.mark.parametrize(
    ("term", "received", "due", "source"),
    [
        (limit(5), "16/11/2026 09:00", "23/11/2026 17:00", "BLDS Đ.147: day 1 is the day after"),
        (limit(5), "17/11/2026 16:59", "25/11/2026 17:00", "24/11 is a day off"),
        (limit(3), "14/11/2026 09:00", "18/11/2026 17:00", "received on a Saturday: Monday is day 1"),
        (limit(15, "day"), "02/11/2026 10:00", "17/11/2026 17:00", "calendar days"),
        (limit(12, "day"), "02/11/2026 10:00", "16/11/2026 17:00", "BLDS Đ.148: Saturday 14/11 moves to Monday"),
        (limit(1, "month"), "31/10/2026 10:00", "30/11/2026 17:00", "BLDS Đ.148: no such day in the month"),
        (limit(8, "working_hour"), "17/11/2026 13:30", "18/11/2026 11:30", "only minutes inside the sessions"),
        (limit(0, same_day=True), "17/11/2026 15:00", "17/11/2026 17:00", "Luật Hộ tịch: until 15:00 the same day"),
        (limit(0, same_day=True), "17/11/2026 15:01", "18/11/2026 17:00", "Luật Hộ tịch: after 15:00 the next"),
        (limit(0, same_day=True), "23/11/2026 15:30", "25/11/2026 17:00", "the next day is off"),
        (limit(0, same_day=True), "22/11/2026 09:00", "23/11/2026 17:00", "handed in on a Sunday"),
        (limit(2), "20/08/2026 09:00", "22/08/2026 17:00", "the swapped Saturday 22/8/2026 works"),
        (limit(2), "12/02/2026 09:00", "23/02/2026 17:00", "Tết 2026"),
    ],
)
def test_when_the_result_is_due(term: TimeLimit, received: str, due: str, source: str) -> None:
    assert clock.first_due(SHIPPED, term, at(received)) == at(due), source


def test_verification_takes_the_longer_term_of_the_law() -> None:
    term = limit(0, same_day=True, extended_value=5)
    assert clock.first_due(SHIPPED, term, at("09/11/2026 09:00"), extended=True) == at("16/11/2026 17:00")


def test_an_online_dossier_is_answered_within_eight_working_hours() -> None:
    assert clock.answer_due(SHIPPED, at("20/11/2026 16:00")) == at("23/11/2026 16:00")
    assert clock.answer_due(SHIPPED, at("21/11/2026 03:00")) == at("23/11/2026 17:00")


def test_a_deadline_moves_by_working_minutes_only() -> None:
    due = at("23/11/2026 17:00")
    assert clock.shifted(SHIPPED, due, 0) == due
    # A whole working day: 24/11 is off.
    assert clock.shifted(SHIPPED, due, 480) == at("25/11/2026 17:00")


def test_the_clock_stands_in_a_pause_and_after_the_end() -> None:
    common = {"received_at": at("16/11/2026 09:00"), "due_at": at("23/11/2026 17:00"), "paused_minutes": 0}
    paused = clock.reading(
        SHIPPED, state=State.SUPPLEMENT, paused_since=at("16/11/2026 10:00"), stopped_at=None,
        now=at("30/11/2026 10:00"), **common,
    )  # fmt: skip
    assert (paused.used_minutes, paused.is_paused, paused.is_late) == (60, True, False)
    done = clock.reading(
        SHIPPED, state=State.DONE, paused_since=None, stopped_at=at("16/11/2026 11:00"), now=at("30/12/2026 10:00"),
        **common,
    )  # fmt: skip
    assert (done.used_minutes, done.is_late) == (120, False)
    running = clock.reading(
        SHIPPED, state=State.PROCESSING, paused_since=None, stopped_at=None, now=at("25/11/2026 07:30"), **common
    )
    assert (running.left_minutes, running.is_late) == (-30, True)


# --- Against the clock that walks ---------------------------------------------------------------------------------

FIRST = dt.date(2026, 3, 2)
_KINDS = st.sampled_from([DayKind.HOLIDAY, DayKind.COMPENSATORY_REST, DayKind.MAKE_UP_WORK, DayKind.WORKING])
_HOURS = st.sampled_from(
    [
        ((7, 0, 11, 30), (13, 30, 17, 0)),
        ((7, 30, 11, 30), (13, 0, 17, 0)),
        ((8, 0, 12, 0),),
        ((6, 45, 10, 15), (10, 30, 12, 0), (14, 0, 17, 15)),
    ]
)
_REST = st.sampled_from([frozenset({5, 6}), frozenset({6}), frozenset({4, 5, 6})])


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkCalendar, BruteClock]:
    """A calendar with holidays, swapped days, office hours and a weekend of its own, and the walker over its rows."""
    days = draw(st.dictionaries(st.integers(0, 90), _KINDS, max_size=14))
    rows = [CalendarRow(FIRST + dt.timedelta(days=number), kind) for number, kind in sorted(days.items())]
    rest, hours = draw(_REST), draw(_HOURS)
    sessions = [
        SessionRow(weekday, dt.time(one[0], one[1]), dt.time(one[2], one[3]))
        for weekday in range(7)
        if weekday not in rest or weekday == 4
        for one in hours
    ]
    return WorkCalendar(rows, sessions, weekly_rest=rest), BruteClock(rows, sessions, rest)


moments = st.integers(0, 25 * 24 * 60).map(
    lambda minutes: dt.datetime.combine(FIRST, dt.time(), VIETNAM_TIME) + dt.timedelta(minutes=minutes)
)
_TERMS = st.one_of(
    st.tuples(st.just("working_hour"), st.integers(1, 24)),
    st.tuples(st.just("working_day"), st.integers(0, 10)),
    st.tuples(st.just("day"), st.integers(0, 20)),
    st.tuples(st.just("month"), st.integers(1, 1)),
)


@settings(max_examples=120, deadline=None)
@given(calendars(), moments, _TERMS, st.booleans())
def test_every_term_ends_where_the_walking_clock_ends(
    pair: tuple[WorkCalendar, BruteClock], start: dt.datetime, term: tuple[str, int], same_day: bool
) -> None:
    calendar, brute = pair
    unit, value = term
    found = clock.first_due(calendar, limit(value, unit, same_day=same_day), start)
    assert found == brute.due(unit, value, start, same_day=same_day)


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, st.integers(0, 3000), st.lists(st.integers(1, 2000), max_size=3))
def test_pauses_shift_the_deadline_as_the_walking_clock_does(
    pair: tuple[WorkCalendar, BruteClock], start: dt.datetime, length: int, pauses: list[int]
) -> None:
    calendar, brute = pair
    due = clock.first_due(calendar, limit(2), start)
    walked, at_ = brute.due("working_day", 2, start), start
    for gap in pauses:
        begins, ends = at_ + dt.timedelta(minutes=length % 500), at_ + dt.timedelta(minutes=length % 500 + gap)
        stood = clock.working_minutes(calendar, begins, ends)
        assert stood == brute.between(begins, ends)
        due, walked, at_ = clock.shifted(calendar, due, stood), brute.after(walked, stood), ends
    assert due == walked
    left = clock.minutes_left(calendar, due, at_)
    assert left == brute.between(at_, walked) if at_ <= walked else left == -max(1, brute.between(walked, at_))
