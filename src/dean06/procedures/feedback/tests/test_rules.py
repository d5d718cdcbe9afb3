"""Rules of feedback: days, lateness, what is hidden before publishing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.calendar import WorkCalendar
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.types import Level, State

CALENDAR = WorkCalendar([])
MONDAY = dt.date(2026, 3, 2)


def add(day: dt.date, number: int) -> dt.date:
    return CALENDAR.add_working_days(day, number).day


DUES = rules.dues(rules.DEFAULT_CLOCK, received=MONDAY, add=add)


@pytest.mark.parametrize(
    ("received", "refuse", "ask", "answer"),
    [
        # Mô tả cách tính chỉ số 5.2: 2, 5, 15 working days, the day itself not counted.
        (MONDAY, dt.date(2026, 3, 4), dt.date(2026, 3, 9), dt.date(2026, 3, 23)),
        (dt.date(2026, 3, 6), dt.date(2026, 3, 10), dt.date(2026, 3, 13), dt.date(2026, 3, 27)),
        (dt.date(2026, 3, 7), dt.date(2026, 3, 10), dt.date(2026, 3, 13), dt.date(2026, 3, 27)),
    ],
)
def test_last_days_of_the_steps(received: dt.date, refuse: dt.date, ask: dt.date, answer: dt.date) -> None:
    found = rules.dues(rules.DEFAULT_CLOCK, received=received, add=add)
    assert (found.refuse, found.ask, found.answer, found.publish) == (refuse, ask, answer, None)


def test_the_answer_counts_from_the_supplement_and_publishing_from_the_answer() -> None:
    found = rules.dues(
        rules.DEFAULT_CLOCK,
        received=MONDAY,
        add=add,
        supplemented=dt.date(2026, 3, 16),
        answered=dt.date(2026, 3, 20),
    )
    assert (found.answer, found.publish) == (dt.date(2026, 4, 6), dt.date(2026, 3, 24))


_REFUSE, _ASK, _ANSWER = DUES.refuse, DUES.ask, DUES.answer
_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "happened", "today", "late"),
    [
        (State.REFUSED, {"refused": _REFUSE}, _ANSWER, False),
        (State.REFUSED, {"refused": _REFUSE + _DAY}, _ANSWER, True),
        (State.SUPPLEMENT, {"asked": _ASK}, _ANSWER + 90 * _DAY, False),
        (State.SUPPLEMENT, {"asked": _ASK + _DAY}, _ANSWER, True),
        (State.NEW, {}, _ANSWER, False),
        (State.NEW, {}, _ANSWER + _DAY, True),
        (State.ASSIGNED, {}, _ANSWER, False),
        (State.ASSIGNED, {}, _ANSWER + _DAY, True),
        (State.ANSWERED, {"answered": _ANSWER + _DAY}, _ANSWER + _DAY, True),
    ],
)
def test_when_a_feedback_is_late(state: State, happened: dict[str, dt.date], today: dt.date, late: bool) -> None:
    assert rules.is_late(state, DUES, today=today, **happened) is late


@pytest.mark.parametrize(
    ("published", "today", "late"),
    [
        (dt.date(2026, 3, 12), dt.date(2026, 4, 1), False),
        (dt.date(2026, 3, 13), dt.date(2026, 4, 1), True),
        (None, dt.date(2026, 3, 12), False),
        (None, dt.date(2026, 3, 13), True),
    ],
)
def test_an_answer_is_published_within_two_working_days(published: dt.date | None, today: dt.date, late: bool) -> None:
    answered = dt.date(2026, 3, 10)
    found = rules.dues(rules.DEFAULT_CLOCK, received=MONDAY, add=add, answered=answered)
    state = State.PUBLISHED if published else State.ANSWERED
    assert rules.is_late(state, found, today=today, answered=answered, published=published) is late


def test_the_table_of_days_is_dated() -> None:
    stricter = replace(rules.DEFAULT_CLOCK, answer_days=10, valid_from=dt.date(2026, 4, 1))
    assert rules.clock_on([stricter], dt.date(2026, 3, 31)).answer_days == 15
    assert rules.clock_on([stricter], dt.date(2026, 4, 1)).answer_days == 10
    assert rules.clock_on([], dt.date(2020, 1, 1)) == rules.DEFAULT_CLOCK


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (5, Level.SATISFIED),
        (4, Level.SATISFIED),
        (3, Level.NEUTRAL),
        (2, Level.DISSATISFIED),
        (1, Level.DISSATISFIED),
    ],
)
def test_levels_of_scores(score: int, level: Level) -> None:
    assert rules.level_of(score) == level


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Gọi tôi 0912 345 678 nhé", "Gọi tôi [đã ẩn] nhé"),
        ("số 042085001234.", "số [đã ẩn]."),
        ("+84 912.345.678", "[đã ẩn]"),
        ("thư a.b@mau.example", "thư [đã ẩn]"),
        ("tôi là TRẦN THỊ MẪU, xã Mẫu", "tôi là [đã ẩn], xã Mẫu"),
        ("Hồ sơ H27.22.01-250728-0001 chậm", "Hồ sơ H27.22.01-250728-0001 chậm"),
        ("nộp 50.000 đồng ngày 02/03/2026", "nộp 50.000 đồng ngày 02/03/2026"),
        ("phí 1.250.000.000 đồng", "phí 1.250.000.000 đồng"),
        ("số 042.085.001.234", "số [đã ẩn]"),
    ],
)
def test_personal_data_is_hidden_and_nothing_else(text: str, hidden: str) -> None:
    assert rules.hide_personal_data(text, ["Trần Thị Mẫu"]) == hidden


@given(st.text(max_size=200), st.from_regex(r"0[0-9]{9}", fullmatch=True))
def test_hiding_is_complete_for_telephone_numbers_and_hides_once(text: str, phone: str) -> None:
    once = rules.hide_personal_data(f"{text} {phone} ")
    assert rules.hide_personal_data(once) == once


@given(st.from_regex(r"0[0-9]{9}", fullmatch=True), st.sampled_from(["", " ", ",", "Gọi ", "đt: "]))
def test_a_plain_telephone_number_never_stays(phone: str, before: str) -> None:
    assert phone not in rules.hide_personal_data(f"{before}{phone}")


GOOD = {
    "title": "Hồ sơ khai sinh trả chậm",
    "body": "Tôi nộp hồ sơ khai sinh ngày 02/3 tại xã Mẫu Một, đến nay chưa có kết quả.",
    "sender_name": "Trần Thị Mẫu",
    "phone": "0912345678",
    "email": "",
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""),
        ({"phone": "+84 912 345 678"}, ""),
        ({"title": "ngắn"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"body": "chậm quá"}, "body"),
        ({"body": "Xem http://a.example http://b.example http://c.example www.d.example ngay"}, "body"),
        ({"sender_name": "Mẫu"}, "sender_name"),
        ({"phone": "12345"}, "phone"),
        ({"email": "a@b"}, "email"),
    ],
)
def test_what_can_be_sent(changes: dict[str, str], field: str) -> None:
    assert set(rules.problem_of(**{**GOOD, **changes})) == ({field} if field else set())
