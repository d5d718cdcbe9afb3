"""PRIVATE. One unit on one sheet: every indicator with target, rank and trend, and what else the unit owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dean06.ecosystem.worklists import queries as worklists
from dean06.ecosystem.worklists.types import OpenCount
from dean06.kernel.common.actors import Actor
from dean06.procedures.figures import queries as dossiers
from dean06.procedures.figures.types import IndexResult, Period
from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.queries import BodyScore, Row
from dean06.steering.assignments.types import WorkClass
from dean06.steering.collection import queries as collection
from dean06.steering.collection.types import Duty, State, UnitStatus
from dean06.steering.dashboards.figures.heads import Answerer, answerers
from dean06.steering.dashboards.figures.matrix import GROUPS
from dean06.steering.dashboards.figures.reading import KINDS, Figure, closed_periods, judged
from dean06.steering.dashboards.figures.scope import scope, visible_unit
from dean06.steering.dashboards.models import FigureExplanation
from dean06.steering.dashboards.rules import judging, writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level, PeriodKind, PeriodRef, UnitRef

#: Periods that the small line of an indicator shows, and over which punctuality is told.
LINE = 12
#: Names of the groups of index 766 (QĐ 766/QĐ-TTg).
INDEX_GROUPS = {
    "1": "Công khai, minh bạch",
    "2": "Tiến độ, kết quả giải quyết",
    "3": "Cung cấp dịch vụ trực tuyến",
    "4": "Số hóa hồ sơ",
    "5": "Mức độ hài lòng",
}
_MOST_TASKS, _MOST_FIRST = 4, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the unit: the figure, its place among ``of`` units of the level, the change, the trend."""

    figure: Figure
    rank: int | None
    of: int
    change: Fraction | None
    better: bool | None
    values: Sequence[float | None]

    @property
    def change_text(self) -> str:
        """ "+1,2"; "–" when unknown."""
        return writing.change_sign(self.change, self.figure.ref)

    @property
    def gap(self) -> Fraction:
        """How far the target is missed, as a share of it; 0 when it is met or there is none."""
        target, amount = self.figure.target, self.figure.amount
        if not self.figure.below or target is None or amount is None:
            return Fraction(0)
        minimum = Fraction(target.minimum)
        return abs(minimum - amount) / (abs(minimum) or 1)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one utility group."""

    number: int
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class LostPoints:
    """Index 766 by group: points won of those that could be won, and what was lost."""

    title: str
    points: float
    reachable: float

    @property
    def lost(self) -> float:
        """Points that were not won."""
        return round(self.reachable - self.points, 2)


@dataclass(frozen=True, slots=True)
class UnitCard:
    """The sheet of one unit. ``index`` and ``work`` are ``None`` where the reader has no right or there is nothing."""

    unit: UnitRef
    who: Answerer | None
    today: dt.date
    period: PeriodRef
    groups: Sequence[Group]
    score: BodyScore | None
    overdue: Sequence[Row]
    index: IndexResult | None
    index_period: Period | None
    points: Sequence[LostPoints]
    punctuality: Sequence[UnitStatus]
    duties: Sequence[Duty]
    work: OpenCount | None
    questions: Sequence[FigureExplanation]

    @property
    def lines(self) -> list[Line]:
        """All lines."""
        return [line for group in self.groups for line in group.lines]

    def count(self, wanted: Verdict) -> int:
        """Indicators with that word."""
        return sum(line.figure.verdict is wanted for line in self.lines)

    @property
    def zeros(self) -> list[Line]:
        """Indicators where nothing was done although there were cases."""
        return [line for line in self.lines if line.figure.is_zero and line.figure.below]

    @property
    def first(self) -> list[Line]:
        """What to do first: the widest gaps to the target."""
        wide = [line for line in self.lines if line.gap]
        return sorted(wide, key=lambda line: -line.gap)[:_MOST_FIRST]

    @property
    def is_commune(self) -> bool:
        """A commune rather than a department or a branch."""
        return self.unit.level == Level.COMMUNE

    @property
    def on_time(self) -> int:
        """Periods of ``punctuality`` whose figures came in time."""
        return sum(one.sent_at is not None and one.late_days == 0 for one in self.punctuality)


def unit_card(actor: Actor, code: str, *, today: dt.date, now: dt.datetime | None = None) -> UnitCard:
    """The card for an actor. Raises ``NotAllowed``, ``UnitNotFound``, ``PageNotFound``."""
    unit = visible_unit(scope(actor), code)
    over = closed_periods(today)
    month = over[PeriodKind.MONTH]
    score, overdue = _tasks(actor, unit, today)
    index, index_period, points = _index(actor, unit, today)
    return UnitCard(
        unit=unit,
        who=answerers([unit.agency]).get(unit.agency),
        today=today,
        period=month,
        groups=_groups(actor, unit, over, today),
        score=score,
        overdue=overdue,
        index=index,
        index_period=index_period,
        points=points,
        punctuality=_sent_itself(collection.history(actor, unit.code, indicators.periods_back(month, LINE), today)),
        duties=[duty for duty in collection.duties(actor, unit.code, today) if duty.open],
        work=worklists.open_counts(unit.unit_code) if unit.level == Level.COMMUNE and unit.unit_code else None,
        questions=list(
            FigureExplanation.objects.filter(unit_code=unit.code, answered_at=None).order_by("due_on", "id")[:5]
        ),
    )


def _sent_itself(history: Sequence[UnitStatus]) -> list[UnitStatus]:
    """Periods that the unit had to send: without those it was excused from and those the province took over."""
    return [one for one in history if one.state != State.EXEMPT and not (one.received and one.sent_at is None)]


def _groups(actor: Actor, unit: UnitRef, over: dict[PeriodKind, PeriodRef], today: dt.date) -> list[Group]:
    catalogue = indicators.in_force(over[PeriodKind.MONTH].last)
    reporters = indicators.reporter_table(catalogue, over[PeriodKind.MONTH].last)
    refs = [ref for ref in catalogue if unit.id in reporters.get(ref.code, ())]
    targets = indicators.targets(over[PeriodKind.MONTH].last)
    lines: dict[str, Line] = {}
    for kind in KINDS:
        codes = [ref.code for ref in refs if ref.frequency == kind]
        if not codes:
            continue
        back = indicators.periods_back(over[kind], LINE)
        series = indicators.series(actor, codes, unit.id, back)
        ranks = indicators.ranks(actor, codes, unit.id, over[kind])
        for ref in refs:
            if ref.frequency != kind:
                continue
            cells = series[ref.code]
            figure = judged(ref, unit, over[kind], cells[-1], targets)
            change = writing.change(cells[-1].pair, cells[-2].pair)
            rank, of = ranks.get(ref.code, (None, 0))
            values = [None if (amount := judging.amount(cell.pair)) is None else float(amount) for cell in cells]
            lines[ref.code] = Line(figure, rank, of, change, judging.better(change, ref.direction), values)
    numbers = sorted({ref.group for ref in refs})
    return [
        Group(number, GROUPS.get(number, ""), [lines[ref.code] for ref in refs if ref.group == number])
        for number in numbers
    ]


def _tasks(actor: Actor, unit: UnitRef, today: dt.date) -> tuple[BodyScore | None, list[Row]]:
    if not unit.agency or not actor.can("assignments.view", agency=unit.agency):
        return None, []
    on = assignments.day(today)
    scores = assignments.body_scores(actor, on=on, agency_code=unit.agency)
    page = assignments.page(
        actor,
        tab=WorkClass.OVERDUE,
        on=on,
        wanted=assignments.ListFilter(lead=unit.agency),
        after=None,
        size=_MOST_TASKS,
    )
    return next((score for score in scores if score.agency_code == unit.agency), None), list(page.rows)


def _index(actor: Actor, unit: UnitRef, today: dt.date) -> tuple[IndexResult | None, Period | None, list[LostPoints]]:
    """Index 766 of the year so far."""
    if not unit.agency or not actor.can(dossiers.VIEW, agency=unit.agency):
        return None, None, []
    period = Period(today.replace(month=1, day=1), today)
    result = dossiers.index_766(actor, period, unit.agency)
    points = []
    for number, title in INDEX_GROUPS.items():
        scored = [one for one in result.components if one.group == number and one.score is not None]
        if scored:
            won = round(sum(one.score or 0 for one in scored), 2)
            points.append(LostPoints(title, won, round(sum(one.max_points for one in scored), 2)))
    return result, period, points


def unit_choices(actor: Actor, today: dt.date) -> list[UnitRef]:
    """Units whose card the actor may open, by level and order. Raises ``NotAllowed``."""
    within = scope(actor)
    return [unit for unit in indicators.units(today) if unit.level != Level.PROVINCE and within.holds(unit)]
