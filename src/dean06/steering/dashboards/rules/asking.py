"""When a question about a figure, or its answer, may stand."""

from __future__ import annotations

import datetime as dt

from dean06.steering.dashboards.errors import DayHasPassed, QuestionEmpty

#: The shortest question or answer, characters; as for tasks.
SHORTEST = 10


def check_words(text: str, field: str) -> str:
    """The text without spaces around it. Raises ``QuestionEmpty`` for one that says nothing."""
    text = text.strip()
    if len(text) < SHORTEST:
        raise QuestionEmpty(fields={field: QuestionEmpty.message})
    return text


def check_due(due_on: dt.date, today: dt.date) -> dt.date:
    """The day to answer by. Raises ``DayHasPassed``."""
    if due_on < today:
        raise DayHasPassed(fields={"due_on": DayHasPassed.message})
    return due_on
