"""A small invented province for the tests of every app.

::

    tinh                        province
    ├─ so-y-te                  department, owns the indicators of health
    │   └─ benh-vien-mau        facility
    ├─ so-tai-chinh             department
    ├─ ubnd-xa-an, -binh, -cat  communes since 01/7/2025
    └─ cu:H1                    district until 30/6/2025
        ├─ cu:11, cu:12         old communes: both went to An as a whole
        ├─ cu:13                went to Bình as a whole
        └─ cu:14                divided between Bình and Cát

``province()`` makes it, ``indicator()`` a definition with its first version, ``save()`` a value by the very service
that people use. Periods are months from the 15th to the 14th, weeks to Thursday, halves and years to the 14th.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor, Grant, system_actor
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.models import (
    Indicator,
    IndicatorVersion,
    PeriodRule,
    ReportingUnit,
    Target,
    UnitSuccession,
)
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    Entry,
    IndicatorRef,
    Level,
    Origin,
    PeriodKind,
    Refused,
    ValueState,
)

LAST_DAY_OF_DISTRICTS = dt.date(2025, 6, 30)
MERGER = dt.date(2025, 7, 1)
START = dt.date(2023, 1, 1)

SYSTEM = system_actor("tests")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Province:
    """The units of ``province()`` by name."""

    top: ReportingUnit
    health: ReportingUnit
    finance: ReportingUnit
    hospital: ReportingUnit
    an: ReportingUnit
    binh: ReportingUnit
    cat: ReportingUnit
    district: ReportingUnit
    old_11: ReportingUnit
    old_12: ReportingUnit
    old_13: ReportingUnit
    old_14: ReportingUnit

    @property
    def communes(self) -> list[ReportingUnit]:
        """The communes of today."""
        return [self.an, self.binh, self.cat]

    @property
    def everything(self) -> list[ReportingUnit]:
        """All units, of today and former."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def province() -> Province:
    """The province with its succession and the rules of its periods, in the database."""
    top = unit("tinh", "Tỉnh Mẫu", Level.PROVINCE, agency="ubnd-tinh")
    health = unit("so-y-te", "Sở Y tế", Level.AGENCY, top, kind="department")
    finance = unit("so-tai-chinh", "Sở Tài chính", Level.AGENCY, top, kind="department")
    hospital = unit("benh-vien-mau", "Bệnh viện Mẫu", Level.FACILITY, health, agency="so-y-te", kind="health_facility")
    new: dict[str, Any] = {"level": Level.COMMUNE, "parent": top, "valid_from": MERGER, "kind": "committee_commune"}
    an = unit("ubnd-xa-an", "Xã An", unit_code="101", **new)
    binh = unit("ubnd-xa-binh", "Xã Bình", unit_code="102", **new)
    cat = unit("ubnd-xa-cat", "Xã Cát", unit_code="103", **new)
    district = unit("cu:H1", "Huyện Cũ", Level.DISTRICT, top, agency="", valid_to=LAST_DAY_OF_DISTRICTS)
    old = [
        unit(f"cu:{code}", f"Xã cũ {code}", Level.COMMUNE, district, agency="", valid_to=LAST_DAY_OF_DISTRICTS)
        for code in (11, 12, 13, 14)
    ]
    for before, after, partial in (
        (old[0], an, False),
        (old[1], an, False),
        (old[2], binh, False),
        (old[3], binh, True),
        (old[3], cat, True),
    ):
        UnitSuccession.objects.create(old=before, new=after, partial=partial, effective_on=MERGER)
    period_rules()
    return Province(top, health, finance, hospital, an, binh, cat, district, *old)


