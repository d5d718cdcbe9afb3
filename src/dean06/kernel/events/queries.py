"""PUBLIC. Looking at the outbox and the timers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from dean06.kernel.common.actors import Actor
from dean06.kernel.events.models import Delivery, DeliveryState, TimerRun
from dean06.kernel.events.timers import registry

#: Tabs of the page: what waits, what failed and will be tried again, what was given up, what is done.
TABS = {"cho": "Đang chờ", "loi": "Lỗi, sẽ thử lại", "dung": "Đã dừng thử", "xong": "Đã xử lý"}


#: The most frequent timer runs each minute.
SLEEPS_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TimerState:
    """A registered timer and its last run (``None``: not yet)."""

    name: str
    label: str
    every: str
    run: TimerRun | None


def deliveries(*, actor: Actor, tab: str, before_id: int | None = None, limit: int = 50) -> QuerySet[Delivery]:
    """Deliveries of one tab with their events, newest first, older than ``before_id``. Raises ``NotAllowed``."""
    actor.require("events.view")
    rows = Delivery.objects.filter(_condition(tab)).select_related("event").order_by("-id")
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return rows[:limit]


def counts(*, actor: Actor) -> dict[str, int]:
    """How many deliveries stand in each tab except the done ones. Raises ``NotAllowed``."""
    actor.require("events.view")
    unfinished = Delivery.objects.exclude(state=DeliveryState.DONE)
    return unfinished.aggregate(
        cho=Count("pk", filter=_condition("cho")),
        loi=Count("pk", filter=_condition("loi")),
        dung=Count("pk", filter=_condition("dung")),
    )


def timers(*, actor: Actor) -> list[TimerState]:
    """Every registered timer. Raises ``NotAllowed``."""
    actor.require("events.view")
    runs = TimerRun.objects.in_bulk()
    return [
        TimerState(timer.name, timer.label, _spoken(timer.every.total_seconds()), runs.get(timer.name))
        for timer in registry.all()
    ]


def is_asleep(now: datetime) -> bool:
    """True when no timer has started for ``SLEEPS_AFTER``: then ``dean06 run_due --loop`` is not running."""
    return not TimerRun.objects.filter(started_at__gt=now - SLEEPS_AFTER).exists()


def _condition(tab: str) -> Q:
    return {
        "cho": Q(state=DeliveryState.PENDING, last_error=""),
        "loi": Q(state=DeliveryState.PENDING) & ~Q(last_error=""),
        "dung": Q(state=DeliveryState.DEAD),
        "xong": Q(state=DeliveryState.DONE),
    }[tab]


def _spoken(seconds: float) -> str:
    for size, word in ((86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= size and seconds % size == 0:
            return f"{int(seconds // size)} {word}"
    return f"{int(seconds)} giây"
