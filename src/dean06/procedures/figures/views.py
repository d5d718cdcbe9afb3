"""Pages of figures: dashboard, appendices, index 766, the dossiers behind a number."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.spreadsheets import MEDIA_TYPE, table_workbook
from dean06.kernel.units import queries as units
from dean06.procedures.cases.types import State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.figures import presenting, queries, services
from dean06.procedures.figures.errors import ComponentNotFound
from dean06.procedures.figures.forms import DIVISIONS, ComponentForm, ObstacleForm, PeriodForm, PivotForm
from dean06.procedures.figures.index766 import GROUPS, table
from dean06.procedures.figures.models import CaseFact
from dean06.procedures.figures.selecting import dossier_components
from dean06.procedures.figures.types import Count, Pair, Period, PivotRow

_PAGE = 50
_TITLES = {
    "II": "Phụ lục II: Các dịch vụ công thiết yếu theo Quyết định 06/QĐ-TTg",
    "III": "Phụ lục III: Các dịch vụ công theo Quyết định 422/QĐ-TTg",
}


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Daily counts added up as asked: by body, field, procedure, month, channel or officer."""
    actor = actor_of(request, queries.VIEW)
    today = timezone.localdate()
    form = PivotForm(request.GET, today=today)
    period, agency = form.period(today), request.GET.get("co_quan", "")
    chosen = request.GET.get("chia", "")
    division = chosen if chosen in DIVISIONS else "co-quan"
    dimensions = DIVISIONS[division][1]
    rows = queries.pivot(actor, period, dimensions, agency=agency)
    names = presenting.name_keys(dimensions, rows)
    lines = [([names[name, key] for name, key in zip(dimensions, row.keys, strict=True)], _counts(row)) for row in rows]
    lines.sort(key=lambda line: line[0] if "month" in dimensions else (-line[1][0][1], *line[0]))
    if request.GET.get("dang") == "xlsx":
        headings = [(presenting.DIMENSION_HEADINGS[name], 40) for name in dimensions]
        columns = [*headings, *((heading, 14) for _, heading in presenting.PIVOT_COLUMNS)]
        title = f"Số liệu hồ sơ từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
        body = ([*keys, *(number for _, number in counts)] for keys, counts in lines)
        return _file(table_workbook(title, columns, body), f"ho-so-{division}-{period.first}-{period.last}")
    totals = _totals(rows)
    done = totals[Count.ON_TIME] + totals[Count.LATE]
    page = Paginator(lines, _PAGE).get_page(request.GET.get("trang"))
    query = urlencode(
        {"tu": f"{period.first:%d/%m/%Y}", "den": f"{period.last:%d/%m/%Y}", "chia": division, "co_quan": agency}
    )
    return render(
        request,
        "figures/overview.html",
        {
            "form": form,
            "division": division,
            "headings": [presenting.DIMENSION_HEADINGS[name] for name in dimensions],
            "columns": [heading for _, heading in presenting.PIVOT_COLUMNS],
            "page": page,
            "total_cells": [(heading, totals[kind]) for kind, heading in presenting.PIVOT_COLUMNS],
            "totals": totals,
            "done": done,
            "on_time_share": presenting.percent(Pair(totals[Count.ON_TIME], done)),
            "query": query,
            "agency": agency,
            "agency_name": _whose(actor, agency),
        },
    )


