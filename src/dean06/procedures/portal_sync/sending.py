"""PRIVATE. Carrying records to the portal: claim, call without a transaction, write down what was said.

A process that dies between the call and the note sends the same serial again; the portal takes it as the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import queries as cases
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked import services as interlinked
from dean06.procedures.portal_sync.contrib.ports import Answer, Portal
from dean06.procedures.portal_sync.errors import PortalUnavailable
from dean06.procedures.portal_sync.events import CaseSynced
from dean06.procedures.portal_sync.models import SyncAttempt, SyncRecord
from dean06.procedures.portal_sync.record import portal_record
from dean06.procedures.portal_sync.rules import next_try
from dean06.procedures.portal_sync.types import SyncState
from dean06.socioeconomic.payments import queries as payments

#: Longer than any call may take.
CLAIM = dt.timedelta(minutes=5)
AT_ONCE = 50
#: After so many calls in a row without an answer the portal is taken to be down.
GIVE_UP_AFTER = 3


@dataclass(slots=True)
class Sent:
    """What a round did."""

    accepted: int = 0
    refused: int = 0
    unanswered: int = 0


def send_round(portal: Portal, now: dt.datetime, limit: int) -> Sent:
    """Send up to ``limit`` due records; stops early when the portal is down."""
    done = Sent()
    while limit > 0:
        claimed = _claim(now, min(AT_ONCE, limit))
        if not claimed:
            break
        limit -= len(claimed)
        if not _send(portal, claimed, now, done):
            break
    return done


def _claim(now: dt.datetime, count: int) -> list[SyncRecord]:
    with transaction.atomic():
        due = SyncRecord.objects.select_for_update(skip_locked=True).filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now), state=SyncState.WAITING, next_try_at__lte=now
        )
        rows = list(due.order_by("next_try_at", "pk")[:count])
        SyncRecord.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=now + CLAIM)
    return rows


def _send(portal: Portal, rows: list[SyncRecord], now: dt.datetime, done: Sent) -> bool:
    """False when the portal is down; then the claims of what was not tried are given back."""
    exported = cases.exported(row.case_id for row in rows)
    agencies = {case.receiving_agency for case in exported.values()}
    agencies |= {one.agency for case in exported.values() for one in case.progress}
    names = {code: ref.name for code, ref in units.get_agencies(agencies).items()}
    silent = 0
    for index, row in enumerate(rows):
        case = exported[row.case_id]
        order = payments.order_of(case.code)
        record = portal_record(case, catalogue.pack(case.version_id), order.lines if order else (), names)
        try:
            answer = portal.put(record, serial=row.serial)
        except PortalUnavailable as trouble:
            silent += 1
            _note(actor=system_actor("portal_sync.send"), record_id=row.pk, serial=row.serial, problem=trouble, now=now)
            done.unanswered += 1
        else:
            silent = 0
            _note(actor=system_actor("portal_sync.send"), record_id=row.pk, serial=row.serial, answer=answer, now=now)
            done.accepted += answer.accepted
            done.refused += not answer.accepted
        if silent >= GIVE_UP_AFTER:
            SyncRecord.objects.filter(pk__in=[later.pk for later in rows[index + 1 :]]).update(claimed_until=None)
            return False
    return True


@service(permission="portal_sync.resend")
def _note(
    *,
    actor: object,
    write: Write,
    record_id: int,
    serial: int,
    now: dt.datetime,
    answer: Answer | None = None,
    problem: PortalUnavailable | None = None,
) -> SyncRecord:
    row = SyncRecord.objects.select_for_update().get(pk=record_id)
    row.claimed_until = None
    if answer is None:
        row.attempts += 1
        row.next_try_at = next_try(now, row.attempts)
        row.problem_code, row.problem = PortalUnavailable.code, problem.message if problem else ""
    elif answer.accepted:
        row.attempts, row.problem_code, row.problem = 0, "", ""
        row.sent_serial = max(row.sent_serial, serial)
        if row.first_sent_at is None:
            row.first_sent_at = now
            write.publish(CaseSynced(case_id=row.case_id, code=row.code))
        row.last_sent_at = now
        # A move that came while the call was under way has a higher serial and goes next.
        row.state = SyncState.SENT if row.sent_serial == row.serial else SyncState.WAITING
        row.next_try_at = now
        if row.state == SyncState.SENT:
            # The third fact of a leg of an interlinked case: the portal holds its final state too.
            interlinked.note_synchronised(row.case_id, now)
    elif row.serial == serial:
        row.state, row.problem_code, row.problem = SyncState.REFUSED, answer.code, answer.message
    row.save()
    outcome = "silent" if answer is None else "accepted" if answer.accepted else "refused"
    SyncAttempt.objects.create(
        record=row, at=now, serial=serial, outcome=outcome, code=row.problem_code, message=row.problem
    )
    write.audit("portal_sync.sent", subject=row, details={"case": row.code, "serial": serial, "outcome": outcome})
    return row
