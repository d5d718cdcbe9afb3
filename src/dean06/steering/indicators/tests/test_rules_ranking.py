"""Ranks, changes, targets, percentages, forecasts: rules without a database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.rules.forecasting import forecast
from dean06.steering.indicators.rules.ranking import change, percent, ranks, reached
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    IndicatorRef,
    PeriodKind,
    TargetRef,
)

FLOW, STOCK, CUMULATIVE = Accumulation.FLOW, Accumulation.STOCK, Accumulation.CUMULATIVE


def ref(direction: Direction = Direction.HIGHER, *, rate: bool = True) -> IndicatorRef:
    denominator = "mẫu" if rate else ""
    return IndicatorRef(
        1, "A", 1, "A", "A", 1, "tử", denominator, Counted.PERSON, direction, FLOW, PeriodKind.MONTH,
        frozenset(), "", "", (), "", Certainty.SURE, "",
    )  # fmt: skip


def target(minimum: str, maximum: str | None = None) -> TargetRef:
    upper = None if maximum is None else Decimal(maximum)
    return TargetRef(Decimal(minimum), upper, "KH", Certainty.SURE, "", dt.date(2026, 1, 1), None)


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    pairs = {"a": Pair(9, 10), "b": Pair(18, 20), "c": Pair(1, 10), "d": Pair(95, 100), "e": None, "f": Pair(0, 0)}
    assert ranks(pairs, Direction.HIGHER) == {"d": 1, "a": 2, "b": 2, "c": 4}
    assert ranks(pairs, Direction.LOWER) == {"c": 1, "a": 2, "b": 2, "d": 4}
    assert ranks(pairs, Direction.NONE) == {}


pairs = st.one_of(st.none(), st.builds(Pair, st.integers(0, 50), st.integers(0, 50)))


@given(st.dictionaries(st.integers(0, 30), pairs))
def test_a_rank_is_one_more_than_the_number_of_those_who_are_better(found: dict[int, Pair | None]) -> None:
    places = ranks(found, Direction.HIGHER)
    rated = {key: pair.rate for key, pair in found.items() if pair is not None and pair.rate is not None}
    assert places == {key: 1 + sum(other > rate for other in rated.values()) for key, rate in rated.items()}


@pytest.mark.parametrize(
    ("indicator", "wanted", "pair", "met"),
    [
        (ref(), target("80"), Pair(80, 100), True),
        (ref(), target("80"), Pair(79999, 100000), False),
        (ref(), target("25", "30"), Pair(26, 100), True),
        (ref(), target("25", "30"), Pair(40, 100), True),
        (ref(Direction.LOWER), target("0"), Pair(0, 10), True),
        (ref(Direction.LOWER), target("0"), Pair(1, 10), False),
        (ref(Direction.LOWER), target("5", "10"), Pair(9, 100), True),
        (ref(rate=False), target("1620967"), Pair(1651144), True),
        (ref(rate=False), target("69"), Pair(21), False),
        (ref(), target("80"), Pair(0, 0), None),
        (ref(), target("80"), None, None),
        (ref(), None, Pair(1, 2), None),
        (ref(Direction.NONE), target("80"), Pair(1, 2), None),
    ],
)
def test_a_target_is_met_or_not_or_cannot_be_judged(
    indicator: IndicatorRef, wanted: TargetRef | None, pair: Pair | None, met: bool | None
) -> None:
    assert reached(indicator, wanted, pair) is met


@pytest.mark.parametrize(
    ("pair", "shown"),
    [
        (Pair(70060, 70287), "99.68"),
        (Pair(99996, 100000), "99.99"),
        (Pair(1, 100000), "0.01"),
        (Pair(100001, 100000), "100.01"),
        (Pair(1, 1), "100.00"),
        (Pair(0, 5), "0.00"),
        (Pair(1, 8), "12.50"),
        (Pair(12345, 100000), "12.35"),
    ],
)
def test_a_percentage_is_rounded_but_never_to_all_or_nothing(pair: Pair, shown: str) -> None:
    assert percent(pair) == Decimal(shown)


def test_without_cases_there_is_no_percentage_and_no_change() -> None:
    assert percent(Pair(0, 0)) is None
    assert percent(Pair(5)) is None
    assert change(Pair(0, 0), Pair(1, 2)) is None
    assert change(Pair(1), Pair(1, 2)) is None
    assert change(Pair(1, 4), Pair(1, 2)) == Fraction(1, 4)
    assert change(Pair(9), Pair(5)) == -4


def test_what_happens_month_by_month_goes_on_at_the_mean_of_the_last_months() -> None:
    points = [Pair(10), Pair(20), Pair(30), Pair(20), Pair(20), Pair(20)]
    found = forecast(points, this_year=6, remaining=6, accumulation=FLOW, kind=PeriodKind.MONTH)
    assert found is not None
    assert (found.low, found.value, found.high) == (180, 240, 300)
    assert "6 tháng gần nhất" in found.method


def test_a_month_that_was_not_reported_is_no_month_without_cases() -> None:
    points = [Pair(20), None, Pair(20), Pair(20)]
    found = forecast(points, this_year=4, remaining=8, accumulation=FLOW, kind=PeriodKind.MONTH)
    assert found is not None
    assert found.value == 240


def test_what_stands_at_a_day_goes_on_at_its_usual_step_and_never_above_the_whole() -> None:
    points = [Pair(70, 100), Pair(80, 100), Pair(90, 100)]
    found = forecast(points, this_year=3, remaining=9, accumulation=STOCK, kind=PeriodKind.MONTH)
    assert found is not None
    assert (found.value, found.pair) == (Decimal("100.00"), Pair(100, 100))
    more = forecast(points, this_year=3, remaining=9, accumulation=STOCK, kind=PeriodKind.MONTH, may_exceed=True)
    assert more is not None
    assert more.value == Decimal("180.00")


def test_what_only_grows_does_not_fall_in_the_forecast() -> None:
    points = [Pair(100), Pair(90), Pair(80)]
    kept = forecast(points, this_year=3, remaining=9, accumulation=CUMULATIVE, kind=PeriodKind.MONTH)
    falls = forecast(points, this_year=3, remaining=9, accumulation=STOCK, kind=PeriodKind.MONTH)
    assert kept is not None and falls is not None
    assert (kept.value, falls.value) == (80, 0)


@pytest.mark.parametrize(
    "points", [[], [Pair(1), Pair(2)], [Pair(1), None, Pair(2)], [Pair(0, 0)] * 3, [Pair(1), Pair(1, 2), Pair(1)]]
)
def test_too_little_is_no_forecast(points: list[Pair | None]) -> None:
    found = forecast(points, this_year=len(points), remaining=5, accumulation=FLOW, kind=PeriodKind.MONTH)
    assert found is None
