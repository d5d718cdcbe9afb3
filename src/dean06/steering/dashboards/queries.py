"""PUBLIC reads: the morning board. ONE function gives every figure; the page and the JSON feed only show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from dean06.kernel.common.actors import Actor
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind, UnitLevel
from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.queries import BodyScore, Counts
from dean06.steering.assignments.types import TABS, WorkClass
from dean06.steering.dashboards.models import Snapshot, SnapshotCount
from dean06.steering.dashboards.types import Board, Change, LeagueRow, Tile

__all__ = ["MOST_OVERDUE_SHOWN", "board"]

#: How many red tasks the board lists; the rest is one click away.
MOST_OVERDUE_SHOWN = 30
_MOST_DUE_SHOWN = 30


def board(actor: Actor, *, today: dt.date) -> Board:
    """The board of ``today`` for what the actor may see. A constant number of queries. Raises ``NotAllowed``."""
    actor.require("board.view")
    on = assignments.day(today)
    totals = assignments.counts(actor, on=on)
    scores = assignments.body_scores(actor, on=on)
    whole_province = assignments.sees_whole_province(actor)
    snapshot = Snapshot.objects.filter(day=today - dt.timedelta(days=1)).first()
    before = {count.agency_code: count for count in snapshot.counts.all()} if snapshot else {}
    end_of_week = today + dt.timedelta(days=6 - today.weekday())
    return Board(
        today=today,
        whole_province=whole_province,
        totals=totals,
        waiting_for_acceptance=assignments.waiting_for_acceptance(actor),
        overdue=assignments.overdue(actor, on=on, limit=MOST_OVERDUE_SHOWN),
        due_today=assignments.due_between(actor, on=on, first=today, last=today, limit=_MOST_DUE_SHOWN),
        due_this_week=assignments.due_between(
            actor, on=on, first=today + dt.timedelta(days=1), last=end_of_week, limit=_MOST_DUE_SHOWN
        ),
        change=_change(actor, today, snapshot, before, totals, scores, whole_province=whole_province),
        league=[LeagueRow(score, _overdue_before(score, snapshot, before)) for score in scores],
        shares=_sum(scores),
        tiles=_tiles(scores, today) if whole_province else (),
    )


def _change(
    actor: Actor,
    today: dt.date,
    snapshot: Snapshot | None,
    before: dict[str, SnapshotCount],
    totals: Counts,
    scores: Sequence[BodyScore],
    *,
    whole_province: bool,
) -> Change:
    """For the province its tasks; for a body's people the shares that their body leads (what the snapshot holds)."""
    if whole_province:
        now, key = totals, ""
    else:
        key = actor.agency or ""
        now = next((score.counts for score in scores if score.agency_code == key), Counts({}))
    yesterday = today - dt.timedelta(days=1)
    row = before.get(key)
    known: dict[WorkClass, int] | None = None
    if snapshot is not None and (key or row is not None):
        # A body without a row had no task yet on that day.
        known = {tab: getattr(row, tab.value) if row else 0 for tab in TABS}
    return Change(yesterday, snapshot.taken_at if snapshot else None, known, {tab: now[tab] for tab in TABS})


def _overdue_before(score: BodyScore, snapshot: Snapshot | None, before: dict[str, SnapshotCount]) -> int | None:
    if snapshot is None:
        return None
    row = before.get(score.agency_code)
    return row.overdue if row else 0


def _sum(scores: Sequence[BodyScore]) -> Counts:
    return Counts({tab: sum(score.counts[tab] for score in scores) for tab in TABS})


def _tiles(scores: Sequence[BodyScore], today: dt.date) -> list[Tile]:
    """One tile a commune, with the figures of its People's Committee."""
    places = units.tile_grid(settings.PROVINCE_CODE, today)
    if not places:
        return []
    communes = units.current_units(UnitLevel.COMMUNE, on=today, province=settings.PROVINCE_CODE)
    committees = {
        committee.name.casefold().removeprefix("ủy ban nhân dân "): committee
        for committee in units.current_agencies(on=today, kinds=[AgencyKind.COMMITTEE_COMMUNE])
    }
    score_of = {score.agency_code: score for score in scores}
    tiles = []
    for commune in communes:
        committee = committees.get(commune.name.casefold())
        if commune.code not in places or committee is None:
            continue
        column, row = places[commune.code]
        score = score_of.get(committee.code)
        tiles.append(
            Tile(
                unit_code=commune.code,
                name=commune.name,
                column=column,
                row=row,
                agency_code=committee.code,
                overdue=score.overdue if score else 0,
                total=score.counts.total if score else 0,
            )
        )
    return tiles
