"""The morning board as a page."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dean06.kernel.common.requests import ActorRequest
from dean06.steering.assignments.types import TABS, WorkClass
from dean06.steering.dashboards import queries
from dean06.steering.dashboards.figures import links
from dean06.steering.dashboards.types import Board, LeagueGroup, LeagueRow, LeagueSort, RedFigure, Tile

_TAB_SLUGS = {
    WorkClass.OVERDUE: "qua-han",
    WorkClass.DUE_SOON: "sap-den-han",
    WorkClass.RECURRING: "thuong-xuyen",
    WorkClass.WAITING_CENTRE: "cho-trung-uong",
    WorkClass.OPEN: "dang-thuc-hien",
    WorkClass.DONE: "hoan-thanh",
}
_KINDS = {
    WorkClass.OVERDUE: "danger",
    WorkClass.DUE_SOON: "warning",
    WorkClass.RECURRING: "ongoing",
    WorkClass.WAITING_CENTRE: "neutral",
    WorkClass.OPEN: "info",
    WorkClass.DONE: "success",
}
_LEGEND = [
    ("danger", "Có nhiệm vụ quá hạn"),
    ("warning", "Có nhiệm vụ sắp đến hạn"),
    ("success", "Không có nhiệm vụ nào trễ"),
    ("none", "Không chủ trì nhiệm vụ nào"),
]
_COLUMNS = [
    (LeagueSort.OVERDUE, "Quá hạn"),
    (LeagueSort.DAYS_LATE, "Chậm nhất"),
    (LeagueSort.CHANGE, "So với hôm qua"),
    (LeagueSort.DUE_SOON, "Sắp đến hạn"),
    (LeagueSort.DONE, "Hoàn thành"),
    (LeagueSort.TOTAL, "Tổng"),
    (LeagueSort.ON_TIME, "Đúng hạn"),
]
_BODIES_A_PAGE = 50

Choice = TypeVar("Choice", bound=StrEnum)


@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """Red first: what is wrong today, who must answer, did they answer."""
    shown = queries.board(request.actor, today=timezone.localdate())
    context: dict[str, Any] = {
        "board": shown,
        "stats": [_stat(shown, tab) for tab in TABS],
        "red": shown.totals[WorkClass.OVERDUE],
        "more_overdue": shown.totals[WorkClass.OVERDUE] - len(shown.overdue),
        "overdue_url": _list_url(WorkClass.OVERDUE),
        "tiles": [_tile(tile) for tile in shown.tiles],
        "red_communes": sum(tile.overdue > 0 for tile in shown.tiles),
        "soon_communes": sum(tile.overdue == 0 and tile.due_soon > 0 for tile in shown.tiles),
        "legend": _LEGEND,
        "league": [_league_row(row) for row in shown.league],
        "can_ask": request.actor.can("assignments.request_explanation"),
        "can_urge": request.actor.can("assignments.urge"),
        "groups": [(group, _change_words(group.change)) for group in shown.groups],
    }
    if shown.figures is not None:
        below_before = shown.figures.below_before
        context |= {
            "red_figures": [_red_figure(red) for red in shown.figures.red],
            "more_red": shown.figures.red_total - len(shown.figures.red),
            "figures_change": _change_words(None if below_before is None else shown.figures.below - below_before),
        }
    return render(request, "dashboards/board.html", context)


@require_safe
def league(request: ActorRequest) -> HttpResponse:
    """Every leading body, sortable; an order or a group that is none is the usual one."""
    group = _chosen(LeagueGroup, request.GET.get("nhom"), LeagueGroup.ALL)
    given = request.GET.get("sort", "")
    sort = _chosen(LeagueSort, given.removeprefix("-"), LeagueSort.ATTENTION)
    today = timezone.localdate()
    found = queries.league(
        request.actor,
        today=today,
        group=group,
        sort=sort,
        descending=given.startswith("-"),
    )
    page = Paginator(found.rows, _BODIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "league": [_league_row(row) for row in page],
        "sort": given if sort is not LeagueSort.ATTENTION else "",
        "columns": _COLUMNS,
        "groups": [(item.label, f"?nhom={item.value}", None, item is group) for item in LeagueGroup],
        "today": today,
        "compared_with": found.compared_with,
    }
    return render(request, "dashboards/league.html", context)


def _chosen(choices: type[Choice], given: str | None, usual: Choice) -> Choice:
    return next((choice for choice in choices if choice.value == given), usual)


def _stat(board: Board, tab: WorkClass) -> dict[str, Any]:
    """A tile of figures: the number, its tab, and what changed since yesterday's snapshot."""
    return {
        "label": tab.label,
        "value": board.totals[tab],
        "kind": _KINDS[tab],
        "url": _list_url(tab),
        "note": _change_words(board.change.difference(tab)) if board.whole_province else "",
    }


def _red_figure(red: RedFigure) -> dict[str, Any]:
    """An indicator with its links and the communes that pull it down, each with who heads it."""
    worst = [
        f"{figure.unit.short_name} {figure.text}{f' ({body.head.name})' if body and body.head else ''}"
        for figure, body in zip(red.worst, red.worst_heads, strict=True)
    ]
    return {
        "red": red,
        "url": links.figure_url(red.figure),
        "ask_url": links.ask_url(red.figure),
        "worst": ", ".join(worst),
        "waiting": f"{red.open_questions} yêu cầu giải trình chưa trả lời",
    }


def _change_words(difference: int | None) -> str:
    if difference is None:
        return ""
    if difference == 0:
        return "Không đổi"
    return f"{'Tăng' if difference > 0 else 'Giảm'} {abs(difference)}"


def _league_row(row: LeagueRow) -> dict[str, Any]:
    score, change = row.score, row.overdue_change
    return {
        "code": score.agency_code,
        "name": score.name,
        "overdue": score.overdue,
        "days_late": score.most_days_late,
        "change": "–" if change is None else "0" if change == 0 else f"{change:+d}",
        "due_soon": score.counts[WorkClass.DUE_SOON],
        "done": score.counts[WorkClass.DONE],
        "total": score.counts.total,
        "percent": score.on_time_percent,
        "on_time": score.finished_on_time,
        "scored": score.scored,
    }


def _tile(tile: Tile) -> dict[str, Any]:
    """The colour repeats what the words and the number say."""
    level = "none" if not tile.total else "danger" if tile.overdue else "warning" if tile.due_soon else "success"
    return {
        "column": tile.column,
        "row": tile.row,
        "label": tile.name,
        "value": str(tile.overdue) if tile.total else "–",
        "level": level,
        "url": reverse("assignments:agency", args=[tile.agency_code]),
    }


def _list_url(tab: WorkClass) -> str:
    return reverse("assignments:list") + "?" + urlencode({"muc": _TAB_SLUGS[tab]})
