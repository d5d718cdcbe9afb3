"""PRIVATE. Reporting itself as two figures: forms sent in time, and cells that have a figure; see ``indicators``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator

from dean06.steering.collection import standing
from dean06.steering.collection.types import State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators import services as figures
from dean06.steering.indicators.types import Accumulation, Counted, PeriodKind, PeriodRef

_SHORTEST = {PeriodKind.WEEK: 7, PeriodKind.MONTH: 28, PeriodKind.HALF: 181, PeriodKind.YEAR: 365}


def register() -> None:
    """Declare them; called at start-up."""
    figures.register_figure(
        figures.Figure(
            "reporting.timeliness",
            "Biểu số liệu gửi đúng hạn",
            "biểu số liệu gửi không muộn hơn hạn trên biểu đến hạn trong kỳ",
            Counted.DOCUMENT,
            Accumulation.FLOW,
            over=_over(lambda row: (int(row.sent_at is not None and row.late_days == 0), 1)),
        )
    )
    figures.register_figure(
        figures.Figure(
            "reporting.completeness",
            "Số liệu báo cáo đầy đủ",
            "ô số liệu đã gửi lên tỉnh trên ô phải báo cáo của các biểu đến hạn trong kỳ",
            Counted.RECORD,
            Accumulation.FLOW,
            over=_over(lambda row: (row.filled if row.received else 0, row.expected)),
        )
    )


def periods_due(first: dt.date, last: dt.date) -> list[PeriodRef]:
    """Periods of every kind whose figures were due from ``first`` to ``last``, since collecting began."""
    since = standing.began_on()
    found = []
    for kind, shortest in _SHORTEST.items():
        # Figures are due some days after a period ends, so the first one may have ended before ``first``.
        count = (last - first).days // shortest + 4
        for period in indicators.periods_back(indicators.period_on(kind, last), count):
            begun = since is not None and period.last >= since
            if begun and first <= standing.due_on(period) <= last:
                found.append(period)
    return found


def _over(
    count: Callable[[UnitStatus], tuple[int, int]],
) -> Callable[[dt.date, dt.date, dt.date], Iterator[figures.Fact]]:
    """Counts of all forms due in a stretch of days by agency; the excused owe nothing."""

    def over(first: dt.date, last: dt.date, today: dt.date) -> Iterator[figures.Fact]:
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        # A form that is due today can still be sent in time.
        for period in periods_due(first, min(last, today - dt.timedelta(days=1))):
            for row in standing.standing(period, indicators.units(period.last), today):
                if row.state == State.EXEMPT or not row.unit.agency:
                    continue
                done, owed = count(row)
                sums[row.unit.agency][0] += done
                sums[row.unit.agency][1] += owed
        return iter(figures.Fact(place, done, owed) for place, (done, owed) in sorted(sums.items()))

    return over
