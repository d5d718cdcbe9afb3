"""PUBLIC through ``queries``: the shapes in which pages, exports and feeds get tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from dean06.kernel.common.vietnamese import search_key
from dean06.steering.assignments.models import Assignment, PartyBody
from dean06.steering.assignments.rules import timing
from dean06.steering.assignments.types import TABS, Role, State, Track, WorkClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What the list is narrowed to; empty means everything. Texts are compared without diacritics, word by word."""

    text: str = ""
    lead: str = ""
    partner: str = ""
    basis_id: int | None = None
    head: str = ""

    def apply(self, tasks: QuerySet[Assignment]) -> QuerySet[Assignment]:
        """``tasks`` narrowed."""
        for code, role in ((self.lead, Role.LEAD), (self.partner, Role.PARTNER)):
            if code:
                bodies = PartyBody.objects.filter(agency_code=code, role=role)
                tasks = tasks.filter(pk__in=bodies.values("assignment_id"))
        if self.basis_id is not None:
            tasks = tasks.filter(basis_id=self.basis_id)
        return _with_words(_with_words(tasks, "search_text", self.text), "head_key", self.head)


def _with_words(tasks: QuerySet[Assignment], column: str, text: str) -> QuerySet[Assignment]:
    """Every word of ``text`` stands somewhere in ``column`` (both are folded already). Longest words first: they rule
    out most rows. A scan, and fast enough: 60 ms of 100,000 tasks in SQLite.
    """
    for word in sorted(set(search_key(text).split()), key=len, reverse=True):
        tasks = tasks.filter(**{f"{column}__contains": word})
    return tasks


@dataclass(frozen=True, slots=True)
class Day:
    """The day a list is seen on, and the last day that counts as soon."""

    today: dt.date
    soon_until: dt.date

    def class_of(self, assignment: Assignment) -> WorkClass:
        """The tab of a task on this day."""
        return timing.work_class(
            Track(assignment.track), assignment.due_date, today=self.today, soon_until=self.soon_until
        )

    def condition(self, wanted: WorkClass) -> Q:
        """The same as a filter. Proven equal to ``timing.work_class`` by a property test."""
        match wanted:
            case WorkClass.OVERDUE:
                return Q(track__in=(Track.TIMED, Track.RECURRING), due_sort__lt=self.today)
            case WorkClass.DUE_SOON:
                return Q(track=Track.TIMED, due_sort__gte=self.today, due_sort__lte=self.soon_until)
            case WorkClass.RECURRING:
                return Q(track=Track.RECURRING, due_sort__gte=self.today)
            case WorkClass.WAITING_CENTRE:
                return Q(track=Track.WAITING)
            case WorkClass.OPEN:
                return Q(track=Track.UNTIMED) | Q(track=Track.TIMED, due_sort__gt=self.soon_until)
            case WorkClass.DONE:
                return Q(track=Track.DONE)
            case WorkClass.DRAFT:
                return Q(track=Track.DRAFT)
            case WorkClass.CANCELLED:
                return Q(track=Track.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """One task as a list shows it."""

    id: int
    code: str
    title: str
    lead: str
    head: str
    basis: str
    due_date: dt.date | None
    deadline: str
    state: State
    work_class: WorkClass
    percent: int
    days_late: int
    urged: int
    urged_since_progress: int
    obstacle: str
    accepted_on: dt.date | None

    @property
    def days_late_text(self) -> str:
        """ "12 ngày"."""
        return f"{self.days_late} ngày"

    @classmethod
    def of(cls, assignment: Assignment, day: Day) -> Row:
        """The row of ``assignment``; needs ``basis`` selected."""
        accepted = assignment.accepted_at
        return cls(
            id=assignment.pk,
            code=assignment.code,
            title=assignment.title or shortened(assignment.text),
            lead=assignment.lead_text,
            head=assignment.head_name,
            basis=str(assignment.basis) if assignment.basis else "",
            due_date=assignment.due_date,
            deadline=assignment.deadline_text,
            state=State(assignment.state),
            work_class=day.class_of(assignment),
            percent=assignment.percent,
            days_late=timing.days_late(Track(assignment.track), assignment.due_date, today=day.today),
            urged=assignment.urged_count,
            urged_since_progress=assignment.urged_since_progress,
            obstacle=assignment.obstacle,
            accepted_on=timezone.localdate(accepted) if accepted else None,
        )


def shortened(text: str, length: int = 180) -> str:
    """The beginning of a long text, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks each tab holds; drafts and cancelled tasks stand outside the total."""

    by_class: Mapping[WorkClass, int]

    def __getitem__(self, wanted: WorkClass) -> int:
        # Strict, since a template tries every name as a key first: ``counts.total`` must not become a zero.
        return self.by_class.get(WorkClass(wanted), 0)

    @property
    def total(self) -> int:
        """All tabs together."""
        return sum(self[tab] for tab in TABS)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a tab. Cursors are opaque; ``None`` where there is nothing more."""

    rows: Sequence[Row]
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class BodyScore:
    """One leading body's tasks. A task with several leads counts once for each: ``shares`` of work, not tasks."""

    agency_code: str
    name: str
    counts: Counts
    finished_on_time: int
    finished_late: int
    #: Days since the oldest due date among the overdue shares; 0 when none is overdue.
    most_days_late: int = 0

    @property
    def overdue(self) -> int:
        """Shares that are overdue."""
        return self.counts[WorkClass.OVERDUE]

    @property
    def scored(self) -> int:
        """Accepted tasks that had a due date."""
        return self.finished_on_time + self.finished_late

    @property
    def on_time_percent(self) -> int | None:
        """Of the accepted tasks with a due date, how many were reported in time; ``None`` when there is none."""
        return round(100 * self.finished_on_time / self.scored) if self.scored else None

    @property
    def attention(self) -> tuple[int, int, int, float, str]:
        """Sorts bodies by how much they need a look: overdue, latest first, due soon, least in time, then by name."""
        on_time = 101 if self.on_time_percent is None else self.on_time_percent
        return -self.overdue, -self.most_days_late, -self.counts[WorkClass.DUE_SOON], on_time, self.name


@dataclass(frozen=True, slots=True)
class OverdueTask:
    """A red item: who must answer, how late, how often urged, and whether they answered."""

    row: Row
    bodies: Sequence[str]
    body_codes: Sequence[str]
    explanations_asked: int = 0
    explanations_open: int = 0
    last_answer: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One body's part of a task led by many. ``reported``: at all, or in this period where the task recurs."""

    agency_code: str
    name: str
    percent: int
    reported: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class SharedTask:
    """A running task led by a group of bodies, with the part of each: a mean never stands without its worst."""

    row: Row
    shares: Sequence[Share]

    @property
    def reported(self) -> int:
        """How many have reported."""
        return sum(share.reported for share in self.shares)

    @property
    def finished(self) -> int:
        """How many have reported their part finished."""
        return sum(share.finished for share in self.shares)

    @property
    def silent(self) -> list[Share]:
        """Who has not reported, by name."""
        return sorted((share for share in self.shares if not share.reported), key=lambda share: share.name)

    @property
    def unfinished(self) -> list[Share]:
        """Who has reported without having finished, least far first."""
        open_shares = (share for share in self.shares if share.reported and not share.finished)
        return sorted(open_shares, key=lambda share: (share.percent, share.name))
