"""Rules of the boards: words for figures, how they are written, when letters go out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.pairs import Pair
from dean06.steering.dashboards.errors import DayHasPassed, QuestionEmpty
from dean06.steering.dashboards.rules import asking, judging, mailing, writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.dashboards.types import LetterKind
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    IndicatorRef,
    PeriodKind,
    TargetRef,
)

RATE = IndicatorRef(
    1, "A-01", 1, "Chỉ tiêu", "Chỉ tiêu", 1, "tử số", "mẫu số", Counted.DOSSIER, Direction.HIGHER, Accumulation.FLOW,
    PeriodKind.MONTH, frozenset(), "", "", (), "", Certainty.SURE, "",
)  # fmt: skip
COUNT = replace(RATE, denominator="", counted=Counted.PERSON, direction=Direction.LOWER)
MONEY = replace(RATE, counted=Counted.MONEY)
TARGET = TargetRef(Decimal(95), None, "Kế hoạch mẫu", Certainty.SURE, "", dt.date(2026, 1, 1), None)
RANGE = replace(TARGET, minimum=Decimal(25), maximum=Decimal(30))


@pytest.mark.parametrize(
    ("pair", "target", "word"),
    [
        (None, TARGET, Verdict.NO_DATA),
        (Pair(0, 0), TARGET, Verdict.NO_CASES),
        (Pair(0, 10), TARGET, Verdict.BELOW),
        (Pair(94, 100), TARGET, Verdict.BELOW),
        (Pair(95, 100), TARGET, Verdict.MET),
        (Pair(26, 100), RANGE, Verdict.MET),
        (Pair(50, 100), None, Verdict.NO_TARGET),
    ],
)
def test_a_figure_has_one_word_and_no_cases_is_never_missed(
    pair: Pair | None, target: TargetRef | None, word: Verdict
) -> None:
    assert judging.judge(pair, target, RATE.direction, reached=indicators.reached(RATE, target, pair)) is word


def test_zero_of_something_is_a_zero_and_zero_of_nothing_is_not() -> None:
    assert judging.is_zero(Pair(0, 5))
    assert not any(judging.is_zero(pair) for pair in (None, Pair(0, 0), Pair(1, 5), Pair(0)))


@pytest.mark.parametrize(
    ("ref", "pair", "shown", "short", "counts"),
    [
        (RATE, Pair(4576, 4608), "99,31%", "99,3", "4.576/4.608 hồ sơ"),
        (RATE, Pair(99_999, 100_000), "99,99%", "99,9", "99.999/100.000 hồ sơ"),
        (RATE, Pair(1, 100_000), "0,01%", "0,1", "1/100.000 hồ sơ"),
        (RATE, Pair(5, 5), "100%", "100", "5/5 hồ sơ"),
        (RATE, Pair(0, 0), "không phát sinh", "kps", "0/0 hồ sơ"),
        (RATE, None, "chưa có số liệu", "–", ""),
        (COUNT, Pair(1158884), "1.158.884 người", "1.158.884", ""),
        (MONEY, Pair(4_731_250_000, 4_987_500_000), "94,86%", "94,9", "4,73/4,99 tỷ đồng"),
        (replace(MONEY, denominator=""), Pair(3_400_000), "3,4 triệu đồng", "3,4 triệu", ""),
    ],
)
def test_figures_as_they_are_written(ref: IndicatorRef, pair: Pair | None, shown: str, short: str, counts: str) -> None:
    assert writing.shown(pair, ref) == shown
    assert writing.short(pair, ref) == short
    assert writing.counts(pair, ref) == counts


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_board_writes_the_percentage_that_reports_print(numerator: int, denominator: int) -> None:
    pair = Pair(numerator, denominator)
    assert writing.rounded(Fraction(numerator, denominator) * 100) == indicators.percent(pair)


@pytest.mark.parametrize(
    ("now", "before", "ref", "words", "sign"),
    [
        (Pair(96, 100), Pair(95, 100), RATE, "tăng 1 điểm %", "+1"),
        (Pair(94, 100), Pair(95, 100), RATE, "giảm 1 điểm %", "−1"),
        (Pair(10), Pair(22), COUNT, "giảm 12 người", "−12"),
        (Pair(1, 2), Pair(2, 4), RATE, "không đổi", "0"),
        (Pair(1, 2), Pair(0, 0), RATE, "", "–"),
        (None, Pair(1, 2), RATE, "", "–"),
    ],
)
def test_changes_in_words_and_unknown_ones_are_not_guessed(
    now: Pair | None, before: Pair | None, ref: IndicatorRef, words: str, sign: str
) -> None:
    change = writing.change(now, before)
    assert (writing.change_words(change, ref), writing.change_sign(change, ref)) == (words, sign)


def test_targets_say_from_which_side() -> None:
    assert writing.target_words(TARGET, RATE) == "≥ 95%"
    assert writing.target_words(RANGE, RATE) == "25–30%"
    assert writing.target_words(replace(TARGET, minimum=Decimal(0)), COUNT) == "≤ 0 người"
    assert writing.target_words(None, RATE) == ""


def test_less_is_better_where_the_indicator_says_so() -> None:
    assert judging.better(Fraction(-1), Direction.LOWER) is True
    assert judging.better(Fraction(-1), Direction.HIGHER) is False
    assert judging.better(Fraction(0), Direction.HIGHER) is judging.better(Fraction(1), Direction.NONE) is None


def _office(day: dt.date) -> bool:
    return day.weekday() < 5 and day != dt.date(2026, 4, 27)


@pytest.mark.parametrize(
    ("kind", "moment", "goes"),
    [
        (LetterKind.DAILY, "2026-04-24 06:00", True),  # a Friday
        (LetterKind.DAILY, "2026-04-24 05:59", False),
        (LetterKind.DAILY, "2026-04-24 18:00", False),
        (LetterKind.DAILY, "2026-04-25 08:00", False),  # Saturday
        (LetterKind.DAILY, "2026-04-27 08:00", False),  # a holiday
        (LetterKind.WEEKLY, "2026-04-20 08:00", True),  # a Monday
        (LetterKind.WEEKLY, "2026-04-21 08:00", False),
        (LetterKind.WEEKLY, "2026-04-28 08:00", True),  # the Tuesday after a holiday
        (LetterKind.WEEKLY, "2026-04-29 08:00", False),
    ],
)
def test_letters_go_out_on_working_mornings(kind: LetterKind, moment: str, goes: bool) -> None:
    assert mailing.due(kind, dt.datetime.fromisoformat(moment), _office) is goes


def test_a_question_says_something_and_has_a_day_to_come() -> None:
    assert asking.check_words("  Vì sao giảm mạnh?  ", "question") == "Vì sao giảm mạnh?"
    with pytest.raises(QuestionEmpty):
        asking.check_words("   ?      ", "question")
    today = dt.date(2026, 11, 23)
    assert asking.check_due(today, today) == today
    with pytest.raises(DayHasPassed):
        asking.check_due(today - dt.timedelta(days=1), today)
