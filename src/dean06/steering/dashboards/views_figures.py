"""Pages of figures: one indicator, one unit, the matrix, the wall."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.common.spreadsheets import MEDIA_TYPE
from dean06.steering.assignments.types import WorkClass
from dean06.steering.dashboards import queries
from dean06.steering.dashboards.figures import links, places
from dean06.steering.dashboards.figures.indicator_page import LONG_LINE, SHORT_LINE, IndicatorPage, Place
from dean06.steering.dashboards.figures.matrix import GROUPS, MATRIX_LEVELS, Matrix
from dean06.steering.dashboards.figures.reading import Figure, verdict
from dean06.steering.dashboards.figures.scope import home_unit, scope
from dean06.steering.dashboards.figures.table_file import matrix_file
from dean06.steering.dashboards.rules import writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level, PeriodKind

#: What the columns of the table of units are sorted by.
_SORTS = ("rank", "name", "amount", "change")


@require_safe
def indicator(request: ActorRequest, code: str) -> HttpResponse:
    """One indicator: the number, where it is missed, since when, and what it was counted from."""
    today = timezone.localdate()
    page = queries.indicator_page(
        request.actor,
        code,
        today=today,
        period=request.GET.get("ky", "")[:10],
        unit=request.GET.get("don_vi", "")[:90],
        level=request.GET.get("cap", ""),
        length=LONG_LINE if request.GET.get("so_ky") == str(LONG_LINE) else SHORT_LINE,
    )
    sort = request.GET.get("sort", "")
    context: dict[str, Any] = {
        "page": page,
        "figure": page.figure,
        "places": _sorted_places(page.places, sort),
        "sort": sort if sort.removeprefix("-") in _SORTS else "",
        "points": _points(page),
        "line_label": "Mục tiêu",
        "unit_label": "%" if page.ref.is_rate else page.ref.counted.label,
        "marks": marks(page.figure),
        **_forecast(page),
        "other_length": SHORT_LINE if page.length == LONG_LINE else LONG_LINE,
        "other_length_url": _with(request, so_ky=SHORT_LINE if page.length == LONG_LINE else LONG_LINE),
        "change_words": writing.change_words(page.change, page.ref),
        "certainty": writing.certainty_words(page.ref.certainty),
        "target_certainty": writing.certainty_words(page.figure.target.certainty) if page.figure.target else "",
        "levels": [
            (one.label, _with(request, cap=one.value, sort=None), None, one is page.level) for one in page.levels
        ],
        "best": _bars(page.best),
        "worst": _bars(page.worst),
        "largest": 100 if page.ref.is_rate and not page.ref.may_exceed else None,
        "legend": places.LEGEND,
        "rows_behind": links.rows_behind(page.figure, request.actor),
        "submission": links.submission_url(page.figure),
        "history": _history(request, page),
        "sources": indicators.document_sources(request.actor, page.ref.code, page.unit.id, page.period.code),
        "parts": [(part.label, part.figure.text, part.figure.counts) for part in page.parts],
        "below": page.count(Verdict.BELOW),
        "can_ask": request.actor.can("assignments.request_explanation"),
        "ask_url": links.ask_url(page.figure),
        "catalogue_url": links.existing("indicators:detail", page.ref.code),
    }
    if page.level is Level.COMMUNE:
        figures = [place.figure for place in page.places]
        context["tiles"] = places.tiles(figures, page.period.last, _place_url(page))
        context["map"] = places.outlines(figures, page.period.last, _place_url(page))
    return render(request, "dashboards/indicator.html", context)


def _forecast(page: IndicatorPage) -> dict[str, Any]:
    """The forecast in words, with its own judgement against the target."""
    if page.forecast is None:
        return {}
    found = page.forecast
    unit = "%" if page.ref.is_rate else f" {page.ref.counted.label}"
    text = f"{writing.plain(found.value)}{unit}"
    if found.low != found.high:
        text += f" (từ {writing.plain(found.low)} đến {writing.plain(found.high)}{unit})"
    judgement = verdict(page.ref, found.pair, page.figure.target)
    return {"forecast_text": text, "forecast_verdict": judgement if judgement in (Verdict.BELOW, Verdict.MET) else None}


def _place_url(page: IndicatorPage) -> Any:
    """A unit's figure where it may be seen in full, otherwise nothing to press."""
    return links.figure_url if page.in_full else lambda figure: ""


def _points(page: IndicatorPage) -> list[dict[str, Any]]:
    return [
        {
            "label": _short_label(point.period.label, page.ref.frequency),
            "value": point.figure.number,
            "shown": point.figure.text,
            "target": point.target.minimum if point.target else None,
            "hollow": point.figure.cell.provisional,
            "note": "; ".join(marks(point.figure)),
        }
        for point in page.line
    ]


