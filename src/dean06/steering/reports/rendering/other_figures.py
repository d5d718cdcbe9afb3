"""Figures that are no indicators: the period and unit in words, tasks, who has reported, dossiers, index 766."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dean06.procedures.figures import queries as dossiers
from dean06.steering.assignments.types import WorkClass
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering import links
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Figure, Span

_TASK_TABS = {
    "done": (WorkClass.DONE, "hoan-thanh", "nhiệm vụ đã hoàn thành"),
    "overdue": (WorkClass.OVERDUE, "qua-han", "nhiệm vụ quá hạn"),
    "due_soon": (WorkClass.DUE_SOON, "sap-den-han", "nhiệm vụ sắp đến hạn"),
    "recurring": (WorkClass.RECURRING, "thuong-xuyen", "nhiệm vụ thường xuyên"),
    "waiting_centre": (WorkClass.WAITING_CENTRE, "cho-trung-uong", "nhiệm vụ chờ Trung ương"),
    "open": (WorkClass.OPEN, "dang-thuc-hien", "nhiệm vụ đang thực hiện trong hạn"),
}
#: Names and fields that a text may use besides indicators.
FIELDS: dict[str, tuple[str, ...]] = {
    "period": ("label", "words", "first", "last", "next", "year", "number"),
    "unit": ("name", "short"),
    "today": ("date",),
    "tasks": ("total", "unfinished", *_TASK_TABS),
    "reporting": ("expected", "sent", "late", "missing"),
    "index766": ("points", "reachable", "band"),
}


def span(facts: Facts, name: str, field: str) -> Span | None:
    """The figure ``name.field``; ``None`` when there is none of that name. Names of periods and units are plain."""
    if field not in FIELDS.get(name, ()):
        return None
    return _READERS[name](facts, field)


def period_words(facts: Facts) -> str:
    """The period as a title names it: ``tháng 11 năm 2026``, ``6 tháng đầu năm 2026``, ``năm 2026``."""
    period = facts.period
    if period.kind == PeriodKind.MONTH:
        return f"tháng {period.last.month} năm {period.last.year}"
    if period.kind == PeriodKind.HALF:
        return f"6 tháng {'đầu' if period.last.month <= 6 else 'cuối'} năm {period.last.year}"
    if period.kind == PeriodKind.YEAR:
        return f"năm {period.last.year}"
    year, number, _ = period.last.isocalendar()
    return f"tuần {number} năm {year} (từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y})"


def next_words(facts: Facts) -> str:
    """The period after: ``tháng 12 năm 2026``."""
    period = facts.period
    if period.kind == PeriodKind.MONTH:
        month, year = (
            (1, period.last.year + 1) if period.last.month == 12 else (period.last.month + 1, period.last.year)
        )
        return f"tháng {month} năm {year}"
    if period.kind == PeriodKind.HALF:
        return f"6 tháng cuối năm {period.last.year}" if period.last.month <= 6 else f"năm {period.last.year + 1}"
    return f"năm {period.last.year + 1}" if period.kind == PeriodKind.YEAR else "tuần tới"


def _period(facts: Facts, field: str) -> Span:
    period = facts.period
    texts = {
        "label": period.label,
        "words": period_words(facts),
        "first": f"{period.first:%d/%m/%Y}",
        "last": f"{period.last:%d/%m/%Y}",
        "next": next_words(facts),
        "year": str(period.last.year),
        "number": str(period.last.month),
    }
    return Span(texts[field])


def _unit(facts: Facts, field: str) -> Span:
    return Span(facts.unit.name if field == "name" else facts.unit.short_name)


def _today(facts: Facts, field: str) -> Span:
    return Span(f"{facts.today:%d/%m/%Y}")


def _tasks(facts: Facts, field: str) -> Span:
    counts = facts.tasks
    if field == "total":
        return _counted(
            facts, "tasks.total", "nhiệm vụ được giao", counts.total, links.of_tasks("qua-han", facts.agency)
        )
    if field == "unfinished":
        left = counts.total - counts[WorkClass.DONE]
        address = links.of_tasks("dang-thuc-hien", facts.agency)
        return _counted(facts, "tasks.unfinished", "nhiệm vụ chưa hoàn thành", left, address)
    work_class, tab, label = _TASK_TABS[field]
    return _counted(facts, f"tasks.{field}", label, counts[work_class], links.of_tasks(tab, facts.agency))


def _reporting(facts: Facts, field: str) -> Span:
    owed = [status for status in facts.statuses if status.expected]
    sent = [status for status in owed if status.received]
    numbers = {
        "expected": (len(owed), "đơn vị phải báo cáo"),
        "sent": (len(sent), "đơn vị đã gửi số liệu"),
        "late": (sum(status.late_days > 0 for status in sent), "đơn vị gửi chậm"),
        "missing": (len(owed) - len(sent), "đơn vị chưa gửi số liệu"),
    }
    count, label = numbers[field]
    return _counted(facts, f"reporting.{field}", label, count, links.of_collection(facts.period.code))


def _index766(facts: Facts, field: str) -> Span:
    result = dossiers.index_766(facts.system, facts.days, facts.agency)
    texts = {
        "points": f"{words.number(round(_decimal(result.points), 2))} điểm",
        "reachable": f"{words.number(round(_decimal(result.reachable), 2))} điểm",
        "band": result.band.lower() if result.band else words.NO_VALUE,
    }
    shown = texts[field] if result.reachable else words.NO_VALUE
    first, last = f"{facts.period.first:%d/%m/%Y}", f"{facts.period.last:%d/%m/%Y}"
    return _made(facts, f"index766.{field}", "Bộ chỉ số 766", shown, links.of_index(first, last))


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def _counted(facts: Facts, key: str, label: str, count: int, url: str) -> Span:
    figure = Figure(key, label, words.counted(count), facts.unit.name, facts.period.code, numerator=count, url=url)
    return Span(figure.shown, figure)


def _made(facts: Facts, key: str, label: str, shown: str, url: str) -> Span:
    return Span(shown, Figure(key, label, shown, facts.unit.name, facts.period.code, url=url))


_READERS: dict[str, Callable[[Facts, str], Span]] = {
    "period": _period,
    "unit": _unit,
    "today": _today,
    "tasks": _tasks,
    "reporting": _reporting,
    "index766": _index766,
}
