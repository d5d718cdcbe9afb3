"""Cutting time into periods. Every period bears the name of the calendar week, month, half-year or year in which its
last day lies, so that periods of one kind follow each other without gap or overlap whatever the rules were.

"Từ ngày 15 tháng trước đến ngày 14 tháng này" (monthly), Thursday (weekly), before 16/6 and 16/12: see ``PeriodRule``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dean06.steering.indicators.types import PeriodKind

__all__ = ["DEFAULT_RULES", "Cut", "Rule", "code_of", "cut", "index_of", "label_of", "parse_code", "rule_for"]

_ONE_DAY = dt.timedelta(days=1)
_CODE = re.compile(r"(?P<year>\d{4})-(?:W(?P<week>\d\d)|T(?P<month>\d\d)|H(?P<half>[12])|(?P<whole>N))")
#: Monday of ISO week 1 of year 1, from which weeks are numbered.
_FIRST_MONDAY = dt.date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """How periods of a kind end and when their figures are due. ``cut_off``: day of the month (ISO weekday for a week);
    ``None``: the last day. ``due_month``: month of the due day of the year, or of the first half."""

    kind: PeriodKind
    valid_from: dt.date
    valid_to: dt.date | None
    cut_off: int | None
    due_day: int
    due_month: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """One period as it is cut: both days are in it."""

    kind: PeriodKind
    code: str
    label: str
    first: dt.date
    last: dt.date
    due_on: dt.date


#: Where the province has set nothing: calendar periods, weeks that end on Thursday.
DEFAULT_RULES: dict[PeriodKind, Rule] = {
    PeriodKind.WEEK: Rule(PeriodKind.WEEK, dt.date.min, None, 4, 4),
    PeriodKind.MONTH: Rule(PeriodKind.MONTH, dt.date.min, None, None, 10),
    PeriodKind.HALF: Rule(PeriodKind.HALF, dt.date.min, None, None, 10, 7),
    PeriodKind.YEAR: Rule(PeriodKind.YEAR, dt.date.min, None, None, 10, 1),
}


def rule_for(kind: PeriodKind, index: int, rules: Iterable[Rule]) -> Rule:
    """The rule of a period: the latest of its kind in force on the first day of the week, month … that names it."""
    named_from = _named_from(kind, index)
    in_force = [
        rule
        for rule in rules
        if rule.kind == kind
        and rule.valid_from <= named_from
        and (rule.valid_to is None or named_from <= rule.valid_to)
    ]
    return max(in_force, key=lambda rule: rule.valid_from, default=DEFAULT_RULES[kind])


def cut(
    kind: PeriodKind,
    index: int,
    rules: Sequence[Rule],
    *,
    before: dt.date | None = None,
    after: dt.date | None = None,
) -> Cut:
    """The period number ``index`` (see ``index_of``).

    ``before``: last day of the period before it, ``after``: first day of the one after it, where those were opened
    already: they keep their days, and this one fills what is between.
    """
    rule = rule_for(kind, index, rules)
    if before is None:
        before = _last_day(kind, index - 1, rule_for(kind, index - 1, rules))
    last = after - _ONE_DAY if after else _last_day(kind, index, rule)
    return Cut(kind, code_of(kind, index), label_of(kind, index), before + _ONE_DAY, last, _due(rule, index, last))


def index_of(kind: PeriodKind, day: dt.date) -> int:
    """Number of the calendar week, month, half-year or year of a day, counted so that neighbours differ by one."""
    if kind == PeriodKind.WEEK:
        return (day - _FIRST_MONDAY).days // 7
    if kind == PeriodKind.MONTH:
        return day.year * 12 + day.month - 1
    return day.year * 2 + (day.month > 6) if kind == PeriodKind.HALF else day.year


def code_of(kind: PeriodKind, index: int) -> str:
    """ "2026-W47", "2026-T11", "2026-H1", "2026-N"."""
    named_from = _named_from(kind, index)
    if kind == PeriodKind.WEEK:
        year, week, _ = named_from.isocalendar()
        return f"{year:04}-W{week:02}"
    if kind == PeriodKind.MONTH:
        return f"{named_from.year:04}-T{named_from.month:02}"
    return f"{named_from.year:04}-H{index % 2 + 1}" if kind == PeriodKind.HALF else f"{index:04}-N"


def label_of(kind: PeriodKind, index: int) -> str:
    """The period in words: "Tháng 11/2026"."""
    named_from = _named_from(kind, index)
    if kind == PeriodKind.WEEK:
        year, week, _ = named_from.isocalendar()
        return f"Tuần {week}/{year}"
    if kind == PeriodKind.MONTH:
        return f"Tháng {named_from.month}/{named_from.year}"
    if kind == PeriodKind.HALF:
        return f"6 tháng {'cuối' if index % 2 else 'đầu'} năm {named_from.year}"
    return f"Năm {named_from.year}"


def parse_code(code: str) -> tuple[PeriodKind, int] | None:
    """Kind and number of a period's code; ``None`` when it is none ("2026-T13", "2025-W53")."""
    match = _CODE.fullmatch(code)
    if match is None or not 1900 <= (year := int(match["year"])) <= 2999:
        return None
    if match["week"]:
        try:
            return PeriodKind.WEEK, index_of(PeriodKind.WEEK, dt.date.fromisocalendar(year, int(match["week"]), 1))
        except ValueError:
            return None
    if match["month"]:
        month = int(match["month"])
        return (PeriodKind.MONTH, year * 12 + month - 1) if 1 <= month <= 12 else None
    return (PeriodKind.HALF, year * 2 + int(match["half"]) - 1) if match["half"] else (PeriodKind.YEAR, year)


def _named_from(kind: PeriodKind, index: int) -> dt.date:
    if kind == PeriodKind.WEEK:
        return _FIRST_MONDAY + dt.timedelta(weeks=index)
    if kind == PeriodKind.MONTH:
        return dt.date(index // 12, index % 12 + 1, 1)
    return dt.date(index // 2, 7 if index % 2 else 1, 1) if kind == PeriodKind.HALF else dt.date(index, 1, 1)


def _last_day(kind: PeriodKind, index: int, rule: Rule) -> dt.date:
    named_from = _named_from(kind, index)
    if kind == PeriodKind.WEEK:
        return named_from + dt.timedelta(days=(rule.cut_off or 7) - 1)
    months_more = {PeriodKind.MONTH: 0, PeriodKind.HALF: 5, PeriodKind.YEAR: 11}[kind]
    return _day_of(named_from.year, named_from.month + months_more, rule.cut_off or 31)


def _day_of(year: int, month: int, day: int) -> dt.date:
    """A day of a month, its last one where the month is shorter."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _due(rule: Rule, index: int, last: dt.date) -> dt.date:
    """The first day that the rule names, on the last day of the period or after it."""
    if rule.kind == PeriodKind.WEEK:
        return last + dt.timedelta(days=(rule.due_day - last.isoweekday()) % 7)
    if rule.kind == PeriodKind.MONTH:
        months = [(last.year + (last.month + more - 1) // 12, (last.month + more - 1) % 12 + 1) for more in (0, 1)]
    else:
        month = rule.due_month or 12
        if rule.kind == PeriodKind.HALF and index % 2:
            month = (month + 5) % 12 + 1
        months = [(last.year + more, month) for more in (0, 1)]
    return next(day for year, month in months if (day := _day_of(year, month, rule.due_day)) >= last)
