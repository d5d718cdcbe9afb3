"""Submissions by business state, for the tests of every app: each is made by the very services that people use.

``world()`` sets up the invented province of ``indicators`` with indicators and actors; ``entered()``, ``sent()``,
``accepted()`` give the figures of a commune in that state. The month is "2025-T11": 15/10 to 14/11/2025, due 15/11, a
Saturday.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.units.models import Agency
from dean06.kernel.units.naming import name_key
from dean06.steering.collection import services
from dean06.steering.collection.models import Submission
from dean06.steering.collection.services import CellInput, Entered
from dean06.steering.indicators.tests import factories as indicators
from dean06.steering.indicators.tests.factories import Province
from dean06.steering.indicators.types import Accumulation

MONTH, LAST_MONTH = "2025-T11", "2025-T10"
DUE = dt.date(2025, 11, 15)
AN, BINH, CAT, HEALTH, HOSPITAL = "ubnd-xa-an", "ubnd-xa-binh", "ubnd-xa-cat", "so-y-te", "benh-vien-mau"
#: Codes of the indicators that a commune owes.
RATE, MONEY, TOTAL, SPLIT = "DVC-01", "TIEN-01", "LUYKE-01", "CHIA-01"
OF_COMMUNE = (RATE, MONEY, TOTAL, SPLIT)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 9, month: int = 11) -> dt.datetime:
    """A moment of autumn 2025."""
    return dt.datetime(2025, month, day, hour, tzinfo=ZONE)


@dataclass(frozen=True)
class World:
    """The province and one stored actor a role."""

    province: Province
    steering: Actor
    leader: Actor
    an_head: Actor
    an: Actor
    binh_head: Actor
    binh: Actor
    health_head: Actor
    health: Actor


def world() -> World:
    """The province with its indicators and people, in the database."""
    province = indicators.province()
    for row in province.everything:
        if row.agency_code == row.code:
            Agency.objects.get_or_create(
                code=row.code,
                defaults={
                    "name": row.name,
                    "short_name": row.name,
                    "kind": row.kind or "department",
                    "name_key": name_key(row.name),
                    "search_key": f" {name_key(row.name)} |",
                },
            )
    indicators.indicator(RATE, levels="commune")
    indicators.indicator(MONEY, levels="commune", rate=False)
    indicators.indicator(TOTAL, levels="commune", rate=False, accumulation=Accumulation.CUMULATIVE)
    indicators.indicator(SPLIT, levels="commune", breakdown=[["urban", "Đô thị"], ["rural", "Nông thôn"]])
    indicators.indicator("SO-01", levels="agency", kinds="department")
    indicators.indicator("VP-01", levels="facility")
    return World(
        province=province,
        steering=make_actor("steering_officer"),
        leader=make_actor("provincial_leader"),
        an_head=make_actor("agency_head", AN, full_name="Trần Thị Trưởng"),
        an=make_actor("agency_officer", AN, full_name="Lê Văn Nhập"),
        binh_head=make_actor("agency_head", BINH),
        binh=make_actor("agency_officer", BINH),
        health_head=make_actor("agency_head", HEALTH),
        health=make_actor("agency_officer", HEALTH),
    )


def cell(code: str, numerator: object = "", denominator: object = "", **more: object) -> CellInput:
    """What somebody typed in one row."""
    return CellInput(code, numerator, denominator, **more)  # type: ignore[arg-type]


#: A whole form without anything doubtful.
GOOD = (cell(RATE, "30", "40"), cell(MONEY, "1.200"), cell(TOTAL, "500"), cell(SPLIT, "6", "9"))


def enter(
    who: Actor, *cells: CellInput, unit: str = AN, period: str = MONTH, now: dt.datetime | None = None
) -> Entered:
    """Typing."""
    return services.enter_values(actor=who, unit=unit, period=period, cells=cells, now=now or at(10))


def entered(world: World, unit: str = AN, period: str = MONTH) -> Submission:
    """A full draft of a commune."""
    who = {AN: world.an, BINH: world.binh}[unit]
    came = enter(who, *GOOD, unit=unit, period=period)
    assert not came.refused
    return Submission.objects.get(unit__code=unit, period__code=period)


def sent(world: World, unit: str = AN, period: str = MONTH, now: dt.datetime | None = None) -> Submission:
    """Sent by the head."""
    entered(world, unit, period)
    head = {AN: world.an_head, BINH: world.binh_head}[unit]
    return services.send(actor=head, unit=unit, period=period, now=now or at(12))


def accepted(world: World, unit: str = AN, period: str = MONTH) -> Submission:
    """Accepted by the province."""
    sent(world, unit, period)
    return services.accept(actor=world.steering, unit=unit, period=period, now=at(13))
