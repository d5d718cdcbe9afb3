"""What is refused, what must be explained, when a unit is late and reminded: tables of the pure rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.calendar import WorkCalendar
from dean06.kernel.common.pairs import Pair
from dean06.steering.collection.errors import StepRefused
from dean06.steering.collection.grid import change_text, pair_text
from dean06.steering.collection.rules.checking import (
    Kind,
    Known,
    copied_form,
    doubts,
    is_explained,
    parts_differ,
    refusals,
)
from dean06.steering.collection.rules.days import days_late, occasion, warn_on
from dean06.steering.collection.rules.jumps import increments, jump
from dean06.steering.collection.rules.steps import EDITABLE, STEPS, VALUES, check_editable, next_state
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators.types import Accumulation

RATE = Known(is_rate=True, accumulation=Accumulation.FLOW)
COUNT = Known(is_rate=False, accumulation=Accumulation.FLOW)
WEEKS = WorkCalendar([], [])


@pytest.mark.parametrize(
    ("numerator", "denominator", "known", "kind"),
    [
        (3, 4, RATE, None),
        (0, 0, RATE, None),
        (None, None, RATE, None),
        (4, 3, RATE, Kind.ABOVE_WHOLE),
        (1, 0, RATE, Kind.ABOVE_WHOLE),
        (4, None, RATE, Kind.DENOMINATOR_MISSING),
        (None, 4, RATE, Kind.NUMERATOR_MISSING),
        (1651144, 1620967, Known(is_rate=True, accumulation=Accumulation.STOCK, may_exceed=True), None),
        (7, None, COUNT, None),
    ],
)
def test_what_cannot_be_kept(numerator: int | None, denominator: int | None, known: Known, kind: Kind | None) -> None:
    found = refusals(numerator, denominator, known)
    assert [one.kind for one in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("value", "history", "higher"),
    [
        (100, [], None),
        (105, [98, 102, 100, 99], None),
        (1000, [98, 102, 100, 99], True),
        (0, [98, 102, 100, 99], False),
        (12, [1, 2, 1, 3], None),  # in small communes everything jumps
        (60, [1, 2, 1, 3], True),
        (130, [100, 250, 90, 300], None),  # an uneven series
        (1000, [98, 102, 5000, 99, 101], True),  # one wrong month does not hide the next
        (1000, [98], True),  # the slip of a digit
        (95, [980], False),
        (300, [98], None),
    ],
)
def test_jumps_beyond_the_units_own_history(value: int, history: list[int], higher: bool | None) -> None:
    found = jump(value, history)
    assert (found.higher if found else None) is higher


@given(st.lists(st.integers(0, 10**12), max_size=20), st.integers(0, 10**12))
def test_the_middle_of_the_history_is_never_doubted_and_the_range_told_is_real(history: list[int], value: int) -> None:
    if history:
        assert jump(sorted(history)[len(history) // 2], history) is None
    found = jump(value, history)
    if found:
        assert found.low in history
        assert found.high in history
        assert not found.low <= value <= found.high


def test_a_cumulative_count_that_falls_is_doubted() -> None:
    known = Known(False, Accumulation.CUMULATIVE, [Pair(100), Pair(120)], last=Pair(120))
    assert [one.kind for one in doubts(Pair(119), known)] == [Kind.FALLS]
    assert doubts(Pair(125), known) == []


def test_a_cumulative_count_jumps_when_far_more_is_added_than_ever() -> None:
    history = [Pair(value) for value in (1000, 1020, 1041, 1060, 1080, 1101)]
    known = Known(False, Accumulation.CUMULATIVE, history, last=history[-1])
    assert [one.kind for one in doubts(Pair(2500), known)] == [Kind.JUMPS]
    assert doubts(Pair(1125), known) == []
    assert increments([5, 9, 7]) == [4, 0]


def test_the_same_figure_as_last_month_is_doubted_only_of_what_happens_anew() -> None:
    assert [one.kind for one in doubts(Pair(40, 50), Known(True, Accumulation.FLOW, last=Pair(40, 50)))] == [
        Kind.COPIED
    ]
    assert doubts(Pair(40, 50), Known(True, Accumulation.STOCK, last=Pair(40, 50))) == []
    assert doubts(Pair(3, 5), Known(True, Accumulation.FLOW, last=Pair(3, 5))) == []


def test_a_form_copied_from_last_month_is_noticed_as_a_whole() -> None:
    same = [(Pair(number), Known(False, Accumulation.FLOW, last=Pair(number))) for number in range(1, 7)]
    assert "6 trên 6" in copied_form(same)
    fresh = [(Pair(number + 1), Known(False, Accumulation.FLOW, last=Pair(number))) for number in range(1, 7)]
    assert copied_form(same[:2] + fresh) == ""


@pytest.mark.parametrize(
    ("whole", "parts", "differs"),
    [
        (Pair(5, 9), {}, False),
        (Pair(5, 9), {"a": Pair(2, 4), "b": Pair(3, 5)}, False),
        (Pair(5, 9), {"a": Pair(2, 4), "b": Pair(2, 5)}, True),
        (Pair(5, 9), {"a": Pair(2, 4)}, False),
        (Pair(5, 9), {"a": Pair(6, 9)}, True),
        (None, {"a": Pair(1, 2)}, True),
        (Pair(5), {"a": Pair(2), "b": Pair(3)}, False),
    ],
)
def test_parts_against_their_whole(whole: Pair | None, parts: dict[str, Pair], differs: bool) -> None:
    assert bool(parts_differ(whole, parts, {"a": "A", "b": "B"})) is differs


def test_a_comment_must_say_something() -> None:
    assert not is_explained(" ok ")
    assert is_explained("Đã đối chiếu")


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(Act))
def test_every_step_is_in_the_table_or_refused(state: State, act: Act) -> None:
    if (state, act) in STEPS:
        assert next_state(state, act) in VALUES
    else:
        with pytest.raises(StepRefused):
            next_state(state, act)


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_with_the_unit_can_be_typed_in(state: State) -> None:
    if state in EDITABLE:
        check_editable(state)
    else:
        with pytest.raises(StepRefused):
            check_editable(state)


@pytest.mark.parametrize(
    ("sent_on", "today", "late"),
    [(None, 10, 0), (None, 15, 0), (None, 18, 3), (14, 30, 0), (15, 30, 0), (17, 30, 2)],
)
def test_days_late(sent_on: int | None, today: int, late: int) -> None:
    day = dt.date(2025, 11, 15)
    assert days_late(day, day.replace(day=sent_on) if sent_on else None, day.replace(day=today)) == late


def test_a_due_day_at_a_weekend_keeps_its_date_and_warns_before() -> None:
    assert warn_on(dt.date(2025, 11, 15), WEEKS) == dt.date(2025, 11, 14)  # Saturday
    assert warn_on(dt.date(2025, 11, 16), WEEKS) == dt.date(2025, 11, 14)  # Sunday
    assert warn_on(dt.date(2025, 11, 17), WEEKS) == dt.date(2025, 11, 17)


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (11, None),
        (12, "before"),
        (13, "before"),
        (14, "due"),
        (15, "due"),
        (16, "late-1"),
        (18, "late-3"),
        (22, "late-7"),
        (30, None),
    ],
)
def test_reminders_come_before_the_weekend_and_after_the_due_day(today: int, name: str | None) -> None:
    found = occasion(dt.date(2025, 11, 15), dt.date(2025, 11, today), WEEKS)
    assert (found.name if found else None) == name
    if found:
        assert occasion(dt.date(2025, 11, 15), dt.date(2025, 11, today), WEEKS, {found.name}) is None


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        (None, ""),
        (Pair(1204), "1.204"),
        (Pair(0, 0), "không phát sinh"),
        (Pair(12, 40), "12/40 (30%)"),
        (Pair(70060, 70287), "70.060/70.287 (99,68%)"),
        (Pair(99999, 100000), "99.999/100.000 (99,99%)"),
    ],
)
def test_figures_in_words(pair: Pair | None, text: str) -> None:
    assert pair_text(pair) == text


@pytest.mark.parametrize(
    ("pair", "last", "text"),
    [
        (Pair(12, 40), Pair(10, 40), "+5 điểm %"),
        (Pair(10, 40), Pair(12, 40), "−5 điểm %"),
        (Pair(5), Pair(5), "không đổi"),
        (Pair(1500), Pair(200), "+1.300"),
        (Pair(0, 0), Pair(1, 2), ""),
        (Pair(5), None, ""),
    ],
)
def test_changes_in_words(pair: Pair, last: Pair | None, text: str) -> None:
    assert change_text(pair, last) == text
