"""PUBLIC. The morning board as one value: the page and the JSON feed show this and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from dean06.steering.assignments.queries import BodyScore, Counts, OverdueTask, Row, SharedTask
from dean06.steering.assignments.types import WorkClass


class LetterKind(models.TextChoices):
    """Letters that the platform writes by itself."""

    DAILY = "daily", "Bản tin hằng ngày"
    WEEKLY = "weekly", "Tổng hợp hằng tuần"


class LetterState(models.TextChoices):
    """How a letter fared."""

    WAITING = "waiting", "Đang chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"


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
    is_commune: bool = False

    @property
    def overdue_change(self) -> int | None:
        """Overdue shares now minus at the snapshot; ``None`` when unknown."""
        return None if self.overdue_before is None else self.score.overdue - self.overdue_before

    @property
    def needs_attention(self) -> bool:
        """True with something overdue or due soon, or when not everything was finished in time."""
        score = self.score
        return bool(score.overdue or score.counts[WorkClass.DUE_SOON] or score.finished_late)


@dataclass(frozen=True, slots=True)
class Tile:
    """A commune on the grid. ``total`` 0: its committee leads no task, which is not the same as none overdue."""

    unit_code: str
    name: str
    column: int
    row: int
    agency_code: str
    overdue: int
    due_soon: int
    total: int


class LeagueGroup(StrEnum):
    """Which leading bodies the full list shows."""

    ALL = "all"
    PROVINCE = "province"
    COMMUNE = "commune"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {"all": "Tất cả", "province": "Cơ quan cấp tỉnh", "commune": "UBND xã, phường"}[self.value]


class LeagueSort(StrEnum):
    """What the full list of leading bodies is sorted by; ``attention`` is the board's own order."""

    ATTENTION = "attention"
    NAME = "name"
    OVERDUE = "overdue"
    DAYS_LATE = "days_late"
    CHANGE = "change"
    DUE_SOON = "due_soon"
    DONE = "done"
    TOTAL = "total"
    ON_TIME = "on_time"


@dataclass(frozen=True, slots=True)
class League:
    """Every leading body in one order, and the day its change is counted from (``None``: no snapshot that day)."""

    rows: Sequence[LeagueRow]
    compared_with: dt.date | None


@dataclass(frozen=True, slots=True)
class Board:
    """``totals`` count tasks and add up to ``total``. ``league`` holds the bodies that need attention most, of
    ``bodies`` in all; it counts shares (a task with several leads counts for each), which over all bodies add up to
    ``shares``. ``whole_province`` is false where the reader sees only own tasks.
    """

    today: dt.date
    whole_province: bool
    totals: Counts
    waiting_for_acceptance: int
    explanations_waiting: int
    overdue: Sequence[OverdueTask]
    due_today: Sequence[Row]
    due_in_week: Sequence[Row]
    shared: Sequence[SharedTask]
    change: Change
    league: Sequence[LeagueRow]
    bodies: int
    shares: Counts
    tiles: Sequence[Tile]

    @property
    def total(self) -> int:
        """All tasks issued and not cancelled."""
        return self.totals.total
