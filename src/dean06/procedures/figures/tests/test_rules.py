"""When a case is late and what points a rate gives, by the formulas of index 766."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.procedures.figures.rules.lateness import CaseTimes, end_of, is_late
from dean06.procedures.figures.rules.scoring import band, score
from dean06.procedures.figures.types import Pair, Period


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 9, number, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("case", "on", "late"),
    [
        # 9 counts before 10: a result that lay at the desk does not make the case late
        (CaseTimes(day(1), day(5), done_at=day(4), returned_at=day(9)), day(30), False),
        (CaseTimes(day(1), day(5), done_at=day(6), returned_at=day(6)), day(30), True),
        # no state 9 was noted: handing over is the end
        (CaseTimes(day(1), day(5), returned_at=day(6)), day(30), True),
        (CaseTimes(day(1), day(5), stopped_at=day(5)), day(30), False),
        # withdrawn: counts when it had been received
        (CaseTimes(day(1), day(5), withdrawn_at=day(7)), day(30), True),
        # not finished: the end of the period takes its place
        (CaseTimes(day(1), day(5)), day(30), True),
        (CaseTimes(day(28), dt.datetime(2026, 10, 3, 9, tzinfo=dt.UTC)), day(30), False),
        # asked once and not answered: time stands still there
        (CaseTimes(day(1), day(5), supplements=1, supplement_at=day(3)), day(30), False),
        (CaseTimes(day(1), day(5), supplements=1, supplement_at=day(6)), day(30), True),
        # asked more than once without an end: late
        (CaseTimes(day(1), day(5), supplements=2, supplement_at=day(3)), day(4), True),
        # nothing was promised
        (CaseTimes(day(1), None), day(30), False),
    ],
)
def test_lateness_as_the_index_counts_it(case, on, late):
    assert is_late(case, on=on) is late


def test_a_withdrawal_before_reception_is_no_end():
    assert end_of(CaseTimes(None, None, withdrawn_at=day(3))) is None
    assert end_of(CaseTimes(None, None, refused_at=day(3))) == day(3)


@pytest.mark.parametrize(
    ("pair", "most", "full_from", "points"),
    [
        (Pair(8, 10), 4, 80, 4.0),
        (Pair(4, 10), 4, 80, 2.0),
        (Pair(9, 10), 20, None, 18.0),
        (Pair(0, 10), 6, None, 0.0),
        (Pair(0, 0), 6, None, None),
        (Pair(1, 3), 20, None, 6.67),
    ],
)
def test_points_of_a_rate(pair, most, full_from, points):
    assert score(pair, most, full_from) == points


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(0.5, 30), st.none() | st.floats(1, 100))
def test_points_never_pass_the_maximum_nor_fall_below_nothing(numerator, extra, most, full_from):
    points = score(Pair(numerator, numerator + extra - 1), most, full_from)
    assert points is None or 0 <= points <= round(most, 2)


@pytest.mark.parametrize(
    ("points", "reachable", "name"),
    [
        (91, 100, "Xuất sắc"),
        (45, 50, "Xuất sắc"),
        (80, 100, "Tốt"),
        (69.9, 100, "Trung bình"),
        (10, 100, "Yếu"),
        (0, 0, ""),
    ],
)
def test_bands_are_of_what_could_be_scored(points, reachable, name):
    assert band(points, reachable) == name


def test_nothing_to_count_is_no_rate():
    assert Pair(0, 0).rate is None
    assert Pair(0, 4).rate == 0


def test_a_period_runs_forward():
    with pytest.raises(ValueError):
        Period(dt.date(2026, 9, 2), dt.date(2026, 9, 1))
