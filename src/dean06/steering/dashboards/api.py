"""The JSON feed of group 5: the morning board and the task list, with exactly the rights of the signed-in person."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.types import WorkClass
from dean06.steering.dashboards import queries
from dean06.steering.dashboards.schemas import BoardOut, CountsOut, LeaguePageOut, TaskOut, TaskPageOut
from dean06.steering.dashboards.types import LeagueGroup, LeagueSort

router = Router()


class Tab(StrEnum):
    """The six tabs."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RECURRING = "recurring"
    WAITING_CENTRE = "waiting_centre"
    OPEN = "open"
    DONE = "done"


@router.get("board", response=BoardOut, summary="Bảng điều hành buổi sáng")
def board(request: HttpRequest) -> BoardOut:
    """The figures of the page ``/dieu-hanh/``, from the same query."""
    return BoardOut.of(queries.board(_actor(request), today=timezone.localdate()), _task_url)


@router.get("league", response=LeaguePageOut, summary="Cơ quan chủ trì")
def league(
    request: HttpRequest,
    group: LeagueGroup = LeagueGroup.ALL,
    sort: LeagueSort = LeagueSort.ATTENTION,
    descending: bool = False,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LeaguePageOut:
    """All leading bodies, in the board's order or another; bodies for which the figure is unknown stand last."""
    found = queries.league(_actor(request), today=timezone.localdate(), group=group, sort=sort, descending=descending)
    return LeaguePageOut.of(found, offset=offset, limit=limit)


@router.get("assignments", response=TaskPageOut, summary="Danh sách nhiệm vụ")
def assignment_list(
    request: HttpRequest,
    tab: Tab = Tab.OVERDUE,
    text: Annotated[str, Query(max_length=200)] = "",
    lead: Annotated[str, Query(max_length=80)] = "",
    partner: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TaskPageOut:
    """One page of a tab, most late first (done: newest first). ``lead`` and ``partner`` are agency codes."""
    actor = _actor(request)
    on = assignments.day(timezone.localdate())
    wanted = assignments.ListFilter(text=text, lead=lead, partner=partner)
    page = assignments.page(actor, tab=WorkClass(tab.value), on=on, wanted=wanted, after=after or None, size=limit)
    return TaskPageOut(
        tab=tab.value,
        counts=CountsOut.of(assignments.counts(actor, on=on, wanted=wanted)),
        items=[TaskOut.of(row, _task_url(row.id)) for row in page.rows],
        after=page.after,
    )


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed
    return actor


def _task_url(assignment_id: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("assignments:detail", args=[assignment_id])
