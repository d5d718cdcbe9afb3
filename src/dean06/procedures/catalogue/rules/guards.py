"""When something of a pack applies: a guard is a list of comparisons over declared fields, never an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.pack_format import Condition, Guard

#: The name under which a guard asks how the case came: "direct", "online" or "post".
CHANNEL = "case.channel"


def value_at(data: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; ``None`` where a part of the way is missing.

    ``members[].full_name`` gives the list of the values of all items (``None`` for items without it); ``members[]``
    the list itself.
    """
    here: Any = data
    parts = path.split(".")
    for position, part in enumerate(parts):
        name = part.removesuffix("[]")
        if not isinstance(here, Mapping):
            return None
        here = here.get(name)
        if part.endswith("[]"):
            if not isinstance(here, list):
                return None
            rest = ".".join(parts[position + 1 :])
            return [value_at(item, rest) for item in here if isinstance(item, Mapping)] if rest else here
    return here


def is_empty(value: Any) -> bool:
    """Nothing was filled in. ``False`` and 0 are answers."""
    return value is None or value == "" or value == [] or value == {}


def holds(
    guard: Guard, data: Mapping[str, Any], channel: str = "", *, item: Mapping[str, Any] | None = None, group: str = ""
) -> bool:
    """True if and only if every condition of ``guard`` holds; an empty guard always holds.

    A field inside a repeating group (``members[].kind``) is read from ``item`` when the question is about that item of
    ``group`` ("members"); otherwise the condition holds when it holds for at least one item. A missing value is not
    equal to anything, and less or greater than nothing.
    """
    return all(_holds(condition, data, channel, item, group) for condition in guard)


def _holds(
    condition: Condition, data: Mapping[str, Any], channel: str, item: Mapping[str, Any] | None, group: str
) -> bool:
    if condition.field == CHANNEL:
        return compare(condition, channel)
    prefix = f"{group}[]."
    if item is not None and group and condition.field.startswith(prefix):
        return compare(condition, value_at(item, condition.field.removeprefix(prefix)))
    value = value_at(data, condition.field)
    if "[]." in condition.field:
        values = _flat(value)
        if condition.op == "present" and not condition.value:
            return all(is_empty(one) for one in values)
        return any(compare(condition, one) for one in values)
    return compare(condition, value)


def _flat(value: Any) -> list[Any]:
    if not isinstance(value, list):
        return []
    return [leaf for one in value for leaf in (_flat(one) if isinstance(one, list) else [one])]


def compare(condition: Condition, value: Any) -> bool:
    """One comparison with a value that was read. Dates compare as ISO text, numbers as numbers."""
    if condition.op == "present":
        return is_empty(value) is not bool(condition.value)
    if is_empty(value):
        return condition.op in ("ne", "not_in")
    match condition.op:
        case "eq":
            return _same(value, condition.value)
        case "ne":
            return not _same(value, condition.value)
        case "in":
            return any(_same(value, one) for one in condition.value)
        case "not_in":
            return not any(_same(value, one) for one in condition.value)
    return _ordered(condition, value)


def _same(value: Any, other: Any) -> bool:
    """Equal and of one kind: ``1`` is not ``True``."""
    return isinstance(value, bool) is isinstance(other, bool) and bool(value == other)


def _ordered(condition: Condition, value: Any) -> bool:
    other = condition.value
    if isinstance(value, bool) or isinstance(other, bool) or isinstance(value, str) is not isinstance(other, str):
        return False
    if not isinstance(value, str | int | float):
        return False
    return {
        "lt": value < other,
        "lte": value <= other,
        "gt": value > other,
        "gte": value >= other,
    }[condition.op]
