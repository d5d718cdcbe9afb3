"""PRIVATE. Where a figure leads: its page, its unit, and the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.indicators.types import PeriodKind, PeriodRef

#: First word of a computed figure's key → the page of the rows that it counts, with the name of its filter for a body.
_ROWS_OF = {
    "tasks": ("assignments:list", "co_quan", "Danh sách nhiệm vụ"),
    "dossiers": ("figures:overview", "co_quan", "Số liệu hồ sơ"),
    "cases": ("figures:overview", "co_quan", "Số liệu hồ sơ"),
    "matching": ("worklists:list", "", "Danh sách cần làm sạch"),
    "cleaning": ("worklists:list", "", "Danh sách cần làm sạch"),
    "collection": ("collection:overview", "", "Tình hình gửi số liệu"),
    "reporting": ("collection:overview", "", "Tình hình gửi số liệu"),
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


def rows_behind(figure: Figure) -> tuple[str, str]:
    """Address and name of the rows that a computed figure counts; ``("", "")`` for one that units report."""
    if not figure.ref.is_computed:
        return "", ""
    name, parameter, label = _ROWS_OF.get(figure.ref.figure.split(".")[0], ("", "", ""))
    url = existing(name)
    if not url:
        return "", ""
    query = {"tu": f"{figure.period.first:%d/%m/%Y}", "den": f"{figure.period.last:%d/%m/%Y}"}
    if parameter and figure.unit.agency:
        query[parameter] = figure.unit.agency
    return f"{url}?{urlencode(query)}", label


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
