"""The month that was just collected: nearly all units entered, sent and were accepted; a few are late, as in life."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.demo.clock import at
from dean06.demo.figures.history import Figures
from dean06.demo.people import Cast
from dean06.kernel.common.actors import Actor
from dean06.steering.collection import services as collection
from dean06.steering.collection.services import CellInput
from dean06.steering.indicators.types import IndicatorRef, Level, PeriodRef, UnitRef

#: Places in the list of communes: never sent, excused, sent two days late, given back.
_SILENT, _EXCUSED, _LATE, _RETURNED = (3, 41), (17,), (8, 29), (52,)
_FLOODED = "Xã bị ngập lụt, mất điện và mất mạng bốn ngày, chưa tổng hợp được số liệu."
_WRONG = "Số tài khoản đã kích hoạt chưa khớp với danh sách của Công an xã. Đề nghị đối chiếu lại."
_EXPLAINED = "Đã đối chiếu với sổ theo dõi của đơn vị."
_KY_KHANG = "ubnd-xa-ky-khang"


def collect(figures: Figures, cast: Cast) -> None:
    """Enter, send and accept the figures of the collected month; begin the running one at Kỳ Khang."""
    period, office = figures.collected, cast.actor("steering_officer")
    owed = {
        unit: [ref for ref in refs if not ref.is_computed]
        for unit, refs in figures.owed(period).items()
        if any(not ref.is_computed for ref in refs)
    }
    communes = [unit for unit in owed if unit.level == Level.COMMUNE]
    special = {
        name: {communes[place].id for place in places if place < len(communes) and communes[place].code != _KY_KHANG}
        for name, places in {
            "silent": _SILENT, "excused": _EXCUSED, "late": _LATE, "returned": _RETURNED,
        }.items()
    }  # fmt: skip
    due = _morning(period.due_on or period.last)
    sent: list[str] = []
    for unit, refs in owed.items():
        if unit.id in special["silent"]:
            continue
        if unit.id in special["excused"]:
            collection.exempt(
                actor=office, unit=unit.code, period=period.code, reason=_FLOODED, now=due - dt.timedelta(days=1)
            )
            continue
        when = due + dt.timedelta(days=2 if unit.id in special["late"] else 0)
        with at(when):
            _enter_and_send(figures, cast, unit, refs, period, when)
        sent.append(unit.code)
    returned = next((unit for unit in communes if unit.id in special["returned"]), None)
    decided = due + dt.timedelta(days=2, hours=6)
    with at(decided):
        if returned is not None:
            collection.return_to_unit(actor=office, unit=returned.code, period=period.code, reason=_WRONG, now=decided)
        others = [code for code in sent if returned is None or code != returned.code]
        collection.accept_many(actor=office, units=others, period=period.code, now=decided)


def begin(figures: Figures, cast: Cast, now: dt.datetime) -> None:
    """The first figures of the running month at Kỳ Khang: a draft, half filled."""
    for unit, refs in figures.owed(figures.running).items():
        if unit.code == _KY_KHANG:
            mine = [ref for ref in refs if not ref.is_computed]
            cells = _cells(figures, unit, mine[: len(mine) // 2], figures.running)
            collection.enter_values(
                actor=cast.actor("agency_officer", unit.agency),
                unit=unit.code,
                period=figures.running.code,
                cells=cells,
                now=now,
            )


def _enter_and_send(
    figures: Figures, cast: Cast, unit: UnitRef, refs: list[IndicatorRef], period: PeriodRef, when: dt.datetime
) -> None:
    entered = collection.enter_values(
        actor=_officer(cast, unit), unit=unit.code, period=period.code, cells=_cells(figures, unit, refs, period)
    )
    if entered.refused:
        raise RuntimeError(f"the demo's figures of {unit.code} were refused: {entered.refused[:3]}")
    doubted = [one for one in entered.saved if one.doubts]
    if doubted:
        cells = [
            CellInput(one.key[0], one.numerator, one.denominator, one.key[1], comment=_EXPLAINED) for one in doubted
        ]
        collection.enter_values(actor=_officer(cast, unit), unit=unit.code, period=period.code, cells=cells)
    collection.send(actor=cast.actor("agency_head", unit.agency), unit=unit.code, period=period.code, now=when)


def _cells(figures: Figures, unit: UnitRef, refs: list[IndicatorRef], period: PeriodRef) -> list[CellInput]:
    return [
        CellInput(row.code, row.numerator, row.denominator, row.breakdown) for row in figures.given(unit, refs, period)
    ]


def _officer(cast: Cast, unit: UnitRef) -> Actor:
    return cast.contact(unit.agency)


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 12)))
