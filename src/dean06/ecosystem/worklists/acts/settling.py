"""What comes after the visit: fixed, sent on, checked again, closed by two people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.files.base import File

from dean06.ecosystem.cleaning import services as cleaning
from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.review import services as review
from dean06.ecosystem.worklists import pairs
from dean06.ecosystem.worklists.acts import telling
from dean06.ecosystem.worklists.acts.common import LIVE, check_holder, lock_item, moment, move, reason_of, step
from dean06.ecosystem.worklists.errors import SamePerson, StepRefused
from dean06.ecosystem.worklists.events import ItemEnded
from dean06.ecosystem.worklists.models import WorkItem
from dean06.ecosystem.worklists.scope import ASSIGN, RECORDS, WORK, finding_of
from dean06.ecosystem.worklists.types import Act, WorkState
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.writing.services import Write, service


@service(permission=WORK)
def fix(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    note: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """Say that the data were put right (in the registry or by a decision), and check at once.

    Ends clean, or back at the visit when the record still differs. Raises ``ItemNotFound``, ``NotYourItem``,
    ``ItemChanged``, ``StepRefused``, and what ``cleaning.recheck`` raises.
    """
    now = moment(now)
    item = _held(actor, finding_id, version)
    move(item, Act.FIX, now)
    step(item, Act.FIX, actor, now, note.strip()).save()
    _check_again(item, actor, write, now)
    write.audit("worklists.fixed", subject=item, details={"finding": finding_id, "state": item.state})
    return item


@service(permission=WORK)
def recheck(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """Compare the record with today's registry and decisions again; the commune's number moves at once.

    Raises ``ItemNotFound``, ``ItemChanged``, ``StepRefused``, and what ``cleaning.recheck`` raises.
    """
    now = moment(now)
    item = lock_item(finding_of(actor, finding_id, WORK), version)
    _check_again(item, actor, write, now)
    write.audit("worklists.rechecked", subject=item, details={"finding": finding_id, "state": item.state})
    return item


@service(permission=WORK)
def send_to_sector(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    note: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """The list is wrong: the sector must change it. The values found stand in the sector's file of verified values.

    Raises ``ItemNotFound``, ``NotYourItem``, ``ItemChanged``, ``StepRefused``.
    """
    now = moment(now)
    item = _held(actor, finding_id, version)
    move(item, Act.SEND_SECTOR, now)
    item.save()
    step(item, Act.SEND_SECTOR, actor, now, note.strip()).save()
    write.audit(
        "worklists.sent_to_sector",
        subject=item,
        details={"finding": finding_id, "sector": item.finding.sector, "fields": sorted(item.corrections)},
    )
    return item


@service(permission=WORK)
def send_to_registry(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    reason: str,
    fields: Sequence[str] = (),
    document_ref: str = "",
    evidence: tuple[str, File | BinaryIO | bytes] | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """The registry is wrong: its owner must look. With ``fields`` a request is sent through ``review``.

    That needs a decision "same person" in force on the pair; without ``fields`` the item only waits (the person applies
    in person, or a request is on its way). Raises ``ItemNotFound``, ``NotYourItem``, ``ItemChanged``, ``StepRefused``,
    ``ReasonMissing``, and what ``review.request_corrections`` raises.
    """
    now = moment(now)
    item = _held(actor, finding_id, version)
    reason = reason_of(reason)
    requests: list[Any] = []
    if fields:
        decision = pairs.decision_of(actor, finding_id)
        if decision is None:
            raise StepRefused(
                "Chưa có quyết định “cùng một người” cho bản ghi này. Hãy quyết định cặp ở mục Đối soát trước, "
                "hoặc bỏ chọn các trường để chỉ ghi nhận đang chờ.",
                finding=finding_id,
            )
        requests = review.request_corrections(
            actor=actor,
            decision_id=decision.pk,
            fields=fields,
            reason=reason,
            document_ref=document_ref,
            evidence=evidence,
            now=now,
        )
    move(item, Act.SEND_REGISTRY, now)
    item.save()
    step(item, Act.SEND_REGISTRY, actor, now, reason, paper=document_ref.strip()[:200]).save()
    write.audit(
        "worklists.sent_to_registry",
        subject=item,
        details={"finding": finding_id, "requests": [one.pk for one in requests], "fields": sorted(fields)},
    )
    return item


@service(permission=WORK)
def propose_close(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """Ask a second person to end a finding that cannot be put right. Raises as ``fix`` does, and ``ReasonMissing``."""
    now = moment(now)
    item = _held(actor, finding_id, version)
    reason = reason_of(reason)
    move(item, Act.PROPOSE_CLOSE, now)
    item.close_reason, item.close_proposed_by = reason[:300], actor.user_id
    item.save()
    step(item, Act.PROPOSE_CLOSE, actor, now, reason).save()
    telling.close_proposed(item, actor=actor)
    write.audit("worklists.close_proposed", subject=item, details={"finding": finding_id})
    return item


@service(permission=ASSIGN)
def decide_close(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    approved: bool,
    note: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> WorkItem:
    """The second person's answer. Approved, the finding stays as it is, with the reason, and nobody works on it more.

    Raises ``ItemNotFound``, ``SamePerson``, ``ReasonMissing`` (a refusal says why), ``ItemChanged``, ``StepRefused``.
    """
    now = moment(now)
    item = lock_item(finding_of(actor, finding_id, ASSIGN), version)
    if actor.user_id is None or actor.user_id == item.close_proposed_by:
        raise SamePerson
    note = note.strip() if approved else reason_of(note)
    act = Act.APPROVE_CLOSE if approved else Act.REFUSE_CLOSE
    move(item, act, now)
    if approved:
        item.closed_by = actor.user_id
        cleaning.accept(actor=_cleaner(actor), finding_ids=[finding_id], note=item.close_reason)
        write.publish(ItemEnded(finding_id=finding_id, state=item.state))
    item.save()
    step(item, act, actor, now, note).save()
    telling.close_decided(item, approved, actor=actor)
    action = "worklists.closed" if approved else "worklists.close_refused"
    write.audit(action, subject=item, details={"finding": finding_id, "proposed_by": item.close_proposed_by})
    return item


def _held(actor: Actor, finding_id: int, version: int | None) -> WorkItem:
    """The item in the actor's hands of a finding that still waits."""
    item = lock_item(finding_of(actor, finding_id, WORK), version)
    check_holder(item, actor)
    if item.finding.state not in LIVE:
        raise StepRefused("Bản ghi này đã xử lý xong. Hãy tải lại danh sách.")
    return item


def _check_again(item: WorkItem, actor: Actor, write: Write, now: dt.datetime) -> None:
    """Have ``cleaning`` look at the finding, and take the step that its answer means."""
    finding = item.finding
    if finding.state in LIVE:
        cleaning.recheck(actor=actor, finding_ids=[finding.pk])
        finding.refresh_from_db()
    clean = finding.state == FindingState.RESOLVED
    move(item, Act.FOUND_CLEAN if clean else Act.FOUND_OPEN, now)
    item.save()
    step(item, Act.FOUND_CLEAN if clean else Act.FOUND_OPEN, actor, now).save()
    if item.state == WorkState.CLEAN:
        write.publish(ItemEnded(finding_id=finding.pk, state=item.state))


def _cleaner(actor: Actor) -> Actor:
    """Who acts in ``cleaning``: heads may end a finding here without the right to see people there."""
    return actor if actor.can(RECORDS) else system_actor(f"Theo quyết định của {actor.name}", actor.request_id)
