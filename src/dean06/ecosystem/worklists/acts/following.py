"""Items follow what happens below: runs that find records clean or wrong again, answers from ``review``."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.worklists.acts import telling
from dean06.ecosystem.worklists.acts.common import LIVE, lock_items, moment, move, step
from dean06.ecosystem.worklists.models import WorkItem, WorkStep
from dean06.ecosystem.worklists.rules.states import ENDED, allows
from dean06.ecosystem.worklists.scope import VIEW, Scope, findings_in
from dean06.ecosystem.worklists.types import Act, WorkState
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

_EVERYTHING = Scope(everything=True)
_BATCH = 500
_NOT_CLEAN = [state.value for state in WorkState if state is not WorkState.CLEAN]
_FIELDS = ["state", "version", "ended_at", "corrections", "next_visit_on", "assignee_id", "closed_by"]


@service(permission=VIEW)
def follow_sector(
    *, actor: Actor, write: Write, sector: str, reopened: bool = True, now: dt.datetime | None = None
) -> dict[str, int]:
    """End the items whose finding a run or a re-check resolved; open those that it found wrong again. Repeatable.

    ``reopened`` false: nothing was found wrong again, so ended items need not be looked at.
    """
    now = moment(now)
    items = WorkItem.objects.filter(finding__sector=sector)
    gone = items.filter(state__in=_NOT_CLEAN, finding__state=FindingState.RESOLVED)
    again = items.filter(state__in=ENDED, finding__state__in=LIVE)
    done = {
        "clean": _step_all(gone, Act.FOUND_CLEAN, actor, now),
        "again": _step_all(again, Act.REOPEN, actor, now) if reopened else 0,
    }
    write.audit("worklists.followed", subject=f"worklists.sector:{sector}", details=done)
    return done


@service(permission=VIEW)
def follow_answer(
    *, actor: Actor, write: Write, finding_id: int, answer: str, now: dt.datetime | None = None
) -> WorkItem | None:
    """An item that waited for the registry has its answer: back to its holder. ``None`` when nothing waited."""
    now = moment(now)
    finding = findings_in(_EVERYTHING).filter(pk=finding_id, work_item__state=WorkState.WAITING_REGISTRY).first()
    write.audit("worklists.answered", subject=f"cleaning.finding:{finding_id}", details={"answer": answer})
    if finding is None:
        return None
    (item,) = lock_items([finding])
    move(item, Act.ANSWERED, now)
    item.save()
    words = ANSWERS.get(answer, "Có trả lời về đề nghị sửa dân cư.")
    step(item, Act.ANSWERED, actor, now, words).save()
    telling.answered(item, words, actor=actor)
    return item


ANSWERS = {
    "approved": "Đề nghị sửa dân cư được chấp nhận; kiểm tra lại khi dân cư đã sửa.",
    "done": "Dân cư đã sửa: hãy kiểm tra lại bản ghi.",
    "refused": "Đề nghị sửa dân cư không được chấp nhận. Mở phiếu để xem lý do.",
    "returned": "Đề nghị sửa dân cư bị trả lại để bổ sung. Mở phiếu để xem cần gì.",
}


def _step_all(wanted: QuerySet[WorkItem], act: Act, actor: Actor, now: dt.datetime) -> int:
    done = 0
    ids = list(wanted.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        items, lines = [], []
        batch = WorkItem.objects.select_for_update().filter(pk__in=ids[start : start + _BATCH])
        for item in batch.order_by("pk"):
            if not allows(WorkState(item.state), act):
                continue
            move(item, act, now)
            if act is Act.REOPEN:
                item.assignee_id, item.ended_at, item.closed_by = None, None, None
            items.append(item)
            lines.append(step(item, act, actor, now))
        WorkItem.objects.bulk_update(items, _FIELDS, batch_size=200)
        WorkStep.objects.bulk_create(lines, batch_size=500)
        done += len(items)
    return done
