"""The demo's made-up figures hold together: parts add up, nothing cumulative falls, nothing is above its whole."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from dean06.demo.figures.inventing import Inventor
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    IndicatorRef,
    Level,
    PeriodKind,
    UnitRef,
)

MONTHS = 24
UNITS = [
    UnitRef(
        number, f"xa-{number}", f"Xã {number}", f"Xã {number}", Level.COMMUNE, f"ubnd-xa-{number}", "", 1, None, None
    )
    for number in range(12)
]
RATE = IndicatorRef(
    id=1, code="KTX-01", version=1, name="Người nhận qua tài khoản", short_name="Qua tài khoản", group=2,
    numerator="Người nhận qua tài khoản", denominator="Người được nhận", counted=Counted.PERSON,
    direction=Direction.HIGHER, accumulation=Accumulation.STOCK, frequency=PeriodKind.MONTH,
    levels=frozenset({Level.COMMUNE}), owner="bhxh-tinh", figure="",
    breakdown=(("a", "Phần A"), ("b", "Phần B"), ("c", "Phần C")),
    legal_basis="", certainty=Certainty.SURE, exclusions="",
)  # fmt: skip
COUNT = replace(RATE, code="CDS-06", denominator="", accumulation=Accumulation.CUMULATIVE)
INVENTOR = Inventor("6", {"KTX-01": 99.5}, MONTHS)


@pytest.mark.parametrize("counted", list(Counted))
@pytest.mark.parametrize("direction", list(Direction))
def test_no_numerator_is_above_its_denominator(counted: Counted, direction: Direction) -> None:
    ref = replace(RATE, counted=counted, direction=direction)
    for unit, month in itertools.product(UNITS, range(MONTHS)):
        pair = INVENTOR.pair(ref, unit, month)
        assert 0 <= pair.numerator <= (pair.denominator or 0)


@pytest.mark.parametrize("ref", [COUNT, replace(RATE, accumulation=Accumulation.CUMULATIVE)])
def test_what_is_cumulative_never_falls(ref: IndicatorRef) -> None:
    for unit in UNITS:
        numbers = [INVENTOR.pair(ref, unit, month).numerator for month in range(MONTHS)]
        assert numbers == sorted(numbers)


def test_the_rest_of_a_rate_and_the_parts_of_a_whole_add_up() -> None:
    for unit in UNITS:
        whole = INVENTOR.pair(RATE, unit, 20)
        assert whole.numerator + INVENTOR.rest(RATE, unit, 20).numerator == whole.denominator
        parts = list(INVENTOR.parts(RATE, whole).values())
        assert sum(part.numerator for part in parts) == whole.numerator
        assert sum(part.denominator or 0 for part in parts) == whole.denominator
        assert all(part.numerator <= (part.denominator or 0) for part in parts)


def test_the_same_seed_gives_the_same_figures() -> None:
    again = Inventor("6", {"KTX-01": 99.5}, MONTHS)
    assert [again.pair(RATE, unit, 7) for unit in UNITS] == [INVENTOR.pair(RATE, unit, 7) for unit in UNITS]
