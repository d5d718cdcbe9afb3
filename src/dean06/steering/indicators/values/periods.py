"""PRIVATE. Periods in the database: found by code or day, opened when first needed, locked and unlocked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from dean06.steering.indicators.errors import PeriodNotFound
from dean06.steering.indicators.models import PeriodRule, ReportingPeriod
from dean06.steering.indicators.rules.periods import Rule, code_of, cut, index_of, parse_code
from dean06.steering.indicators.types import PeriodKind, PeriodRef

#: No figures of Đề án 06 are older than this, and nobody reports further ahead: an odd address opens no period.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def period_ref(row: ReportingPeriod) -> PeriodRef:
    """The public form of a row."""
    kind = PeriodKind(row.kind)
    return PeriodRef(row.pk, kind, row.code, row.label, row.first, row.last, row.due_on, row.locked_at)


def period(code: str) -> PeriodRef:
    """The period of a code; it is opened when needed. Raises ``PeriodNotFound`` for what is no code. One query."""
    row = ReportingPeriod.objects.filter(code=code).first()
    if row is not None:
        return period_ref(row)
    parsed = parse_code(code)
    if parsed is None:
        raise PeriodNotFound(period=code[:20])
    return opened(*parsed)


def period_on(kind: PeriodKind, day: dt.date) -> PeriodRef:
    """The period of a kind that a day belongs to; it is opened when needed. One query, a few for a new one."""
    row = ReportingPeriod.objects.filter(kind=kind, first__lte=day, last__gte=day).first()
    if row is not None:
        return period_ref(row)
    # Its last day lies in the calendar month of the day, or in the next one when the cut-off is over.
    index = index_of(kind, day)
    found = opened(kind, index)
    return found if day <= found.last else opened(kind, index + 1)


def periods_back(period: PeriodRef, count: int) -> list[PeriodRef]:
    """``count`` periods of its kind up to ``period``, oldest first; fewer where they would begin before ``FIRST_YEAR``.
    One query when all were opened before.
    """
    if count < 1:
        return []
    kind, last = _parsed(period)
    codes = {index: code_of(kind, index) for index in range(last - count + 1, last + 1)}
    codes = {index: code for index, code in codes.items() if int(code[:4]) >= FIRST_YEAR}
    wanted = list(codes.values())
    stored = {row.code: period_ref(row) for row in ReportingPeriod.objects.filter(code__in=wanted)}
    missing = [index for index, code in codes.items() if code not in stored]
    for index in reversed(missing):
        found = opened(kind, index)
        stored[found.code] = found
    return [stored[code] for code in wanted]


def previous(period: PeriodRef) -> PeriodRef:
    """The period before."""
    return periods_back(period, 2)[0]


def latest_ended(kind: PeriodKind, day: dt.date) -> PeriodRef:
    """The last period of a kind that ended by ``day``; it is opened when needed. At most three queries."""
    found = period_on(kind, day)
    return found if found.last <= day else previous(found)


def place_in_year(period: PeriodRef) -> tuple[int, int]:
    """How many periods of its kind the year has up to this one, and how many are still to come after it. No query."""
    kind, index = _parsed(period)
    year = int(period.code[:4])
    places = [place for place in range(index - 53, index + 54) if int(code_of(kind, place)[:4]) == year]
    return places.index(index) + 1, places[-1] - index


def recent(kind: PeriodKind, count: int, today: dt.date) -> list[PeriodRef]:
    """The last ``count`` periods of a kind that began by ``today``, oldest first; the last one may still be running."""
    return periods_back(period_on(kind, today), count)


def within(period: PeriodRef, kind: PeriodKind) -> list[PeriodRef]:
    """The periods of a shorter kind whose last day lies in ``period``, oldest first. At most three queries."""
    last = period_on(kind, period.last)
    if last.last > period.last:
        last = previous(last)
    longest = {PeriodKind.WEEK: 54, PeriodKind.MONTH: 13, PeriodKind.HALF: 3, PeriodKind.YEAR: 1}[kind]
    return [found for found in periods_back(last, longest) if period.first <= found.last <= period.last]


def opened(kind: PeriodKind, index: int) -> PeriodRef:
    """The stored period of a number, fixed now when it is new. Raises ``PeriodNotFound`` far from our time."""
    code = code_of(kind, index)
    if not FIRST_YEAR <= int(code[:4]) <= LAST_YEAR:
        raise PeriodNotFound(period=code)
    neighbours = {row.code: row for row in ReportingPeriod.objects.filter(code__in=_around(kind, index))}
    if code in neighbours:
        return period_ref(neighbours[code])
    before = neighbours.get(code_of(kind, index - 1))
    after = neighbours.get(code_of(kind, index + 1))
    days = cut(
        kind,
        index,
        rules(PeriodRule.objects.filter(kind=kind)),
        before=before.last if before else None,
        after=after.first if after else None,
    )
    fields = {"label": days.label, "first": days.first, "last": days.last, "due_on": days.due_on}
    try:
        with transaction.atomic():
            row = ReportingPeriod.objects.create(kind=kind, code=code, **fields)
    except IntegrityError:
        row = ReportingPeriod.objects.get(code=code)
    return period_ref(row)


def rules(rows: Iterable[PeriodRule]) -> list[Rule]:
    """The rules of rows."""
    return [
        Rule(PeriodKind(row.kind), row.valid_from, row.valid_to, row.cut_off_day, row.due_day, row.due_month)
        for row in rows
    ]


def by_code(codes: Sequence[str]) -> dict[str, PeriodRef]:
    """Stored periods by code. One query."""
    return {row.code: period_ref(row) for row in ReportingPeriod.objects.filter(code__in=codes)}


def overlapping(first: dt.date, last: dt.date) -> list[PeriodRef]:
    """Stored periods of every kind that share a day with ``first`` … ``last``. One query."""
    return [period_ref(row) for row in ReportingPeriod.objects.filter(Q(first__lte=last) & Q(last__gte=first))]


def _parsed(period: PeriodRef) -> tuple[PeriodKind, int]:
    parsed = parse_code(period.code)
    if parsed is None:
        raise PeriodNotFound(period=period.code)
    return parsed


def _around(kind: PeriodKind, index: int) -> list[str]:
    return [code_of(kind, index + step) for step in (-1, 0, 1)]
