"""Typing figures: what is kept, what is refused, what a colleague saved meanwhile."""

from __future__ import annotations

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.collection import services
from dean06.steering.collection.errors import (
    NothingOwed,
    PeriodIsLocked,
    StepRefused,
    SubmissionNotFound,
)
from dean06.steering.collection.models import Submission, SubmissionAct
from dean06.steering.collection.tests.factories import (
    AN,
    BINH,
    HOSPITAL,
    MONEY,
    MONTH,
    RATE,
    SPLIT,
    TOTAL,
    World,
    accepted,
    at,
    cell,
    enter,
    entered,
    sent,
)
from dean06.steering.collection.types import State
from dean06.steering.indicators.models import Value
from dean06.steering.indicators.types import ValueState


def stored(unit: str = AN) -> dict[str, tuple[int, int | None]]:
    rows = Value.objects.filter(unit__code=unit, period__code=MONTH)
    return {
        f"{code}/{part}" if part else code: (numerator, denominator)
        for code, part, numerator, denominator in rows.values_list(
            "indicator__code", "breakdown", "numerator", "denominator"
        )
    }


def test_an_officer_types_and_it_is_kept_as_a_draft(world: World) -> None:
    came = enter(world.an, cell(RATE, "1.234", "2 000"), cell(MONEY, "7"), cell(SPLIT, "1", "2", breakdown="urban"))

    assert {one.key for one in came.saved} == {(RATE, ""), (MONEY, ""), (SPLIT, "urban")}
    assert stored() == {RATE: (1234, 2000), MONEY: (7, None), f"{SPLIT}/urban": (1, 2)}
    assert set(Value.objects.values_list("state", flat=True)) == {ValueState.DRAFT}
    assert Submission.objects.get().state == State.DRAFT
    assert [act.act for act in SubmissionAct.objects.all()] == ["begin"]
    assert AuditRow.objects.filter(action="collection.entered").count() == 1


def test_bad_cells_are_refused_with_a_sentence_and_the_good_ones_kept(world: World) -> None:
    came = enter(world.an, cell(RATE, "50", "40"), cell(MONEY, "âm"), cell(TOTAL, "9"), cell("KHONG-CO", "1"))

    assert [one.key[0] for one in came.saved] == [TOTAL]
    assert {one.key[0]: one.part for one in came.refused} == {RATE: "", MONEY: "n", "KHONG-CO": ""}
    assert all(one.text.endswith(".") for one in came.refused)
    assert stored() == {TOTAL: (9, None)}


def test_no_cases_is_zero_of_zero(world: World) -> None:
    came = enter(world.an, cell(RATE, no_cases=True))
    assert not came.refused
    assert stored() == {RATE: (0, 0)}


def test_a_pair_pasted_into_one_cell_is_read_as_two(world: World) -> None:
    enter(world.an, cell(RATE, "70.060/70.287"))
    assert stored() == {RATE: (70060, 70287)}


def test_an_emptied_cell_clears_the_figure(world: World) -> None:
    enter(world.an, cell(MONEY, "7"))
    enter(world.an, cell(MONEY, ""))
    assert stored() == {}


def test_a_comment_without_a_figure_is_not_lost_silently(world: World) -> None:
    came = enter(world.an, cell(MONEY, "", comment="chưa có báo cáo"))
    assert [one.key[0] for one in came.refused] == [MONEY]


def test_saving_again_what_stands_there_changes_nothing(world: World) -> None:
    first = enter(world.an, cell(MONEY, "7", base=""))
    again = enter(world.an, cell(MONEY, "7", base=""))
    assert first.saved[0].version == again.saved[0].version
    assert not again.conflicts


def test_a_newer_figure_of_a_colleague_is_shown_and_not_overwritten(world: World) -> None:
    mine = enter(world.an, cell(MONEY, "7", base="")).saved[0].version
    theirs = enter(world.an_head, cell(MONEY, "9", base=mine)).saved[0].version

    came = enter(world.an, cell(MONEY, "8", base=mine))

    assert not came.saved
    assert [(one.numerator, one.by_name, one.version) for one in came.conflicts] == [(9, "Trần Thị Trưởng", theirs)]
    assert stored() == {MONEY: (9, None)}
    kept = enter(world.an, cell(MONEY, "8", base=theirs))
    assert kept.saved
    assert stored() == {MONEY: (8, None)}


def test_a_strange_figure_is_kept_and_asks_for_a_comment(world: World) -> None:
    for number, month in enumerate(("2025-T07", "2025-T08", "2025-T09", "2025-T10")):
        enter(world.an, cell(MONEY, str(100 + number)), cell(TOTAL, str(200 + number)), period=month)
    came = enter(world.an, cell(MONEY, "9000"), cell(TOTAL, "100"))
    told = {one.key[0]: one.doubts for one in came.saved}
    assert "cao bất thường" in told[MONEY][0]
    assert "Số lũy kế giảm từ 203 xuống 100" in told[TOTAL][0]


@pytest.mark.parametrize("make", [sent, accepted])
def test_nothing_can_be_typed_once_it_was_sent(world: World, make: object) -> None:
    make(world)  # type: ignore[operator]
    before = stored()
    with pytest.raises(StepRefused):
        enter(world.an, cell(MONEY, "8"))
    assert stored() == before


def test_a_locked_period_is_closed_for_typing(world: World) -> None:
    entered(world)
    services.lock_period(actor=world.steering, period=MONTH, reason="Báo cáo tháng đã phát hành", now=at(20))
    before = stored()
    with pytest.raises(PeriodIsLocked):
        enter(world.an, cell(MONEY, "8"))
    assert stored() == before


def test_nobody_types_for_another_unit(world: World) -> None:
    with pytest.raises(SubmissionNotFound):
        enter(world.an, cell(MONEY, "8"), unit=BINH)
    with pytest.raises(NotAllowed):
        enter(world.steering, cell(MONEY, "8"))
    assert not Submission.objects.exists()
    assert not Value.objects.exists()


def test_a_department_types_for_its_facility(world: World) -> None:
    came = enter(world.health, cell("VP-01", "3", "4"), unit=HOSPITAL)
    assert came.saved
    assert stored(HOSPITAL) == {"VP-01": (3, 4)}


def test_a_unit_that_owes_nothing_has_no_form(world: World) -> None:
    with pytest.raises(NothingOwed):
        enter(world.an, cell(MONEY, "1"), period="2025-N")
