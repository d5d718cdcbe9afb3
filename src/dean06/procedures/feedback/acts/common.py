"""What the acts share: the moment, locking, deadlines, the story."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.errors import FeedbackNotFound, WordsMissing, WrongStep
from dean06.procedures.feedback.models import ClockRow, Feedback, FeedbackStep
from dean06.procedures.feedback.types import ClockRule, Dues, State


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def clock_rules() -> list[ClockRule]:
    """Rows of the province's table."""
    return [
        ClockRule(**{name: getattr(row, name) for name in ClockRule.__dataclass_fields__})
        for row in ClockRow.objects.all()
    ]


def lock(feedback_id: int, *states: State, revision: int | None = None) -> Feedback:
    """The feedback, locked. Raises ``FeedbackNotFound``, and ``WrongStep`` unless it is in one of ``states`` (and as
    the page saw it).
    """
    found = Feedback.objects.select_for_update().filter(pk=feedback_id).first()
    if found is None:
        raise FeedbackNotFound
    if (states and found.state not in states) or (revision is not None and revision != found.revision):
        raise WrongStep
    return found


def words(text: str, field: str) -> str:
    """``text`` without blank ends. Raises ``WordsMissing`` when it says next to nothing."""
    text = text.strip()
    if len(text) < rules.SHORTEST_WORDS:
        raise WordsMissing(fields={field: WordsMissing.message})
    return text


def day(at: dt.datetime | None) -> dt.date | None:
    """The local day of a moment."""
    return timezone.localdate(at) if at else None


def dues_of(found: Feedback) -> Dues:
    """Last days of the steps by the calendar and the rule that was in force when it came."""
    calendar = work_calendar()
    received = timezone.localdate(found.received_at)
    return rules.dues(
        rules.clock_on(clock_rules(), received),
        received=received,
        add=lambda start, days: calendar.add_working_days(start, days).day,
        supplemented=day(found.supplemented_at),
        answered=day(found.answered_at),
    )


def settle(found: Feedback, state: State, now: dt.datetime) -> None:
    """Set the state and every column that follows from it, and save."""
    found.state = state
    due = dues_of(found)
    found.refuse_by, found.ask_by, found.answer_by, found.publish_by = due.refuse, due.ask, due.answer, due.publish
    found.due_on = rules.next_due(state, due)
    found.was_late = rules.is_late(
        state,
        due,
        today=dt.date.min,
        refused=day(found.refused_at),
        asked=day(found.asked_at),
        answered=day(found.answered_at),
        published=day(found.published_at),
    )
    found.revision += 1
    found.save()


def tell(
    found: Feedback, title: str, text: str = "", *, actor: Actor, now: dt.datetime, is_public: bool = True
) -> None:
    """One line of the story."""
    FeedbackStep.objects.create(
        feedback=found, at=now, title=title[:200], text=text, actor_name=actor.name[:160], is_public=is_public
    )
