"""PUBLIC reads: the morning board and the pages of figures. ONE function gives every figure of the board; page, JSON
feed, wall and letter only show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.conf import settings

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import ascii_fold
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind, AgencyRef, UnitLevel
from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.queries import BodyScore, Counts
from dean06.steering.assignments.types import TABS, WorkClass
from dean06.steering.dashboards.figures import red
from dean06.steering.dashboards.figures import wall as walls
from dean06.steering.dashboards.figures.asking import asking, question, questions, visible_questions
from dean06.steering.dashboards.figures.indicator_page import indicator_page
from dean06.steering.dashboards.figures.matrix import matrix
from dean06.steering.dashboards.figures.own_letters import letter_address, my_letters, refused_letters
from dean06.steering.dashboards.figures.unit_card import unit_card, unit_choices
from dean06.steering.dashboards.models import Snapshot, SnapshotCount
from dean06.steering.dashboards.types import Board, Change, League, LeagueGroup, LeagueRow, LeagueSort, Tile

__all__ = [
    "MOST_BODIES_SHOWN",
    "MOST_OVERDUE_SHOWN",
    "MOST_SHARED_SHOWN",
    "asking",
    "board",
    "indicator_page",
    "league",
    "letter_address",
    "matrix",
    "my_letters",
    "question",
    "questions",
    "refused_letters",
    "unit_card",
    "unit_choices",
    "wall",
]

#: How many red tasks, bodies and shared tasks the board lists; the rest is one click away.
MOST_OVERDUE_SHOWN = 15
MOST_BODIES_SHOWN = 15
MOST_SHARED_SHOWN = 4
_MOST_DUE_SHOWN = 10


def board(actor: Actor, *, today: dt.date, compared_days: int = 1) -> Board:
    """The board of ``today`` for what the actor may see, compared with the snapshot of ``compared_days`` ago. A
    constant number of queries. Raises ``NotAllowed``."""
    actor.require("board.view")
    on = assignments.day(today)
    totals = assignments.counts(actor, on=on)
    scores = assignments.body_scores(actor, on=on)
    whole_province = assignments.sees_whole_province(actor)
    snapshot, before = _snapshot(today, compared_days)
    committees = _commune_committees(today)
    rows = _league_rows(scores, snapshot, before, committees)
    return Board(
        today=today,
        whole_province=whole_province,
        totals=totals,
        waiting_for_acceptance=assignments.waiting_for_acceptance(actor),
        explanations_waiting=assignments.explanations_waiting(actor),
        overdue=assignments.overdue(actor, on=on, limit=MOST_OVERDUE_SHOWN),
        due_today=assignments.due_between(actor, on=on, first=today, last=today, limit=_MOST_DUE_SHOWN),
        due_in_week=assignments.due_between(
            actor, on=on, first=today + dt.timedelta(days=1), last=today + dt.timedelta(days=7), limit=_MOST_DUE_SHOWN
        ),
        shared=assignments.shared(actor, on=on, limit=MOST_SHARED_SHOWN),
        change=_change(
            actor,
            today - dt.timedelta(days=compared_days),
            snapshot,
            before,
            totals,
            scores,
            whole_province=whole_province,
        ),
        league=[row for row in rows if row.needs_attention][:MOST_BODIES_SHOWN],
        bodies=len(rows),
        shares=_sum(scores),
        tiles=_tiles(scores, committees, today) if whole_province else (),
        figures=red.figure_board(actor, today=today, snapshot=snapshot),
        groups=red.groups(actor, today=today, snapshot=snapshot),
        questions=visible_questions(actor).filter(answered_at=None).count(),
    )


def wall(actor: Actor, *, today: dt.date) -> walls.Wall:
    """The pages of the wall of an operations centre. Raises ``NotAllowed``."""
    return walls.wall(board(actor, today=today))


def league(
    actor: Actor,
    *,
    today: dt.date,
    group: LeagueGroup = LeagueGroup.ALL,
    sort: LeagueSort = LeagueSort.ATTENTION,
    descending: bool = False,
) -> League:
    """All leading bodies the actor may see, sorted; what is unknown stands last either way. Raises ``NotAllowed``."""
    actor.require("board.view")
    scores = assignments.body_scores(actor, on=assignments.day(today))
    snapshot, before = _snapshot(today)
    rows = _league_rows(scores, snapshot, before, _commune_committees(today))
    if group is not LeagueGroup.ALL:
        rows = [row for row in rows if row.is_commune is (group is LeagueGroup.COMMUNE)]
    return League(_sorted(rows, sort, descending=descending), snapshot.day if snapshot else None)


_VALUES: dict[LeagueSort, Callable[[LeagueRow], int | str | None]] = {
    LeagueSort.NAME: lambda row: ascii_fold(row.score.name).casefold(),
    LeagueSort.OVERDUE: lambda row: row.score.overdue,
    LeagueSort.DAYS_LATE: lambda row: row.score.most_days_late,
    LeagueSort.CHANGE: lambda row: row.overdue_change,
    LeagueSort.DUE_SOON: lambda row: row.score.counts[WorkClass.DUE_SOON],
    LeagueSort.DONE: lambda row: row.score.counts[WorkClass.DONE],
    LeagueSort.TOTAL: lambda row: row.score.counts.total,
    LeagueSort.ON_TIME: lambda row: row.score.on_time_percent,
}


def _sorted(rows: Sequence[LeagueRow], sort: LeagueSort, *, descending: bool) -> list[LeagueRow]:
    """``rows`` come in the order of attention, which decides between equals (the sort is stable)."""
    if sort is LeagueSort.ATTENTION:
        return list(rows)
    value = _VALUES[sort]
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return sorted(known, key=value, reverse=descending) + unknown  # type: ignore[arg-type]


def _snapshot(today: dt.date, days: int = 1) -> tuple[Snapshot | None, dict[str, SnapshotCount]]:
    """Yesterday's (or that of so many days ago), with its counts by body."""
    snapshot = Snapshot.objects.filter(day=today - dt.timedelta(days=days)).first()
    return snapshot, {count.agency_code: count for count in snapshot.counts.all()} if snapshot else {}


