"""Timers: work that apps register to be done every so often, kept to one process at a time by a row in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dean06.kernel.events.failures import describe
from dean06.kernel.events.models import TimerRun

logger = logging.getLogger(__name__)
#: How long a timer may run before another process takes it for dead.
LEASE = timedelta(minutes=30)
Work = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Timer:
    """Registered work. ``label`` is how the page names it."""

    name: str
    work: Work
    every: timedelta
    label: str


@dataclass(slots=True)
class Timers:
    """The registry; tests make their own."""

    _timers: dict[str, Timer] = field(default_factory=dict)

    def register(self, name: str, work: Work, *, every: timedelta, label: str = "") -> None:
        """Have ``work(now)`` called every ``every`` by ``dean06 run_due`` (from an app's ``AppConfig.ready``).

        A run that fails is logged and tried again at its next time; it does not stop the others. ``work`` must bear
        to be repeated. Raises ``ValueError`` when ``name`` is taken by other work.
        """
        timer = Timer(name, work, every, label or name)
        if self._timers.setdefault(name, timer) != timer:
            raise ValueError(f"timer {name} is registered twice")

    def all(self) -> list[Timer]:
        """Every timer, in the order registered."""
        return list(self._timers.values())

    def run_due(self, now: datetime) -> list[str]:
        """Run what is due at ``now`` and not running elsewhere; returns the names that were run."""
        ran = []
        for timer in self.all():
            if not _claim(timer, now):
                continue
            ran.append(timer.name)
            try:
                timer.work(now)
            except Exception as error:
                logger.exception("timer %s failed", timer.name)
                _release(timer, error)
            else:
                _release(timer, None)
        return ran


def _claim(timer: Timer, now: datetime) -> bool:
    with transaction.atomic():
        run, _ = TimerRun.objects.select_for_update().get_or_create(name=timer.name, defaults={"next_due_at": now})
        if run.next_due_at > now or (run.locked_until and run.locked_until > now):
            return False
        run.started_at, run.locked_until, run.next_due_at = now, now + LEASE, now + timer.every
        run.save(update_fields=["started_at", "locked_until", "next_due_at"])
        return True


def _release(timer: Timer, error: Exception | None) -> None:
    with transaction.atomic():
        run = TimerRun.objects.select_for_update().get(name=timer.name)
        run.locked_until, run.finished_at = None, timezone.now()
        run.failures = run.failures + 1 if error else 0
        run.last_error = describe(error) if error else ""
        run.save(update_fields=["locked_until", "finished_at", "failures", "last_error"])


registry = Timers()
register = registry.register
run_due = registry.run_due
