"""Totals at every level, across the merger and over longer periods, held against a naive reading of the contract."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import asdict

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.steering.indicators import queries
from dean06.steering.indicators.models import (
    Indicator,
    IndicatorVersion,
    ReportingPeriod,
    ReportingUnit,
    UnitSuccession,
    Value,
)
from dean06.steering.indicators.tests.factories import LAST_DAY_OF_DISTRICTS, MERGER, SYSTEM, period_rules
from dean06.steering.indicators.tests.oracle import Books, Figure, Link, Time, Unit, Version
from dean06.steering.indicators.types import Level
from dean06.steering.indicators.values import periods

CODES = ("A", "B")
KINDS = ("", "department", "hospital", "school")
EARLIER_MERGER = dt.date(2020, 1, 1)
#: Months around the merger; the rest of the year stays unopened in some examples.
MONTHS = [f"2025-T{month:02}" for month in range(1, 13)]


@st.composite
def books(draw: st.DrawFn) -> Books:
    """A random province: old and new units at every level, mergers on two days, divided units, any values."""
    found = Books()
    found.units.append(Unit(1, "province", "", None, None, None))
    number = draw(st.integers(3, 8))
    for pk in range(2, number + 2):
        level = draw(st.sampled_from(["agency", "facility", "district", "commune", "commune", "commune"]))
        age = draw(st.sampled_from(["always", "old", "new"])) if level != "district" else "old"
        found.units.append(
            Unit(
                pk,
                level,
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from([unit.id for unit in found.units])),
                MERGER if age == "new" else draw(st.sampled_from([None, EARLIER_MERGER])),
                LAST_DAY_OF_DISTRICTS if age == "old" else None,
            )
        )
    pairs = [(old.id, new.id) for old in found.units for new in found.units if old.id < new.id]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True))
    for old, new in chosen:
        found.links.append(Link(old, new, draw(st.booleans()), draw(st.sampled_from([MERGER, EARLIER_MERGER]))))
    for code in CODES:
        changes = draw(st.booleans())
        for since, until in (
            [(dt.date(2024, 1, 1), dt.date(2025, 7, 14)), (dt.date(2025, 7, 15), None)]
            if changes
            else [(dt.date(2024, 1, 1), None)]
        ):
            found.versions.append(
                Version(
                    code,
                    since,
                    until,
                    draw(st.booleans()),
                    set(draw(st.lists(st.sampled_from(["agency", "facility", "district", "commune"]), min_size=2))),
                    set(draw(st.one_of(st.just([]), st.lists(st.sampled_from(KINDS[1:]), max_size=2)))),
                    draw(st.sampled_from(["flow", "stock", "cumulative"])),
                    "month",
                )
            )
    opened = MONTHS if draw(st.booleans()) else MONTHS[: draw(st.integers(0, 11))]
    for code in [*opened, "2025-H1", "2025-H2", "2025-N"]:
        kind = {"T": "month", "H": "half", "N": "year"}[code[5]]
        found.times.append(Time(code, kind, dt.date.min, dt.date.min))
    # Dense enough that most totals have several parts; drawn from one number, as examples would else be too large.
    chance = random.Random(draw(st.integers(0, 10**9)))
    density = chance.choice([0.2, 0.5, 0.9])
    for code in CODES:
        for unit in found.units:
            for time in chance.sample(found.times, k=min(len(found.times), 9)):
                if chance.random() < density:
                    for breakdown in ["", *(["urban"] if chance.random() < 0.1 else [])]:
                        found.figures.append(_figure(chance, code, unit.id, time.code, breakdown))
    return found


def _figure(chance: random.Random, code: str, unit: int, period: str, breakdown: str) -> Figure:
    numerator = chance.choice([0, chance.randint(0, 50)])
    return Figure(
        code,
        unit,
        period,
        numerator,
        chance.choice([None, 0, chance.randint(0, 99), chance.randint(1, 99)]),
        chance.choices(["draft", "sent", "accepted"], (1, 2, 7))[0],
        chance.random() < 0.1,
        breakdown,
    )


def store(found: Books) -> dict[int, int]:
    """Put the books into the database; gives the database's id of every unit."""
    ids: dict[int, int] = {}
    for unit in found.units:
        row = ReportingUnit.objects.create(
            code=f"u{unit.id}",
            name=f"Đơn vị {unit.id}",
            level=unit.level,
            kind=unit.kind,
            parent_id=ids.get(unit.parent or 0),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        ids[unit.id] = row.pk
    UnitSuccession.objects.bulk_create(
        UnitSuccession(old_id=ids[link.old], new_id=ids[link.new], partial=link.partial, effective_on=link.on)
        for link in found.links
    )
    period_rules()
    stored = {}
    for time in found.times:
        ref = periods.period(time.code)
        time.first, time.last = ref.first, ref.last
        stored[time.code] = ref.id
    indicators = {code: Indicator.objects.create(code=code).pk for code in CODES}
    for number, version in enumerate(found.versions, start=1):
        IndicatorVersion.objects.create(
            indicator_id=indicators[version.code],
            number=number,
            valid_from=version.since,
            valid_to=version.until,
            name=version.code,
            group=1,
            denominator="mẫu số" if version.rate else "",
            levels="|".join(sorted(version.levels)),
            kinds="|".join(sorted(version.kinds)),
            accumulation=version.accumulation,
            frequency=version.frequency,
            counted="person",
            direction="higher",
        )
    Value.objects.bulk_create(
        Value(
            indicator_id=indicators[figure.code],
            unit_id=ids[figure.unit],
            period_id=stored[figure.period],
            breakdown=figure.breakdown,
            numerator=figure.numerator,
            denominator=figure.denominator,
            state=figure.state,
            stated=figure.stated,
            updated_at=timezone.now(),
        )
        for figure in found.figures
    )
    assert ReportingPeriod.objects.count() == len(found.times)
    return ids


def shown(cell: object) -> dict[str, object]:
    return {key: value for key, value in cell_fields(cell).items() if key not in ("indicator", "unit_id", "period")}


def cell_fields(cell: object) -> dict[str, object]:
    fields = asdict(cell)  # type: ignore[call-overload]
    fields["pair"] = cell.pair  # type: ignore[attr-defined]
    return fields


many = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.django_db
@many
@given(found=books())
def test_every_cell_is_what_the_contract_says(found: Books) -> None:
    with transaction.atomic():
        ids = store(found)
        wanted = [periods.period(time.code) for time in found.times]
        tables = queries.cells_over(SYSTEM, CODES, list(ids.values()), wanted)
        for time in found.times:
            for unit in found.units:
                for code in CODES:
                    got = shown(tables[time.code].get(code, ids[unit.id]))
                    assert got == found.cell(code, unit.id, time.code), (time.code, unit, code)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(many, max_examples=20)
@given(found=books(), added_by_the_database=st.booleans())
def test_a_series_is_the_same_whoever_adds_it_up(found: Books, added_by_the_database: bool) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        limit = -1 if added_by_the_database else 10**9
        patch.setattr("dean06.steering.indicators.aggregation.figures.MANY_VALUES", limit)
        ids = store(found)
        wanted = [periods.period(time.code) for time in found.times]
        for unit in found.units:
            lines = queries.series(SYSTEM, CODES, ids[unit.id], wanted)
            for code in CODES:
                got = [shown(cell) for cell in lines[code]]
                assert got == [found.cell(code, unit.id, time.code) for time in found.times], (unit, code)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(many, max_examples=20)
@given(found=books())
def test_the_province_is_never_less_or_more_than_its_reporters(found: Books) -> None:
    """Whatever merged or was divided: each value of a reporter is in the total of the province exactly once."""
    with transaction.atomic():
        ids = store(found)
        for time in found.times:
            if time.kind != "month":
                continue
            table = queries.cells(SYSTEM, CODES, [ids[1]], periods.period(time.code))
            for code in CODES:
                version = found.version(code, time.last)
                assert version is not None
                values = [
                    figure.numerator
                    for figure in found.figures
                    if (figure.code, figure.period, figure.breakdown, figure.stated) == (code, time.code, "", False)
                    and figure.state != "draft"
                    and found.reports(found.unit(figure.unit), version, time.last)
                    and not (version.rate and figure.denominator is None)
                ]
                cell = table.get(code, ids[1])
                if values:
                    assert cell.pair is not None and cell.pair.numerator == sum(values)
                else:
                    assert cell.pair is None or cell.stated
        transaction.set_rollback(True)


def test_levels_of_the_oracle_are_those_of_the_contract() -> None:
    assert {level.value for level in Level} == {"province", "agency", "facility", "district", "commune"}
