"""A province with figures for the tests of boards: communes, departments, indicators of every sort, months of values.

Everything follows from small formulas, so a test can say what it expects: commune number ``n`` (from 0) stands in
month ``m`` (from 0, oldest first) at ``60 + n % 40`` of 100 for a rate, plus one for each month up to 100.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from dean06.kernel.units.models import AdminUnit, Agency
from dean06.kernel.units.naming import name_key
from dean06.steering.indicators import queries
from dean06.steering.indicators.models import Indicator, IndicatorVersion, ReportingUnit, Target, Value
from dean06.steering.indicators.types import (
    Accumulation,
    Counted,
    Direction,
    IndicatorRef,
    Level,
    PeriodKind,
    PeriodRef,
    UnitRef,
    ValueState,
)

START = dt.date(2025, 7, 1)
TODAY = dt.date(2026, 11, 23)
PROVINCE, HEALTH, JUSTICE = "ubnd-tinh", "so-y-te", "so-tu-phap"


@dataclass(frozen=True)
class World:
    """What was made: units by kind, indicators, periods oldest first."""

    province: UnitRef
    communes: list[UnitRef]
    bodies: list[UnitRef]
    refs: list[IndicatorRef]
    months: list[PeriodRef]

    @property
    def last(self) -> PeriodRef:
        """The latest month."""
        return self.months[-1]


def world(*, communes: int = 5, indicators: int = 6, months: int = 4, today: dt.date = TODAY) -> World:
    """A province: ``communes`` communes, two departments, ``indicators`` indicators (the first a rate with a target of
    80 % for communes, the second a count, the third watched only, the fourth "less is better"; then again), and values
    for the ``months`` months whose figures are due by ``today``.
    """
    _units(communes)
    return _filled(indicators, months, today)


def more(made: World, *, communes: int, indicators: int, months: int, today: dt.date) -> World:
    """The same province grown: more communes and indicators, and values for more months."""
    Value.objects.all().delete()
    _units(communes, first=len(made.communes))
    return _filled(indicators, months, today, first=len(made.refs))


def _filled(indicators: int, months: int, today: dt.date, first: int = 0) -> World:
    everything = queries.units(today)
    made = World(
        province=queries.province(),
        communes=[unit for unit in everything if unit.level == Level.COMMUNE],
        bodies=[unit for unit in everything if unit.level == Level.AGENCY],
        refs=_catalogue(indicators, today, first),
        months=_months(months, today),
    )
    Value.objects.bulk_create(
        [
            _value(ref, number, placed, month, period)
            for number, ref in enumerate(made.refs)
            for month, period in enumerate(made.months)
            for placed in enumerate(made.communes)
        ],
        batch_size=2_000,
    )
    return made


def agency(code: str, name: str, kind: str, head: str = "", unit: AdminUnit | None = None) -> Agency:
    """A body with an invented head."""
    found, _ = Agency.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "short_name": name,
            "kind": kind,
            "name_key": name_key(name),
            "search_key": f" {name_key(name)} |",
            "head_name": head,
            "head_title": "Chủ tịch" if kind == "committee_commune" else "Giám đốc" if head else "",
            "head_phone": "0239.000.000" if head else "",
            "unit": unit,
        },
    )
    return found


def set_value(
    world: World, code: str, unit: UnitRef, numerator: int, denominator: int | None, **fields: object
) -> Value:
    """Put another value in the latest month."""
    ref = next(ref for ref in world.refs if ref.code == code)
    defaults = {"numerator": numerator, "denominator": denominator, "state": ValueState.ACCEPTED, **fields}
    value, _ = Value.objects.update_or_create(
        indicator_id=ref.id,
        unit_id=unit.id,
        period_id=world.last.id,
        breakdown="",
        defaults={**defaults, "updated_at": timezone.now()},
    )
    return value


def drop_value(world: World, code: str, unit: UnitRef) -> None:
    """The unit gave nothing in the latest month."""
    Value.objects.filter(indicator__code=code, unit_id=unit.id, period_id=world.last.id).delete()


def _units(count: int, first: int = 0) -> None:
    place, _ = AdminUnit.objects.get_or_create(
        code=settings.PROVINCE_CODE,
        defaults={"name": "Tỉnh Mẫu", "level": "province", "kind": "tinh", "valid_from": dt.date(1991, 1, 1)},
    )
    agency(PROVINCE, "UBND tỉnh Mẫu", "committee_province", unit=place)
    top, _ = ReportingUnit.objects.get_or_create(
        code=PROVINCE,
        defaults={
            "name": "Tỉnh Mẫu",
            "short_name": "Tỉnh Mẫu",
            "level": Level.PROVINCE,
            "kind": "committee_province",
            "agency_code": PROVINCE,
            "unit_code": settings.PROVINCE_CODE,
        },
    )
    for order, (code, name) in enumerate(((HEALTH, "Sở Y tế"), (JUSTICE, "Sở Tư pháp"))):
        agency(code, name, "department", "Lê Thị Mẫu")
        fields = {"name": name, "short_name": name, "level": Level.AGENCY, "kind": "department", "agency_code": code}
        ReportingUnit.objects.get_or_create(code=code, defaults={**fields, "parent": top, "order": order})
    for number in range(first, count):
        name = f"Xã Mẫu {number + 1:02}"
        unit = AdminUnit.objects.create(
            code=f"{98_000 + number}", name=name, short_name=name.removeprefix("Xã "), level="commune", kind="xa",
            valid_from=START, parent=place, latitude=18.1 + number // 9 * 0.1, longitude=105.3 + number % 9 * 0.1,
        )  # fmt: skip
        code = commune_code(number)
        agency(code, f"Ủy ban nhân dân {name.lower()}", "committee_commune", f"Trần Văn Mẫu {number + 1}", unit)
        ReportingUnit.objects.create(
            code=code, name=name, short_name=name.removeprefix("Xã "), level=Level.COMMUNE, kind="committee_commune",
            parent=top, agency_code=code, unit_code=unit.code, order=10 + number, valid_from=START,
        )  # fmt: skip


def commune_code(number: int) -> str:
    """Code of commune number ``number`` (from 0)."""
    return f"ubnd-xa-mau-{number + 1:02}"


def indicator_code(number: int) -> str:
    """Code of indicator number ``number`` (from 0)."""
    return f"MAU-{number + 1:02}"


_SORTS = (
    (Direction.HIGHER, Counted.DOSSIER, "hồ sơ", True, 80),
    (Direction.HIGHER, Counted.PERSON, "người", False, 70),
    (Direction.NONE, Counted.RECORD, "bản ghi", True, None),
    (Direction.LOWER, Counted.CASE, "trường hợp", False, 75),
)


def _catalogue(count: int, today: dt.date, first: int = 0) -> list[IndicatorRef]:
    for number in range(first, count):
        direction, counted, word, rate, target = _SORTS[number % 4]
        indicator = Indicator.objects.create(code=indicator_code(number), order=number)
        IndicatorVersion.objects.create(
            indicator=indicator,
            number=1,
            valid_from=dt.date(2024, 1, 1),
            name=f"Chỉ tiêu mẫu số {number + 1} về {word} giải quyết đúng quy định",
            short_name=f"Mẫu {number + 1} ({word})",
            group=number % 5 + 1,
            numerator=f"Số {word} đạt yêu cầu",
            denominator=f"Tổng số {word}" if rate else "",
            counted=counted,
            direction=direction,
            accumulation=Accumulation.FLOW,
            frequency=PeriodKind.MONTH,
            levels=Level.COMMUNE.value,
            owner=(HEALTH, JUSTICE)[number % 2],
            legal_basis="Kế hoạch mẫu của tỉnh",
            certainty="sure" if number % 3 else "likely",
        )
        if target is not None:
            Target.objects.create(
                indicator=indicator, level=Level.COMMUNE, valid_from=dt.date(2024, 1, 1), minimum=target,
                basis="Kế hoạch mẫu, mục 2", certainty="likely",
            )  # fmt: skip
            Target.objects.create(
                indicator=indicator, level=Level.PROVINCE, valid_from=dt.date(2024, 1, 1),
                minimum=target if rate else target * 10, basis="Kế hoạch mẫu, mục 1", certainty="sure",
            )  # fmt: skip
    return queries.in_force(today)


def _months(count: int, today: dt.date) -> list[PeriodRef]:
    last = queries.recent(PeriodKind.MONTH, 3, today)
    due = [one for one in last if one.last < today and (one.due_on or one.last) <= today]
    return queries.periods_back(due[-1], count)


def _value(ref: IndicatorRef, number: int, placed: tuple[int, UnitRef], month: int, period: PeriodRef) -> Value:
    place, unit = placed
    return Value(
        indicator_id=ref.id,
        unit_id=unit.id,
        period_id=period.id,
        numerator=min(60 + (place + number // 4) % 40 + month, 100),
        denominator=100 if ref.is_rate else None,
        state=ValueState.ACCEPTED,
        updated_at=timezone.now(),
    )
