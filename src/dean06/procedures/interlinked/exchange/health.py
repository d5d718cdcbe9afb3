"""How connected systems stand: last contact, outages with their log, and the use of each connection by day."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.events import services as events
from dean06.procedures.interlinked.events import SystemWentDown
from dean06.procedures.interlinked.models import Incident, SystemStatus, Usage
from dean06.procedures.interlinked.rules import next_try

#: After so many calls in a row without an answer a system is taken to be down.
DOWN_AFTER = 3


def status_of(connector: str) -> SystemStatus:
    """The row of a system, locked; inside a transaction."""
    SystemStatus.objects.get_or_create(connector=connector)
    return SystemStatus.objects.select_for_update().get(connector=connector)


def heard(connector: str, now: dt.datetime) -> None:
    """The system answered a call: an outage is over."""
    status = status_of(connector)
    status.last_contact_at = status.last_ok_at = now
    status.silent, status.down_since, status.next_try_at, status.problem = 0, None, None, ""
    status.save()
    Incident.objects.filter(connector=connector, kind=Incident.Kind.OUTAGE, ended_at=None).update(ended_at=now)


def silent(connector: str, problem: str, now: dt.datetime) -> None:
    """A call got no answer: from the third in a row on the system is down, and is asked less and less often."""
    status = status_of(connector)
    status.silent, status.last_contact_at, status.problem = status.silent + 1, now, problem
    if status.silent >= DOWN_AFTER:
        status.next_try_at = next_try(now, status.silent - DOWN_AFTER + 1)
        if status.down_since is None:
            status.down_since = now
            events.publish(SystemWentDown(connector=connector), actor=system_actor("interlinked.health"))
        incident, _ = Incident.objects.get_or_create(
            connector=connector,
            kind=Incident.Kind.OUTAGE,
            ended_at=None,
            defaults={"started_at": now, "cause": problem},
        )
        Incident.objects.filter(pk=incident.pk).update(failed_calls=F("failed_calls") + 1)
    status.save()


def may_call(connector: str, now: dt.datetime) -> bool:
    """False while a ministry blocks the system, and while it is down and not yet to be tried again."""
    status = SystemStatus.objects.filter(connector=connector).first()
    if status is None:
        return True
    return status.blocked_at is None and (status.next_try_at is None or status.next_try_at <= now)


def count(connector: str, now: dt.datetime, **numbers: int) -> None:
    """Add to the day's use of a connection; inside the transaction of what is counted."""
    row = {"connector": connector, "day": timezone.localdate(now)}
    if not Usage.objects.filter(**row).exists():
        Usage.objects.bulk_create([Usage(**row)], ignore_conflicts=True)
    Usage.objects.filter(**row).update(**{name: F(name) + number for name, number in numbers.items()})
