"""PUBLIC writes over all kept tasks of a document at once (offered through ``services``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.steering.documents import filling
from dean06.steering.documents.locking import under_review
from dean06.steering.documents.models import ReviewTask, SourceDocument
from dean06.steering.documents.review_errors import NothingToFill


@service(permission="documents.review")
def fill_heads(*, actor: Actor, write: Write, document_id: int) -> list[int]:
    """Name the head of the first lead body as responsible wherever nobody is named; ids of the tasks changed.

    Raises ``NothingToFill`` when no head is known for any of them.
    """
    document = under_review(document_id)
    tasks = list(document.tasks.all())
    found = filling.heads(tasks)
    changed = [task for task in tasks if task.pk in found]
    for task in changed:
        task.responsible = found[task.pk]
    return _filled(write, document, changed, "responsible")


@service(permission="documents.review")
def fill_products(*, actor: Actor, write: Write, document_id: int, product: str) -> list[int]:
    """Set ``product`` for each task that must hand in something and does not say what; ids of the tasks changed."""
    document = under_review(document_id)
    changed = filling.without_product(document.tasks.all())
    value = _words(product, "product")
    for task in changed:
        task.product = value
    return _filled(write, document, changed, "product")


@service(permission="documents.review")
def fill_measures(*, actor: Actor, write: Write, document_id: int, measure: str) -> list[int]:
    """Set ``measure`` for each recurring task that does not say how it is followed; ids of the tasks changed."""
    document = under_review(document_id)
    changed = filling.without_measure(document.tasks.all())
    value = _words(measure, "measure")
    for task in changed:
        task.measure = value
    return _filled(write, document, changed, "measure")


@service(permission="documents.review")
def choose_body(*, actor: Actor, write: Write, document_id: int, name: str, agency: str) -> list[int]:
    """Say which of today's bodies a printed ``name`` means, wherever the document leaves it open; ids changed.

    The printed name stays. Bodies that were clear already are not touched.
    """
    document = under_review(document_id)
    chosen = units.get_agencies([agency]).get(agency)
    if chosen is None or (chosen.valid_to and chosen.valid_to < timezone.localdate()):
        raise InvalidInput(fields={"agency": "Không tìm thấy cơ quan này. Hãy chọn trong danh sách gợi ý."})
    changed = []
    for task in document.tasks.filter(assignment_id=None):
        roles = [role for role in ("lead", "coordinating") if _settle(getattr(task, role), name, agency)]
        if roles:
            task.edited = True
            task.uncertain = [field for field in task.uncertain if field not in roles]
            changed.append(task)
    if not changed:
        raise NothingToFill()
    ReviewTask.objects.bulk_update(changed, ["lead", "coordinating", "edited", "uncertain"])
    ids = [task.pk for task in changed]
    write.audit("document.body_chosen", subject=document, details={"name": name, "agency": agency, "tasks": ids})
    return ids


def _settle(bodies: list[dict[str, Any]], name: str, agency: str) -> bool:
    """Give the open bodies printed as ``name`` their agency; whether there was one."""
    found = [body for body in bodies if body["text"] == name and not body.get("agency")]
    for body in found:
        body.update(agency=agency, choices=[], note="")
    return bool(found)


def _words(value: str, field: str) -> str:
    value = " ".join(value.split())
    if not value:
        raise InvalidInput(fields={field: "Hãy ghi nội dung cần điền."})
    return value


def _filled(write: Write, document: SourceDocument, changed: Sequence[ReviewTask], field: str) -> list[int]:
    if not changed:
        raise NothingToFill()
    for task in changed:
        task.edited = True
    ReviewTask.objects.bulk_update(changed, [field, "edited"])
    ids = [task.pk for task in changed]
    write.audit("document.tasks_filled", subject=document, details={"field": field, "tasks": ids})
    return ids
