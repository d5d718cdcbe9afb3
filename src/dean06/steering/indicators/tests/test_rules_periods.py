"""Cutting time into periods, by rules that change from year to year."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.steering.indicators import queries
from dean06.steering.indicators.errors import PeriodNotFound
from dean06.steering.indicators.models import PeriodRule, ReportingPeriod
from dean06.steering.indicators.rules.periods import Cut, Rule, code_of, cut, index_of, parse_code
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.types import PeriodKind

D = dt.date
THURSDAY = Rule(PeriodKind.WEEK, D(2020, 1, 1), None, 4, 4)
MIDDLE = Rule(PeriodKind.MONTH, D(2020, 1, 1), None, 14, 15)
CALENDAR = Rule(PeriodKind.MONTH, D(2020, 1, 1), None, None, 10)
HALF = Rule(PeriodKind.HALF, D(2020, 1, 1), None, 14, 16, 6)
YEAR = Rule(PeriodKind.YEAR, D(2020, 1, 1), None, 14, 16, 12)


@pytest.mark.parametrize(
    ("rule", "code", "first", "last", "due", "source"),
    [
        (THURSDAY, "2026-W47", D(2026, 11, 13), D(2026, 11, 19), D(2026, 11, 19), "weekly report on Thursday"),
        (THURSDAY, "2026-W01", D(2025, 12, 26), D(2026, 1, 1), D(2026, 1, 1), "a week over New Year"),
        (THURSDAY, "2020-W53", D(2020, 12, 25), D(2020, 12, 31), D(2020, 12, 31), "a year of 53 weeks"),
        (MIDDLE, "2026-T11", D(2026, 10, 15), D(2026, 11, 14), D(2026, 11, 15), "from the 15th to the 14th"),
        (MIDDLE, "2026-T01", D(2025, 12, 15), D(2026, 1, 14), D(2026, 1, 15), "over New Year"),
        (CALENDAR, "2026-T02", D(2026, 2, 1), D(2026, 2, 28), D(2026, 3, 10), "due on the 10th of the next month"),
        (CALENDAR, "2026-T12", D(2026, 12, 1), D(2026, 12, 31), D(2027, 1, 10), "due in the next year"),
        (HALF, "2026-H1", D(2025, 12, 15), D(2026, 6, 14), D(2026, 6, 16), "before 16/6"),
        (HALF, "2026-H2", D(2026, 6, 15), D(2026, 12, 14), D(2026, 12, 16), "before 16/12"),
        (YEAR, "2026-N", D(2025, 12, 15), D(2026, 12, 14), D(2026, 12, 16), "before 16/12"),
    ],
)
def test_a_period_is_cut_as_the_reporting_rules_say(
    rule: Rule, code: str, first: D, last: D, due: D, source: str
) -> None:
    kind, index = parse_code(code) or (None, 0)
    assert kind == rule.kind, source
    found = cut(rule.kind, index, [rule])
    assert (found.code, found.first, found.last, found.due_on) == (code, first, last, due), source


def test_labels_are_what_people_say() -> None:
    labels = {code: cut(*(parse_code(code) or (PeriodKind.WEEK, 0)), []).label for code in ("2026-T11", "2026-H2")}
    assert labels == {"2026-T11": "Tháng 11/2026", "2026-H2": "6 tháng cuối năm 2026"}


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-T13", "2026-T00", "2025-W53", "2026-H3", "x", "0001-T01", "2026-N1"]
)
def test_what_is_no_period_is_none(code: str) -> None:
    assert parse_code(code) is None


@given(kind=st.sampled_from(PeriodKind), day=st.dates(D(1950, 1, 1), D(2500, 1, 1)))
def test_a_code_is_read_back(kind: PeriodKind, day: D) -> None:
    index = index_of(kind, day)
    assert parse_code(code_of(kind, index)) == (kind, index)


def rules_of(kind: PeriodKind) -> st.SearchStrategy[list[Rule]]:
    """Any sequence of rules, also overlapping ones and times without any."""
    largest = 7 if kind == PeriodKind.WEEK else 31
    return st.lists(
        st.builds(
            Rule,
            st.just(kind),
            st.dates(D(2019, 1, 1), D(2027, 1, 1)),
            st.one_of(st.none(), st.dates(D(2019, 1, 1), D(2028, 1, 1))),
            st.one_of(st.none(), st.integers(1, largest)),
            st.integers(1, largest),
            st.one_of(st.none(), st.integers(1, 12)),
        ),
        max_size=4,
    )


@given(data=st.data(), kind=st.sampled_from(PeriodKind))
def test_periods_of_one_kind_tile_the_calendar_under_any_rules(data: st.DataObject, kind: PeriodKind) -> None:
    rules = data.draw(rules_of(kind))
    start = index_of(kind, D(2020, 1, 1))
    periods = [cut(kind, index, rules) for index in range(start, start + 60)]
    _assert_tiled(periods)


@given(data=st.data(), kind=st.sampled_from(PeriodKind))
def test_opened_periods_keep_their_days_and_the_others_fill_what_is_between(
    data: st.DataObject, kind: PeriodKind
) -> None:
    """Opened in any order, each under the rules of that moment: still no gap, no overlap."""
    start = index_of(kind, D(2022, 1, 1))
    order = data.draw(st.permutations(range(start, start + 12)))
    opened: dict[int, Cut] = {}
    for index in order:
        rules = data.draw(rules_of(kind))
        before, after = opened.get(index - 1), opened.get(index + 1)
        opened[index] = cut(
            kind, index, rules, before=before.last if before else None, after=after.first if after else None
        )
    _assert_tiled([opened[index] for index in sorted(opened)])


def _assert_tiled(periods: list[Cut]) -> None:
    for before, after in pairwise(periods):
        assert before.first <= before.last
        assert after.first == before.last + dt.timedelta(days=1)
        assert before.due_on >= before.last


# --- In the database --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_later_change_of_the_rule_moves_no_opened_month() -> None:
    factories.period_rules()
    before = queries.period("2026-T10")
    PeriodRule.objects.filter(kind=PeriodKind.MONTH).update(cut_off_day=None)

    after = queries.period("2026-T11")

    assert queries.period("2026-T10") == before
    assert (after.first, after.last) == (D(2026, 10, 15), D(2026, 11, 30))


@pytest.mark.django_db
@given(days=st.lists(st.dates(D(2024, 1, 1), D(2027, 12, 31)), min_size=1, max_size=6))
def test_every_day_lies_in_the_period_that_is_found_for_it(days: list[D]) -> None:
    ReportingPeriod.objects.all().delete()
    PeriodRule.objects.all().delete()
    factories.period_rules()
    for day in days:
        for kind in PeriodKind:
            found = queries.period_on(kind, day)
            assert found.first <= day <= found.last
            assert queries.period_on(kind, day) == found
            assert queries.previous(found).last == found.first - dt.timedelta(days=1)


@pytest.mark.django_db
def test_the_last_months_are_found_in_one_query_once_they_are_open(django_assert_num_queries) -> None:
    factories.period_rules()
    last = queries.period("2026-T10")
    expected = [*(f"2024-T{month:02}" for month in (11, 12)), *(f"2025-T{month:02}" for month in range(1, 13))]
    expected += [f"2026-T{month:02}" for month in range(1, 11)]
    assert [period.code for period in queries.periods_back(last, 24)] == expected
    with django_assert_num_queries(1):
        queries.periods_back(last, 24)


@pytest.mark.django_db
def test_an_odd_code_opens_nothing() -> None:
    for code in ("1950-T01", "2026-T13", "linh tinh"):
        with pytest.raises(PeriodNotFound):
            queries.period(code)
    assert not ReportingPeriod.objects.exists()
