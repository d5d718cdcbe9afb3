"""PRIVATE. Where a figure leads: its page, its unit, and the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from dean06.kernel.common.actors import Actor
from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.indicators.types import Level, PeriodKind, PeriodRef

#: First word of a computed figure's key → pages of the rows that it counts, the first that the reader may open: name,
#: right, name of its filter for a body, and what it is called.
_ROWS_OF = {
    "tasks": [("assignments:list", "assignments.view", "chu_tri", "Danh sách nhiệm vụ")],
    "dossiers": [("figures:overview", "cases.figures", "co_quan", "Số liệu hồ sơ")],
    "services": [("figures:overview", "cases.figures", "co_quan", "Số liệu hồ sơ")],
    "index": [("figures:index", "cases.figures", "co_quan", "Bộ chỉ số 766")],
    "interlinked": [("interlinked:overview", "interlinked.view", "", "Hồ sơ liên thông")],
    "procedures": [("catalogue:index", "indicators.view", "", "Danh mục thủ tục")],
    "matching": [
        ("worklists:list", "worklists.view", "", "Danh sách cần làm sạch"),
        ("campaigns:progress", "cleaning.view", "", "Tiến độ làm sạch"),
    ],
    "cleaning": [
        ("worklists:list", "worklists.view", "", "Danh sách cần làm sạch"),
        ("campaigns:progress", "cleaning.view", "", "Tiến độ làm sạch"),
    ],
    "reporting": [("collection:overview", "indicators.view", "", "Tình hình nộp số liệu")],
}


def unit_url(code: str) -> str:
    """The card of a unit."""
    return reverse("dashboards:unit", args=[code])


def indicator_url(code: str, period: str) -> str:
    """The page of an indicator for a period."""
    return f"{reverse('dashboards:indicator', args=[code])}?{urlencode({'ky': period})}"


def figure_url(figure: Figure, *, focus: bool = True) -> str:
    """The page of an indicator for the figure's period; with ``focus`` for its unit too."""
    query = {"ky": figure.period.code}
    if focus:
        query["don_vi"] = figure.unit.code
    return f"{reverse('dashboards:indicator', args=[figure.ref.code])}?{urlencode(query)}"


def ask_url(figure: Figure) -> str:
    """The form that asks a unit about a figure."""
    query = urlencode({"chi_tieu": figure.ref.code, "don_vi": figure.unit.code, "ky": figure.period.code})
    return f"{reverse('dashboards:ask')}?{query}"


def rows_behind(figure: Figure, actor: Actor) -> tuple[str, str]:
    """Address and name of the rows that a computed figure counts; ``("", "")`` for one that units report, and where the
    reader may open no such page."""
    if not figure.ref.is_computed:
        return "", ""
    for name, permission, parameter, label in _ROWS_OF.get(figure.ref.figure.split(".")[0], ()):
        url = existing(name) if actor.can(permission) else ""
        if not url:
            continue
        query = {"tu": f"{figure.period.first:%d/%m/%Y}", "den": f"{figure.period.last:%d/%m/%Y}"}
        if parameter and figure.unit.agency and figure.unit.level != Level.PROVINCE:
            query[parameter] = figure.unit.agency
        return f"{url}?{urlencode(query)}", label
    return "", ""


def submission_url(figure: Figure) -> str:
    """The form that an entered figure of a reporter came in with; empty for totals and computed figures."""
    if figure.ref.is_computed or figure.cell.expected > 1:
        return ""
    return existing("collection:submission", figure.period.code, figure.unit.code)


def status_url(over: Mapping[PeriodKind, PeriodRef]) -> str:
    """Who sent and who did not."""
    return existing("collection:overview", over[PeriodKind.MONTH].code)


def register_url(kind: str, record: int) -> str:
    """A record of the registers."""
    return existing(f"registers:{kind}", record)


def list_url(kind: str) -> str:
    """A list of the registers."""
    return existing(f"registers:{kind}")


def existing(name: str, *arguments: object) -> str:
    """The address of a page of another app, or nothing: a missing page must not take the board down."""
    if not name:
        return ""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