def unit(
    code: str,
    name: str,
    level: Level,
    parent: ReportingUnit | None = None,
    *,
    agency: str | None = None,
    kind: str = "",
    unit_code: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> ReportingUnit:
    """One reporting unit; its agency has the unit's own code unless said otherwise."""
    return ReportingUnit.objects.create(
        code=code,
        name=name,
        short_name=name,
        level=level,
        parent=parent,
        kind=kind,
        agency_code=code if agency is None else agency,
        unit_code=unit_code,
        valid_from=valid_from,
        valid_to=valid_to,
        order=next(_numbers),
    )


def period_rules() -> None:
    """Months from the 15th to the 14th, weeks to Thursday, halves and years to the 14th of their last month."""
    for kind, cut_off, due_day, due_month in (
        (PeriodKind.WEEK, 4, 4, None),
        (PeriodKind.MONTH, 14, 15, None),
        (PeriodKind.HALF, 14, 16, 6),
        (PeriodKind.YEAR, 14, 16, 12),
    ):
        PeriodRule.objects.create(
            kind=kind,
            valid_from=dt.date(2020, 1, 1),
            cut_off_day=cut_off,
            due_day=due_day,
            due_month=due_month,
            basis="Quy tắc của tỉnh mẫu",
            certainty=Certainty.SURE,
        )


def indicator(code: str = "", *, levels: str = "commune", rate: bool = True, **changes: Any) -> IndicatorRef:
    """A monthly rate of persons that communes report, since 2023; ``changes`` are fields of its version."""
    code = code or f"CT-{next(_numbers):03}"
    row = Indicator.objects.create(code=code, order=next(_numbers))
    fields: dict[str, Any] = {
        "number": 1,
        "valid_from": START,
        "name": f"Tỷ lệ người đã làm việc {code}",
        "short_name": f"Chỉ tiêu {code}",
        "group": 1,
        "numerator": "Số người đã làm",
        "denominator": "Số người thuộc diện" if rate else "",
        "counted": Counted.PERSON,
        "direction": Direction.HIGHER,
        "accumulation": Accumulation.FLOW,
        "frequency": PeriodKind.MONTH,
        "levels": levels,
        "owner": "so-y-te",
        "certainty": Certainty.SURE,
    } | changes
    IndicatorVersion.objects.create(indicator=row, **fields)
    return queries.indicator(code, changes.get("valid_from", START))


def target(code: str, minimum: int, *, level: str = "commune", **changes: Any) -> Target:
    """A target of a level since 2023."""
    fields: dict[str, Any] = {"valid_from": START, "basis": "Kế hoạch mẫu", "certainty": Certainty.SURE} | changes
    return Target.objects.create(indicator=Indicator.objects.get(code=code), level=level, minimum=minimum, **fields)


def save(
    unit: ReportingUnit,
    period: str,
    code: str,
    numerator: int | None,
    denominator: int | None = None,
    *,
    state: ValueState = ValueState.ACCEPTED,
    origin: Origin = Origin.IMPORTED,
    breakdown: str = "",
    comment: str = "",
    reason: str = "Số liệu của bài kiểm thử",
) -> list[Refused]:
    """A value as it is saved in life; accepted unless said otherwise. Returns what was refused."""
    entry = Entry(code, numerator, denominator, breakdown, comment)
    return services.save_values(
        actor=SYSTEM, unit=unit.code, period=period, entries=[entry], origin=origin, state=state, reason=reason
    )


_ROLES = {
    "head": ("indicators.view", "collection.enter", "collection.send"),
    "officer": ("indicators.view", "collection.enter"),
    "steering": ("indicators.view", "collection.accept", "indicators.import_documents", "indicators.edit"),
    "leader": ("indicators.view",),
    "controller": ("indicators.view",),
    "auditor": ("audit.view",),
}


def actor(role: str, *agencies: str) -> Actor:
    """Somebody with a role, without an account: for ``agencies``, or the whole province where none is given."""
    area = frozenset(agencies or ("*",))
    grants = tuple(Grant(permission, area) for permission in _ROLES[role])
    return Actor(user_id=next(_numbers), name="Người Mẫu", agency=agencies[0] if agencies else None, grants=grants)