@require_safe
def appendix(request: ActorRequest, number: str) -> HttpResponse:
    """Appendix II or III in the columns of the national form; each number opens its dossiers."""
    actor = actor_of(request, queries.VIEW)
    today = timezone.localdate()
    form = PeriodForm(request.GET, today=today)
    period, agency = form.period(today), request.GET.get("co_quan", "")
    rows = queries.appendix_rows(actor, number, period, agency)
    if request.GET.get("dang") == "xlsx":
        title = f"{_TITLES[number]} (từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y})"
        body = [presenting.appendix_cells(row) for row in rows]
        return _file(table_workbook(title, presenting.APPENDIX_COLUMNS, body), f"phu-luc-{number}-{period.last}")
    lists = {"II": "QD06", "III": "QD422"}
    query = urlencode({"tu": f"{period.first:%d/%m/%Y}", "den": f"{period.last:%d/%m/%Y}", "co_quan": agency})
    return render(
        request,
        "figures/appendix.html",
        {
            "number": number,
            "title": _TITLES[number],
            "form": form,
            "rows": [(row, f"{lists[number]}-{row.number}", presenting.percent(row.online_rate)) for row in rows],
            "total": sum(row.total or 0 for row in rows),
            "online": sum(row.online or 0 for row in rows),
            "online_rate": presenting.percent(
                Pair(sum(row.online or 0 for row in rows), sum(row.total or 0 for row in rows))
            ),
            "on_time": sum(row.on_time or 0 for row in rows),
            "late": sum(row.late or 0 for row in rows),
            "query": query,
            "period": period,
            "agency_name": _whose(actor, agency),
            "tabs": [
                (f"Phụ lục {one}", f"{reverse('figures:appendix', args=[one])}?{query}", None, one == number)
                for one in _TITLES
            ],
        },
    )


