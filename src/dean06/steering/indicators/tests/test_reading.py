"""Reading figures together: the merger, late units, other frequencies, ranks, and what each person may see."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.errors import IndicatorNotFound, UnitNotFound
from dean06.steering.indicators.models import Indicator, IndicatorVersion, ReportingUnit
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.tests.factories import SYSTEM, Province, actor, indicator, save, target
from dean06.steering.indicators.types import Accumulation, Cell, Entry, Level, Origin, PeriodKind, ValueState

BEFORE, AFTER = "2025-T06", "2025-T07"


@pytest.fixture
def province(db: None) -> Province:
    return factories.province()


def cell(unit: ReportingUnit, period: str, code: str = "A", who: Actor = SYSTEM) -> Cell:
    return queries.cells(who, [code], [unit.pk], queries.period(period)).get(code, unit.pk)


def test_the_series_of_a_merged_commune_goes_on_from_its_whole_predecessors(province: Province) -> None:
    indicator("A")
    for unit, numerator in ((province.old_11, 1), (province.old_12, 2), (province.old_13, 4), (province.old_14, 8)):
        save(unit, BEFORE, "A", numerator, 10)
    for unit, numerator in ((province.an, 3), (province.binh, 5), (province.cat, 7)):
        save(unit, AFTER, "A", numerator, 20)

    periods = [queries.period(BEFORE), queries.period(AFTER)]
    line = {unit.code: queries.series(SYSTEM, ["A"], unit.pk, periods)["A"] for unit in province.everything}

    assert [found.pair for found in line["ubnd-xa-an"]] == [Pair(3, 20), Pair(3, 20)]
    assert [found.split for found in line["ubnd-xa-an"]] == [False, False]
    assert [found.pair for found in line["ubnd-xa-binh"]] == [Pair(4, 10), Pair(5, 20)]
    assert [found.split for found in line["ubnd-xa-binh"]] == [True, False]
    assert [found.pair for found in line["ubnd-xa-cat"]] == [None, Pair(7, 20)]
    assert [found.split for found in line["ubnd-xa-cat"]] == [True, False]
    assert [found.pair for found in line["cu:H1"]] == [Pair(15, 40), None]
    assert [found.pair for found in line["tinh"]] == [Pair(15, 40), Pair(15, 60)]
    assert [(found.reported, found.expected) for found in line["tinh"]] == [(4, 4), (3, 3)]


def test_the_province_adds_counts_and_never_ratios(province: Province) -> None:
    indicator("A")
    save(province.an, AFTER, "A", 1, 1)
    save(province.binh, AFTER, "A", 0, 99)
    save(province.cat, AFTER, "A", 0, 0)
    found = cell(province.top, AFTER)
    assert found.pair is not None
    assert found.pair.rate == Fraction(1, 100), "the mean of the ratios would be 50 %"
    assert cell(province.cat, AFTER).no_cases


def test_one_late_commune_never_blocks_the_province(province: Province) -> None:
    indicator("A")
    save(province.an, AFTER, "A", 5, 10)
    save(province.binh, AFTER, "A", 5, 10, state=ValueState.SENT)
    save(province.cat, AFTER, "A", 9, 9, state=ValueState.DRAFT)
    found = cell(province.top, AFTER)
    assert (found.pair, found.reported, found.expected, found.provisional) == (Pair(10, 20), 2, 3, True)
    assert cell(province.cat, AFTER).pair is None, "a draft is nobody's figure"
    assert cell(province.an, AFTER).provisional is False
    assert cell(province.binh, AFTER).provisional is True


def test_a_stated_total_stands_only_where_nobody_reported(province: Province) -> None:
    indicator("A")
    save(province.top, BEFORE, "A", 70, 100, origin=Origin.DOCUMENT)
    assert cell(province.top, BEFORE).stated
    assert cell(province.top, BEFORE).pair == Pair(70, 100)
    save(province.old_11, BEFORE, "A", 1, 2)
    assert cell(province.top, BEFORE).pair == Pair(1, 2)
    assert not cell(province.top, BEFORE).stated


def test_a_facility_counts_for_its_department_and_the_province(province: Province) -> None:
    indicator("A", levels="facility|agency")
    save(province.hospital, AFTER, "A", 3, 4)
    save(province.health, AFTER, "A", 1, 6)
    assert cell(province.health, AFTER).pair == Pair(4, 10)
    assert cell(province.top, AFTER).pair == Pair(4, 10)
    assert (cell(province.top, AFTER).reported, cell(province.top, AFTER).expected) == (2, 3)


def test_months_make_a_half_year_by_the_kind_of_figure(province: Province) -> None:
    indicator("FLOW", levels="agency", owner="so-y-te", kinds="department")
    indicator("STOCK", levels="agency", accumulation=Accumulation.STOCK)
    months = [f"2025-T{month:02}" for month in range(7, 13)]
    for number, month in enumerate(months, start=1):
        for unit in (province.health, province.finance):
            for code in ("FLOW", "STOCK"):
                save(unit, month, code, number, 10)
    flow, stock = (cell(province.health, "2025-H2", code) for code in ("FLOW", "STOCK"))
    assert (flow.pair, flow.provisional, flow.reported, flow.expected) == (Pair(21, 60), False, 6, 6)
    assert (stock.pair, stock.provisional, stock.period) == (Pair(6, 10), False, "2025-T12")


def test_a_running_half_year_is_provisional_and_a_yearly_figure_stands_until_the_next(province: Province) -> None:
    indicator("STOCK", accumulation=Accumulation.STOCK)
    indicator("YEARLY", frequency=PeriodKind.YEAR)
    indicator("WEEKLY", frequency=PeriodKind.WEEK)
    save(province.an, "2025-T08", "STOCK", 1, 2)
    save(province.an, "2025-T09", "STOCK", 2, 2)
    found = cell(province.an, "2025-H2", "STOCK")
    assert (found.pair, found.period, found.provisional) == (Pair(2, 2), "2025-T09", True)

    save(province.an, "2025-N", "YEARLY", 7, 8)
    yearly = cell(province.an, "2026-T03", "YEARLY")
    assert (yearly.pair, yearly.period) == (Pair(7, 8), "2025-N")

    for week in ("2025-W44", "2025-W45", "2025-W46", "2025-W47"):
        save(province.an, week, "WEEKLY", 1, 10)
    assert cell(province.an, "2025-T11", "WEEKLY").pair == Pair(3, 30), "weeks 44 to 46 end by the 14th"


def test_an_old_month_keeps_its_old_definition(province: Province) -> None:
    indicator("A", rate=False, valid_to=queries.period("2025-T08").last)
    version = IndicatorVersion.objects.get()
    save(province.an, "2025-T08", "A", 5)
    version.pk, version.number, version.denominator = None, 2, "Số người thuộc diện"
    version.valid_from, version.valid_to = queries.period("2025-T09").first, None
    version.indicator = Indicator.objects.get()
    version.save()
    save(province.an, "2025-T09", "A", 5, 9)
    assert cell(province.an, "2025-T08").pair == Pair(5)
    assert cell(province.an, "2025-T09").pair == Pair(5, 9)
    assert cell(province.an, "2025-H2").pair == Pair(5, 9), "a count and a rate are never added"


# --- Ranks ------------------------------------------------------------------------------------------------------------


def test_a_ranking_sets_apart_who_has_no_value_and_who_has_no_cases(province: Province) -> None:
    more = [
        factories.unit(f"ubnd-xa-{name}", f"Xã {name}", Level.COMMUNE, province.top, valid_from=factories.MERGER)
        for name in ("dong", "giang")
    ]
    indicator("A")
    target("A", 60)
    for unit, last, present in (
        (province.an, (1, 2), (3, 4)),
        (province.binh, (1, 2), (30, 40)),
        (province.cat, (1, 2), (1, 4)),
        (more[0], (1, 2), (0, 0)),
    ):
        save(unit, "2025-T08", "A", *last)
        save(unit, "2025-T09", "A", *present)
    rows = queries.ranking(SYSTEM, "A", queries.period("2025-T09"))
    assert [(row.unit.short_name, row.rank, row.change, row.below_target) for row in rows] == [
        ("Xã An", 1, Fraction(1, 4), False),
        ("Xã Bình", 1, Fraction(1, 4), False),
        ("Xã Cát", 3, Fraction(-1, 4), True),
        ("Xã dong", None, None, None),
        ("Xã giang", None, None, None),
    ]
    assert [row.cell.no_cases for row in rows[3:]] == [True, False]
    assert queries.ranks(SYSTEM, ["A"], province.cat.pk, queries.period("2025-T09")) == {"A": (3, 3)}
    with pytest.raises(IndicatorNotFound):
        queries.ranking(SYSTEM, "KHONG-CO", queries.period("2025-T09"))


def test_the_public_rank_is_the_same_for_every_commune(province: Province) -> None:
    indicator("A")
    save(province.an, AFTER, "A", 1, 4)
    save(province.binh, AFTER, "A", 2, 4)
    save(province.cat, AFTER, "A", 3, 4, state=ValueState.SENT)
    period = queries.period(AFTER)
    seen = [
        [(row.unit.code, row.rank) for row in queries.ranking(who, "A", period)]
        for who in (actor("head", "ubnd-xa-an"), actor("officer", "ubnd-xa-cat"), actor("head", "so-tai-chinh"))
    ]
    assert seen[0] == seen[1] == seen[2] == [("ubnd-xa-binh", 1), ("ubnd-xa-an", 2), ("ubnd-xa-cat", None)]
    assert queries.ranks(actor("head", "ubnd-xa-cat"), ["A"], province.an.pk, period) == {"A": (2, 2)}
    for who in (actor("steering"), actor("head", "so-y-te")):
        assert [row.rank for row in queries.ranking(who, "A", period)] == [1, 2, 3], "sees what was sent, too"


def test_a_forecast_goes_to_the_end_of_the_year(province: Province) -> None:
    indicator("A", rate=False)
    for month in range(7, 11):
        save(province.an, f"2025-T{month:02}", "A", 10)
    found = queries.forecast(SYSTEM, "A", province.an.pk, queries.period("2025-T10"))
    assert found is not None
    assert found.value == 120, "40 so far, 10 for each of the eight months without a figure"
    assert queries.forecast(SYSTEM, "A", province.an.pk, queries.period("2025-T12")) is None


# --- Rights -----------------------------------------------------------------------------------------------------------

#: Who; for each unit what is seen of "A", which the health department owns: "all" that was sent, "accepted", "nothing".
MATRIX = {
    ("leader",): dict.fromkeys(("top", "health", "finance", "hospital", "an", "binh", "old_11"), "all"),
    ("steering",): dict.fromkeys(("top", "health", "finance", "hospital", "an", "binh", "old_11"), "all"),
    ("controller",): dict.fromkeys(("top", "health", "finance", "hospital", "an", "binh", "old_11"), "all"),
    ("head", "ubnd-xa-an"): {
        "top": "nothing",
        "health": "nothing",
        "finance": "nothing",
        "hospital": "nothing",
        "an": "all",
        "binh": "accepted",
        "old_11": "accepted",
    },
    ("head", "so-tai-chinh"): {
        "top": "nothing",
        "health": "nothing",
        "finance": "all",
        "hospital": "nothing",
        "an": "accepted",
        "binh": "accepted",
        "old_11": "accepted",
    },
    # The health department owns indicator "A", but not "B".
    ("officer", "so-y-te"): dict.fromkeys(("top", "health", "finance", "hospital", "an", "binh", "old_11"), "all"),
}
OF_B = {("officer", "so-y-te"): {
    "top": "nothing",
    "health": "all",
    "finance": "nothing",
    "hospital": "all",
    "an": "accepted",
    "binh": "accepted",
    "old_11": "accepted",
}}  # fmt: skip


@pytest.mark.parametrize("who", MATRIX)
@pytest.mark.parametrize("code", ["A", "B"])
@pytest.mark.parametrize("state", [ValueState.DRAFT, ValueState.SENT, ValueState.ACCEPTED])
def test_everybody_sees_what_the_table_of_rights_says(
    province: Province, who: tuple[str, ...], code: str, state: ValueState
) -> None:
    everywhere = "agency|facility|commune"
    indicator("A", levels=everywhere, owner="so-y-te")
    indicator("B", levels=everywhere, owner="so-noi-vu")
    for name in ("health", "finance", "hospital", "an", "binh"):
        save(getattr(province, name), AFTER, code, 1, 2, state=state)
    save(province.old_11, BEFORE, code, 1, 2, state=state)
    wanted = OF_B.get(who, MATRIX[who]) if code == "B" else MATRIX[who]

    for name, seen in wanted.items():
        unit = getattr(province, name)
        month = BEFORE if name == "old_11" else AFTER
        shows = {"all": state != ValueState.DRAFT, "accepted": state == ValueState.ACCEPTED, "nothing": False}[seen]
        found = cell(unit, month, code, actor(*who))
        assert (found.pair is not None) == shows, (name, seen)
        line = queries.series(actor(*who), [code], unit.pk, [queries.period(month)])
        assert line[code] == [found]
        if seen == "nothing":
            assert (found.reported, found.expected, found.provisional) == (0, 0, False)


def test_who_has_nothing_to_do_with_indicators_sees_nothing(province: Province) -> None:
    indicator("A")
    period = queries.period(AFTER)
    auditor = actor("auditor")
    for ask in (
        lambda: queries.cells(auditor, ["A"], [province.an.pk], period),
        lambda: queries.series(auditor, ["A"], province.an.pk, [period]),
        lambda: queries.ranking(auditor, "A", period),
        lambda: queries.ranks(auditor, ["A"], province.an.pk, period),
        lambda: queries.values_of(auditor, province.an.pk, period),
        lambda: queries.changes(auditor, "A", province.an.pk, period),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_drafts_comments_and_history_are_for_the_units_own_people(province: Province) -> None:
    indicator("A")
    indicator("B", owner="so-noi-vu")
    save(province.an, AFTER, "A", 1, 2, state=ValueState.DRAFT, comment="Chưa chắc")
    save(province.an, AFTER, "B", 1, 2, state=ValueState.SENT)
    period = queries.period(AFTER)

    own = queries.values_of(actor("officer", "ubnd-xa-an"), province.an.pk, period)
    assert own["A", ""].comment == "Chưa chắc"
    assert set(queries.values_of(actor("steering"), province.an.pk, AFTER)) == {("B", "")}
    assert queries.values_of(actor("officer", "so-y-te"), province.an.pk, period) == {}, "A is a draft, B not theirs"
    for who in (actor("head", "ubnd-xa-binh"), actor("head", "so-tai-chinh")):
        with pytest.raises(UnitNotFound):
            queries.values_of(who, province.an.pk, period)
        with pytest.raises(UnitNotFound):
            queries.changes(who, "A", province.an.pk, period)
    assert len(queries.changes(actor("head", "ubnd-xa-an"), "A", province.an.pk, period)) == 1
    assert queries.changes(actor("leader"), "A", province.an.pk, period) == []
    assert queries.filled(period) == {province.an.pk: {"A", "B"}}


def test_a_breakdown_is_read_beside_the_whole(province: Province) -> None:
    indicator("A", breakdown=[["urban", "Đô thị"], ["rural", "Nông thôn"]])
    for unit in (province.an, province.binh):
        entries = [Entry("A", 5, 10), Entry("A", 2, 4, "urban"), Entry("A", 3, 6, "rural")]
        services.save_values(
            actor=SYSTEM, unit=unit.code, period=AFTER, entries=entries, state=ValueState.ACCEPTED, reason="Kiểm thử"
        )
    period = queries.period(AFTER)
    assert queries.cells(SYSTEM, ["A"], [province.top.pk], period).get("A", province.top.pk).pair == Pair(10, 20)
    urban = queries.cells(SYSTEM, ["A"], [province.top.pk], period, breakdown="urban")
    assert urban.get("A", province.top.pk).pair == Pair(4, 8)


# --- Queries ----------------------------------------------------------------------------------------------------------


def test_a_board_asks_a_fixed_number_of_queries(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [indicator().code for _ in range(12)]
    period = queries.period("2025-T10")
    periods = queries.periods_back(period, 24)
    units = [unit.pk for unit in province.everything]
    for code in codes:
        save(province.an, "2025-T10", code, 1, 2)
    with django_assert_max_num_queries(6):
        tables = queries.cells_over(SYSTEM, codes, units, periods)
        assert all(table.get(code, unit).indicator for table in tables.values() for code in codes for unit in units)
    with django_assert_max_num_queries(6):
        queries.series(SYSTEM, codes, province.top.pk, periods)
    with django_assert_max_num_queries(14):
        queries.ranking(SYSTEM, codes[0], period)
    with django_assert_max_num_queries(8):
        assert len(queries.ranks(SYSTEM, codes, province.an.pk, period)) == 12


def test_an_unknown_unit_is_refused_and_an_unknown_indicator_is_empty(province: Province) -> None:
    period = queries.period(AFTER)
    with pytest.raises(UnitNotFound):
        queries.cells(SYSTEM, ["A"], [999_999], period)
    assert queries.cells(SYSTEM, ["A"], [province.an.pk], period).get("A", province.an.pk).pair is None


def test_periods_before_our_calendar_are_left_out(province: Province) -> None:
    years = queries.periods_back(queries.period("2026-N"), 118)
    assert (years[0].code, years[-1].code, len(years)) == ("2000-N", "2026-N", 27)
