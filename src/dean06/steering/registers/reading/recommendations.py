"""PRIVATE. Recommendations as lists and reports show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dean06.kernel.common.actors import Actor
from dean06.steering.registers.models import Recommendation
from dean06.steering.registers.reading.scope import names, recommendations_of
from dean06.steering.registers.types import RecommendationRow, RecommendationState

WAITING = (RecommendationState.RAISED, RecommendationState.SENT)


def open_recommendations(actor: Actor, on: dt.date) -> list[RecommendationRow]:
    """What was raised by ``on`` and nobody had answered by then, oldest first. Two queries. Raises ``NotAllowed``."""
    found = recommendations_of(actor).filter(raised_on__lte=on)
    waiting = (
        found.filter(state__in=WAITING)
        | found.filter(answered_on__gt=on)
        | found.filter(answered_on__isnull=True, closed_on__gt=on)
    )
    return rows(waiting.distinct().order_by("raised_on", "pk"), on)


def recommendations_in(actor: Actor, first: dt.date, last: dt.date) -> list[RecommendationRow]:
    """What was raised or answered in a period, as it stands, oldest first. Two queries. Raises ``NotAllowed``."""
    found = recommendations_of(actor)
    inside = found.filter(raised_on__range=(first, last)) | found.filter(answered_on__range=(first, last))
    return rows(inside.distinct().order_by("raised_on", "pk"), last)


def rows(found: Iterable[Recommendation], on: dt.date) -> list[RecommendationRow]:
    """Rows with names and ages counted to ``on``; an answered one stopped ageing."""
    listed = list(found)
    known = names(one.agency_code for one in listed)
    return [_row(one, known, on) for one in listed]


def _row(one: Recommendation, known: dict[str, str], on: dt.date) -> RecommendationRow:
    state = RecommendationState(one.state)
    end = min(one.answered_on or one.closed_on or on, on)
    waits = state in WAITING
    return RecommendationRow(
        id=one.pk,
        text=one.text,
        to_whom=one.to_whom,
        sent_by=known.get(one.agency_code, one.agency_code),
        sent_by_code=one.agency_code,
        raised_on=one.raised_on,
        sent_on=one.sent_on,
        document=one.document,
        state=state,
        due_on=one.due_on,
        age_days=max((end - one.raised_on).days, 0),
        overdue=waits and one.due_on is not None and one.due_on < on,
        answer=one.answer,
        answered_on=one.answered_on,
        answer_document=one.answer_document,
    )
