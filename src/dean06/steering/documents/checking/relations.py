"""The arithmetic behind a finding, kept so that one wrong number is reported once, however many sums it spoils.

A relation knows its numbers by where they stand and can be tried again with one of them changed. When a sum says that a
number should be X, and X also mends another finding that uses the same number, both have one cause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_tables import NumberRow
from dean06.steering.documents.types import Finding

#: Where a number stands: passage and offset, or table row and column.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Relation:
    """``numbers`` by place; ``holds`` says whether the relation is met by given values; ``mends`` are the values that
    would make it hold, each for its own place."""

    numbers: Mapping[Place, Decimal]
    holds: Callable[[Mapping[Place, Decimal]], bool]
    mends: Mapping[Place, Decimal] = field(default_factory=dict)

    def holds_with(self, place: Place, value: Decimal) -> bool:
        """Whether the relation is met once the number at ``place`` is ``value``."""
        return self.holds({**self.numbers, place: value})


@dataclass(slots=True)
class Clue(Finding):
    """A finding with its relation; ``merge_findings`` turns it into a plain finding."""

    relation: Relation | None = None


def place_of(passage: Passage, quantity: Quantity) -> Place:
    """The place of a number in running text."""
    return ("text", passage.number, quantity.start)


def cell_place(row: NumberRow, column: int) -> Place:
    """The place of a table cell."""
    return ("cell", row.row.line, column)


def sum_relation(whole: tuple[Place, Decimal], parts: Mapping[Place, Decimal], room: Decimal = Decimal(0)) -> Relation:
    """``whole`` = sum of ``parts``."""
    place, value = whole
    numbers = {place: value, **parts}
    total = sum(parts.values(), Decimal(0))
    mends = {place: total, **{part: value - (total - part_value) for part, part_value in parts.items()}}

    def holds(values: Mapping[Place, Decimal]) -> bool:
        return abs(sum((values[part] for part in parts), Decimal(0)) - values[place]) <= room

    return Relation(numbers, holds, mends)


def with_relation(finding: Finding, relation: Relation) -> Clue:
    """The finding with its arithmetic."""
    return Clue(
        finding.rule,
        finding.severity,
        finding.message,
        finding.line,
        finding.excerpt,
        finding.printed,
        finding.computed,
        relation,
    )
