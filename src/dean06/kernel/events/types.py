"""PUBLIC. What an event is: a fact in the past tense, with ids and codes only, never personal data."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter

#: A citizen's number has 12 digits, the old one 9: neither belongs in an event.
_PERSONAL_NUMBER = re.compile(r"\d{9}|\d{12}")
_CODE = re.compile(r"\S{0,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every event. Subclasses are frozen dataclasses that set ``name`` (``"assignments.issued"``)."""

    name: ClassVar[str] = ""

    def payload(self) -> dict[str, Any]:
        """Field names to JSON-ready values.

        Raises ``ValueError`` for text that is not a code: text with spaces (names, sentences) or a personal number.
        """
        values: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        for field in fields(self):
            for text in _texts(values[field.name]):
                if not _CODE.fullmatch(text) or _PERSONAL_NUMBER.fullmatch(text):
                    raise ValueError(f"{self.name}.{field.name}: events carry ids and codes only")
        return values

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The event whose ``payload()`` this was. Raises ``ValueError`` when the fields no longer fit."""
        event: Self = _adapter(cls).validate_python(payload, strict=False)
        return event


_adapters: dict[str, TypeAdapter[Any]] = {}


def _adapter(event_class: type[Event]) -> TypeAdapter[Any]:
    key = f"{event_class.__module__}.{event_class.__qualname__}"
    if key not in _adapters:
        _adapters[key] = TypeAdapter(event_class)
    return _adapters[key]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in (*value.keys(), *value.values()) for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
