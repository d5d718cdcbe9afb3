"""PRIVATE. Sending, accepting and giving back figures; locking periods."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import reading, units
from dean06.steering.indicators.errors import BreakdownDiffers, PeriodLocked, PeriodNotFound, ReasonMissing
from dean06.steering.indicators.events import PeriodLockSet, ValuesStateSet
from dean06.steering.indicators.models import IndicatorVersion, ReportingPeriod, ReportingUnit, Value
from dean06.steering.indicators.rules.entering import check_parts
from dean06.steering.indicators.rules.periods import parse_code
from dean06.steering.indicators.types import Origin, PeriodRef, ValueState
from dean06.steering.indicators.values import periods
from dean06.steering.indicators.values.saving import lock_unit

SHORTEST_REASON = 10


@service(permission="indicators.view")
def set_state(
    *, actor: Actor, write: Write, unit: str, period: str, state: ValueState, now: dt.datetime | None = None
) -> int:
    """Send (``SENT``), accept (``ACCEPTED``) or give back (``DRAFT``) what a unit entered for a period; returns how
    many figures changed their state. Computed figures and totals of documents are left alone.

    Sending needs ``collection.send`` or ``collection.accept`` for the unit's agency, accepting the latter; giving back
    what was accepted too. Raises ``PeriodLocked``, ``BreakdownDiffers`` when parts do not make up the whole (sending),
    ``UnitNotFound``, ``PeriodNotFound``, ``NotAllowed``.
    """
    wanted = ValueState(state)
    body = lock_unit(unit)
    found = periods.period(period)
    typed = [ref.id for ref in reading.in_force(found.last) if not ref.is_computed]
    rows = Value.objects.filter(
        unit=body, period=found.id, stated=False, origin__in=(Origin.ENTERED, Origin.IMPORTED), indicator__in=typed
    ).exclude(state=wanted)
    if wanted == ValueState.SENT:
        # What the province had taken over before, already accepted, is not the unit's to send.
        rows = rows.filter(state=ValueState.DRAFT)
    _authorise(actor, write, body, wanted, gives_back=rows.filter(state=ValueState.ACCEPTED).exists())
    if found.locked:
        raise PeriodLocked(period=period)
    if wanted == ValueState.SENT:
        _check_breakdowns(body, found)
    count = rows.update(state=wanted)
    write.audit(
        "indicators.values_state_set", subject=body, details={"period": period, "state": str(wanted), "count": count}
    )
    write.publish(ValuesStateSet(unit=body.code, period=period, state=str(wanted), count=count))
    return count


def _authorise(actor: Actor, write: Write, body: ReportingUnit, wanted: ValueState, *, gives_back: bool) -> None:
    only_province = wanted == ValueState.ACCEPTED or gives_back
    if not only_province and actor.can("collection.send", agency=body.agency_code):
        return
    write.authorise(permission="collection.accept", agency=body.agency_code)


def _check_breakdowns(body: ReportingUnit, period: PeriodRef) -> None:
    figures: dict[int, dict[str, Pair]] = defaultdict(dict)
    rows = Value.objects.filter(unit=body, period=period.id, stated=False)
    for indicator, breakdown, numerator, denominator in rows.values_list(
        "indicator_id", "breakdown", "numerator", "denominator"
    ):
        figures[indicator][breakdown] = Pair(numerator, denominator)
    with_parts = [indicator for indicator, found in figures.items() if set(found) - {""}]
    if not with_parts:
        return
    versions = IndicatorVersion.objects.filter(units.valid_on(period.last), indicator__in=with_parts)
    wrong = []
    for row in versions.select_related("indicator"):
        found = dict(figures[row.indicator_id])
        whole = found.pop("", None)
        keys = frozenset(key for key, _ in reading.indicator_ref(row).breakdown)
        if check_parts(whole, {key: pair for key, pair in found.items() if key in keys}, keys):
            wrong.append(row.indicator.code)
    if wrong:
        raise BreakdownDiffers(indicators=sorted(wrong))


@service(permission="collection.accept")
def open_period(*, actor: Actor, write: Write, period: str) -> PeriodRef:
    """Fix the days of a period by the rules in force now (``"2026-T11"``). Raises ``PeriodNotFound``."""
    parsed = parse_code(period)
    if parsed is None:
        raise PeriodNotFound(period=period[:20])
    found = periods.opened(*parsed)
    write.audit("indicators.period_opened", subject=f"indicators.reportingperiod:{found.id}", details={"code": period})
    return found


@service(permission="collection.accept")
def lock_period(
    *, actor: Actor, write: Write, period: str, locked: bool = True, reason: str = "", now: dt.datetime | None = None
) -> PeriodRef:
    """Close a period (nothing in it changes any more), or open it again with a reason. Doing it twice changes nothing.

    Needs ``collection.accept`` for the whole province. Raises ``PeriodNotFound``, ``ReasonMissing``, ``NotAllowed``.
    """
    write.authorise(agency="*")
    if not locked and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    # Whoever saves figures holds the lock of the unit and reads the period afterwards: behind these locks nobody is
    # half-way any more, and whoever comes later sees the period as it is left here.
    list(ReportingUnit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    row = ReportingPeriod.objects.select_for_update().get(pk=periods.period(period).id)
    if (row.locked_at is not None) != locked:
        row.locked_at = (now or timezone.now()) if locked else None
        row.save(update_fields=["locked_at"])
        write.publish(PeriodLockSet(period=period, locked=locked))
    write.audit(
        "indicators.period_locked" if locked else "indicators.period_unlocked",
        subject=row,
        details={"code": period, "reason": reason.strip()[:300]} if reason else {"code": period},
    )
    return periods.period_ref(row)
