"""What the checks share: where findings are kept, what the installation offers, and guards over declared fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dean06.procedures.catalogue.pack_format import Condition, Guard, PackFiles
from dean06.procedures.catalogue.rules.decisions import made_nodes
from dean06.procedures.catalogue.rules.guards import CHANNEL
from dean06.procedures.catalogue.rules.schemas import SchemaField, schema_at, schema_fields
from dean06.procedures.catalogue.types import EffectSpec, Finding

_CHANNELS = ("direct", "online", "post")


@dataclass(frozen=True)
class Known:
    """What exists outside the pack. ``schemas``: form of each other pack by procedure code (for interlinked ones)."""

    on: dt.date
    effects: Mapping[str, EffectSpec] = field(default_factory=dict)
    connectors: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    life_events: Mapping[str, Any] = field(default_factory=dict)


class Findings:
    """The findings of one pack, and its fields by path."""

    def __init__(self, files: PackFiles) -> None:
        self.files = files
        self.all: list[Finding] = []
        self.fields: dict[str, SchemaField] = {leaf.path: leaf for leaf in schema_fields(files.form_schema)}
        #: What is made in processing: ``decision.<name>``, ``answer.<name>``.
        self.made = made_nodes(files.process)

    def error(self, code: str, file: str, place: str, sentence: str) -> None:
        """The pack may not be published with this."""
        self.all.append(Finding(code, "error", file, place, sentence))

    def warning(self, code: str, file: str, place: str, sentence: str) -> None:
        """Somebody should look at this."""
        self.all.append(Finding(code, "warning", file, place, sentence))

    def node(self, path: str) -> Mapping[str, Any] | None:
        """The schema of an object, group or field."""
        return schema_at(self.files.form_schema, path)

    def later(self, path: str) -> Mapping[str, Any] | None:
        """As ``node``, also for decisions and answers: where the case is in processing or done."""
        return self.made.get(path) or self.node(path)

    def guard(self, guard: Guard, file: str, place: str, *, later: bool = False) -> None:
        """Every condition asks a declared field, with values of its kind. ``later``: decisions and answers too."""
        for number, condition in enumerate(guard):
            sentence = self._condition(condition, self.later if later else self.node)
            if sentence:
                self.error("GUARD", file, f"{place}.when[{number}]", sentence)

    def _condition(self, condition: Condition, find: Callable[[str], Mapping[str, Any] | None]) -> str:
        if condition.field == CHANNEL:
            return _wrong_values(condition, lambda value: value in _CHANNELS, "direct, online hoặc post")
        node = find(condition.field)
        if node is None:
            return f"điều kiện hỏi “{condition.field}”, không có trong form.schema.json."
        if condition.op == "present":
            return "" if isinstance(condition.value, bool) else "“present” chỉ nhận true hoặc false."
        if node.get("type") in ("object", "array"):
            return f"“{condition.field}” là một nhóm, chỉ hỏi được có hay không (op: present)."
        if condition.op in ("lt", "lte", "gt", "gte") and not (
            node.get("type") in ("integer", "number") or node.get("format") == "date"
        ):
            return f"“{condition.field}” không phải số hay ngày nên không so lớn, bé được."
        return _wrong_values(condition, lambda value: fits(node, value), f"giá trị hợp với “{condition.field}”")


def _wrong_values(condition: Condition, fit: Any, words: str) -> str:
    if condition.op in ("in", "not_in"):
        if not isinstance(condition.value, list | tuple) or not condition.value:
            return "“in” và “not_in” cần một danh sách có ít nhất một giá trị."
        values = list(condition.value)
    else:
        values = [condition.value]
    wrong = [value for value in values if not fit(value)]
    return f"giá trị {wrong[0]!r} không phải {words}." if wrong else ""


def fits(node: Mapping[str, Any], value: Any) -> bool:
    """Whether ``value`` is of the kind that the field holds."""
    if "enum" in node:
        return any(value == choice and type(value) is type(choice) for choice in node["enum"])
    match node.get("type"):
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    return node.get("format") != "date" or is_day(value)


def is_day(text: str) -> bool:
    """yyyy-mm-dd of the calendar."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def overlapping(first: tuple[dt.date, dt.date | None], second: tuple[dt.date, dt.date | None]) -> bool:
    """Whether two periods (end outside) share a day."""
    return (second[1] is None or first[0] < second[1]) and (first[1] is None or second[0] < first[1])
