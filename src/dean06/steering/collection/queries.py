"""PUBLIC reads of collecting: what a unit owes, how all units stand, completeness and timeliness as pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.collection import access, standing
from dean06.steering.collection.types import Duty, State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level, PeriodRef

__all__ = ["completeness", "duties", "history", "late_units", "status", "timeliness"]


def duties(actor: Actor, unit: str, on: dt.date) -> list[Duty]:
    """What the unit of this code owes in the present and last periods, by due day. Raises ``SubmissionNotFound``."""
    return standing.duties([access.visible_unit(actor, unit)], on)


def status(actor: Actor, period: PeriodRef | str, today: dt.date | None = None) -> list[UnitStatus]:
    """How the units that the actor may see stand in a period, in the order of the catalogue; nobody in a period that
    was over before collecting began.
    """
    actor.require(access.VIEW)
    period = _period(period)
    since = standing.began_on()
    if since is not None and period.last < since:
        return []
    units = [unit for unit in indicators.units(period.last) if access.sees(actor, unit)]
    return standing.standing(period, units, today or timezone.localdate())


def late_units(actor: Actor, period: PeriodRef | str, today: dt.date | None = None) -> list[UnitStatus]:
    """The units whose figures have not come although they are due, the latest first: the exceptions of a total."""
    late = [row for row in status(actor, period, today) if row.overdue]
    return sorted(late, key=lambda row: (-row.late_days, row.unit.name))


def history(actor: Actor, unit: str, periods: Sequence[PeriodRef], today: dt.date | None = None) -> list[UnitStatus]:
    """How one unit stood in each of ``periods`` in which it owed figures, in their order; its punctuality over a year.

    Raises ``SubmissionNotFound``. Four queries, and three a period.
    """
    found = access.visible_unit(actor, unit)
    on = today or timezone.localdate()
    return standing.standing_over(found, periods, on)


def completeness(period: PeriodRef | str, level: Level | None = None, today: dt.date | None = None) -> Pair:
    """Units whose figures are sent or accepted, of those that owe figures and are not excused."""
    rows = _rows(period, level, today)
    return Pair(sum(row.received for row in rows), len(rows))


def timeliness(period: PeriodRef | str, level: Level | None = None, today: dt.date | None = None) -> Pair:
    """Units that sent by the due day, of those that owe figures and are not excused. The first sending counts."""
    rows = _rows(period, level, today)
    return Pair(sum(row.sent_at is not None and row.late_days == 0 for row in rows), len(rows))


def _rows(period: PeriodRef | str, level: Level | None, today: dt.date | None) -> list[UnitStatus]:
    period = _period(period)
    rows = standing.standing(period, indicators.units(period.last, level), today or timezone.localdate())
    return [row for row in rows if row.state != State.EXEMPT]


def _period(period: PeriodRef | str) -> PeriodRef:
    return indicators.period(period) if isinstance(period, str) else period
