"""A whole and its parts, as the prose rules pass them on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity


class Strength(Enum):
    """How sure it is that the parts are all the parts."""

    ALL = "all"
    LISTED = "listed"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its words and its count (a ratio counts with its numerator, see ``whole_value``)."""

    label: str
    quantity: Quantity
    passage: Passage
    of: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole with its parts. ``passage`` is where the whole stands, ``end`` where its parts end in the same text."""

    passage: Passage
    whole: Quantity
    whole_of: Quantity | None
    parts: tuple[Part, ...]
    strength: Strength
    end: int
    where: str = "text"


def counts(passage: Passage, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The counts (no percentages, no changes) of a stretch of text."""
    stop = len(passage.text) if end is None else end
    return [
        quantity
        for quantity in passage.quantities
        if start <= quantity.start and quantity.end <= stop and not quantity.percent and not quantity.change
    ]
