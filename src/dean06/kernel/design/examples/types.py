"""What the page of components is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """One snippet with the context it is drawn with; ``note`` says which state it shows."""

    snippet: str
    context: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A component: ``name`` is its file in ``templates/design/components``."""

    name: str
    title: str
    use: str
    samples: tuple[Sample, ...]
