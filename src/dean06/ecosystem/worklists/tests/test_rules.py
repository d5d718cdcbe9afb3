"""The tables: steps of an item, completeness of a visit, forecast, ranks, words of counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.cleaning.types import MATCHED, ResultClass
from dean06.ecosystem.worklists.errors import StepRefused
from dean06.ecosystem.worklists.rules.campaigns import CampaignPlan, plan_errors, target_number
from dean06.ecosystem.worklists.rules.forecast import daily_cleaned, forecast
from dean06.ecosystem.worklists.rules.guidance import CLASS_ORDER, GUIDANCE
from dean06.ecosystem.worklists.rules.outlook_words import outlook_sentences, pace_words
from dean06.ecosystem.worklists.rules.ranking import in_words, percent, ranked
from dean06.ecosystem.worklists.rules.states import ENDED, NEXT_ACTS, STEPS, allows, next_state
from dean06.ecosystem.worklists.rules.visits import OutcomeRule, Visit, visit_errors
from dean06.ecosystem.worklists.types import Act, DayPoint, LeadsTo, Pair, UnitScore, WorkState

S = WorkState
MONDAY = dt.date(2026, 3, 2)


def weekday(day: dt.date) -> bool:
    return day.weekday() < 5


# --- Steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("walk", "end"),
    [
        ([Act.ASSIGN, Act.VISIT, Act.FIX, Act.FOUND_CLEAN], S.CLEAN),
        ([Act.TAKE, Act.VISIT, Act.FIX, Act.FOUND_OPEN, Act.VISIT, Act.SEND_SECTOR, Act.FOUND_CLEAN], S.CLEAN),
        ([Act.ASSIGN, Act.VISIT, Act.SEND_REGISTRY, Act.ANSWERED, Act.FIX, Act.FOUND_CLEAN], S.CLEAN),
        ([Act.ASSIGN, Act.VISIT, Act.PROPOSE_CLOSE, Act.APPROVE_CLOSE], S.CLOSED),
        ([Act.ASSIGN, Act.VISIT, Act.PROPOSE_CLOSE, Act.REFUSE_CLOSE], S.VISITED),
        ([Act.ASSIGN, Act.HAND_BACK, Act.TAKE], S.ASSIGNED),
        ([Act.FOUND_CLEAN, Act.REOPEN], S.OPEN),
    ],
)
def test_a_walk_of_steps(walk: list[Act], end: WorkState) -> None:
    state = S.OPEN
    for act in walk:
        state = next_state(state, act)
    assert state == end


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (S.OPEN, Act.VISIT),
        (S.OPEN, Act.FIX),
        (S.ASSIGNED, Act.FIX),
        (S.ASSIGNED, Act.PROPOSE_CLOSE),
        (S.VISITED, Act.APPROVE_CLOSE),
        (S.CLEAN, Act.VISIT),
        (S.CLOSED, Act.ASSIGN),
        (S.CLOSING, Act.FIX),
    ],
)
def test_a_step_that_does_not_fit_is_refused_in_words(state: WorkState, act: Act) -> None:
    with pytest.raises(StepRefused) as refused:
        next_state(state, act)
    assert state.label in refused.value.message
    assert not allows(state, act)


def test_the_table_of_steps_is_whole() -> None:
    assert set(STEPS) == set(WorkState)
    reached = {target for acts in STEPS.values() for target in acts.values()}
    assert reached == set(WorkState)
    for ended in ENDED:
        assert set(STEPS[ended]) <= {Act.REOPEN, Act.FOUND_CLEAN}
    assert set(NEXT_ACTS) == set(LeadsTo)
    assert all(allows(S.VISITED, act) for acts in NEXT_ACTS.values() for act in acts)


def test_every_class_that_needs_work_says_who_and_what() -> None:
    assert set(GUIDANCE) == set(ResultClass.values) - MATCHED
    assert CLASS_ORDER[0] == "DA_CHET"
    assert set(CLASS_ORDER) == set(GUIDANCE)


# --- Visits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "visit", "wrong"),
    [
        (OutcomeRule(LeadsTo.RECHECK), Visit(), set()),
        (OutcomeRule(LeadsTo.SECTOR, needs_place=True), Visit(), {"place"}),
        (OutcomeRule(LeadsTo.SECTOR, needs_place=True), Visit(place="Nghệ An"), set()),
        (OutcomeRule(LeadsTo.SECTOR, needs_paper=True), Visit(paper=" "), {"paper"}),
        (OutcomeRule(LeadsTo.REVISIT, needs_next_visit=True), Visit(), {"next_visit_on"}),
        (OutcomeRule(LeadsTo.REVISIT), Visit(next_visit_on=MONDAY), {"next_visit_on"}),
        (OutcomeRule(LeadsTo.REVISIT), Visit(next_visit_on=MONDAY + dt.timedelta(days=1)), set()),
        (OutcomeRule(LeadsTo.REVISIT), Visit(next_visit_on=MONDAY + dt.timedelta(days=200)), {"next_visit_on"}),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"personal_id": "042085000123"}), set()),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"personal_id": "0420850001"}), {"personal_id"}),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"birth": "31/02/1990"}), {"birth"}),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"birth": "1948"}), set()),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"birth": "05/04/2030"}), {"birth"}),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"full_name": "Hoa"}), {"full_name"}),
        (OutcomeRule(LeadsTo.SECTOR), Visit(corrections={"phone": "0912"}), {"phone"}),
    ],
)
def test_what_a_visit_must_say(rule: OutcomeRule, visit: Visit, wrong: set[str]) -> None:
    assert set(visit_errors(rule, visit, MONDAY)) == wrong


# --- Forecast ---------------------------------------------------------------------------------------------------------


def days(*counts: int | None, start: dt.date = MONDAY) -> list[DayPoint]:
    return [DayPoint(start + dt.timedelta(days=n), count) for n, count in enumerate(counts)]


def look(points: list[DayPoint], target: int, ends: dt.date, today: dt.date | None = None):
    return forecast(points, target=target, today=today or points[-1].day, ends_on=ends, is_working_day=weekday)


def test_a_steady_pace_gives_the_day_and_the_result_at_the_end() -> None:
    found = look(days(0, 10, 20, 30, 40), 100, dt.date(2026, 3, 13))
    assert (found.pace, found.pace_low, found.pace_high) == (10, 10, 10)
    assert found.working_days_left == 5
    assert found.at_end == 90
    assert found.on_course is False
    assert found.required == 12
    assert found.finish == dt.date(2026, 3, 16)  # six working days after Friday 6 March


def test_the_band_comes_from_slow_and_fast_days() -> None:
    found = look(days(0, 5, 15, 35, 75), 200, dt.date(2026, 3, 31))
    assert found.pace_low < found.pace < found.pace_high
    assert found.finish_early < found.finish < found.finish_late
    assert found.at_end_low < found.at_end < found.at_end_high


def test_no_pace_means_never() -> None:
    found = look(days(7, 7, 7, 7, 7), 100, dt.date(2026, 3, 31))
    assert found.pace == 0
    assert found.finish is None
    assert found.at_end == 7
    assert "không bao giờ" in " ".join(outlook_sentences(found, 100))


def test_too_few_days_say_nothing() -> None:
    found = look(days(0, 10), 100, dt.date(2026, 3, 31))
    assert found.pace is None
    assert found.on_course is None
    assert "Chưa dự báo được" in " ".join(outlook_sentences(found, 100))


def test_done_asks_for_nothing_more() -> None:
    found = look(days(0, 60, 80, 90, 100), 100, dt.date(2026, 3, 31))
    assert found.done
    assert found.required is None
    assert found.missing == 0
    assert found.finish == found.finish_early == dt.date(2026, 3, 6)
    assert outlook_sentences(found, 100) == ["Đã đạt chỉ tiêu 100 bản ghi."]


def test_after_the_end_it_is_overrun_and_still_says_when() -> None:
    found = look(days(0, 10, 20, 30, 40), 100, dt.date(2026, 3, 4))
    assert found.overrun
    assert found.working_days_left == 0
    assert found.required is None
    assert found.finish == dt.date(2026, 3, 16)
    assert "Đã quá ngày kết thúc" in outlook_sentences(found, 100)[0]


def test_nothing_counted_yet() -> None:
    found = forecast([], target=10, today=MONDAY, ends_on=MONDAY, is_working_day=weekday)
    assert (found.cleaned, found.pace, found.done) == (0, None, False)


def test_work_of_a_weekend_counts_for_monday_and_gaps_are_spread() -> None:
    # Friday 6 March to Monday 9 March: 20 on Saturday, nothing on Sunday, 4 on Monday.
    points = days(10, 30, 30, 34, start=dt.date(2026, 3, 6))
    assert daily_cleaned(points, weekday, dt.date(2026, 3, 9)) == [Decimal(24)]
    gap = days(0, None, None, 30, start=MONDAY)
    assert daily_cleaned(gap, weekday, dt.date(2026, 3, 5)) == [10, 10, 10]


def test_only_the_last_fourteen_working_days_count() -> None:
    counts, total = [0], 0
    for n in range(1, 60):
        total += 100 if n < 30 else 2
        counts.append(total)
    found = look(days(*counts), total + 50, dt.date(2026, 6, 30))
    assert found.observed_days == 14
    assert found.pace == 2


def test_records_found_again_do_not_make_the_pace_negative() -> None:
    found = look(days(50, 40, 30, 20, 10), 100, dt.date(2026, 3, 31))
    assert found.pace == 0


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(1, 20_000), st.integers(0, 90))
def test_a_forecast_never_contradicts_itself(steps: list[int], target: int, length: int) -> None:
    counts, total = [], 0
    for step in steps:
        total += step
        counts.append(total)
    found = look(days(*counts), target, MONDAY + dt.timedelta(days=length))
    assert found.done == (total >= target)
    if found.pace is not None:
        assert 0 <= found.pace_low <= found.pace <= found.pace_high
        assert total <= found.at_end_low <= found.at_end <= found.at_end_high
        if found.finish and found.finish_late:
            assert found.finish_early <= found.finish <= found.finish_late
        if found.at_end >= target and not found.done:
            assert found.finish is not None
            assert found.finish <= MONDAY + dt.timedelta(days=length)
    if found.required is not None:
        assert found.required * found.working_days_left >= found.missing


def test_paces_in_words() -> None:
    assert [pace_words(Decimal(value)) for value in ("12", "12.5", "1234.44", "0.04")] == ["12", "12,5", "1.234,4", "0"]


# --- Ranks and words --------------------------------------------------------------------------------------------------


def score(name: str, cleaned: int, start: int) -> UnitScore:
    return UnitScore(unit=name, name=name, start=start, cleaned=cleaned, remaining=start - cleaned)


def test_ties_share_a_rank_and_communes_without_work_stand_apart() -> None:
    found = ranked([score("D", 0, 0), score("A", 5, 10), score("B", 50, 100), score("C", 9, 10), score("E", 1, 100)])
    assert [(one.rank, one.score.name, one.tied) for one in found] == [
        (1, "C", False),
        (2, "B", True),
        (2, "A", True),
        (4, "E", False),
        (None, "D", False),
    ]


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        # Figures as provincial reports print them.
        ((3079271, 3200783), "3.079.271/3.200.783 (96,20%)"),
        ((1158663, 1158884), "1.158.663/1.158.884 (99,98%)"),
        ((300790, 2343764), "300.790/2.343.764 (12,83%)"),
        ((60468, 65546), "60.468/65.546 (92,25%)"),
        ((0, 7), "0/7 (0,00%)"),
        ((7, 7), "7/7 (100,00%)"),
        ((0, 0), "chưa có số liệu"),
        # Nobody is told "all" while one is missing, nor "none" while one is there.
        ((1158883, 1158884), "1.158.883/1.158.884 (99,9999%)"),
        ((1, 200000), "1/200.000 (0,001%)"),
    ],
)
def test_counts_in_the_words_of_reports(pair: tuple[int, int], words: str) -> None:
    assert in_words(Pair(*pair)) == words


@given(st.integers(1, 10**7), st.data())
def test_a_printed_share_is_within_half_of_its_last_digit(total: int, data) -> None:
    part = data.draw(st.integers(0, total))
    text = percent(Pair(part, total)).rstrip("%").replace(".", "").replace(",", ".")
    last = Decimal(1).scaleb(-len(text.partition(".")[2]))
    assert abs(Decimal(text) - Decimal(100 * part) / Decimal(total)) <= last / 2


# --- Campaigns --------------------------------------------------------------------------------------------------------

PLAN = {"name": "Cao điểm 90 ngày", "basis": "KH 12/KH-UBND", "starts_on": MONDAY, "ends_on": dt.date(2026, 5, 30)}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"target_share": 9800}, set()),
        ({"target_count": 500}, set()),
        ({}, {"target_share"}),
        ({"target_share": 9800, "target_count": 500}, {"target_share"}),
        ({"target_share": 10001}, {"target_share"}),
        ({"target_count": 0}, {"target_count"}),
        ({"target_share": 1, "name": "Đợt"}, {"name"}),
        ({"target_share": 1, "basis": " "}, {"basis"}),
        ({"target_share": 1, "starts_on": MONDAY - dt.timedelta(days=1)}, {"starts_on"}),
        ({"target_share": 1, "ends_on": MONDAY - dt.timedelta(days=1)}, {"ends_on"}),
        ({"target_share": 1, "ends_on": dt.date(2028, 1, 1)}, {"ends_on"}),
    ],
)
def test_what_a_campaign_may_be(changes: dict, wrong: set[str]) -> None:
    assert set(plan_errors(CampaignPlan(**{**PLAN, **changes}), MONDAY)) == wrong


def test_a_target_by_share_is_rounded_up() -> None:
    assert target_number(101, share=9900, count=None) == 100
    assert target_number(540135, share=10000, count=None) == 540135
    assert target_number(0, share=9900, count=None) == 0
    assert target_number(50, share=None, count=12) == 12
