"""PUBLIC. The morning board as one value: the page and the JSON feed show this and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dean06.steering.assignments.queries import BodyScore, Counts, OverdueTask, Row
from dean06.steering.assignments.types import WorkClass


@dataclass(frozen=True, slots=True)
class Change:
    """Counts now against a snapshot. ``before`` is ``None`` when no snapshot of ``day`` was taken: never guessed."""

    day: dt.date
    taken_at: dt.datetime | None
    before: Mapping[WorkClass, int] | None
    now: Mapping[WorkClass, int]

    @property
    def known(self) -> bool:
        """True when there is something to compare with."""
        return self.before is not None

    def difference(self, wanted: WorkClass) -> int | None:
        """Now minus before; ``None`` when unknown."""
        return None if self.before is None else self.now.get(wanted, 0) - self.before.get(wanted, 0)


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """A leading body's place: its shares by class, its score, and how its overdue shares changed."""

    score: BodyScore
    overdue_before: int | None

    @property
    def overdue_change(self) -> int | None:
        """Overdue shares now minus at the snapshot; ``None`` when unknown."""
        return None if self.overdue_before is None else self.score.overdue - self.overdue_before


@dataclass(frozen=True, slots=True)
class Tile:
    """A commune on the grid. ``total`` 0: its committee leads no task, which is not the same as none overdue."""

    unit_code: str
    name: str
    column: int
    row: int
    agency_code: str
    overdue: int
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """``totals`` count tasks and add up to ``total``; ``league`` counts shares (a task with several leads counts for
    each) and adds up to ``shares``. ``whole_province`` is false where the reader sees only own tasks.
    """

    today: dt.date
    whole_province: bool
    totals: Counts
    waiting_for_acceptance: int
    overdue: Sequence[OverdueTask]
    due_today: Sequence[Row]
    due_this_week: Sequence[Row]
    change: Change
    league: Sequence[LeagueRow]
    shares: Counts
    tiles: Sequence[Tile]

    @property
    def total(self) -> int:
        """All tasks issued and not cancelled."""
        return self.totals.total
