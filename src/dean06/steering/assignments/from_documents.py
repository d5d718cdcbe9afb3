"""PRIVATE. Reviewed tasks of ``steering.documents`` become drafts here; registered there as the issuer at start-up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.steering.assignments import services
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.rules.clarity import clarities
from dean06.steering.assignments.types import AssignmentDraft, Cadence, DeadlineKind, DocumentRef, PartyDraft
from dean06.steering.assignments.visibility import VIEW, visible
from dean06.steering.documents.types import Body, Light, ReviewedDocument, ReviewedTask

#: Words of a deadline that name no document to wait for.
_NO_DOCUMENT = (
    "trung uong",
    "cap tren",
    "cap co tham quyen",
    "theo",
    "chi dao",
    "huong dan",
    "lo trinh",
    "tien do",
    "yeu cau",
    "khi co",
    "sau khi",
    "cua",
    "cac",
    "va",
)


class AssignmentIssuer:
    """The port ``documents.types.Issuer``."""

    def lights(self, task: ReviewedTask) -> list[Light]:
        """The five clarities of a task under review."""
        return [Light(light.code, light.label, light.ok, light.missing) for light in clarities(from_reviewed(task))]

    def concerns(self, actor: Actor, document_id: int) -> bool:
        """True if and only if the actor may see a task given from the document."""
        return actor.can(VIEW) and visible(actor).filter(basis__source_id=document_id).exists()

    def issue(
        self,
        *,
        actor: Actor,
        document: ReviewedDocument,
        tasks: Sequence[ReviewedTask],
        override_reason: str,
        now: dt.datetime,
    ) -> dict[int, int]:
        """Issue all tasks in the running transaction; ``task_id`` → id of the assignment."""
        issue = services.issue_assignments(
            actor=actor,
            drafts=[from_reviewed(task) for task in tasks],
            document=document_ref(document),
            override_reason=override_reason,
            now=now,
        )
        ids = Assignment.objects.filter(issue=issue).order_by("pk").values_list("pk", flat=True)
        return dict(zip((task.task_id for task in tasks), ids, strict=True))


def document_ref(document: ReviewedDocument) -> DocumentRef:
    """The giving document."""
    return DocumentRef(
        number=document.number or "",
        date=document.date,
        kind=document.kind or "",
        title=document.title or "",
        issuer=document.issuer or "",
        source_id=document.document_id,
    )


def from_reviewed(task: ReviewedTask) -> AssignmentDraft:
    """A task under review in the shape the register judges and issues."""
    kind = task.deadline.kind
    words = task.deadline.text or ""
    name, _, position = (task.responsible or "").partition(",")
    return AssignmentDraft(
        text=task.text,
        number=task.number or "",
        section_path=task.section_path,
        leads=_parties(task.lead),
        partners=_parties(task.coordinating),
        assigned_by=task.assigned_by or "",
        product=task.product or "",
        deadline_kind=kind,
        deadline_text=words,
        due_date=task.deadline.date,
        measure=task.measure or "",
        cadence=cadence_of(words) if kind is DeadlineKind.RECURRING else None,
        trigger_document=words if kind is DeadlineKind.ON_GUIDANCE and names_a_document(words) else "",
        head_name=name.strip(),
        head_position=position.strip(),
        source_line=task.line or None,
    )


def cadence_of(words: str) -> Cadence:
    """How often a recurring task reports: as its words say, else monthly (the provinces' reporting period)."""
    key = search_key(words)
    if "tuan" in key.split():
        return Cadence.WEEKLY
    return Cadence.QUARTERLY if "quy" in key.split() else Cadence.MONTHLY


def names_a_document(words: str) -> bool:
    """True when a deadline "on guidance" says whose or which document is awaited, not only "của Trung ương"."""
    words = " ".join(re.findall(r"\w+", search_key(words)))
    rest = f" {words} "
    for phrase in _NO_DOCUMENT:
        rest = rest.replace(f" {phrase} ", " ")
    return any(char.isalpha() for char in rest)


def _parties(bodies: Sequence[Body]) -> tuple[PartyDraft, ...]:
    return tuple(PartyDraft(text=body.text, agency_code=body.agency_code) for body in bodies)
