"""PUBLIC writes: what a move of a case means for the portal's copy, sending, sending again, taking dossiers in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import queries as cases
from dean06.procedures.portal_sync import inbound, sending
from dean06.procedures.portal_sync.contrib.ports import portal
from dean06.procedures.portal_sync.errors import NothingToResend, PortalUnavailable, SyncRecordNotFound
from dean06.procedures.portal_sync.models import SyncRecord
from dean06.procedures.portal_sync.types import SyncState

#: Records sent by one run of the timer.
ROUND = 500


def case_moved(case_id: int, now: dt.datetime | None = None) -> SyncRecord | None:
    """The portal's copy of a case is behind: the latest state will be sent. May be repeated; an outcome of ours alone.

    ``None`` when there is no such case. A record that the portal refused is tried again: the case has changed.
    """
    moment = now or timezone.now()
    case = cases.refs([case_id]).get(case_id)
    if case is None:
        return None
    with transaction.atomic():
        row, made = SyncRecord.objects.select_for_update().get_or_create(
            case_id=case_id,
            defaults={
                "code": case.code,
                "agency": case.receiving_agency,
                "procedure_code": case.procedure_code,
                "next_try_at": moment,
                "waiting_since": moment,
            },
        )
        if not made:
            if row.state != SyncState.WAITING:
                row.waiting_since = moment
            row.serial += 1
            row.agency, row.state = case.receiving_agency, SyncState.WAITING
            row.attempts, row.next_try_at = 0, moment
            row.save()
    return row


def send_due(now: dt.datetime | None = None, limit: int = ROUND) -> sending.Sent:
    """Send what is due; each record's outcome is written by itself, with its audit row."""
    return sending.send_round(portal(), now or timezone.now(), limit)


def fetch_new(now: dt.datetime | None = None, limit: int = 100) -> int:
    """Take in what was handed in at the portal, and confirm it there. Returns how many became cases.

    Repeating changes nothing: a dossier is known by its number at the portal, and a confirmation that got no answer is
    given again. Raises nothing when the portal is down: the next run finds the same.
    """
    try:
        return inbound.fetch(portal(), now or timezone.now(), limit)
    except PortalUnavailable:
        return 0


@service(permission="portal_sync.resend")
def resend(*, actor: Actor, write: Write, record_id: int, now: dt.datetime | None = None) -> SyncRecord:
    """Send a refused or waiting record at once. Raises ``SyncRecordNotFound``, ``NothingToResend``, ``NotAllowed``."""
    row = SyncRecord.objects.select_for_update().filter(pk=record_id).first()
    if row is None or not actor.can("portal_sync.resend", agency=row.agency):
        raise SyncRecordNotFound()
    if row.state == SyncState.SENT:
        raise NothingToResend()
    moment = now or timezone.now()
    if row.state == SyncState.REFUSED:
        row.waiting_since = moment
    row.state, row.attempts, row.next_try_at = SyncState.WAITING, 0, moment
    row.save(update_fields=["state", "attempts", "next_try_at", "waiting_since"])
    write.audit("portal_sync.resend", subject=row, details={"case": row.code})
    return row


@service(permission="portal_sync.resend")
def resend_refused(
    *, actor: Actor, write: Write, agency: str = "", problem_code: str = "", now: dt.datetime | None = None
) -> int:
    """Send every refused record again that the actor may, of one agency or one reason. Returns how many."""
    moment = now or timezone.now()
    rows: Any = SyncRecord.objects.filter(state=SyncState.REFUSED)
    mine = actor.agencies_for("portal_sync.resend")
    if "*" not in mine:
        rows = rows.filter(agency__in=mine)
    if agency:
        rows = rows.filter(agency=agency)
    if problem_code:
        rows = rows.filter(problem_code=problem_code)
    count = rows.update(state=SyncState.WAITING, attempts=0, next_try_at=moment, waiting_since=moment)
    write.audit(
        "portal_sync.resend",
        subject="portal_sync.syncrecord:many",
        details={"agency": agency, "reason": problem_code, "count": count},
    )
    return int(count)
