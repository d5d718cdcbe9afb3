"""PUBLIC writes. From an uploaded file to live tasks: upload, correct, split, merge, drop, issue.

Reading happens before anything is stored, so a refused file leaves nothing behind.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import models
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.files import queries as file_queries
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write, service
from dean06.steering.documents import passages as passage_tools
from dean06.steering.documents.bodies_of_task import BodyRow, body_rows, typed_bodies
from dean06.steering.documents.checking import check
from dean06.steering.documents.events import DocumentIssued, DocumentUploaded
from dean06.steering.documents.filling_services import choose_body, fill_heads, fill_measures, fill_products
from dean06.steering.documents.issuing import issuer, register_issuer
from dean06.steering.documents.locking import locked, task_under_review, under_review
from dean06.steering.documents.models import DocumentState, ReviewTask, SourceDocument
from dean06.steering.documents.queries import FILE_OWNER, reviewed_document, reviewed_task
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.review_errors import (
    AlreadyUploaded,
    CannotSplitHere,
    NoSuchPassage,
    NothingToIssue,
    NothingToMerge,
)
from dean06.steering.documents.types import DeadlineKind, ReadDocument, Task, plain

__all__ = [
    "add_task",
    "choose_body",
    "close_document",
    "compare_with_previous",
    "confirm_task",
    "correct_header",
    "correct_task",
    "drop_task",
    "fill_heads",
    "fill_measures",
    "fill_products",
    "issue_document",
    "merge_with_next",
    "register_issuer",
    "restore_task",
    "split_task",
    "upload_document",
]

HEADER_FIELDS = ("kind", "number", "date", "place", "issuer", "title", "period")
#: Gap between neighbours, so that a split never renumbers the rest.
STEP = 1000


@service(permission="documents.upload")
def upload_document(
    *,
    actor: Actor,
    write: Write,
    data: bytes,
    filename: str,
    again: bool = False,
    previous_id: int | None = None,
    now: dt.datetime | None = None,
) -> SourceDocument:
    """Read ``data`` and keep it with everything recognised, ready for review.

    Raises ``UnreadableDocument`` (one of its kinds) with nothing stored, ``AlreadyUploaded`` unless ``again``.
    """
    now = now or timezone.now()
    sha256 = hashlib.sha256(data).hexdigest()
    earlier = SourceDocument.objects.filter(sha256=sha256).order_by("-pk").first()
    if earlier and not again:
        raise AlreadyUploaded(document_id=earlier.pk)

    source = read_bytes(data, filename)
    read = recognise(source)
    previous = _previous(previous_id)
    findings = check(read, source, previous=_read_again(previous)[1] if previous else None)

    stored = files.store_upload(actor=actor, data=data, filename=filename, owner="")
    document = SourceDocument.objects.create(
        file=stored,
        sha256=sha256,
        filename=filename,
        source_format=source.format,
        passages=passage_tools.as_passages(source),
        recognised=_recognised(read),
        findings=[plain(asdict(finding)) for finding in findings],
        warnings=list(source.warnings),
        previous=previous,
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
        **{name: getattr(read.header, name) for name in HEADER_FIELDS},
    )
    files.attach(actor=actor, file_id=stored.pk, owner=f"{FILE_OWNER}:{document.pk}")
    printed = [name for task in read.tasks for name in (*task.lead, *task.coordinating)]
    bodies = body_rows(printed, on=timezone.localdate(now), printed_on=document.date)
    ReviewTask.objects.bulk_create(
        _as_row(document, position * STEP, task, bodies) for position, task in enumerate(read.tasks, start=1)
    )
    write.audit("document.uploaded", subject=document, details={"tasks": len(read.tasks), "findings": len(findings)})
    write.publish(DocumentUploaded(document_id=document.pk, tasks=len(read.tasks), findings=len(findings)))
    return document


@service(permission="documents.review")
def correct_header(*, actor: Actor, write: Write, document_id: int, values: dict[str, Any]) -> SourceDocument:
    """Replace what was read of the document itself. ``values``: some of ``HEADER_FIELDS``."""
    document = under_review(document_id)
    changed = [name for name in HEADER_FIELDS if name in values and getattr(document, name) != values[name]]
    for name in changed:
        setattr(document, name, values[name] or None)
    document.save(update_fields=changed)
    write.audit("document.header_corrected", subject=document, details={"fields": changed})
    return document


@service(permission="documents.review")
def correct_task(*, actor: Actor, write: Write, task_id: int, values: dict[str, Any]) -> ReviewTask:
    """Replace fields of a task. ``lead`` and ``coordinating`` are lists of names; they resolve to today's bodies."""
    task = task_under_review(task_id)
    values = dict(values)
    if "text" in values and not str(values["text"]).strip():
        raise InvalidInput(fields={"text": "Nội dung nhiệm vụ không được để trống."})
    for role in ("lead", "coordinating"):
        if role in values:
            values[role] = typed_bodies(
                values[role],
                before=getattr(task, role),
                on=timezone.localdate(),
                printed_on=task.document.date,
            )
    if values.get("deadline_kind", task.deadline_kind) == DeadlineKind.BY_DATE and not values.get(
        "deadline_date", task.deadline_date
    ):
        raise InvalidInput(fields={"deadline_date": "Đã chọn hạn theo ngày thì phải nhập ngày, ví dụ 30/06/2026."})
    changed = [name for name, value in values.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, values[name])
    task.uncertain = [name for name in task.uncertain if name.split("_")[0] not in {c.split("_")[0] for c in changed}]
    task.edited = task.edited or bool(changed)
    task.save()
    write.audit("document.task_corrected", subject=task, details={"fields": sorted(changed)})
    return task


