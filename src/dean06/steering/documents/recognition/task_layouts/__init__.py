"""One file per layout in which tasks come. Each yields tasks and the lines it has read."""

from __future__ import annotations

from dataclasses import dataclass, field

from dean06.steering.documents.types import Task


@dataclass(slots=True)
class Found:
    """Tasks of one layout, and the source lines they account for."""

    tasks: list[Task] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    def extend(self, other: Found) -> None:
        """Adds what another layout found."""
        self.tasks.extend(other.tasks)
        self.lines |= other.lines
