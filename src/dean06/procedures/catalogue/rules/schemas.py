"""The JSON Schema of a form, read as a flat list of fields, and shared definitions put in place of ``$ref``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Where a pack finds the shared definitions.
SHARED_PREFIX = "../_shared/defs.schema.json#/$defs/"


class UnknownReference(ValueError):
    """A ``$ref`` that leads nowhere, or in a circle; the message is the reference, ``place`` where it stands."""

    def __init__(self, reference: str, place: str) -> None:
        super().__init__(reference)
        self.place = place


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A leaf of the form (a question). ``path``: ``members[].full_name``; ``required``: by its own object."""

    path: str
    schema: Mapping[str, Any]
    required: bool
    #: Path of the repeating group it belongs to ("members"), or "".
    group: str = ""

    @property
    def kind(self) -> str:
        """Type word of the schema: string, integer, number, boolean."""
        return str(self.schema.get("type", "string"))

    @property
    def format(self) -> str:
        return str(self.schema.get("format", ""))

    @property
    def choices(self) -> list[tuple[Any, str]]:
        """Value and words of each choice, empty when free."""
        values = self.schema.get("enum", [])
        return list(zip(values, self.schema.get("x-labels", values), strict=False))


def resolve(schema: Any, shared: Mapping[str, Any], local: Mapping[str, Any] | None = None, place: str = "") -> Any:
    """``schema`` with every ``$ref`` replaced. What stands beside a ``$ref`` is added to it: properties and required
    are united, anything else replaces. Raises ``UnknownReference``."""
    local = schema.get("$defs", {}) if local is None and isinstance(schema, dict) else local or {}
    return _resolve(schema, shared, local, place, ())


def _resolve(node: Any, shared: Mapping[str, Any], local: Mapping[str, Any], place: str, seen: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_resolve(item, shared, local, f"{place}[{number}]", seen) for number, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    own = {
        key: _resolve(value, shared, local, f"{place}.{key}".strip("."), seen)
        for key, value in node.items()
        if key not in ("$ref", "$defs")
    }
    reference = node.get("$ref")
    if reference is None:
        return own
    name = str(reference).rpartition("/")[2]
    source = local if str(reference).startswith("#/$defs/") else shared
    known = str(reference).startswith((SHARED_PREFIX, "#/$defs/")) and name in source
    if not known or reference in seen:
        raise UnknownReference(str(reference), place)
    inner_local = local if source is local else shared
    base = _resolve(source[name], shared, inner_local, place, (*seen, str(reference)))
    return _united(base, own)


def _united(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = {**base, **own}
    if "properties" in base and "properties" in own:
        merged["properties"] = {**base["properties"], **own["properties"]}
    if "required" in base and "required" in own:
        merged["required"] = list(dict.fromkeys([*base["required"], *own["required"]]))
    return merged


def schema_fields(schema: Mapping[str, Any]) -> list[SchemaField]:
    """The questions of a resolved form schema, in its order."""
    return list(_fields(schema, "", ""))


def _fields(schema: Mapping[str, Any], prefix: str, group: str) -> Iterator[SchemaField]:
    required = set(schema.get("required", ()))
    for name, node in schema.get("properties", {}).items():
        path = f"{prefix}{name}"
        if node.get("type") == "object":
            yield from _fields(node, f"{path}.", group)
        elif node.get("type") == "array":
            items = node.get("items", {})
            if items.get("type") == "object":
                yield from _fields(items, f"{path}[].", path)
            else:
                yield SchemaField(path, node, name in required, group)
        else:
            yield SchemaField(path, node, name in required, group)


def schema_at(schema: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """The schema of an object, group or field by path (``members``, ``members[].sex``); None if absent."""
    here: Mapping[str, Any] = schema
    for part in path.split("."):
        node = here.get("properties", {}).get(part.removesuffix("[]"))
        if node is None:
            return None
        if part.endswith("[]"):
            node = node.get("items")
            if node is None:
                return None
        here = node
    return here


def enum_labels(schema: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Path → value → words, for every field with choices (for ``fill``)."""
    return {
        field.path: {str(value): str(words) for value, words in field.choices}
        for field in schema_fields(schema)
        if field.choices
    }
