"""What was asked of an applicant, and whether the answer covers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[(\d+)\])?")


def uncovered(items: Iterable[Mapping[str, str]], documents: set[str], fields: set[str]) -> list[Mapping[str, str]]:
    """The items that neither a paper nor a field of the answer covers."""
    return [
        item for item in items if not (item["document"] in documents if item["document"] else item["field"] in fields)
    ]


def put_value(data: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a concrete path (``members[0].full_name``) of nested data. Raises ``ValueError`` when the path
    leads through something that is not there or is no group."""
    place: Any = data
    parts = path.split(".")
    for number, part in enumerate(parts):
        match = _PART.fullmatch(part)
        if match is None or not isinstance(place, dict):
            raise ValueError(f"no such place: {path}")
        name, index = match.group(1), match.group(2)
        last = number == len(parts) - 1
        if index is None:
            if last:
                place[name] = value
                return
            place = place.setdefault(name, {})
            continue
        rows = place.get(name)
        if not isinstance(rows, list) or int(index) >= len(rows):
            raise ValueError(f"no such place: {path}")
        if last:
            rows[int(index)] = value
            return
        place = rows[int(index)]
