"""PRIVATE. Shapes of the JSON feed. Field names are English; texts are as on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from ninja import Schema

from dean06.steering.assignments.queries import Counts, OverdueTask, Row, SharedTask
from dean06.steering.assignments.types import TABS
from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.dashboards.types import Board, Change, FigureBoard, League, LeagueRow, RedFigure, RedGroup


class CountsOut(Schema):
    """Tasks (or shares) by tab; the six add up to ``total``."""

    overdue: int
    due_soon: int
    recurring: int
    waiting_centre: int
    open: int
    done: int
    total: int

    @classmethod
    def of(cls, counts: Counts) -> CountsOut:
        return cls(total=counts.total, **{tab.value: counts[tab] for tab in TABS})


class TaskOut(Schema):
    """One task. ``work_class`` is its tab today; ``days_late`` are calendar days."""

    id: int
    code: str
    title: str
    url: str
    lead: str
    head: str
    basis: str
    due_date: dt.date | None
    deadline: str
    state: str
    work_class: str
    percent: int
    days_late: int
    urged: int
    urged_since_progress: int
    accepted_on: dt.date | None

    @classmethod
    def of(cls, row: Row, url: str) -> TaskOut:
        names = [name for name in cls.model_fields if name not in ("url", "state", "work_class")]
        return cls(
            url=url,
            state=row.state.value,
            work_class=row.work_class.value,
            **{name: getattr(row, name) for name in names},
        )


class OverdueOut(TaskOut):
    """A red task with who must answer and whether they did."""

    must_answer: list[str]
    explanations_asked: int
    explanations_open: int
    last_answer: str

    @classmethod
    def of_overdue(cls, task: OverdueTask, url: str) -> OverdueOut:
        return cls(
            **TaskOut.of(task.row, url).model_dump(),
            must_answer=list(task.bodies),
            explanations_asked=task.explanations_asked,
            explanations_open=task.explanations_open,
            last_answer=task.last_answer,
        )


class ChangeOut(Schema):
    """Change since the snapshot of ``day``; everything ``null`` when none was taken that day."""

    day: dt.date
    taken_at: dt.datetime | None
    overdue: int | None
    due_soon: int | None
    recurring: int | None
    waiting_centre: int | None
    open: int | None
    done: int | None

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        return cls(day=change.day, taken_at=change.taken_at, **{tab.value: change.difference(tab) for tab in TABS})


class LeagueOut(Schema):
    """A leading body. ``counts`` are shares: a task with several leads counts once for each. ``most_days_late``: of its
    oldest overdue share, 0 when none is overdue.
    """

    agency_code: str
    name: str
    is_commune: bool
    counts: CountsOut
    most_days_late: int
    overdue_change: int | None
    finished_on_time: int
    finished_late: int
    on_time_percent: int | None

    @classmethod
    def of(cls, row: LeagueRow) -> LeagueOut:
        score = row.score
        return cls(
            agency_code=score.agency_code,
            name=score.name,
            is_commune=row.is_commune,
            counts=CountsOut.of(score.counts),
            most_days_late=score.most_days_late,
            overdue_change=row.overdue_change,
            finished_on_time=score.finished_on_time,
            finished_late=score.finished_late,
            on_time_percent=score.on_time_percent,
        )


class LeaguePageOut(Schema):
    """Part of all leading bodies in one order; ``total`` counts all of them."""

    total: int
    offset: int
    compared_with: dt.date | None
    items: list[LeagueOut]

    @classmethod
    def of(cls, league: League, *, offset: int, limit: int) -> LeaguePageOut:
        items = [LeagueOut.of(row) for row in league.rows[offset : offset + limit]]
        return cls(total=len(league.rows), offset=offset, compared_with=league.compared_with, items=items)


class ShareOut(Schema):
    """One body's part of a shared task. ``reported``: at all, or in this period where the task recurs."""

    agency_code: str
    name: str
    percent: int
    reported: bool
    finished: bool


class SharedTaskOut(TaskOut):
    """A running task led by a group: how many of its ``bodies`` reported and finished, and the part of each."""

    bodies: int
    reported: int
    finished: int
    shares: list[ShareOut]

    @classmethod
    def of_shared(cls, task: SharedTask, url: str) -> SharedTaskOut:
        return cls(
            **TaskOut.of(task.row, url).model_dump(),
            bodies=len(task.shares),
            reported=task.reported,
            finished=task.finished,
            shares=[
                ShareOut(**{name: getattr(share, name) for name in ShareOut.model_fields}) for share in task.shares
            ],
        )


class TileOut(Schema):
    """A commune on the tile grid, row 0 in the north."""

    unit_code: str
    name: str
    column: int
    row: int
    agency_code: str
    overdue: int
    due_soon: int
    total: int


