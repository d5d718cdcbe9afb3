"""What a browser sent, as nested data of the form. Unknown names are ignored, sizes are limited, nothing is trusted.

Names of controls are concrete paths: ``child.full_name``, ``members[0].full_name``. ``members[]`` (any value) says that
the group is on the page, ``members[0]`` that the item is, even when none of its boxes is ticked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from dean06.procedures.forms.errors import FormTooLarge
from dean06.procedures.forms.rules import nesting
from dean06.procedures.forms.rules.blueprint import Blueprint, declared
from dean06.procedures.forms.rules.reading import read
from dean06.procedures.forms.types import PageAct

#: More controls or letters than any form has.
MOST_CONTROLS, MOST_LETTERS = 2_000, 300_000
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\[\d{1,3}\])?(?:\.[a-z][a-z0-9_]*(?:\[\d{1,3}\])?)*")
_ITEM = re.compile(r"(.+)\[(\d{1,3})\](?:\..+)?")
#: Button of a page: ``next``, ``back``, ``save``, ``add:members``, ``remove:members:2``.
BUTTON = "_act"
_ACT = re.compile(r"(next|back|save|send)|(add):([a-z0-9_.]{1,200})|(remove):([a-z0-9_.]{1,200}):(\d{1,3})")


class Posted(Protocol):
    """A ``QueryDict``, as far as it is needed."""

    def lists(self) -> Iterable[tuple[str, list[Any]]]: ...


def from_post(plan: Blueprint, post: Posted, label_of: Callable[[str], str | None] = str) -> dict[str, Any]:
    """The declared fields that were sent and filled in. Raises ``FormTooLarge``."""
    data: dict[str, Any] = nesting.without_empty(sent(plan, post, label_of))
    return data


def sent(plan: Blueprint, post: Posted, label_of: Callable[[str], str | None] = str) -> dict[str, Any]:
    """The declared fields that were sent, empty ones as "". ``label_of``: words of a code that a picker shows. Raises
    ``FormTooLarge``."""
    listed = list(post.lists())
    if len(listed) > MOST_CONTROLS or sum(len(str(one)) for _, values in listed for one in values) > MOST_LETTERS:
        raise FormTooLarge()
    texts = {name: values[-1] for name, values in listed if values and isinstance(values[-1], str)}
    for name in [name for name in texts if name.endswith("_text") and declared(name) not in plan.questions]:
        # A picker sends the code chosen and the text shown; without the script the text may be newer than the code.
        code = texts.get(name.removesuffix("_text"), "")
        if not code or label_of(code) != texts[name]:
            texts[name.removesuffix("_text")] = texts[name]
    data: dict[str, Any] = {}
    places = _item_places(plan, texts)
    for group in plan.groups:
        if f"{group}[]" in texts or places.get(group):
            nesting.put(data, group, [{} for _ in places.get(group, {})])
    for name, text in texts.items():
        question = plan.questions.get(declared(name)) if _NAME.fullmatch(name) else None
        if question is None or ("[" in name) is not bool(question.group):
            continue
        place = _placed(name, question.group, places)
        if place:
            nesting.put(data, place, read(question, text))
    return data


def merged(data: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` with what a page sent: objects are united, groups replaced as a whole. Neither is changed."""
    result: dict[str, Any] = nesting.copy(data)
    for key, value in new.items():
        before = result.get(key)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            result[key] = merged(before, value)
        else:
            result[key] = nesting.copy(value)
    return result


def page_act(post: Mapping[str, Any]) -> PageAct:
    """Which button was pressed; ``next`` when the browser does not say (Enter)."""
    found = _ACT.fullmatch(str(post.get(BUTTON, "")))
    if found is None:
        return PageAct()
    if found.group(1):
        return PageAct(found.group(1))
    if found.group(2):
        return PageAct("add", found.group(3))
    return PageAct("remove", found.group(5), int(found.group(6)))


def acted(plan: Blueprint, data: Mapping[str, Any], act: PageAct) -> dict[str, Any]:
    """``data`` with an item added to or removed from a group, within the group's limits; else a copy."""
    result: dict[str, Any] = nesting.copy(data)
    group = plan.groups.get(act.group)
    if group is None or act.kind not in ("add", "remove"):
        return result
    items = nesting.get(result, group.path)
    items = list(items) if isinstance(items, list) else []
    if act.kind == "add" and len(items) < group.max_items:
        items.append({})
    elif act.kind == "remove" and act.index < len(items):
        del items[act.index]
    nesting.put(result, group.path, items)
    return result


def _item_places(plan: Blueprint, texts: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """For each group: index as sent → place among the items sent, in order, at most one more than is allowed."""
    seen: dict[str, set[int]] = {}
    for name in texts:
        found = _ITEM.fullmatch(name)
        if found and found.group(1) in plan.groups:
            seen.setdefault(found.group(1), set()).add(int(found.group(2)))
    return {
        group: {index: place for place, index in enumerate(sorted(indexes)[: plan.groups[group].max_items + 1])}
        for group, indexes in seen.items()
    }


def _placed(name: str, group: str, places: Mapping[str, Mapping[int, int]]) -> str:
    """The concrete path with the item's place for its index; "" for an item beyond the limit."""
    if not group:
        return name
    index, _, rest = name.removeprefix(f"{group}[").partition("]")
    place = places.get(group, {}).get(int(index))
    return "" if place is None else f"{group}[{place}]{rest}"