@service(permission="documents.review")
def confirm_task(*, actor: Actor, write: Write, task_id: int) -> ReviewTask:
    """A person looked at the fields that the rules were unsure of and found them right."""
    task = task_under_review(task_id)
    fields, task.uncertain = task.uncertain, []
    task.save(update_fields=["uncertain"])
    write.audit("document.task_confirmed", subject=task, details={"fields": fields})
    return task


@service(permission="documents.review")
def add_task(*, actor: Actor, write: Write, document_id: int, line: int) -> ReviewTask:
    """Make a task of the passage at ``line`` that the rules did not take for one."""
    document = under_review(document_id)
    text = passage_tools.text_of_line(document.passages, line)
    if not text:
        raise NoSuchPassage(line=line)
    before = document.tasks.filter(line__lte=line).aggregate(last=models.Max("position"))["last"] or 0
    task = ReviewTask.objects.create(
        document=document, position=_place_after(document, before), text=text, line=line, edited=True
    )
    write.audit("document.task_added", subject=task, details={"line": line})
    return task


@service(permission="documents.review")
def split_task(*, actor: Actor, write: Write, task_id: int, at: int) -> ReviewTask:
    """Cut the text after ``at`` characters; the second part becomes a task of its own with the same bodies."""
    task = task_under_review(task_id)
    first, second = task.text[:at].strip(), task.text[at:].strip()
    if not first or not second:
        raise CannotSplitHere(at=at)
    position = _place_after(task.document, task.position)
    other = ReviewTask.objects.get(pk=task.pk)
    other.pk, other._state.adding = None, True
    other.text, other.position, other.edited = second, position, True
    other.save()
    task.text, task.edited = first, True
    task.save(update_fields=["text", "edited"])
    write.audit("document.task_split", subject=task, details={"new_task": other.pk})
    return other


@service(permission="documents.review")
def merge_with_next(*, actor: Actor, write: Write, task_id: int) -> ReviewTask:
    """Join the next kept task to this one: texts joined, bodies united, the first deadline that says something wins."""
    task = task_under_review(task_id)
    following = task.document.tasks.filter(position__gt=task.position, dropped=False).first()
    if following is None:
        raise NothingToMerge()
    task.text = f"{task.text}\n{following.text}"
    for role in ("lead", "coordinating"):
        mine = getattr(task, role)
        mine += [body for body in getattr(following, role) if body["text"] not in {known["text"] for known in mine}]
    if task.deadline_kind == DeadlineKind.NONE:
        task.deadline_kind = following.deadline_kind
        task.deadline_text, task.deadline_date = following.deadline_text, following.deadline_date
    for name in ("product", "measure", "responsible", "assigned_by"):
        setattr(task, name, getattr(task, name) or getattr(following, name))
    task.uncertain = list(dict.fromkeys([*task.uncertain, *following.uncertain]))
    task.edited = True
    task.save()
    merged_id = following.pk
    following.delete()
    write.audit("document.tasks_merged", subject=task, details={"merged": merged_id})
    return task


@service(permission="documents.review")
def drop_task(*, actor: Actor, write: Write, task_id: int) -> ReviewTask:
    """Leave the task out when issuing; it stays visible and can be restored."""
    return _set_dropped(write, task_id, dropped=True)


@service(permission="documents.review")
def restore_task(*, actor: Actor, write: Write, task_id: int) -> ReviewTask:
    """Take a dropped task back."""
    return _set_dropped(write, task_id, dropped=False)


