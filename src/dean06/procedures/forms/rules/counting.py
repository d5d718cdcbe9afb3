"""How many questions a form asks, told before the first one: no answer is there yet, so a least and a most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue.queries import CHANNEL, holds
from dean06.procedures.catalogue.types import Condition
from dean06.procedures.forms.rules import nesting
from dean06.procedures.forms.rules.blueprint import Blueprint, Question, declared
from dean06.procedures.forms.types import Prefill


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions that have to be answered by hand: ``least`` whatever is answered, ``most`` on the longest way."""

    least: int
    most: int


def questions(plan: Blueprint, prefill: Mapping[str, Prefill], channel: str) -> Questions:
    """Questions that nothing fills in, those of a group once. A guarded one counts for ``most`` only, and so does one
    that a family member's number may fill in. Questions that exclude each other because they hang on different answers
    to the same question are not added up; where that cannot be told, all count: ``most`` is never too small."""
    known = {declared(path) for path in prefill}
    least, free = 0, 0
    hanging: dict[str, list[Question]] = defaultdict(list)
    for question in plan.questions.values():
        if question.section is None or question.path in known:
            continue
        guard = [one for one in question.guards if one.field != CHANNEL]
        if any(one.field == CHANNEL and not holds((one,), {}, channel) for one in question.guards):
            continue
        chooser = next((one.field for one in guard if _choices(plan, one.field)), "")
        if chooser:
            hanging[chooser].append(question)
        else:
            free += 1
            may_be_empty = bool(question.group) and plan.groups[question.group].min_items == 0
            least += not guard and not may_be_empty and not question.ui.prefill.startswith("population(")
    return Questions(least, free + sum(_longest(plan, one, asked, prefill) for one, asked in hanging.items()))


def _longest(plan: Blueprint, chooser: str, asked: list[Question], prefill: Mapping[str, Prefill]) -> int:
    """The most of these questions that a single answer to ``chooser`` brings up."""
    fixed = prefill.get(chooser)
    values = [fixed.value] if fixed is not None and fixed.locked else [*_choices(plan, chooser), None]
    return max(sum(_comes_up(question, chooser, value) for question in asked) for value in values)


def _comes_up(question: Question, chooser: str, value: Any) -> bool:
    data: dict[str, Any] = {}
    if value is not None:
        nesting.put(data, chooser, value)
    conditions: list[Condition] = [one for one in question.guards if one.field == chooser]
    return holds(tuple(conditions), data, "")


def _choices(plan: Blueprint, path: str) -> list[Any]:
    """The answers that a question outside groups can have, when they can be listed."""
    question = plan.questions.get(path)
    if question is None or question.group:
        return []
    return [True, False] if question.kind == "boolean" else [value for value, _ in question.choices]
