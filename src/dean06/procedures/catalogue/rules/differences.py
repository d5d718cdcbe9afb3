"""What changed between two versions of a pack, as lines that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue.pack_format import PackFiles

_FILES = {
    "meta": "pack.yaml",
    "form_schema": "form.schema.json",
    "ui": "form.ui.yaml",
    "documents": "documents.yaml",
    "process": "process.yaml",
    "fees": "fees.yaml",
    "effects": "effects.yaml",
    "notices": "notices.yaml",
    "result": "result.yaml",
    "examples": "examples/",
    "walks": "examples/",
}
#: Keys by which items of a list are told apart, so that a new item does not make all after it look changed.
_NAMES = ("id", "code", "field", "name", "number", "on", "type_code")


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that changed; ``before`` or ``after`` is ``None`` where it was not there."""

    file: str
    place: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def differences(old: PackFiles, new: PackFiles) -> list[Difference]:
    """Every changed value, in the order of the files."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    found: list[Difference] = []
    for part, file in _FILES.items():
        first, second = dict(_leaves(before[part], "")), dict(_leaves(after[part], ""))
        for place in dict.fromkeys([*first, *second]):
            if first.get(place) != second.get(place):
                found.append(Difference(file, place, first.get(place), second.get(place)))
    return found


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _leaves(child, f"{place}.{key}".strip("."))
    elif isinstance(value, list) and any(isinstance(child, Mapping) for child in value):
        for number, child in enumerate(value):
            yield from _leaves(child, f"{place}[{_name(child, number)}]")
    elif value not in (None, "", [], {}):
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield place, {"True": "có", "False": "không"}.get(words, words)


def _name(item: Any, number: int) -> str:
    if isinstance(item, Mapping):
        for key in _NAMES:
            if isinstance(item.get(key), str) and item[key]:
                return str(item[key])
    return str(number)
