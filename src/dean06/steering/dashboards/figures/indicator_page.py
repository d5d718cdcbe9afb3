"""PRIVATE. Everything the page of one indicator shows: where, since when, will it be made, which rows are behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dean06.kernel.common.actors import Actor
from dean06.steering.dashboards.errors import PageNotFound
from dean06.steering.dashboards.figures.heads import Answerer, answerers
from dean06.steering.dashboards.figures.reading import KINDS, Figure, closed, judged, verdict
from dean06.steering.dashboards.figures.scope import Scope, home_unit, scope
from dean06.steering.dashboards.models import FigureExplanation
from dean06.steering.dashboards.rules import judging, writing
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.queries import Forecast
from dean06.steering.indicators.types import IndicatorRef, Level, PeriodKind, PeriodRef, TargetRef, UnitRef

#: Periods that the line shows, and the most it can be switched to; shorter kinds have more of them.
SHORT_LINE, LONG_LINE = 12, 24
#: How many units the lists of best and worst hold.
EXTREMES = 5
#: Levels that a table of units may show, in the order of its tabs.
LEVELS = (Level.COMMUNE, Level.AGENCY, Level.FACILITY, Level.DISTRICT)


@dataclass(frozen=True, slots=True)
class Place:
    """One unit's line in the table: its figure, rank (``None``: no value, no cases or no direction), and change."""

    figure: Figure
    rank: int | None
    change: Fraction | None
    better: bool | None
    question: FigureExplanation | None = None

    @property
    def change_text(self) -> str:
        """ "+1,2"; "–" when unknown."""
        return writing.change_sign(self.change, self.figure.ref)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of the line."""

    period: PeriodRef
    figure: Figure
    target: TargetRef | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a breakdown."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """``unit`` is the province, or the unit that the reader looks at; ``places`` the units of ``level``, ranked."""

    ref: IndicatorRef
    unit: UnitRef
    period: PeriodRef
    periods: Sequence[PeriodRef]
    figure: Figure
    change: Fraction | None
    before: PeriodRef | None
    line: Sequence[Point]
    length: int
    level: Level | None
    levels: Sequence[Level]
    places: Sequence[Place]
    parts: Sequence[Part]
    forecast: Forecast | None
    owner: Answerer | None
    questions: Sequence[FigureExplanation]
    in_full: bool

    def count(self, wanted: Verdict) -> int:
        """Units of the level with that word."""
        return sum(place.figure.verdict is wanted for place in self.places)

    @property
    def judged(self) -> int:
        """Units that have a value, cases and a target."""
        return self.count(Verdict.BELOW) + self.count(Verdict.MET)

    @property
    def zeros(self) -> list[Place]:
        """Units with 0 of something: nothing was done although there were cases."""
        return [place for place in self.places if place.figure.is_zero and place.figure.ref.direction != "lower"]

    @property
    def without_cases(self) -> list[Place]:
        """Units with 0 of 0."""
        return [place for place in self.places if place.figure.verdict is Verdict.NO_CASES]

    @property
    def without_data(self) -> list[Place]:
        """Units that gave nothing."""
        return [place for place in self.places if place.figure.verdict is Verdict.NO_DATA]

    @property
    def ranked(self) -> list[Place]:
        """Units with a rank, the best first."""
        return [place for place in self.places if place.rank is not None]

    @property
    def best(self) -> list[Place]:
        """At most five, the best first; never one that is among the worst."""
        ranked = self.ranked
        return ranked[: min(EXTREMES, (len(ranked) + 1) // 2)]

    @property
    def worst(self) -> list[Place]:
        """At most five, the worst first."""
        ranked = self.ranked
        return ranked[::-1][: min(EXTREMES, len(ranked) // 2)]


def indicator_page(
    actor: Actor,
    code: str,
    *,
    today: dt.date,
    period: str = "",
    unit: str = "",
    level: str = "",
    length: int = SHORT_LINE,
) -> IndicatorPage:
    """The page for an actor. Raises ``NotAllowed``, ``IndicatorNotFound``, ``UnitNotFound``, ``PeriodNotFound``,
    ``PageNotFound`` for a unit whose figures the actor may not see."""
    within = scope(actor)
    now = indicators.indicator(code, today)
    over = indicators.period(period) if period else closed(now.frequency, today)
    if KINDS.index(over.kind) < KINDS.index(now.frequency):
        raise PageNotFound
    ref = indicators.indicator(code, over.last)
    body = _unit(actor, within, ref, unit, today)
    length = LONG_LINE if length > SHORT_LINE else SHORT_LINE
    targets = indicators.targets(over.last)
    back = indicators.periods_back(over, length)
    cells = indicators.series(actor, [code], body.id, back)[code]
    line = [
        Point(one, Figure(ref, body, one, cell, target, verdict(ref, cell.pair, target)), target)
        for one, cell, target in zip(back, cells, indicators.target_line(code, body, back), strict=True)
    ]
    levels = _levels(ref, over)
    shown = next((one for one in levels if one.value == level), levels[0] if levels else None)
    questions = _questions(within, code)
    open_of = {question.unit_code: question for question in reversed(questions)}
    places = _places(actor, ref, over, shown, targets, open_of) if shown else []
    return IndicatorPage(
        ref=ref,
        unit=body,
        period=over,
        periods=_choices(over.kind, today, over),
        figure=line[-1].figure,
        change=writing.change(line[-1].figure.pair, line[-2].figure.pair) if len(line) > 1 else None,
        before=back[-2] if len(back) > 1 else None,
        line=line,
        length=length,
        level=shown,
        levels=levels,
        places=places,
        parts=_parts(actor, ref, body, over),
        forecast=_forecast(actor, ref, body, over),
        owner=answerers([ref.owner]).get(ref.owner),
        questions=questions,
        in_full=within.holds(body) or within.owns(ref),
    )


def _unit(actor: Actor, within: Scope, ref: IndicatorRef, code: str, today: dt.date) -> UnitRef:
    """The unit asked for; by default the province for who may see its total, otherwise the reader's own unit."""
    if code:
        unit = indicators.unit(code)
        if not (within.holds(unit) or within.owns(ref)):
            raise PageNotFound
        return unit
    if within.owns(ref):
        return indicators.province()
    home = home_unit(within, actor, today)
    if home is None:
        raise PageNotFound
    return home


