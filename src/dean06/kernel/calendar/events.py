"""PUBLIC. Facts that ``calendar`` publishes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """Days from ``first_day`` to ``last_day`` may count differently now (``None``: no day changed), or the office hours
    did: terms computed earlier that touch them may be out of date.
    """

    name: ClassVar[str] = "calendar.changed"
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    hours: bool = False
