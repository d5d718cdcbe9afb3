"""PRIVATE. Asking a unit about its figure, and its answer; until answered the question stays on the board."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications import services as notifications
from dean06.kernel.writing.services import Write, service
from dean06.steering.dashboards.errors import NobodyAnswers, QuestionAnswered, QuestionNotFound, QuestionPending
from dean06.steering.dashboards.events import FigureExplained, FigureQuestioned
from dean06.steering.dashboards.figures.reading import figure
from dean06.steering.dashboards.models import FigureExplanation
from dean06.steering.dashboards.rules import asking
from dean06.steering.indicators import queries as indicators

#: Working days that a unit has to answer when nothing else is said; as for tasks.
DAYS_TO_ANSWER = 2


@service(permission="assignments.request_explanation")
def request_explanation(
    *,
    actor: Actor,
    write: Write,
    indicator: str,
    unit: str,
    period: str,
    question: str,
    due_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> FigureExplanation:
    """Ask a reporting unit to explain its figure of an indicator and period by ``due_on`` (default: 2 working days).

    The figure as it stands is kept with the question. Raises ``IndicatorNotFound``, ``UnitNotFound``,
    ``PeriodNotFound``, ``NobodyAnswers``, ``QuestionEmpty``, ``DayHasPassed``, ``QuestionPending`` while the unit has
    not answered an earlier question about this indicator.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    body, over = indicators.unit(unit), indicators.period(period)
    ref = indicators.indicator(indicator, over.last)
    if not body.agency:
        raise NobodyAnswers(fields={"unit": NobodyAnswers.message})
    write.authorise(agency=body.agency)
    question = asking.check_words(question, "question")
    due_on = asking.check_due(due_on or work_calendar().add_working_days(today, DAYS_TO_ANSWER).day, today)
    seen = figure(actor, ref, body, over)
    try:
        with transaction.atomic():
            asked = FigureExplanation.objects.create(
                indicator_code=ref.code,
                indicator_name=ref.name,
                unit_code=body.code,
                unit_name=body.name,
                agency_code=body.agency,
                period_code=over.code,
                period_label=over.label,
                figure=" ".join(filter(None, (seen.text, f"({seen.counts})" if seen.counts else ""))),
                target=seen.target_text,
                question=question,
                due_on=due_on,
                asked_by_id=actor.user_id,
                asked_by_name=actor.name[:160],
                asked_at=now,
            )
    except IntegrityError:
        raise QuestionPending(f"{body.name} chưa trả lời yêu cầu giải trình trước đó về chỉ tiêu này.") from None
    write.audit("board.figure_questioned", subject=asked, details={"indicator": ref.code, "unit": body.code})
    _tell(
        [person.user_id for person in accounts.users_of_agency(body.agency, "indicators.view")],
        actor,
        asked,
        title=f"Yêu cầu giải trình trước hết ngày {due_on:%d/%m/%Y}: {ref.short_name}, {over.label.lower()}",
        body=question,
        key=f"asked:{asked.pk}",
    )
    write.publish(FigureQuestioned(question_id=asked.pk, indicator=ref.code, unit=body.code, period=over.code))
    return asked


@service(permission="assignments.explain")
def explain(
    *, actor: Actor, write: Write, request_id: int, answer: str, now: dt.datetime | None = None
) -> FigureExplanation:
    """The asked unit answers, once. Raises ``QuestionNotFound`` for other units, ``QuestionAnswered``,
    ``QuestionEmpty``."""
    now = now or timezone.now()
    asked = FigureExplanation.objects.select_for_update().filter(pk=request_id).first()
    if asked is None or not actor.can("assignments.explain", agency=asked.agency_code):
        raise QuestionNotFound
    if asked.answered_at:
        raise QuestionAnswered
    asked.answer = asking.check_words(answer, "answer")
    asked.answered_by_id = actor.user_id
    asked.answered_by_name = actor.name[:160]
    asked.answered_at = now
    asked.save(update_fields=["answer", "answered_by_id", "answered_by_name", "answered_at"])
    late = timezone.localdate(now) > asked.due_on
    write.audit("board.figure_explained", subject=asked, details={"late": late})
    if asked.asked_by_id is not None:
        _tell(
            [asked.asked_by_id],
            actor,
            asked,
            title=f"{asked.unit_name} đã giải trình: {asked.indicator_name}",
            body=asked.answer,
            key=f"answered:{asked.pk}",
        )
    write.publish(FigureExplained(question_id=asked.pk))
    return asked


def _tell(people: list[int], actor: Actor, asked: FigureExplanation, *, title: str, body: str, key: str) -> None:
    """The actor is not told of the actor's own act."""
    notifications.notify(
        user_ids=[person for person in people if person != actor.user_id],
        kind="dashboards",
        title=title,
        body=body,
        url=reverse("dashboards:question", args=[asked.pk]),
        subject=f"dashboards.figureexplanation:{asked.pk}",
        dedupe_key=f"dashboards:{key}",
    )