def _short_label(label: str, kind: PeriodKind) -> str:
    """ "Tháng 11/2026" → "11/26" under a line."""
    if kind in (PeriodKind.MONTH, PeriodKind.WEEK):
        number, year = label.rsplit(" ", 1)[1].split("/")
        return f"{'T' if kind is PeriodKind.WEEK else ''}{number}/{year[2:]}"
    return label.removeprefix("Năm ").replace("6 tháng ", "").replace(" năm ", " ")


def marks(figure: Figure) -> list[str]:
    """What must be said beside a figure that is not final or not whole."""
    cell, found = figure.cell, []
    if cell.provisional and cell.expected:
        found.append(f"tạm tính, {cell.reported}/{cell.expected} đơn vị đã gửi")
    elif cell.provisional:
        found.append("tạm tính")
    if cell.split:
        found.append("đơn vị chia tách khi sắp xếp 01/7/2025, phần trước đó chưa đủ")
    if cell.stated:
        found.append("số tổng do đơn vị nêu, không cộng từ cấp dưới")
    return found


def _sorted_places(found: Any, sort: str) -> list[Place]:
    """The table's rows; what is unknown stands last either way."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    values = {
        "rank": lambda place: place.rank,
        "name": lambda place: place.figure.unit.short_name,
        "amount": lambda place: place.figure.amount,
        "change": lambda place: place.change,
    }
    value = values.get(key)
    if value is None:
        return list(found)
    known = [place for place in found if value(place) is not None]
    return sorted(known, key=value, reverse=descending) + [place for place in found if value(place) is None]


def _bars(found: list[Place]) -> list[dict[str, Any]]:
    return [
        {
            "label": place.figure.unit.short_name,
            "value": place.figure.number,
            "shown": place.figure.text,
            "target": place.figure.target.minimum if place.figure.target else None,
            "kind": "danger" if place.figure.below else "success" if place.figure.verdict is Verdict.MET else "",
            "note": place.figure.counts,
        }
        for place in found
    ]


def _history(request: ActorRequest, page: IndicatorPage) -> list[dict[str, Any]]:
    """Who changed the unit's own figure; a total has no history of its own, but for one that a document states."""
    if page.ref.is_computed or not page.in_full:
        return []
    return [
        {
            "time": one.at,
            "title": f"{writing.shown(one.before, page.ref)} → {writing.shown(one.after, page.ref)}"
            if one.before
            else writing.shown(one.after, page.ref),
            "text": "; ".join(filter(None, [one.state.label, one.origin.label, one.reason, one.comment])),
            "actor": one.by_name or "Hệ thống",
        }
        for one in reversed(indicators.changes(request.actor, page.ref.code, page.unit.id, page.period))
    ]


@require_safe
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """A unit on one sheet of A4."""
    card = queries.unit_card(request.actor, code, today=timezone.localdate())
    context = {
        "card": card,
        "groups": [
            (group, [(line, links.figure_url(line.figure), _spark(line)) for line in group.lines])
            for group in card.groups
        ],
        "below": card.count(Verdict.BELOW),
        "met": card.count(Verdict.MET),
        "without_data": card.count(Verdict.NO_DATA),
        "without_cases": card.count(Verdict.NO_CASES),
        "tasks_url": reverse("assignments:agency", args=[card.unit.agency]) if card.unit.agency else "",
        "index_url": f"{reverse('figures:index')}?{urlencode({'co_quan': card.unit.agency})}",
        "on_time_text": f"{card.on_time}/{len(card.punctuality)}",
        "lost_total": writing.plain(Decimal(str(round(sum(one.lost for one in card.points if one.lost > 0), 2)))),
        "lost": sorted((one for one in card.points if one.lost > 0), key=lambda one: -one.lost),
        "work_url": reverse("worklists:list") if request.actor.can("worklists.view") else "",
        "units": [one for one in queries.unit_choices(request.actor, timezone.localdate()) if one.code != code],
    }
    return render(request, "dashboards/unit.html", context)


def _spark(line: Any) -> dict[str, Any]:
    return {"values": line.values, "label": f"{line.figure.ref.short_name}, {len(line.values)} kỳ"}


