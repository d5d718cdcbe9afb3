"""PRIVATE. Work that comes round by itself: computed figures of the present and the last periods."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.steering.indicators.computed.refreshing import refresh_computed
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.indicators.values import periods


def compute(now: dt.datetime) -> None:
    """Bring computed figures of the present week, month, half-year and year and of those before up to date."""
    today = timezone.localdate(now)
    wanted = [period.code for kind in PeriodKind for period in periods.recent(kind, 2, today)]
    refresh_computed(actor=system_actor("Tính chỉ tiêu"), periods=wanted, today=today)
