"""PRIVATE. Reads of questions: whom one may ask about a figure, what waits, what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.dashboards.errors import QuestionNotFound
from dean06.steering.dashboards.figures.reading import KINDS, Figure, closed, sheet
from dean06.steering.dashboards.figures.scope import scope
from dean06.steering.dashboards.models import FigureExplanation
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level, UnitRef

_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """A figure and the units that may be asked about it, each with what it stands at; those under target first."""

    figure: Figure
    units: Sequence[tuple[UnitRef, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Part of the questions with the counts of both tabs."""

    page: Page[FigureExplanation]
    waiting: int
    answered: int


def asking(actor: Actor, code: str, *, today: dt.date, period: str = "", unit: str = "") -> Asking:
    """What the form of a question shows. Raises ``IndicatorNotFound``, ``PeriodNotFound``, ``UnitNotFound``."""
    scope(actor)
    now = indicators.indicator(code, today)
    over = indicators.period(period) if period else closed(now.frequency, today)
    ref = indicators.indicator(code, over.last)
    owner = indicators.unit_of_agency(ref.owner) if ref.owner else None
    about = indicators.unit(unit) if unit else indicators.province()
    reporters = [one for one in indicators.reporters(ref, over.last) if one.agency]
    table = sheet(actor, [ref], [about, *reporters], dict.fromkeys(KINDS, over), indicators.targets(over.last))
    found = table.of(code)[1:]
    found.sort(key=lambda figure: (not figure.below, figure.unit.name))
    choices: dict[int, tuple[UnitRef, str]] = {}
    if owner is not None and owner.agency:
        choices[owner.id] = (owner, f"{owner.name} (cơ quan chủ quản chỉ tiêu)")
    for figure in found:
        choices.setdefault(figure.unit.id, (figure.unit, f"{figure.unit.name}: {figure.text}"))
    if about.level != Level.PROVINCE and about.agency:
        choices.setdefault(about.id, (about, about.name))
    chosen = about.code if about.level != Level.PROVINCE else owner.code if owner else ""
    return Asking(table.get(code, about.id), list(choices.values()), chosen)


def visible_questions(actor: Actor) -> QuerySet[FigureExplanation]:
    """A question is seen by who may ask anywhere, and by the body that is asked."""
    if actor.can("assignments.request_explanation", agency=WHOLE_PROVINCE):
        return FigureExplanation.objects.all()
    return FigureExplanation.objects.filter(agency_code__in=actor.agencies_for("indicators.view"))


def questions(actor: Actor, *, today: dt.date, answered: bool, page: str = "1") -> QuestionPage:
    """Those that wait by the day they are due, those that were answered the latest first. Raises ``NotAllowed``."""
    actor.require("indicators.view")
    rows = visible_questions(actor)
    waiting = rows.filter(answered_at=None)
    done = rows.exclude(answered_at=None)
    listed = done.order_by("-answered_at", "-id") if answered else waiting.order_by("due_on", "id")
    return QuestionPage(Paginator(listed, _A_PAGE).get_page(page), waiting.count(), done.count())


def question(actor: Actor, request_id: int) -> FigureExplanation:
    """One question. Raises ``NotAllowed``, ``QuestionNotFound``."""
    actor.require("indicators.view")
    asked = visible_questions(actor).filter(pk=request_id).first()
    if asked is None:
        raise QuestionNotFound
    return asked
