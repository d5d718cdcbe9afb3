"""What may be filled in for all kept tasks of a document at once, and with what. Pure but for the look-up of heads."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind
from dean06.steering.documents.models import ReviewTask
from dean06.steering.documents.types import DeadlineKind

#: What a task must hand in when its document names nothing else.
DEFAULT_PRODUCT = "Báo cáo kết quả thực hiện"
LONGEST_RESPONSIBLE = 160
#: Who answers for a task given to a group: each head for the body's own share.
HEAD_OF_EACH = "Người đứng đầu từng cơ quan"


def still_open(tasks: Iterable[ReviewTask]) -> list[ReviewTask]:
    """Tasks that will be issued: neither dropped nor live already."""
    return [task for task in tasks if not task.dropped and not task.assignment_id]


def heads(tasks: Iterable[ReviewTask]) -> dict[int, str]:
    """Id of each open task that names nobody responsible → head of the body that leads it ("name, title body").

    Of several leads the one named first counts: it is the one that answers; for a group it is each head for the own
    share. A task whose first lead is not known today or has no head on record is absent. Two queries.
    """
    waiting = [task for task in still_open(tasks) if not (task.responsible or "").strip()]
    first_lead = {task.pk: task.lead[0]["agency"] for task in waiting if task.lead and task.lead[0].get("agency")}
    known = units.agency_heads(first_lead.values())
    agencies = units.get_agencies(first_lead.values())
    found = {}
    for task_id, code in first_lead.items():
        if code in agencies and agencies[code].kind == AgencyKind.GROUP:
            found[task_id] = HEAD_OF_EACH
        elif code in known and code in agencies:
            head = known[code]
            title = f"{head.title or 'Người đứng đầu'} {agencies[code].short_name or agencies[code].name}"
            found[task_id] = f"{head.name}, {title}"[:LONGEST_RESPONSIBLE]
    return found


def without_product(tasks: Iterable[ReviewTask]) -> list[ReviewTask]:
    """Open tasks that must hand in something and do not say what. Recurring ones are measured instead."""
    return [
        task
        for task in still_open(tasks)
        if task.deadline_kind != DeadlineKind.RECURRING and not (task.product or "").strip()
    ]


def without_measure(tasks: Iterable[ReviewTask]) -> list[ReviewTask]:
    """Open recurring tasks that do not say by which figure they are followed."""
    return [
        task
        for task in still_open(tasks)
        if task.deadline_kind == DeadlineKind.RECURRING and not (task.measure or "").strip()
    ]
