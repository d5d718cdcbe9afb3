"""Nested data of a form by concrete path: ``members[0].full_name``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[(\d{1,3})\])?")


def split(path: str) -> list[str | int]:
    """``members[0].full_name`` → ``["members", 0, "full_name"]``; empty for text that is no path."""
    steps: list[str | int] = []
    for part in path.split("."):
        found = _PART.fullmatch(part)
        if found is None:
            return []
        steps.append(found.group(1))
        if found.group(2) is not None:
            steps.append(int(found.group(2)))
    return steps


def get(data: Any, path: str, default: Any = None) -> Any:
    """The value at a concrete path, or ``default`` where the way ends before it."""
    here = data
    for step in split(path):
        if isinstance(step, int):
            if not isinstance(here, list) or step >= len(here):
                return default
            here = here[step]
        else:
            if not isinstance(here, Mapping) or step not in here:
                return default
            here = here[step]
    return here


def put(data: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a concrete path; objects and items on the way are made (whatever else stood there goes)."""
    steps = split(path)
    here: Any = data
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        fresh: Any = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(step, int):
            while len(here) <= step:
                here.append({})
            if following is None or not isinstance(here[step], type(fresh)):
                here[step] = fresh
            here = here[step]
        else:
            if following is None or not isinstance(here.get(step), type(fresh)):
                here[step] = fresh
            here = here[step]


def remove(data: dict[str, Any], path: str) -> None:
    """Take the value at a concrete path away; nothing happens where there is none. Items keep their places."""
    around, _, name = path.rpartition(".")
    here = get(data, around) if around else data
    if isinstance(here, dict):
        here.pop(name, None)


def copy(data: Any) -> Any:
    """A deep copy of plain data (objects, lists, values)."""
    if isinstance(data, Mapping):
        return {key: copy(value) for key, value in data.items()}
    if isinstance(data, list):
        return [copy(value) for value in data]
    return data


def without_empty(data: Any) -> Any:
    """The data without empty texts, objects and lists; items that are empty go too."""
    if isinstance(data, Mapping):
        kept = {key: without_empty(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if not is_empty(value)}
    if isinstance(data, list):
        return [value for value in (without_empty(one) for one in data) if not is_empty(value)]
    return data


def is_empty(value: Any) -> bool:
    """Nothing was filled in. ``False`` and 0 are answers."""
    return value is None or value == "" or value == [] or value == {}


def leaves(data: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Concrete path and value of every leaf."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, f"{prefix}[{index}]")
    else:
        yield prefix, data
