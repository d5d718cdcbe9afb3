"""The result of a visit or a call, coded, with note, evidence and the next date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.core.files.base import File

from dean06.ecosystem.cleaning import services as cleaning
from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.worklists.acts.common import LIVE, check_holder, day_of, lock_item, moment, move, step
from dean06.ecosystem.worklists.errors import OutcomeUnknown, StepRefused, VisitIncomplete
from dean06.ecosystem.worklists.events import FindingVisited
from dean06.ecosystem.worklists.models import Outcome, WorkItem
from dean06.ecosystem.worklists.rules.visits import OutcomeRule, Visit, visit_errors
from dean06.ecosystem.worklists.scope import WORK, finding_of
from dean06.ecosystem.worklists.types import Act, LeadsTo, VisitHow, WorkState
from dean06.kernel.common.actors import Actor
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write, service


@service(permission=WORK)
def record_visit(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    outcome: str,
    how: VisitHow | str = VisitHow.HOME,
    note: str = "",
    place: str = "",
    paper: str = "",
    next_visit_on: dt.date | None = None,
    corrections: Mapping[str, str] | None = None,
    evidence: tuple[str, File | BinaryIO | bytes] | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """Keep what a visit found. Nobody's finding comes into the actor's hands by it.

    ``outcome``: code of an ``Outcome`` in use; ``corrections``: values found to be right (``rules.visits``);
    ``evidence``: name and content of a photo or paper. Raises ``ItemNotFound``, ``NotYourItem``, ``OutcomeUnknown``,
    ``VisitIncomplete``, ``ItemChanged``, ``StepRefused``, a ``FileRefused``.
    """
    now = moment(now)
    finding = finding_of(actor, finding_id, WORK)
    item = lock_item(finding, version)
    check_holder(item, actor)
    if finding.state not in LIVE:
        raise StepRefused("Bản ghi này đã xử lý xong. Hãy tải lại danh sách.")
    found = Outcome.objects.filter(code=outcome, active=True).first()
    if found is None:
        raise OutcomeUnknown(fields={"outcome": OutcomeUnknown.message})
    values = {field: value.strip() for field, value in (corrections or {}).items() if value.strip()}
    visit = Visit(note, place, paper, next_visit_on, values)
    errors = visit_errors(rule_of(found), visit, day_of(now))
    if errors:
        raise VisitIncomplete(" ".join(errors.values()), fields=errors)
    if item.state == WorkState.OPEN:
        move(item, Act.TAKE, now)
        item.assignee_id, item.assigned_by, item.assigned_at = actor.user_id, actor.user_id, now
    move(item, Act.VISIT, now)
    item.outcome, item.visited_at, item.next_visit_on = found, now, next_visit_on
    item.corrections = {**item.corrections, **values}
    item.save()
    line = step(item, Act.VISIT, actor, now, note.strip(), outcome=found, how=VisitHow(how))
    line.place, line.paper, line.next_visit_on = place.strip()[:200], paper.strip()[:200], next_visit_on
    if evidence is not None:
        name, content = evidence
        line.evidence = files.store_upload(
            actor=actor, data=content, filename=name, owner=f"worklists.workitem:{item.pk}"
        )
    line.save()
    if finding.state == FindingState.OPEN:
        cleaning.start_work(actor=actor, finding_ids=[finding.pk])
    write.audit(
        "worklists.visited",
        subject=item,
        purpose="Xác minh bản ghi cần làm sạch",
        details={"finding": finding.pk, "outcome": found.code, "how": line.how, "fields": sorted(values)},
    )
    write.publish(FindingVisited(finding_id=finding.pk, outcome=found.code))
    return item


def rule_of(outcome: Outcome) -> OutcomeRule:
    """The row as the rules read it."""
    return OutcomeRule(LeadsTo(outcome.leads_to), outcome.needs_place, outcome.needs_paper, outcome.needs_next_visit)


@service(permission="datasets.edit_sectors")
def edit_outcome(*, actor: Actor, write: Write, code: str, values: Mapping[str, Any]) -> Outcome:
    """Change or add a row of the table of outcomes; ``values`` are fields of ``Outcome`` but its code.

    A row is never removed, only taken out of use: visits name it. The catalogue belongs to the registry officers, like
    that of the lists. Raises ``OutcomeUnknown`` when two rows would share a key.
    """
    fields = {name: values[name] for name in _EDITABLE if name in values}
    row = Outcome.objects.select_for_update().filter(code=code).first() or Outcome(code=code)
    for name, value in fields.items():
        setattr(row, name, value)
    if Outcome.objects.filter(key=row.key).exclude(code=code).exists():
        message = f"Phím {row.key} đã dùng cho kết quả khác. Hãy chọn phím khác."
        raise OutcomeUnknown(message, fields={"key": message})
    row.save()
    write.audit("worklists.outcome_edited", subject=row, details={"code": code, "fields": sorted(fields)})
    return row


_EDITABLE = (
    "key",
    "label",
    "hint",
    "leads_to",
    "needs_place",
    "needs_paper",
    "needs_next_visit",
    "active",
    "order",
)
