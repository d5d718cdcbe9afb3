"""PUBLIC. The morning board as one value: the page and the JSON feed show this and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from dean06.steering.assignments.queries import BodyScore, Counts, OverdueTask, Row, SharedTask
from dean06.steering.assignments.types import WorkClass
from dean06.steering.dashboards.figures.heads import Answerer
from dean06.steering.dashboards.figures.reading import Figure
from dean06.steering.indicators.types import PeriodRef, UnitRef


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
class RedFigure:
    """An indicator on the board: the figure of the reader's unit, and for the province how many communes miss it.

    ``change`` is in words since yesterday; empty when yesterday is unknown. ``worst`` are communes, the worst first.
    """

    figure: Figure
    below: int
    judged: int
    worst: Sequence[Figure]
    owner: Answerer | None
    worst_heads: Sequence[Answerer | None]
    change: str
    open_questions: int
    #: The communes that have a target, for the board of the province or of the owner.
    places: Sequence[Figure] = ()

    @property
    def is_red(self) -> bool:
        """The unit itself, or a commune behind a good average, misses the target."""
        return self.figure.below or self.below > 0

    @property
    def order(self) -> tuple[bool, float, str]:
        """Red totals first, then by the share of communes that miss the target."""
        share = self.below / self.judged if self.judged else 0.0
        return not self.figure.below, -share, self.figure.ref.code


@dataclass(frozen=True, slots=True)
class FigureBoard:
    """Indicators of a unit as they stand this morning; ``red`` are the first of ``red_total``."""

    unit: UnitRef
    period: PeriodRef
    red: Sequence[RedFigure]
    red_total: int
    below: int
    met: int
    without_data: int
    total: int
    below_before: int | None
    #: Every indicator of the unit, red or not.
    own: Sequence[Figure] = ()

    @property
    def watched(self) -> int:
        """Indicators that are neither met nor missed: without a target for this unit, or without cases."""
        return self.total - self.below - self.met - self.without_data


@dataclass(frozen=True, slots=True)
class RedRow:
    """Something else that is red: what, who must answer, since when."""

    title: str
    detail: str
    who: str
    head: str
    days_late: int
    url: str
    since: dt.datetime | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class RedGroup:
    """One kind of red rows: the first of ``total``; ``before`` yesterday's number, ``None`` when unknown."""

    key: str
    title: str
    rows: Sequence[RedRow]
    total: int
    before: int | None
    url: str

    @property
    def more(self) -> int:
        """How many are not among ``rows``."""
        return self.total - len(self.rows)

    @property
    def change(self) -> int | None:
        """More (or fewer) than yesterday; ``None`` when unknown."""
        return None if self.before is None else self.total - self.before

    @property
    def change_size(self) -> int:
        """How many more or fewer; 0 when unknown."""
        return abs(self.change or 0)


@dataclass(frozen=True, slots=True)
class Board:
    """``totals`` count tasks and add up to ``total``. ``league`` holds the bodies that need attention most, of
    ``bodies`` in all; it counts shares (a task with several leads counts for each), which over all bodies add up to
    ``shares``. ``whole_province`` is false where the reader sees only own tasks. ``figures`` is ``None`` where the
    reader has no unit; ``questions`` counts those about figures that nobody answered.
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
    figures: FigureBoard | None = None
    groups: Sequence[RedGroup] = ()
    questions: int = 0

    @property
    def total(self) -> int:
        """All tasks issued and not cancelled."""
        return self.totals.total
