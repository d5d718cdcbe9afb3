"""PUBLIC reads. Documents under review, for actors with ``documents.view``."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.steering.documents.checking import RULES, check
from dean06.steering.documents.issuing import issuer
from dean06.steering.documents.models import ReviewTask, SourceDocument
from dean06.steering.documents.passages import lines_of
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import (
    Body,
    Deadline,
    DeadlineKind,
    Finding,
    Light,
    ReviewedDocument,
    ReviewedTask,
)

#: Prefix of the owner label of uploaded documents (``kernel.files``).
FILE_OWNER = "documents.sourcedocument"


def check_content(data: bytes, filename: str, *, previous: tuple[bytes, str] | None = None) -> list[Finding]:
    """What in a document cannot be right, for an app that made the document itself. Nothing is kept.

    ``previous``: last period's file with its name. Raises ``UnreadableDocument`` (one of its kinds).
    """
    source = read_bytes(data, filename)
    before = recognise(read_bytes(*previous)) if previous else None
    return check(recognise(source), source, before)


def rule_title(code: str) -> str:
    """What a rule of the checker looks for, in words; findings carry its code or one that begins with it."""
    return next((rule.title for rule in RULES if code.startswith(rule.code)), "Chỗ cần kiểm tra lại")


def may_open_file(actor: Actor, owner: str) -> bool:
    """Who may open the uploaded file: readers of documents, and those whom a task given from it concerns."""
    return actor.can("documents.view") or issuer().concerns(actor, int(owner.partition(":")[2]))


def documents(actor: Actor) -> QuerySet[SourceDocument]:
    """Newest first, with ``kept`` (tasks not dropped) and without the heavy columns."""
    actor.require("documents.view")
    return (
        SourceDocument.objects.defer("passages", "recognised")
        .select_related("uploaded_by")
        .annotate(kept=Count("tasks", filter=Q(tasks__dropped=False)))
        # Said here too: a count over groups drops the order of the model.
        .order_by("-uploaded_at", "-pk")
    )


def document(actor: Actor, document_id: int) -> SourceDocument:
    """One document with everything. Raises ``NotFound``."""
    actor.require("documents.view")
    found = SourceDocument.objects.select_related("uploaded_by", "previous").filter(pk=document_id).first()
    if found is None:
        raise NotFound()
    return found


def task(actor: Actor, task_id: int) -> ReviewTask:
    """One task with its document. Raises ``NotFound``."""
    actor.require("documents.view")
    found = ReviewTask.objects.select_related("document").filter(pk=task_id).first()
    if found is None:
        raise NotFound()
    return found


def possible_previous(actor: Actor, of: SourceDocument) -> QuerySet[SourceDocument]:
    """Earlier documents that ``of`` may be compared with."""
    return documents(actor).exclude(pk=of.pk).filter(kind=of.kind).order_by("-date", "-pk")[:30]


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the left pane with what points at it. ``rows`` instead of ``text`` for a table."""

    line: int
    text: str
    heading: int | None
    rows: list[PassageRow] | None
    tasks: list[ReviewTask]
    findings: list[dict[str, Any]]
    unrecognised: bool


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One table row of the left pane."""

    line: int
    cells: list[str]
    tasks: list[ReviewTask]
    findings: list[dict[str, Any]]
    unrecognised: bool


def passages(of: SourceDocument, tasks: list[ReviewTask]) -> list[Passage]:
    """The text of ``of`` with its tasks and findings at the passage they come from.

    A finding at a line inside a passage belongs to the passage that starts last before it.
    """
    starts = lines_of(of.passages)
    tasks_at: dict[int, list[ReviewTask]] = defaultdict(list)
    findings_at: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in tasks:
        tasks_at[_start_of(starts, row.line)].append(row)
    for index, finding in enumerate(of.findings, start=1):
        findings_at[_start_of(starts, finding["line"])].append({**finding, "index": index})
    unclaimed = set(of.recognised.get("unrecognised", ()))
    result = []
    for entry in of.passages:
        rows = None
        if "rows" in entry:
            rows = [
                PassageRow(
                    row["line"],
                    row["cells"],
                    tasks_at[row["line"]],
                    findings_at[row["line"]],
                    unrecognised=row["line"] in unclaimed and not tasks_at[row["line"]],
                )
                for row in entry["rows"]
            ]
        line = entry["line"]
        result.append(
            Passage(
                line=line,
                text=entry.get("text", ""),
                heading=entry.get("heading"),
                rows=rows,
                tasks=[] if rows else tasks_at[line],
                findings=[] if rows else findings_at[line],
                unrecognised=line in unclaimed and not (tasks_at[line] or rows),
            )
        )
    return result


def passages_at(of: SourceDocument, tasks: list[ReviewTask], lines: set[int]) -> list[Passage | PassageRow]:
    """Those paragraphs and table rows of the left pane that ``lines`` lie in."""
    starts = lines_of(of.passages)
    wanted = {_start_of(starts, line) for line in lines}
    found: list[Passage | PassageRow] = []
    for passage in passages(of, tasks):
        parts: Sequence[Passage | PassageRow] = passage.rows if passage.rows is not None else [passage]
        found += [part for part in parts if part.line in wanted]
    return found


def _start_of(starts: list[int], line: int) -> int:
    if not starts:
        return 0
    return starts[max(bisect_right(starts, line) - 1, 0)]


def lights(row: ReviewTask) -> list[Light]:
    """The five clarities of a task under review."""
    return issuer().lights(reviewed_task(row))


def reviewed_document(of: SourceDocument) -> ReviewedDocument:
    """What the issuer gets to know of the document."""
    return ReviewedDocument(
        document_id=of.pk,
        kind=of.kind,
        number=of.number,
        date=of.date,
        title=of.title,
        issuer=of.issuer,
        file_id=of.file_id,
    )


def reviewed_task(row: ReviewTask) -> ReviewedTask:
    """A row of the review page as the issuer takes it."""
    return ReviewedTask(
        task_id=row.pk,
        section_path=tuple(row.section_path),
        number=row.number,
        text=row.text,
        lead=_bodies(row.lead),
        coordinating=_bodies(row.coordinating),
        assigned_by=row.assigned_by,
        deadline=Deadline(row.deadline_text, DeadlineKind(row.deadline_kind), row.deadline_date),
        product=row.product,
        measure=row.measure,
        responsible=row.responsible,
        line=row.line,
    )


def _bodies(rows: list[dict[str, Any]]) -> tuple[Body, ...]:
    return tuple(Body(row["text"], row.get("agency")) for row in rows)
