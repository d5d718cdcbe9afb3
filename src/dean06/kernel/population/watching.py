"""Unusual look-ups, for the auditor: from the tally, never from the people looked up.

An officer's day is listed when a limit was met, work was done at odd hours, one number was tried with wrong data again
and again, many people stood under one dossier, or far more people were looked up than by colleagues.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from statistics import median

from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.calendar import queries as calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.population.lookup_types import Unusual
from dean06.kernel.population.models import Lookup

#: Look-ups before the first or from the second hour on are odd; so are those of days off.
WORKDAY = (6, 20)
MOST_PEOPLE_OF_A_DOSSIER = 15
MOST_WRONG = 5
#: So many times the median of all officers' days, but never below ``MANY_AT_LEAST``.
MANY_TIMES, MANY_AT_LEAST = 5, 30


def unusual(actor: Actor, *, since: dt.date, until: dt.date) -> list[Unusual]:
    """Officers' days with look-ups that somebody should ask about, latest first. Leaves its own audit row.

    Raises ``NotAllowed`` unless the actor holds ``audit.view``.
    """
    actor.require("audit.view")
    zone = timezone.get_current_timezone()
    begin = dt.datetime.combine(since, dt.time(), zone)
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    days: dict[tuple[int, dt.date], list[Lookup]] = defaultdict(list)
    for row in Lookup.objects.filter(at__gte=begin, at__lt=end).order_by("at").iterator():
        days[row.user_id, timezone.localtime(row.at).date()].append(row)
    audit.record_read(
        actor=actor,
        action="population.unusual_read",
        subject="population.lookup:all",
        purpose="",
        details={"since": since, "until": until},
    )
    usual = median([len(rows) for rows in days.values()]) if days else 0
    many = max(MANY_AT_LEAST, int(usual * MANY_TIMES))
    work = calendar.work_calendar()
    names = accounts.display_names([user for user, _ in days])
    found = [
        Unusual(
            user_id=user,
            user_name=names.get(user, ""),
            agency=rows[-1].agency,
            day=day,
            count=len(rows),
            people=len({row.person_id for row in rows if row.person_id}),
            reasons=reasons,
        )
        for (user, day), rows in days.items()
        if (reasons := _reasons(rows, many, is_day_off=not work.is_working_day(day)))
    ]
    return sorted(found, key=lambda one: (one.day, one.count), reverse=True)


def _reasons(rows: list[Lookup], many: int, *, is_day_off: bool) -> tuple[str, ...]:
    reasons = []
    limits = sum(row.outcome == "limit" for row in rows)
    if limits:
        reasons.append(f"Vượt giới hạn {limits} lần")
    hours = [timezone.localtime(row.at).hour for row in rows]
    odd = sum(not WORKDAY[0] <= hour < WORKDAY[1] for hour in hours)
    if odd:
        reasons.append(f"{odd} lượt ngoài {WORKDAY[0]}–{WORKDAY[1]} giờ")
    if is_day_off:
        reasons.append("Ngày nghỉ")
    wrong = Counter(row.about for row in rows if row.about and row.outcome == "differs")
    if wrong and max(wrong.values()) >= MOST_WRONG:
        reasons.append(f"Đối chiếu sai một số {max(wrong.values())} lần")
    dossiers = defaultdict(set)
    for row in rows:
        if row.dossier and row.person_id:
            dossiers[row.dossier].add(row.person_id)
    widest = max((len(people) for people in dossiers.values()), default=0)
    if widest > MOST_PEOPLE_OF_A_DOSSIER:
        reasons.append(f"{widest} người dưới một mã hồ sơ")
    if len(rows) >= many:
        reasons.append(f"Nhiều bất thường ({len(rows)} lượt)")
    return tuple(reasons)
