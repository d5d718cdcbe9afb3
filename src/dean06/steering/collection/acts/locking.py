"""The province's figure of a period goes out, with its exceptions named; opening the period again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection import standing
from dean06.steering.collection.acts.common import check_reason, moment
from dean06.steering.collection.errors import PeriodIsLocked, StepRefused
from dean06.steering.collection.events import PeriodLockChanged
from dean06.steering.collection.models import PeriodLock
from dean06.steering.collection.types import State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators import services as values
from dean06.steering.indicators.types import PeriodRef


@service(permission="collection.accept")
def lock_period(
    *, actor: Actor, write: Write, period: str, reason: str = "", now: dt.datetime | None = None
) -> PeriodLock:
    """Lock a period: no figure of it changes any more. One late unit never blocks the province: units whose figures are
    missing or not accepted are named in the lock. Raises ``PeriodIsLocked``, and ``ReasonMissing`` when there are any.
    """
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    found = indicators.period(period)
    if found.locked:
        raise PeriodIsLocked("Kỳ này đã khóa trước đó.")
    exceptions = exceptions_of(found, timezone.localdate(now))
    if exceptions:
        reason = check_reason(
            reason, message=f"Còn {len(exceptions)} đơn vị chưa được duyệt. Hãy ghi lý do khóa kỳ (ít nhất 10 ký tự)."
        )
    values.lock_period(actor=actor, period=found.code, locked=True, reason=reason)
    _check_first(found, locked=True)
    return _record(actor, write, found, locked=True, reason=reason, exceptions=exceptions, now=now)


@service(permission="collection.accept")
def unlock_period(
    *, actor: Actor, write: Write, period: str, reason: str, now: dt.datetime | None = None
) -> PeriodLock:
    """Open a locked period again. Raises ``ReasonMissing``; ``StepRefused`` when it is not locked."""
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    found = indicators.period(period)
    if not found.locked:
        raise StepRefused("Kỳ này không bị khóa.")
    reason = check_reason(reason)
    values.lock_period(actor=actor, period=found.code, locked=False, reason=reason)
    _check_first(found, locked=False)
    return _record(actor, write, found, locked=False, reason=reason, exceptions=[], now=now)


def _check_first(period: PeriodRef, *, locked: bool) -> None:
    """Of two presses at once the second comes here when the first is done: the period's row was locked till then."""
    newest = PeriodLock.objects.filter(period_id=period.id).order_by("-pk").first()
    if newest is not None and newest.locked == locked:
        raise PeriodIsLocked("Kỳ này đã khóa trước đó.") if locked else StepRefused("Kỳ này không bị khóa.")


def exceptions_of(period: PeriodRef, today: dt.date) -> list[UnitStatus]:
    """Units whose figures are missing or not accepted, the latest first; the excused ones are no exception."""
    rows = standing.standing(period, indicators.units(period.last), today)
    open_rows = [row for row in rows if row.state not in (State.ACCEPTED, State.EXEMPT)]
    return sorted(open_rows, key=lambda row: (-row.late_days, row.unit.name))


def _record(
    actor: Actor,
    write: Write,
    period: PeriodRef,
    *,
    locked: bool,
    reason: str,
    exceptions: list[UnitStatus],
    now: dt.datetime,
) -> PeriodLock:
    named: list[dict[str, Any]] = [
        {
            "unit": row.unit.code,
            "name": row.unit.short_name,
            "state": row.state,
            "label": row.state.label,
            "late_days": row.late_days,
        }
        for row in exceptions
    ]
    lock = PeriodLock.objects.create(
        period_id=period.id,
        locked=locked,
        reason=reason,
        exceptions=named,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name[:150],
    )
    action = "collection.locked" if locked else "collection.unlocked"
    write.audit(action, subject=lock, details={"period": period.code, "exceptions": len(named)})
    write.publish(PeriodLockChanged(period=period.code, locked=locked, exceptions=len(named)))
    return lock
