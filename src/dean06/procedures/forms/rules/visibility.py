"""Which questions are asked, given the answers: guards of sections and fields, decided on the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.queries import holds
from dean06.procedures.forms.rules import nesting
from dean06.procedures.forms.rules.blueprint import Blueprint, Question

#: Guards that depend on each other settle within this many rounds; a circle of guards ends here as it then stands.
_ROUNDS = 12


def asked(plan: Blueprint, data: Mapping[str, Any], channel: str) -> dict[str, Any]:
    """The declared answers of the questions that are asked: an answer to a question that is not asked does not count
    for other guards either. Items keep their places; values are not judged."""
    everything = _only(plan, data, data, channel, guarded=False)
    current = everything
    for _ in range(_ROUNDS):
        following = _only(plan, everything, current, channel, guarded=True)
        if following == current:
            break
        current = following
    return current


def declared_only(plan: Blueprint, data: Mapping[str, Any]) -> dict[str, Any]:
    """The declared fields of ``data`` with plain values, emptied ones ("") included: what a draft keeps."""
    result: dict[str, Any] = {}
    for path, group in plan.groups.items():
        items = nesting.get(data, path)
        if isinstance(items, list):
            nesting.put(result, path, [{} for item in items[: group.max_items] if isinstance(item, Mapping)])
    for question in plan.questions.values():
        for path in _concrete(question, result):
            value = nesting.get(data, path)
            if value is not None and not isinstance(value, Mapping | list):
                nesting.put(result, path, value)
    return result


def _concrete(question: Question, data: Mapping[str, Any]) -> list[str]:
    if not question.group:
        return [question.path]
    items = nesting.get(data, question.group)
    rest = question.path.removeprefix(f"{question.group}[]")
    return [f"{question.group}[{index}]{rest}" for index in range(len(items) if isinstance(items, list) else 0)]


def is_asked(question: Question, data: Mapping[str, Any], channel: str, item: Mapping[str, Any] | None = None) -> bool:
    """True if the guards of a question hold with these (already settled) answers; ``item``: of its group."""
    return holds(question.guards, data, channel, item=item, group=question.group)


def _only(
    plan: Blueprint, source: Mapping[str, Any], settled: Mapping[str, Any], channel: str, *, guarded: bool
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for path, group in plan.groups.items():
        items = nesting.get(source, path)
        if isinstance(items, list) and (not guarded or holds(group.guards, settled, channel)):
            kept = [item for item in items if isinstance(item, Mapping)]
            nesting.put(result, path, [_item(plan, path, item, index, settled, channel, guarded=guarded)
                                       for index, item in enumerate(kept[: group.max_items + 1])])  # fmt: skip
    for path, question in plan.questions.items():
        if question.group:
            continue
        value = nesting.get(source, path)
        if not nesting.is_empty(value) and (not guarded or is_asked(question, settled, channel)):
            nesting.put(result, path, value)
    return result


def _item(
    plan: Blueprint,
    group: str,
    item: Mapping[str, Any],
    index: int,
    settled: Mapping[str, Any],
    channel: str,
    *,
    guarded: bool,
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    here = nesting.get(settled, f"{group}[{index}]", {})
    for question in plan.questions.values():
        if question.group != group:
            continue
        rest = question.path.removeprefix(f"{group}[].")
        value = nesting.get(item, rest)
        if not nesting.is_empty(value) and (not guarded or is_asked(question, settled, channel, here)):
            nesting.put(kept, rest, value)
    return kept