@require_safe
def appendix_dossiers(request: ActorRequest, listing: str, column: str) -> HttpResponse:
    """The dossiers behind a cell of an appendix."""
    actor = actor_of(request, queries.VIEW)
    period = PeriodForm(request.GET, today=timezone.localdate()).period(timezone.localdate())
    agency = request.GET.get("co_quan", "")
    facts = queries.listed_dossiers(actor, listing, column, period, agency)
    words = {
        "total": "tất cả",
        "online": "trực tuyến",
        "on_time": "trực tuyến, đúng hạn",
        "late": "trực tuyến, quá hạn",
    }
    back = reverse("figures:appendix", args=["II" if listing.startswith("QD06") else "III"])
    return _dossiers(request, facts, f"Hồ sơ {words[column]} của dịch vụ {listing}", period, back)


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Index 766 of the province or a body: components with counts, points, what is lost."""
    actor = actor_of(request, queries.VIEW)
    today = timezone.localdate()
    form = PeriodForm(request.GET, today=today)
    period, agency = form.period(today), request.GET.get("co_quan", "")
    result = queries.index_766(actor, period, agency)
    with_list = dossier_components(period)
    groups = []
    for code, name in GROUPS.items():
        parts = [
            (one, presenting.percent(one.pair), one.pair.denominator - one.pair.numerator, one.id in with_list)
            for one in result.components
            if one.id.startswith(f"{code}.")
        ]
        scored = [one.score or 0 for one, *_ in parts]
        groups.append((code, name, round(sum(scored), 2), sum(one.max_points for one, *_ in parts), parts))
    if request.GET.get("dang") == "xlsx":
        columns = [
            ("Mã", 8),
            ("Chỉ số thành phần", 60),
            ("Đạt", 12),
            ("Trên", 12),
            ("Tỷ lệ", 10),
            ("Điểm", 10),
            ("Tối đa", 10),
        ]
        body = [
            [
                one.id,
                one.title,
                one.pair.numerator,
                one.pair.denominator,
                presenting.percent(one.pair),
                one.score,
                one.max_points,
            ]
            for one in result.components
        ]
        return _file(table_workbook("Bộ chỉ số 766", columns, body), f"chi-so-766-{period.last}")
    query = urlencode({"tu": f"{period.first:%d/%m/%Y}", "den": f"{period.last:%d/%m/%Y}", "co_quan": agency})
    return render(
        request,
        "figures/index.html",
        {
            "form": form,
            "result": result,
            "groups": groups,
            "query": query,
            "agency": agency,
            "agency_name": _whose(actor, agency),
            "may_edit": actor.can("cases.edit_index"),
        },
    )


@require_safe
def lost(request: ActorRequest, component: str) -> HttpResponse:
    """The dossiers that cost points in a component."""
    actor = actor_of(request, queries.VIEW)
    today = timezone.localdate()
    period = PeriodForm(request.GET, today=today).period(today)
    facts = queries.lost_dossiers(actor, component, period, request.GET.get("co_quan", ""))
    return _dossiers(request, facts, f"Hồ sơ làm mất điểm ở chỉ số {component}", period, reverse("figures:index"))


@require_http_methods(["GET", "POST"])
def component(request: ActorRequest, component: str) -> HttpResponse:
    """Points and threshold of a component: what is in force, and a form for a change from a day on."""
    actor = actor_of(request, "cases.edit_index")
    today = timezone.localdate()
    row = next((one for one in table(today) if one.component == component), None)
    if row is None:
        raise ComponentNotFound()
    start = {"max_points": row.max_points, "full_from": row.full_from, "valid_from": today}
    form = ComponentForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_component(actor=actor, component=component, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi mức điểm mới của chỉ số {component}.")
            return redirect("figures:index")
    return render(request, "figures/component.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def obstacle(request: ActorRequest, listing: str) -> HttpResponse:
    """Write down what stands in the way of a service this month."""
    actor = actor_of(request, queries.VIEW)
    form = ObstacleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_obstacle(
            actor=actor, listing=listing, month=timezone.localdate(), text=form.cleaned_data["text"]
        )
        messages.success(request, "Đã ghi vướng mắc; nội dung hiện ở cột cuối của phụ lục.")
        return redirect("figures:appendix", "II" if listing.startswith("QD06") else "III")
    context = {"form": form, "listing": listing, "rows": queries.open_obstacles(actor, listing)}
    return render(request, "figures/obstacle.html", context, status=422 if form.errors else 200)


@require_POST
def resolve_obstacle(request: ActorRequest, obstacle_id: int) -> HttpResponse:
    """Mark an obstacle as removed."""
    row = services.resolve_obstacle(actor=actor_of(request, queries.VIEW), obstacle_id=obstacle_id)
    messages.success(request, "Đã đánh dấu vướng mắc được giải quyết.")
    return redirect("figures:obstacle", row.listing)


def _dossiers(request: ActorRequest, facts: Any, title: str, period: Period, back: str) -> HttpResponse:
    page = Paginator(facts, _PAGE).get_page(request.GET.get("trang"))
    shown: list[CaseFact] = list(page)
    names = units.get_agencies(one.deciding_agency for one in shown)
    titles = dict(
        catalogue.procedures().filter(code__in={one.procedure_code for one in shown}).values_list("code", "title")
    )
    query = request.GET.copy()
    query.pop("trang", None)
    return render(
        request,
        "figures/dossiers.html",
        {
            "title": title,
            "page": page,
            "rows": [
                (
                    one,
                    titles.get(one.procedure_code, one.procedure_code),
                    names[one.deciding_agency].name if one.deciding_agency in names else one.deciding_agency,
                    State(one.state).label,
                )
                for one in shown
            ],
            "query": query.urlencode(),
            "period": period,
            "back": f"{back}?{query.urlencode()}",
            "may_open": actor_of(request).can("cases.view"),
        },
    )


def _counts(row: PivotRow) -> list[tuple[str, int]]:
    return [(heading, row.counts.get(kind, 0)) for kind, heading in presenting.PIVOT_COLUMNS]


def _totals(rows: list[PivotRow]) -> dict[str, int]:
    return {kind.value: sum(row.counts.get(kind, 0) for row in rows) for kind in Count}


def _whose(actor: Actor, agency: str) -> str:
    """Whose figures these are: the body asked for, else what the actor may see."""
    code = agency or ("" if queries.scope(actor) is None else actor.agency or "")
    known = units.get_agencies([code]) if code else {}
    if code in known:
        return known[code].name
    return "Toàn tỉnh" if queries.scope(actor, agency) is None else "Các cơ quan thuộc phạm vi của bạn"


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
