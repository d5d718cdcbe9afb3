"""Two people save, send or lock at the same moment, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dean06.kernel.writing.tests import at_once
from dean06.kernel.writing.tests.at_once import Offices
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.models import ReportingPeriod, Value, ValueChange
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.tests.factories import SYSTEM, actor, indicator
from dean06.steering.indicators.types import Entry, PeriodKind

MONTH = "2025-T11"


@pytest.fixture
def offices(transactional_db: None, tmp_path: Path) -> Iterator[Offices]:
    factories.province()
    indicator("A")
    indicator("B")
    yield from at_once.offices(tmp_path)


def enter(code: str, numerator: int) -> object:
    return services.save_values(
        actor=actor("officer", "ubnd-xa-an"), unit="ubnd-xa-an", period=MONTH, entries=[Entry(code, numerator, 100)]
    )


def test_the_same_figure_typed_by_several_people_is_stored_once_with_every_change(offices: Offices) -> None:
    queries.period(MONTH)
    outcomes = offices([lambda number=number: enter("A", number) for number in range(4)])
    assert outcomes == [[], [], [], []]

    def look() -> tuple[int, list[tuple[int | None, int | None]]]:
        history = ValueChange.objects.order_by("pk").values_list("numerator_before", "numerator_after")
        return Value.objects.get().numerator, list(history)

    ((stored, history),) = offices([look])
    assert {after for _, after in history} == {0, 1, 2, 3}
    assert [before for before, _ in history] == [None, *[after for _, after in history[:-1]]], "nothing was lost"
    assert stored == history[-1][1]


def test_a_period_opened_by_several_at_once_is_opened_once(offices: Offices) -> None:
    outcomes = offices([lambda: queries.period("2025-T12").id for _ in range(4)])
    assert len(set(outcomes)) == 1
    assert offices([lambda: ReportingPeriod.objects.filter(kind=PeriodKind.MONTH).count()]) == [1]


def test_what_is_saved_while_the_period_is_locked_is_either_in_time_or_refused(offices: Offices) -> None:
    queries.period(MONTH)
    outcomes = offices(
        [
            lambda: services.lock_period(actor=SYSTEM, period=MONTH).locked,
            lambda: enter("A", 1),
            lambda: enter("B", 2),
        ]
    )
    assert outcomes[0] is True

    def look() -> set[str]:
        return set(Value.objects.values_list("indicator__code", flat=True))

    (kept,) = offices([look])
    for code, refused in zip(("A", "B"), outcomes[1:], strict=True):
        assert [row.problem for row in refused] == ([] if code in kept else ["PERIOD_LOCKED"])
