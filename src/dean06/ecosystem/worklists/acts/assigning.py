"""Giving work to people: assign, take, hand back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from dean06.ecosystem.worklists import staff
from dean06.ecosystem.worklists.acts import telling
from dean06.ecosystem.worklists.acts.common import (
    LIVE,
    check_holder,
    lock_item,
    lock_items,
    moment,
    move,
    reason_of,
    step,
)
from dean06.ecosystem.worklists.errors import AssigneeUnfit, NothingChosen, StepRefused, TooMany
from dean06.ecosystem.worklists.events import WorkAssigned
from dean06.ecosystem.worklists.models import WorkItem, WorkStep
from dean06.ecosystem.worklists.scope import ASSIGN, VIEW, WORK, finding_of, findings_of
from dean06.ecosystem.worklists.types import Act
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

#: Records in one act: a day's work of a whole station, and still one quick transaction.
MOST_AT_ONCE = 500


@service(permission=ASSIGN)
def assign(
    *,
    actor: Actor,
    write: Write,
    finding_ids: Sequence[int],
    assignee_id: int,
    versions: Mapping[int, int] | None = None,
    now: dt.datetime | None = None,
) -> list[WorkItem]:
    """Give findings to a person who may work on them; all or none. ``versions``: finding → version seen.

    Raises ``ItemNotFound`` (one outside the actor's commune), ``AssigneeUnfit``, ``NothingChosen``, ``TooMany``,
    ``ItemChanged``, ``StepRefused``.
    """
    now = moment(now)
    findings = _live(findings_of(actor, _checked(finding_ids), ASSIGN))
    for unit in {finding.unit_code for finding in findings}:
        if assignee_id not in {person.user_id for person in staff.workers_of(unit)}:
            raise AssigneeUnfit(unit=unit)
    items = _give(findings, versions, Act.ASSIGN, assignee_id, actor, now)
    write.audit(
        "worklists.assigned",
        subject="worklists.workitem:list",
        details={"findings": [item.finding_id for item in items], "assignee": assignee_id, "count": len(items)},
    )
    for unit, count in sorted(Counter(finding.unit_code for finding in findings).items()):
        write.publish(WorkAssigned(unit=unit, assignee_id=assignee_id, count=count))
        telling.assigned(assignee_id, count, unit, actor=actor, now=now)
    return items


@service(permission=WORK)
def take(
    *,
    actor: Actor,
    write: Write,
    finding_ids: Sequence[int],
    versions: Mapping[int, int] | None = None,
    now: dt.datetime | None = None,
) -> list[WorkItem]:
    """Take findings of one's commune into one's own hands, also from a colleague. Raises as ``assign`` does."""
    now = moment(now)
    findings = _live(findings_of(actor, _checked(finding_ids), WORK))
    if actor.user_id is None:
        raise AssigneeUnfit
    items = _give(findings, versions, Act.TAKE, actor.user_id, actor, now)
    write.audit(
        "worklists.taken",
        subject="worklists.workitem:list",
        details={"findings": [item.finding_id for item in items], "count": len(items)},
    )
    return items


@service(permission=VIEW)
def hand_back(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """Put a finding back on the commune's list, with a reason: by its holder, or by who may assign.

    Raises ``ItemNotFound``, ``NotYourItem``, ``ReasonMissing``, ``ItemChanged``, ``StepRefused``.
    """
    now = moment(now)
    assigns = actor.can(ASSIGN)
    item = lock_item(finding_of(actor, finding_id, ASSIGN if assigns else WORK), version)
    if not assigns:
        check_holder(item, actor)
    reason = reason_of(reason)
    move(item, Act.HAND_BACK, now)
    telling.handed_back(item, reason, actor=actor)
    item.assignee_id, item.next_visit_on = None, None
    item.save()
    step(item, Act.HAND_BACK, actor, now, reason).save()
    write.audit("worklists.handed_back", subject=item, details={"finding": finding_id})
    return item


def _checked(finding_ids: Sequence[int]) -> Sequence[int]:
    if not finding_ids:
        raise NothingChosen
    if len(finding_ids) > MOST_AT_ONCE:
        raise TooMany(
            f"Đã chọn {len(finding_ids)} bản ghi; mỗi lần giao được tối đa {MOST_AT_ONCE}. Hãy chia làm nhiều lần.",
            chosen=len(finding_ids),
            most=MOST_AT_ONCE,
        )
    return finding_ids


def _live(findings: list[Any]) -> list[Any]:
    if any(finding.state not in LIVE for finding in findings):
        raise StepRefused("Có bản ghi đã xử lý xong trong số được chọn. Hãy tải lại danh sách.")
    return findings


def _give(
    findings: list[Any],
    versions: Mapping[int, int] | None,
    act: Act,
    assignee_id: int,
    actor: Actor,
    now: dt.datetime,
) -> list[WorkItem]:
    items = lock_items(findings, versions)
    lines = []
    for item in items:
        move(item, act, now)
        item.assignee_id, item.assigned_by, item.assigned_at = assignee_id, actor.user_id, now
        lines.append(step(item, act, actor, now))
    # One update for each state reached: five hundred rows of their own would take seconds.
    for state in {item.state for item in items}:
        WorkItem.objects.filter(pk__in=[item.pk for item in items if item.state == state]).update(
            state=state,
            version=F("version") + 1,
            assignee_id=assignee_id,
            assigned_by=actor.user_id,
            assigned_at=now,
            ended_at=None,
            closed_by=None,
        )
    WorkStep.objects.bulk_create(lines, batch_size=500)
    return items