def _commune_committees(today: dt.date) -> Sequence[AgencyRef]:
    return units.current_agencies(on=today, kinds=[AgencyKind.COMMITTEE_COMMUNE])


def _league_rows(
    scores: Sequence[BodyScore],
    snapshot: Snapshot | None,
    before: dict[str, SnapshotCount],
    committees: Sequence[AgencyRef],
) -> list[LeagueRow]:
    communes = {committee.code for committee in committees}
    return [
        LeagueRow(score, _overdue_before(score, snapshot, before), score.agency_code in communes) for score in scores
    ]


def _change(
    actor: Actor,
    day: dt.date,
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
    row = before.get(key)
    known: dict[WorkClass, int] | None = None
    if snapshot is not None and (key or row is not None):
        # A body without a row had no task yet on that day.
        known = {tab: getattr(row, tab.value) if row else 0 for tab in TABS}
    return Change(day, snapshot.taken_at if snapshot else None, known, {tab: now[tab] for tab in TABS})


def _overdue_before(score: BodyScore, snapshot: Snapshot | None, before: dict[str, SnapshotCount]) -> int | None:
    if snapshot is None:
        return None
    row = before.get(score.agency_code)
    return row.overdue if row else 0


def _sum(scores: Sequence[BodyScore]) -> Counts:
    return Counts({tab: sum(score.counts[tab] for score in scores) for tab in TABS})


def _tiles(scores: Sequence[BodyScore], committees: Sequence[AgencyRef], today: dt.date) -> list[Tile]:
    """One tile a commune, with the figures of its People's Committee."""
    places = units.tile_grid(settings.PROVINCE_CODE, today)
    if not places:
        return []
    communes = units.current_units(UnitLevel.COMMUNE, on=today, province=settings.PROVINCE_CODE)
    by_name = {committee.name.casefold().removeprefix("ủy ban nhân dân "): committee for committee in committees}
    score_of = {score.agency_code: score for score in scores}
    tiles = []
    for commune in communes:
        committee = by_name.get(commune.name.casefold())
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
                due_soon=score.counts[WorkClass.DUE_SOON] if score else 0,
                total=score.counts.total if score else 0,
            )
        )
    return tiles