@require_safe
def matrix(request: ActorRequest) -> HttpResponse:
    """Units × indicators."""
    found = _matrix(request)
    keep = {
        "cap": found.level.value,
        "nhom": found.group or "",
        "ky": found.period.code,
        "duoi": "1" if found.only_below else "",
    }
    within = scope(request.actor)
    has_unit = home_unit(within, request.actor, timezone.localdate()) is not None
    rows = [
        (one, links.unit_url(one.code) if within.holds(one) else "", found.below(one), _cells(found.row(one)))
        for one in found.units
    ]
    context = {
        "matrix": found,
        "rows": rows,
        "columns": [
            (
                ref,
                # An indicator's page shows the reader's own unit, or all of them to who answers for the indicator.
                links.indicator_url(ref.code, found.over[ref.frequency].code) if has_unit or within.owns(ref) else "",
                found.column_below(ref),
                found.over[ref.frequency].label if ref.frequency != found.period.kind else "",
                "%" if ref.is_rate else ref.counted.label,
                within.owns(ref),
            )
            for ref in found.refs
        ],
        "levels": [
            (one.label, _with(request, cap=one.value, trang=None, sort=None), None, one is found.level)
            for one in MATRIX_LEVELS
        ],
        "group_choices": [(number, f"{number}. {GROUPS.get(number, '')}") for number in found.groups],
        "file_url": f"{reverse('dashboards:matrix_file')}?{urlencode(keep)}",
        "pages": [(number, _with(request, trang=number), number == found.page) for number in range(1, found.pages + 1)],
        "below_total": sum(found.column_below(ref) for ref in found.refs),
        "sort": found.sort,
        "hints": [("← ↑ → ↓", "đi giữa các ô"), ("Enter", "mở chỉ tiêu của đơn vị"), ("Home, End", "đầu, cuối hàng")],
        "nothing": "Không có ô nào chưa đạt mục tiêu theo điều kiện lọc."
        if found.only_below
        else "Không có chỉ tiêu nào do đơn vị cấp này báo cáo trong nhóm đã chọn.",
    }
    return render(request, "dashboards/matrix.html", context)


#: Class and mark of a cell: the words are in the legend, the sign in the cell, the colour only helps.
_CELLS = {
    Verdict.BELOW: ("b", "▼"),
    Verdict.MET: ("m", ""),
    Verdict.NO_TARGET: ("t", ""),
    Verdict.NO_CASES: ("k", ""),
    Verdict.NO_DATA: ("n", ""),
}


def _cells(figures: Sequence[Figure]) -> SafeString:
    """The cells of a row, drawn here: thousands of them would cost a template most of the page's time."""
    drawn = []
    for figure in figures:
        css, sign = _CELLS[figure.verdict]
        mark = "*" if figure.cell.provisional and figure.pair is not None else ""
        drawn.append(f"<td class={css}>{sign}{escape(figure.short)}{mark}</td>")
    return mark_safe("".join(drawn))  # noqa: S308 - only our own marks and an escaped figure


@require_safe
def matrix_xlsx(request: ActorRequest) -> HttpResponse:
    """The same table as a spreadsheet, all columns of the choice, both counts beside each rate."""
    found = queries.matrix(
        request.actor,
        today=timezone.localdate(),
        level=request.GET.get("cap", ""),
        group=_number(request, "nhom"),
        period=request.GET.get("ky", "")[:10],
        only_below=request.GET.get("duoi") == "1",
        whole=True,
    )
    name = f"chi-tieu-{found.level.value}-{found.period.code}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(matrix_file(found), content_type=MEDIA_TYPE, headers=headers)


def _matrix(request: ActorRequest) -> Matrix:
    return queries.matrix(
        request.actor,
        today=timezone.localdate(),
        level=request.GET.get("cap", ""),
        group=_number(request, "nhom"),
        period=request.GET.get("ky", "")[:10],
        only_below=request.GET.get("duoi") == "1",
        sort=request.GET.get("sort", "")[:50],
        page=_number(request, "trang") or 1,
    )


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


@require_safe
def wall(request: ActorRequest) -> HttpResponse:
    """Pages that turn by themselves on the wall of an operations centre; without a script they stand below each
    other."""
    found = queries.wall(request.actor, today=timezone.localdate())
    difference = found.board.change.difference(WorkClass.OVERDUE) if found.board.whole_province else None
    context = {
        "wall": found,
        "overdue_change": "" if not difference else f"{'thêm' if difference > 0 else 'bớt'} {abs(difference)}",
        "now": timezone.localtime(),
        "maps": [(one, places.tiles(one.places, one.figure.period.last, lambda figure: "")) for one in found.maps],
        "legend": places.LEGEND,
    }
    answer = render(request, "dashboards/wall.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _with(request: HttpRequest, **changes: object) -> str:
    """The present address with other parameters; ``None`` takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
