"""What the acts share: the item, locked and of the version that was seen; the line of its story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.worklists.errors import ItemChanged, NotYourItem, ReasonMissing
from dean06.ecosystem.worklists.models import WorkItem, WorkStep
from dean06.ecosystem.worklists.rules.states import ENDED, next_state
from dean06.ecosystem.worklists.types import Act, WorkState
from dean06.kernel.common.actors import Actor

SHORTEST_REASON = 10
#: States of a finding that still waits.
LIVE = (FindingState.OPEN, FindingState.IN_WORK)


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def day_of(now: dt.datetime) -> dt.date:
    """The local calendar day of a moment."""
    return timezone.localdate(now)


def lock_items(findings: Iterable[Any], versions: Mapping[int, int] | None = None) -> list[WorkItem]:
    """The item of each finding, made when missing, locked for the transaction, in the order given.

    ``versions``: finding id → version that the actor saw (0: no item yet). Raises ``ItemChanged`` when one moved on.
    """
    rows = list(findings)
    ids = [finding.pk for finding in rows]
    WorkItem.objects.bulk_create([WorkItem(finding_id=pk) for pk in ids], ignore_conflicts=True, batch_size=500)
    found = {
        item.finding_id: item for item in WorkItem.objects.select_for_update().filter(finding_id__in=ids).order_by("pk")
    }
    for finding in rows:
        item = found[finding.pk]
        item.finding = finding
        if item.state in ENDED and finding.state in LIVE:
            # A later run found the record wrong again: the work begins anew.
            item.state, item.assignee_id, item.ended_at, item.closed_by = WorkState.OPEN, None, None, None
        seen = (versions or {}).get(finding.pk)
        if seen is not None and seen != item.version:
            raise ItemChanged(finding=finding.pk)
    return [found[pk] for pk in ids]


def lock_item(finding: Any, version: int | None = None) -> WorkItem:
    """``lock_items`` for one."""
    return lock_items([finding], None if version is None else {finding.pk: version})[0]


def check_holder(item: WorkItem, actor: Actor) -> None:
    """Raise ``NotYourItem`` when the item is in somebody else's hands; nobody's item is everybody's."""
    if item.assignee_id is not None and item.assignee_id != actor.user_id:
        raise NotYourItem


def move(item: WorkItem, act: Act, now: dt.datetime) -> None:
    """Take the step by the table and count the version; the caller saves. Raises ``StepRefused``."""
    item.state = next_state(WorkState(item.state), act)
    item.version += 1
    if item.state in ENDED:
        # What was noted about a person is not kept longer than the work needs it.
        item.ended_at, item.corrections, item.next_visit_on = now, {}, None


def step(item: WorkItem, act: Act, actor: Actor, now: dt.datetime, text: str = "", **more: Any) -> WorkStep:
    """A line of the story, not yet saved; ``item`` has its new state."""
    return WorkStep(
        item=item,
        at=now,
        act=act,
        state=item.state,
        text=text[:500],
        actor_id=actor.user_id,
        actor_name=actor.name[:160],
        **more,
    )


def reason_of(text: str) -> str:
    """The reason without stray spaces. Raises ``ReasonMissing`` when too short to say anything."""
    text = " ".join(text.split())
    if len(text) < SHORTEST_REASON:
        raise ReasonMissing
    return text
