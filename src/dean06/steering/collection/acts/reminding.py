"""Reminding units of what they owe: by hand, and by the timer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection import standing
from dean06.steering.collection.acts import telling
from dean06.steering.collection.acts.common import moment
from dean06.steering.collection.errors import NobodyToRemind, PeriodIsLocked
from dean06.steering.collection.models import ReminderSent
from dean06.steering.collection.rules.days import Occasion
from dean06.steering.collection.types import State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodRef

ASKED = "asked"
#: States in which a unit still has to do something.
OWING = (State.OPEN, State.DRAFT, State.RETURNED, State.REOPENED)


@service(permission="collection.accept")
def remind(*, actor: Actor, write: Write, units: Sequence[str], period: str, now: dt.datetime | None = None) -> int:
    """Remind those of ``units`` (codes) that still owe figures, each at most once a day; returns how many.

    Raises ``NobodyToRemind`` when none is left, ``PeriodIsLocked``.
    """
    now = moment(now)
    today = timezone.localdate(now)
    found = indicators.period(period)
    if found.locked:
        raise PeriodIsLocked
    wanted = set(units)
    everybody = [unit for unit in indicators.units(found.last) if unit.code in wanted]
    for unit in everybody:
        write.authorise(agency=unit.agency)
    owing = [row for row in standing.standing(found, everybody, today) if row.state in OWING]
    told = remember(found, owing, ASKED, today, now, actor)
    if not told:
        raise NobodyToRemind
    late = sum(row.late_days > 0 for row in told)
    write.audit("collection.reminded", subject=f"indicators.reportingperiod:{found.id}", details={"count": len(told)})
    telling.reminded(found, told, "Đôn đốc nộp số liệu" if late else "Nhắc nộp số liệu", f"asked:{today}", actor=actor)
    return len(told)


@service(permission="collection.accept")
def remind_by_timer(*, actor: Actor, write: Write, period: str, occasion: Occasion, now: dt.datetime) -> int:
    """Send the reminder of one occasion to every unit that still owes figures; returns how many units were told."""
    write.authorise(agency=WHOLE_PROVINCE)
    today = timezone.localdate(now)
    found = indicators.period(period)
    rows = standing.standing(found, indicators.units(found.last), today)
    told = remember(found, [row for row in rows if row.state in OWING], occasion.name, today, now, actor)
    if told:
        telling.reminded(found, told, occasion.text, occasion.name, actor=actor)
    write.audit(
        "collection.reminded",
        subject=f"indicators.reportingperiod:{found.id}",
        details={"count": len(told), "occasion": occasion.name},
    )
    return len(told)


def remember(
    period: PeriodRef, rows: Sequence[UnitStatus], occasion: str, today: dt.date, now: dt.datetime, actor: Actor
) -> list[UnitStatus]:
    """Note the reminder for each unit; gives those that were not reminded on this occasion before."""
    earlier = ReminderSent.objects.filter(period_id=period.id, occasion=occasion)
    if occasion == ASKED:
        earlier = earlier.filter(sent_on=today)
    already = set(earlier.values_list("unit_id", flat=True))
    fresh = [row for row in rows if row.unit.id not in already]
    ReminderSent.objects.bulk_create(
        ReminderSent(
            unit_id=row.unit.id,
            period_id=period.id,
            occasion=occasion,
            sent_on=today,
            at=now,
            by_name=actor.name[:150],
        )
        for row in fresh
    )
    return fresh
