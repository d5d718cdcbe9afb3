"""PUBLIC. What reading a document yields; ``as_json`` gives exactly the shape of ``dean06 read_document --json``.

Every value that the rules are not sure of is ``None`` (or an empty list): wrong is worse than empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from dean06.kernel.common.actors import Actor


class DeadlineKind(StrEnum):
    """When a task must be done (``none``: the document says nothing; ``other``: words that fit no kind)."""

    BY_DATE = "by_date"
    WITHIN_MONTH = "within_month"
    WITHIN_QUARTER = "within_quarter"
    WITHIN_HALF_YEAR = "within_half_year"
    WITHIN_YEAR = "within_year"
    WITHIN_DAYS = "within_days"
    RECURRING = "recurring"
    ON_GUIDANCE = "on_guidance"
    OTHER = "other"
    NONE = "none"


class StatusClass(StrEnum):
    """What a report says of a task."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    ONGOING = "ongoing"
    LATE = "late"
    NOT_DONE = "not_done"
    NONE = "none"


class Severity(StrEnum):
    """How sure the checker is that the document must be corrected."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(slots=True)
class Header:
    """What the head of a document says of itself. ``kind`` is ``KẾ HOẠCH``, ``BÁO CÁO``… as printed, upper case."""

    kind: str | None = None
    number: str | None = None
    date: dt.date | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    period: str | None = None


@dataclass(slots=True)
class Deadline:
    """``date`` is the last day that still counts, where the words fix one (end of the month, quarter, year)."""

    text: str | None = None
    kind: DeadlineKind = DeadlineKind.NONE
    date: dt.date | None = None


@dataclass(slots=True)
class Status:
    """``words`` are the document's own."""

    status_class: StatusClass = StatusClass.NONE
    words: str | None = None


@dataclass(slots=True)
class Task:
    """One thing somebody must do, with the body that leads and those that help."""

    section_path: list[str]
    number: str | None
    text: str
    lead: list[str] = field(default_factory=list)
    coordinating: list[str] = field(default_factory=list)
    assigned_by: str | None = None
    deadline: Deadline = field(default_factory=Deadline)
    status: Status = field(default_factory=Status)
    result: str | None = None
    line: int = 0
    #: Fields the rules were unsure of (shown marked on the review page; not part of the JSON).
    uncertain: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ServiceRow:
    """One row of a table of public services (Phụ lục II, III), or of a list of services with counts."""

    table: str | None
    number: str | None
    name: str
    connected: bool | None = None
    total: int | None = None
    online: int | None = None
    rate: Decimal | None = None
    on_time: int | None = None
    overdue: int | None = None
    difficulty: str | None = None
    group: str | None = None
    line: int = 0


@dataclass(slots=True)
class Figure:
    """One number the document states. A ratio has its counts where they are printed; ``rate`` is in percent."""

    label: str
    subject: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    value: Decimal | None = None
    unit: str | None = None
    change: Decimal | None = None
    line: int = 0
    excerpt: str = ""


@dataclass(slots=True)
class Finding:
    """One thing in the document that cannot be right, in one Vietnamese sentence with its numbers."""

    rule: str
    severity: Severity
    message: str
    line: int
    excerpt: str
    printed: str | None = None
    computed: str | None = None


@dataclass(slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    line: int
    level: int
    children: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Recommendation:
    """One request to a higher body (Kiến nghị, đề xuất)."""

    addressee: str | None
    text: str
    line: int


@dataclass(slots=True)
class ReadDocument:
    """Everything recognised in one document."""

    header: Header
    sections: list[Section] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    services: list[ServiceRow] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Lines of the source that no rule claimed: they stay visible on the review page.
    unrecognised: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The published shape of ``dean06 read_document FILE --json``: dates ISO, numbers as numbers."""
        tasks = []
        for task in self.tasks:
            row = asdict(task)
            del row["uncertain"]
            row["status"] = {"class": task.status.status_class.value, "words": task.status.words}
            tasks.append(row)
        return plain(
            {
                "document": asdict(self.header),
                "tasks": tasks,
                "services": [asdict(service) for service in self.services],
                "figures": [asdict(figure) for figure in self.figures],
                "findings": [asdict(finding) for finding in self.findings],
            }
        )


def plain(value: Any) -> Any:
    """JSON-ready copy: dates as ISO text, whole numbers as ``int``, other decimals as ``float``, enums as text."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case dt.date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case StrEnum():
            return value.value
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a task: as printed, and the code of today's agency or group once somebody confirmed it."""

    text: str
    agency_code: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewedTask:
    """A task after review, ready to be issued. ``task_id`` is the row on the review page."""

    task_id: int
    section_path: tuple[str, ...]
    number: str | None
    text: str
    lead: tuple[Body, ...]
    coordinating: tuple[Body, ...]
    assigned_by: str | None
    deadline: Deadline
    product: str | None
    measure: str | None
    responsible: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """The document that the tasks come from. ``file_id`` is its ``files.StoredFile``."""

    document_id: int
    kind: str | None
    number: str | None
    date: dt.date | None
    title: str | None
    issuer: str | None
    file_id: int


@dataclass(frozen=True, slots=True)
class Light:
    """One of the five clarities (người, việc, thời gian, kết quả, trách nhiệm) of a task."""

    code: str
    label: str
    on: bool
    missing: str = ""


class Issuer(Protocol):
    """What ``assignments`` registers so that reviewed tasks become live ones."""

    def lights(self, task: ReviewedTask) -> list[Light]:
        """The five clarities of ``task`` as it stands."""
        ...

    def concerns(self, actor: Actor, document_id: int) -> bool:
        """True if and only if ``actor`` may see a live task that was given from the document."""
        ...

    def issue(
        self,
        *,
        actor: Actor,
        document: ReviewedDocument,
        tasks: Sequence[ReviewedTask],
        override_reason: str,
        now: dt.datetime,
    ) -> dict[int, int]:
        """Create all tasks, in the running transaction. ``task_id`` → id of the live task. Raises ``DomainError``."""
        ...