def _levels(ref: IndicatorRef, period: PeriodRef) -> list[Level]:
    """Levels worth a table: those whose units report."""
    reporting = {unit.level for unit in indicators.reporters(ref, period.last)}
    return [level for level in LEVELS if level in reporting]


def _choices(kind: PeriodKind, today: dt.date, chosen: PeriodRef) -> list[PeriodRef]:
    """Periods to choose from, the latest first; the chosen one is among them even when it is old."""
    latest = indicators.recent(kind, LONG_LINE, today)
    known = {one.code: one for one in [*latest, chosen]}
    return sorted(known.values(), key=lambda one: one.last, reverse=True)


def _places(
    actor: Actor,
    ref: IndicatorRef,
    period: PeriodRef,
    level: Level,
    targets: indicators.TargetTable,
    open_of: dict[str, FigureExplanation],
) -> list[Place]:
    return [
        Place(
            judged(ref, row.unit, period, row.cell, targets),
            row.rank,
            # Fractions of 1 come in; percentage points are shown.
            None if row.change is None else row.change * (100 if ref.is_rate else 1),
            judging.better(row.change, ref.direction),
            open_of.get(row.unit.code),
        )
        for row in indicators.ranking(actor, ref.code, period, level)
    ]


def _parts(actor: Actor, ref: IndicatorRef, unit: UnitRef, period: PeriodRef) -> list[Part]:
    """The breakdown of the unit's figure; parts have no targets of their own."""
    parts = []
    for key, label in ref.breakdown:
        cell = indicators.cells(actor, [ref.code], [unit.id], period, breakdown=key).get(ref.code, unit.id)
        parts.append(Part(label, Figure(ref, unit, period, cell, None, verdict(ref, cell.pair, None))))
    return parts


def _forecast(actor: Actor, ref: IndicatorRef, unit: UnitRef, period: PeriodRef) -> Forecast | None:
    """To the end of the year that the period lies in."""
    if ref.frequency == PeriodKind.YEAR:
        return None
    return indicators.forecast(actor, ref.code, unit.id, period)


def _questions(within: Scope, code: str) -> list[FigureExplanation]:
    """Questions about the indicator that the reader may know of: unanswered first, then the latest."""
    rows = FigureExplanation.objects.filter(indicator_code=code)
    if not within.everything:
        rows = rows.filter(agency_code__in=within.agencies)
    return sorted(rows.order_by("-id")[:20], key=lambda one: one.answered_at is not None)