@service(permission="documents.review")
def compare_with_previous(*, actor: Actor, write: Write, document_id: int, previous_id: int | None) -> SourceDocument:
    """Check again with last period's report beside it (or without, when ``previous_id`` is ``None``)."""
    document = locked(document_id)
    previous = _previous(previous_id)
    source, read = _read_again(document)
    findings = check(read, source, previous=_read_again(previous)[1] if previous else None)
    document.previous = previous
    document.findings = [plain(asdict(finding)) for finding in findings]
    document.save(update_fields=["previous", "findings"])
    write.audit("document.compared", subject=document, details={"previous": previous_id, "findings": len(findings)})
    return document


@service(permission="documents.review")
def close_document(*, actor: Actor, write: Write, document_id: int) -> SourceDocument:
    """End the review without issuing anything (a report that was only checked)."""
    document = under_review(document_id)
    document.state = DocumentState.CLOSED
    document.save(update_fields=["state"])
    write.audit("document.closed", subject=document)
    return document


@service(permission="assignments.issue")
def issue_document(
    *,
    actor: Actor,
    write: Write,
    document_id: int,
    task_ids: Sequence[int] | None = None,
    override_reason: str = "",
    now: dt.datetime | None = None,
) -> SourceDocument:
    """Make every kept task (or those of ``task_ids``) live, all or none, with the document attached.

    Raises ``NothingToIssue`` and what the issuer raises when a task is not clear enough and no reason is given.
    """
    now = now or timezone.now()
    document = under_review(document_id)
    kept = document.tasks.filter(dropped=False, assignment_id=None)
    rows = list(kept.filter(pk__in=task_ids) if task_ids is not None else kept)
    if not rows:
        raise NothingToIssue()
    live = issuer().issue(
        actor=actor,
        document=reviewed_document(document),
        tasks=[reviewed_task(row) for row in rows],
        override_reason=override_reason.strip(),
        now=now,
    )
    for row in rows:
        row.assignment_id = live[row.pk]
    ReviewTask.objects.bulk_update(rows, ["assignment_id"])
    if not document.tasks.filter(dropped=False, assignment_id=None).exists():
        document.state, document.issued_at = DocumentState.ISSUED, now
        document.save(update_fields=["state", "issued_at"])
    write.audit(
        "document.issued", subject=document, details={"tasks": len(rows), "overridden": bool(override_reason.strip())}
    )
    write.publish(DocumentIssued(document_id=document.pk, tasks=len(rows)))
    return document


def _set_dropped(write: Write, task_id: int, *, dropped: bool) -> ReviewTask:
    task = task_under_review(task_id)
    task.dropped = dropped
    task.save(update_fields=["dropped"])
    if dropped:
        write.audit("document.task_dropped", subject=task)
    else:
        write.audit("document.task_restored", subject=task)
    return task


def _place_after(document: SourceDocument, position: int) -> int:
    """A free position right after ``position``; neighbours are spread out again when the gap is used up."""
    following = document.tasks.filter(position__gt=position).aggregate(first=models.Min("position"))["first"]
    if following is None:
        return position + STEP
    if following - position > 1:
        return (position + following) // 2
    document.tasks.filter(position__gt=position).update(position=models.F("position") + STEP)
    return position + STEP // 2


def _previous(previous_id: int | None) -> SourceDocument | None:
    if previous_id is None:
        return None
    previous = SourceDocument.objects.filter(pk=previous_id).first()
    if previous is None:
        raise NotFound()
    return previous


def _read_again(document: SourceDocument) -> tuple[Source, ReadDocument]:
    """Source and recognition of a kept document, computed afresh: rules get better, so neither is kept as objects."""
    source = read_bytes(file_queries.content(document.file_id), document.filename)
    return source, recognise(source)


def _recognised(read: ReadDocument) -> dict[str, Any]:
    return plain(
        {
            "services": [asdict(service) for service in read.services],
            "figures": [asdict(figure) for figure in read.figures],
            "recommendations": [asdict(recommendation) for recommendation in read.recommendations],
            "recipients": read.recipients,
            "unrecognised": read.unrecognised,
        }
    )


def _as_row(document: SourceDocument, position: int, task: Task, bodies: dict[str, BodyRow]) -> ReviewTask:
    return ReviewTask(
        document=document,
        position=position,
        section_path=task.section_path,
        number=task.number,
        text=task.text,
        lead=[bodies[name] for name in task.lead],
        coordinating=[bodies[name] for name in task.coordinating],
        assigned_by=task.assigned_by,
        deadline_text=task.deadline.text,
        deadline_kind=task.deadline.kind,
        deadline_date=task.deadline.date,
        product=task.result if task.status.status_class == "none" else None,
        status_class=task.status.status_class,
        line=task.line,
        uncertain=task.uncertain,
    )