class FigureOut(Schema):
    """One indicator of one unit over one period: two counts, the target in words, and one word of judgement.

    ``verdict``: ``below``, ``met``, ``no_target``, ``no_cases`` (0 of 0, never 0 %), ``no_data``.
    """

    indicator: str
    name: str
    unit: str
    period: str
    numerator: int | None
    denominator: int | None
    target: str
    verdict: str
    provisional: bool
    reported: int
    expected: int

    @classmethod
    def of(cls, figure: Figure) -> FigureOut:
        pair = figure.pair
        return cls(
            indicator=figure.ref.code,
            name=figure.ref.short_name,
            unit=figure.unit.code,
            period=figure.cell.period,
            numerator=None if pair is None else pair.numerator,
            denominator=None if pair is None else pair.denominator,
            target=figure.target_text,
            verdict=figure.verdict.value,
            provisional=figure.cell.provisional,
            reported=figure.cell.reported,
            expected=figure.cell.expected,
        )


class RedFigureOut(FigureOut):
    """A red indicator: ``below`` of ``judged`` communes miss the target; ``owner`` must answer; ``change`` in words."""

    below: int
    judged: int
    worst: list[str]
    owner: str
    change: str
    open_questions: int

    @classmethod
    def of_red(cls, red: RedFigure) -> RedFigureOut:
        return cls(
            **FigureOut.of(red.figure).model_dump(),
            below=red.below,
            judged=red.judged,
            worst=[figure.unit.code for figure in red.worst],
            owner=red.owner.agency if red.owner else "",
            change=red.change,
            open_questions=red.open_questions,
        )


class FigureBoardOut(Schema):
    """Indicators of ``unit``: how many miss the target, reach it, have no value; ``red`` the first of ``red_total``."""

    unit: str
    period: str
    below: int
    met: int
    without_data: int
    total: int
    red_total: int
    red: list[RedFigureOut]

    @classmethod
    def of(cls, board: FigureBoard) -> FigureBoardOut:
        return cls(
            unit=board.unit.code,
            period=board.period.code,
            below=board.below,
            met=board.met,
            without_data=board.without_data,
            total=board.total,
            red_total=board.red_total,
            red=[RedFigureOut.of_red(red) for red in board.red],
        )


class RedRowOut(Schema):
    """Something else that is red, and who must answer."""

    title: str
    detail: str
    who: str
    days_late: int


class RedGroupOut(Schema):
    """One kind of red things: the first of ``total``; ``change`` since the snapshot, ``null`` when unknown."""

    key: str
    title: str
    total: int
    change: int | None
    rows: list[RedRowOut]

    @classmethod
    def of(cls, group: RedGroup) -> RedGroupOut:
        rows = [
            RedRowOut(title=row.title, detail=row.detail, who=row.who, days_late=row.days_late) for row in group.rows
        ]
        return cls(key=group.key, title=group.title, total=group.total, change=group.change, rows=rows)


class BoardOut(Schema):
    """The morning board: the very figures of the page. ``league`` holds the bodies that need attention most, of
    ``bodies`` in all (see ``league``); ``due_in_week`` the tasks due in the seven days after today. ``figures`` is
    ``null`` where the reader has no unit; ``questions`` about figures are not answered yet.
    """

    today: dt.date
    whole_province: bool
    totals: CountsOut
    waiting_for_acceptance: int
    explanations_waiting: int
    overdue: list[OverdueOut]
    due_today: list[TaskOut]
    due_in_week: list[TaskOut]
    shared: list[SharedTaskOut]
    change: ChangeOut
    league: list[LeagueOut]
    bodies: int
    shares: CountsOut
    tiles: list[TileOut]
    figures: FigureBoardOut | None
    groups: list[RedGroupOut]
    questions: int

    @classmethod
    def of(cls, board: Board, url_of: Callable[[int], str]) -> BoardOut:
        return cls(
            today=board.today,
            whole_province=board.whole_province,
            totals=CountsOut.of(board.totals),
            waiting_for_acceptance=board.waiting_for_acceptance,
            explanations_waiting=board.explanations_waiting,
            overdue=[OverdueOut.of_overdue(task, url_of(task.row.id)) for task in board.overdue],
            due_today=[TaskOut.of(row, url_of(row.id)) for row in board.due_today],
            due_in_week=[TaskOut.of(row, url_of(row.id)) for row in board.due_in_week],
            shared=[SharedTaskOut.of_shared(task, url_of(task.row.id)) for task in board.shared],
            change=ChangeOut.of(board.change),
            league=[LeagueOut.of(row) for row in board.league],
            bodies=board.bodies,
            shares=CountsOut.of(board.shares),
            tiles=[TileOut(**{name: getattr(tile, name) for name in TileOut.model_fields}) for tile in board.tiles],
            figures=FigureBoardOut.of(board.figures) if board.figures else None,
            groups=[RedGroupOut.of(group) for group in board.groups],
            questions=board.questions,
        )


class TaskPageOut(Schema):
    """One page of a tab. Pass ``after`` back to get the next; ``null`` at the end."""

    tab: str
    counts: CountsOut
    items: list[TaskOut]
    after: str | None
