"""PUBLIC. What an event is: a fact in the past tense, with ids and codes only, never personal data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every event. Subclasses are frozen dataclasses that set ``name`` (``"assignments.issued"``)."""

    name: ClassVar[str] = ""

    def payload(self) -> dict[str, Any]:
        """Field names to JSON-ready values."""
        return asdict(self)
