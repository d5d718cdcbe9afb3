"""PRIVATE. Shapes of the open feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ninja import Schema

from dean06.steering.indicators.queries import FeedRow, TargetTable
from dean06.steering.indicators.types import IndicatorRef, PeriodRef, UnitRef


class TargetOut(Schema):
    """A target with for whom it holds: one of ``unit``, ``kind``, ``level``. Percent for a rate, a count otherwise."""

    level: str
    kind: str
    unit_id: int | None
    minimum: float
    maximum: float | None
    basis: str
    certainty: str
    valid_from: dt.date
    valid_to: dt.date | None


class DefinitionOut(Schema):
    """An indicator as it is defined on the day asked for. ``denominator`` is empty for a plain count."""

    code: str
    version: int
    name: str
    short_name: str
    group: int
    numerator: str
    denominator: str
    counted: str
    direction: str
    accumulation: str
    frequency: str
    levels: list[str]
    owner: str
    computed: bool
    breakdown: list[list[str]]
    legal_basis: str
    certainty: str
    exclusions: str
    targets: list[TargetOut]

    @classmethod
    def of(cls, ref: IndicatorRef, targets: TargetTable) -> DefinitionOut:
        names = ("code", "version", "name", "short_name", "group", "numerator", "denominator", "owner", "legal_basis")
        return cls(
            **{name: getattr(ref, name) for name in names},
            counted=ref.counted.value,
            direction=ref.direction.value,
            accumulation=ref.accumulation.value,
            frequency=ref.frequency.value,
            levels=sorted(level.value for level in ref.levels),
            computed=ref.is_computed,
            breakdown=[[key, label] for key, label in ref.breakdown],
            certainty=ref.certainty.value,
            exclusions=ref.exclusions,
            targets=[
                TargetOut(
                    level=row.level,
                    kind=row.kind,
                    unit_id=row.unit_id,
                    minimum=float(row.target.minimum),
                    maximum=None if row.target.maximum is None else float(row.target.maximum),
                    basis=row.target.basis,
                    certainty=row.target.certainty.value,
                    valid_from=row.target.valid_from,
                    valid_to=row.target.valid_to,
                )
                for row in targets.rows(ref.code)
            ],
        )


class DefinitionsOut(Schema):
    """The catalogue of a day."""

    on: dt.date
    items: list[DefinitionOut]

    @classmethod
    def of(cls, refs: Sequence[IndicatorRef], targets: TargetTable, on: dt.date) -> DefinitionsOut:
        return cls(on=on, items=[DefinitionOut.of(ref, targets) for ref in refs])


class FeedUnitOut(Schema):
    """A reporting unit. ``unit_code``: code of the administrative unit, empty for others."""

    id: int
    code: str
    name: str
    short_name: str
    level: str
    kind: str
    agency: str
    unit_code: str
    parent_id: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class UnitsOut(Schema):
    """Reporting units of a day."""

    on: dt.date
    items: list[FeedUnitOut]

    @classmethod
    def of(cls, units: Sequence[UnitRef], on: dt.date) -> UnitsOut:
        names = [name for name in FeedUnitOut.model_fields if name != "level"]
        return cls(
            on=on,
            items=[
                FeedUnitOut(level=unit.level.value, **{name: getattr(unit, name) for name in names}) for unit in units
            ],
        )


class PeriodOut(Schema):
    """A period; both days are in it."""

    code: str
    kind: str
    label: str
    first: dt.date
    last: dt.date
    due_on: dt.date | None
    locked: bool


class PeriodsOut(Schema):
    """Periods, oldest first."""

    items: list[PeriodOut]

    @classmethod
    def of(cls, periods: Sequence[PeriodRef]) -> PeriodsOut:
        return cls(
            items=[
                PeriodOut(
                    code=one.code,
                    kind=one.kind.value,
                    label=one.label,
                    first=one.first,
                    last=one.last,
                    due_on=one.due_on,
                    locked=one.locked,
                )
                for one in periods
            ]
        )


class ValueOut(Schema):
    """Two counts of an indicator for a unit and period. ``denominator`` ``null``: a plain count; 0 of 0: no cases.

    ``breakdown`` is empty for the whole. ``stated``: a total that the unit states for everything below it.
    """

    indicator: str
    unit: str
    period: str
    breakdown: str
    numerator: int
    denominator: int | None
    origin: str
    stated: bool
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: FeedRow) -> ValueOut:
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class ValuesOut(Schema):
    """Part of the accepted values. Pass ``after`` back to get the next; ``null`` at the end."""

    items: list[ValueOut]
    after: str | None
