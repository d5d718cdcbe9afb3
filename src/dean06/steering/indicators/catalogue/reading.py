"""PRIVATE. Reads of the catalogue: definitions in force on a day, and targets with the nearest rule winning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dean06.steering.indicators.catalogue.units import unit, valid_on
from dean06.steering.indicators.errors import IndicatorNotFound
from dean06.steering.indicators.models import IndicatorVersion, Target
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    IndicatorRef,
    Level,
    PeriodKind,
    PeriodRef,
    TargetRef,
    UnitRef,
)


def indicator_ref(version: IndicatorVersion) -> IndicatorRef:
    """The public form of a version whose ``indicator`` was selected."""
    return IndicatorRef(
        id=version.indicator_id,
        code=version.indicator.code,
        version=version.number,
        name=version.name,
        short_name=version.short_name,
        group=version.group,
        numerator=version.numerator,
        denominator=version.denominator,
        counted=Counted(version.counted),
        direction=Direction(version.direction),
        accumulation=Accumulation(version.accumulation),
        frequency=PeriodKind(version.frequency),
        levels=frozenset(Level(level) for level in split(version.levels)),
        owner=version.owner,
        figure=version.figure,
        breakdown=tuple((key, label) for key, label in version.breakdown),
        legal_basis=version.legal_basis,
        certainty=Certainty(version.certainty),
        exclusions=version.exclusions,
        kinds=frozenset(split(version.kinds)),
        may_exceed=version.may_exceed,
    )


def split(text: str) -> list[str]:
    """Parts of a text joined by "|"; none for an empty one."""
    return text.split("|") if text else []


def in_force(on: dt.date) -> list[IndicatorRef]:
    """The indicators of a day in the order of the catalogue, each as it was defined then. One query."""
    rows = IndicatorVersion.objects.filter(valid_on(on)).select_related("indicator")
    return [indicator_ref(row) for row in rows.order_by("indicator__order", "indicator__code")]


def indicator(code: str, on: dt.date) -> IndicatorRef:
    """An indicator as it was defined on a day. Raises ``IndicatorNotFound``: unknown, or not in force then."""
    row = IndicatorVersion.objects.filter(valid_on(on), indicator__code=code).select_related("indicator").first()
    if row is None:
        raise IndicatorNotFound(
            f"Không có chỉ tiêu “{code}” vào ngày {on:%d/%m/%Y}. Hãy chọn trong danh mục chỉ tiêu.",
            indicator=code,
            on=on.isoformat(),
        )
    return indicator_ref(row)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target and for whom it holds: exactly one of ``unit_id``, ``kind`` and ``level`` says so, nearest first."""

    code: str
    level: str
    kind: str
    unit_id: int | None
    target: TargetRef

    @property
    def rank(self) -> int:
        """0 for a target of one unit, 1 for those of a kind, 2 for a level, 3 for everybody."""
        return 0 if self.unit_id is not None else 1 if self.kind else 2 if self.level else 3

    def holds_for(self, unit: UnitRef) -> bool:
        """Whether the target is meant for a unit."""
        if self.unit_id is not None:
            return self.unit_id == unit.id
        return (not self.kind or self.kind == unit.kind) and (not self.level or self.level == unit.level)


class TargetTable:
    """The targets of one day, looked up without further queries."""

    def __init__(self, rows: Iterable[TargetRow]) -> None:
        self._rows: dict[str, list[TargetRow]] = {}
        # Of two of one rank the later one holds.
        for row in sorted(rows, key=lambda row: (row.rank, -row.target.valid_from.toordinal())):
            self._rows.setdefault(row.code, []).append(row)

    def of(self, code: str, unit: UnitRef) -> TargetRef | None:
        """What a unit shall reach: its own target, that of its kind, that of its level; ``None`` without any."""
        return next((row.target for row in self._rows.get(code, ()) if row.holds_for(unit)), None)

    def rows(self, code: str) -> Sequence[TargetRow]:
        """All targets of an indicator, nearest first."""
        return self._rows.get(code, [])


def targets(on: dt.date) -> TargetTable:
    """The targets of a day, without those withdrawn. One query."""
    return TargetTable(target_rows(Target.objects.filter(valid_on(on))))


def target_rows(found: Iterable[Target]) -> list[TargetRow]:
    """Rows of live targets of a query set."""
    rows = found.filter(withdrawn_at__isnull=True).select_related("indicator")  # type: ignore[attr-defined]
    return [TargetRow(row.indicator.code, row.level, row.kind, row.unit_id, target_ref(row)) for row in rows]


def target_ref(row: Target) -> TargetRef:
    """The public form of a target."""
    return TargetRef(
        row.minimum, row.maximum, row.basis, Certainty(row.certainty), row.exclusions, row.valid_from, row.valid_to
    )


def target_line(code: str, body: UnitRef | str, periods: Sequence[PeriodRef]) -> list[TargetRef | None]:
    """The target of a unit (or of its code) at the end of each period: steps such as 25-30 % in the second quarter.

    At most two queries. Raises ``UnitNotFound``.
    """
    known = unit(body) if isinstance(body, str) else body
    rows = target_rows(Target.objects.filter(indicator__code=code))
    return [TargetTable(row for row in rows if _covers(row.target, period.last)).of(code, known) for period in periods]


def _covers(target: TargetRef, day: dt.date) -> bool:
    return target.valid_from <= day and (target.valid_to is None or day <= target.valid_to)
