"""A made-up province with figures of several months, tasks and dossier lists, for the tests of reports.

``world()`` makes bodies, indicators of all five groups, and ``months`` of consistent values: some units missing, some
without cases, some zero. ``people`` are actors by duty; two of them may write, one may sign.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.units.models import Agency
from dean06.kernel.units.naming import name_key
from dean06.steering.assignments.tests import factories as assignments
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.tests import factories as figures
from dean06.steering.indicators.tests.factories import Province
from dean06.steering.indicators.types import Accumulation, Counted, Direction, Level, ValueState
from dean06.steering.reports import services
from dean06.steering.reports.models import Report, Section

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: The month that reports are written about, and the day they are written.
MONTH = "2026-T03"
TODAY = dt.date(2026, 3, 20)
NOW = dt.datetime(2026, 3, 20, 9, 0, tzinfo=ZONE)

#: Code, name, group, rate, unit counted, accumulation, target, direction.
# fmt: off
_INDICATORS = (
    ("DVC-01", "Tỷ lệ hồ sơ nộp trực tuyến", 1, True, Counted.DOSSIER, Accumulation.FLOW, 80, Direction.HIGHER),
    ("DVC-02", "Tỷ lệ hồ sơ trả kết quả quá hạn", 1, True, Counted.DOSSIER, Accumulation.FLOW, 5, Direction.LOWER),
    (
        "AS-01",
        "Tỷ lệ người nhận trợ cấp qua tài khoản",
        2,
        True,
        Counted.PERSON,
        Accumulation.STOCK,
        95,
        Direction.HIGHER,
    ),
    (
        "CD-01",
        "Số tài khoản định danh đã kích hoạt",
        3,
        False,
        Counted.ACCOUNT,
        Accumulation.CUMULATIVE,
        None,
        Direction.HIGHER,
    ),
    ("DL-01", "Tỷ lệ bản ghi đã làm sạch", 4, True, Counted.RECORD, Accumulation.STOCK, 100, Direction.HIGHER),
    ("DH-01", "Số buổi kiểm tra đã tổ chức", 5, False, Counted.CASE, Accumulation.FLOW, None, Direction.HIGHER),
)
# fmt: on


@dataclass(frozen=True)
class World:
    """Bodies and people."""

    units: Province
    steering: Actor
    second: Actor
    leader: Actor
    commune_officer: Actor
    commune_head: Actor
    other_commune: Actor


def world(*, months: int = 3, seed: int = 1, missing: bool = False, empty: bool = False, zeros: bool = False) -> World:
    """The province with its people and ``months`` of figures up to ``MONTH``."""
    units = figures.province()
    assignments.province()
    for row in (units.top, units.an, units.binh, units.cat, units.finance, units.health):
        _agency(row.agency_code, row.name if row.level != Level.PROVINCE else "Ủy ban nhân dân tỉnh Mẫu")
    for code, name, group, rate, counted, accumulation, target, direction in _INDICATORS:
        figures.indicator(
            code,
            rate=rate,
            name=name,
            short_name=name,
            group=group,
            counted=counted,
            accumulation=accumulation,
            direction=direction,
        )
        if target is not None:
            figures.target(code, target, level="commune")
            figures.target(code, target, level="province")
    if not empty:
        fill(units, months=months, seed=seed, missing=missing, zeros=zeros)
    return World(
        units=units,
        steering=make_actor("steering_officer"),
        second=make_actor("steering_officer"),
        leader=make_actor("provincial_leader"),
        commune_officer=make_actor("agency_officer", units.an.code),
        commune_head=make_actor("agency_head", units.an.code),
        other_commune=make_actor("agency_officer", units.binh.code),
    )


def fill(units: Province, *, months: int, seed: int, missing: bool, zeros: bool) -> None:
    """Consistent values: parts never above their whole, cumulative counts never falling."""
    chance = random.Random(seed)
    periods = indicators.periods_back(indicators.period(MONTH), months)
    grown = {unit.pk: chance.randint(500, 900) for unit in units.communes}
    for position, period in enumerate(periods):
        last = position == len(periods) - 1
        for unit in units.communes:
            if missing and last and unit is units.cat:
                continue
            for code, _, _, rate, _, accumulation, _, _ in _INDICATORS:
                whole = 0 if zeros and last and unit is units.binh else chance.randint(40, 4000)
                part = 0 if zeros and last and unit is units.an else chance.randint(0, whole)
                if accumulation == Accumulation.CUMULATIVE:
                    grown[unit.pk] += chance.randint(0, 60)
                    part = grown[unit.pk]
                refused = figures.save(
                    unit, period.code, code, part, whole if rate else None, state=ValueState.ACCEPTED
                )
                assert not refused, refused


def draft(who: World, *, unit: str = "tinh", month: str = MONTH, actor: Actor | None = None) -> Report:
    """A new report."""
    return services.create_report(actor=actor or who.steering, unit=unit, period=month, now=NOW)


def section(report: Report, key: str) -> Section:
    """A section of it, as it is now."""
    return Section.objects.get(report=report, key=key)


def frozen(who: World, **changes: object) -> Report:
    """Frozen by the first writer."""
    report = draft(who, **changes)  # type: ignore[arg-type]
    return services.freeze(actor=who.steering, report_id=report.pk, now=NOW)


def checked(who: World, **changes: object) -> Report:
    """Checked; every finding explained."""
    report = frozen(who, **changes)
    report = services.check(actor=who.steering, report_id=report.pk, now=NOW)
    for row in list(report.findings):
        report = services.explain_finding(
            actor=who.steering, report_id=report.pk, number=row["number"], explanation="Đã đối chiếu.", now=NOW
        )
    return report


def signed(who: World, **changes: object) -> Report:
    """Signed by the leader, who wrote nothing."""
    report = checked(who, **changes)
    return services.sign(actor=who.leader, report_id=report.pk, now=NOW)


def _agency(code: str, name: str) -> None:
    Agency.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "short_name": name,
            "kind": "committee_commune",
            "name_key": name_key(name),
            "search_key": f" {name_key(name)} |",
        },
    )
