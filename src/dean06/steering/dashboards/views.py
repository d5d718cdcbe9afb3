"""The morning board as a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dean06.steering.assignments.types import TABS, WorkClass
from dean06.steering.dashboards import queries
from dean06.steering.dashboards.types import Board, LeagueRow, Tile

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
#: Shading of a tile by overdue tasks: from none (0) to five and more (5).
_DARKEST = 5


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Red first: what is wrong today, who must answer, did they answer."""
    shown = queries.board(request.actor, today=timezone.localdate())  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "board": shown,
        "stats": [_stat(shown, tab) for tab in TABS],
        "more_overdue": shown.totals[WorkClass.OVERDUE] - len(shown.overdue),
        "overdue_url": _list_url(WorkClass.OVERDUE),
        "tiles": [_tile(tile) for tile in shown.tiles],
        "legend": [
            ("none", "Không chủ trì nhiệm vụ nào"),
            ("0", "Không quá hạn"),
            ("1", "1"),
            ("3", "3"),
            ("5", "5 trở lên"),
        ],
        "league": [_league_row(row) for row in shown.league],
        "can_ask": request.actor.can("assignments.request_explanation"),  # type: ignore[attr-defined]
        "can_urge": request.actor.can("assignments.urge"),  # type: ignore[attr-defined]
    }
    return render(request, "dashboards/board.html", context)


def _stat(board: Board, tab: WorkClass) -> dict[str, Any]:
    """A tile of figures: the number, its tab, and what changed since yesterday's snapshot."""
    return {
        "label": tab.label,
        "value": board.totals[tab],
        "kind": _KINDS[tab],
        "url": _list_url(tab),
        "note": _change_words(board.change.difference(tab)) if board.whole_province else "",
    }


def _change_words(difference: int | None) -> str:
    if difference is None:
        return ""
    if difference == 0:
        return "Không đổi so với hôm qua"
    return f"{'Tăng' if difference > 0 else 'Giảm'} {abs(difference)} so với hôm qua"


def _league_row(row: LeagueRow) -> dict[str, Any]:
    score, change = row.score, row.overdue_change
    return {
        "code": score.agency_code,
        "name": score.name,
        "overdue": score.overdue,
        "change": "–" if change is None else "0" if change == 0 else f"{change:+d}",
        "due_soon": score.counts[WorkClass.DUE_SOON],
        "done": score.counts[WorkClass.DONE],
        "total": score.counts.total,
        "percent": score.on_time_percent,
        "on_time": score.finished_on_time,
        "scored": score.scored,
    }


def _tile(tile: Tile) -> dict[str, Any]:
    return {
        "column": tile.column,
        "row": tile.row,
        "label": tile.name,
        "value": tile.overdue if tile.total else "–",
        "level": min(tile.overdue, _DARKEST) if tile.total else "none",
        "url": reverse("assignments:agency", args=[tile.agency_code]),
    }


def _list_url(tab: WorkClass) -> str:
    return reverse("assignments:list") + "?" + urlencode({"muc": _TAB_SLUGS[tab]})
