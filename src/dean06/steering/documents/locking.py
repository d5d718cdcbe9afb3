"""PRIVATE. First step of every write of the review: the document locked, and still open for it."""

from __future__ import annotations

from dean06.kernel.common.errors import NotFound
from dean06.steering.documents.models import DocumentState, ReviewTask, SourceDocument
from dean06.steering.documents.review_errors import NotUnderReview


def locked(document_id: int) -> SourceDocument:
    """The document, locked. Raises ``NotFound``."""
    document = SourceDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise NotFound()
    return document


def under_review(document_id: int) -> SourceDocument:
    """The document, locked and under review. Raises ``NotFound``, ``NotUnderReview``."""
    document = locked(document_id)
    if document.state != DocumentState.UNDER_REVIEW:
        raise NotUnderReview(state=document.state)
    return document


def task_under_review(task_id: int) -> ReviewTask:
    """The task, with its document locked and under review. Raises ``NotFound``, ``NotUnderReview``."""
    task = ReviewTask.objects.filter(pk=task_id).first()
    if task is None:
        raise NotFound()
    document = under_review(task.document_id)
    # Read again: what was read before the lock may have changed, or gone into another task, meanwhile.
    task = ReviewTask.objects.filter(pk=task_id).first()
    if task is None:
        raise NotFound()
    task.document = document
    if task.assignment_id:
        raise NotUnderReview(assignment_id=task.assignment_id)
    return task
