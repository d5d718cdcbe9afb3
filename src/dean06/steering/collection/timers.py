"""PRIVATE. Work that comes round by itself: reminders of units, the list of late ones, the head's digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.steering.collection import services, standing
from dean06.steering.collection.acts import telling
from dean06.steering.collection.models import ReminderSent
from dean06.steering.collection.rules.days import AFTER, occasion
from dean06.steering.collection.types import Duty
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodKind, PeriodRef

#: Nothing goes out before offices open.
_FIRST_HOUR = 7


def send_reminders(now: dt.datetime) -> int:
    """Remind units before and after due days and tell the province who is late; each once. Returns units reminded."""
    today = timezone.localdate(now)
    calendar = work_calendar()
    if timezone.localtime(now).hour < _FIRST_HOUR or not calendar.is_working_day(today):
        return 0
    actor = system_actor("Nhắc nộp số liệu")
    number = 0
    for period in _current(today):
        sent = ReminderSent.objects.filter(period_id=period.id).values_list("occasion", flat=True).distinct()
        due_now = occasion(standing.due_on(period), today, calendar, set(sent))
        if due_now is None:
            continue
        number += services.remind_by_timer(actor=actor, period=period.code, occasion=due_now, now=now)
        if due_now.name == f"late-{AFTER[0]}":
            late = [row for row in standing.standing(period, indicators.units(period.last), today) if row.overdue]
            if late:
                telling.told_province(period, late, actor=actor)
    return number


def send_digests(now: dt.datetime) -> int:
    """On the first working day of the week, tell each head what the agency owes; returns how many people were told."""
    today = timezone.localdate(now)
    calendar = work_calendar()
    monday = today - dt.timedelta(days=today.weekday())
    first = monday if calendar.is_working_day(monday) else calendar.next_working_day(monday)
    if today != first or timezone.localtime(now).hour < _FIRST_HOUR:
        return 0
    actor = system_actor("Bản tin số liệu tuần")
    of_agency: dict[str, list[Duty]] = {}
    for duty in standing.duties(indicators.units(today), today):
        if duty.open and duty.due_on <= today + dt.timedelta(days=7):
            of_agency.setdefault(duty.unit.agency, []).append(duty)
    week = f"{today.isocalendar().year}-{today.isocalendar().week:02d}"
    return sum(
        telling.digest(agency, week, _digest_title(owed), _digest_text(owed), actor=actor)
        for agency, owed in of_agency.items()
    )


def _current(today: dt.date) -> Sequence[PeriodRef]:
    """Unlocked periods whose reminders may come now: the running one and the one before, of every kind.

    Nobody is reminded of what was due before the province began to collect here.
    """
    since = standing.began_on() or today
    found = [period for kind in PeriodKind for period in indicators.recent(kind, 2, today)]
    return [period for period in found if not period.locked and standing.due_on(period) >= since]


def _digest_title(owed: Sequence[Duty]) -> str:
    late = sum(duty.late_days > 0 for duty in owed)
    words = f"{len(owed)} biểu số liệu phải gửi trong tuần"
    return f"{words}, {late} biểu quá hạn" if late else words


def _digest_text(owed: Sequence[Duty]) -> str:
    lines = []
    for duty in sorted(owed, key=lambda duty: duty.due_on)[:20]:
        late = f", chậm {duty.late_days} ngày" if duty.late_days else ""
        lines.append(
            f"{duty.unit.short_name}, {duty.period.label}: hạn {duty.due_on:%d/%m/%Y}{late}, "
            f"{duty.state.label.lower()}, {duty.filled}/{len(duty.indicators)} chỉ tiêu."
        )
    return "\n".join(lines)
