"""The office will be late: it says so before the day, with a new date, once (form 04)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import telling, wording
from dean06.procedures.cases.acts.common import (
    APPROVE,
    Entry,
    clean_reason,
    lock_for,
    moment,
    move,
    pack_of,
    require,
    require_state,
)
from dean06.procedures.cases.errors import AlreadyApologised, ApologyTooLate, NewDateRefused
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.types import State


@service(permission=APPROVE)
def apologise(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    new_due: dt.date,
    reason: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Apologise and set a new date, at most once and before the present date has passed; the old one stays readable in
    ``first_due_at`` and the timeline. Later pauses move the new date.

    NĐ 61/2018/NĐ-CP Điều 19. Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``AlreadyApologised``,
    ``ApologyTooLate``, ``NewDateRefused``, ``ReasonMissing``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require(actor, APPROVE, case.deciding_agency)
    require_state(case, State.RECEIVED, State.PROCESSING)
    if case.apologised_at is not None:
        raise AlreadyApologised()
    text = clean_reason(reason, field="reason")
    calendar = work_calendar()
    if case.due_at is None or now > case.due_at:
        raise ApologyTooLate()
    if new_due <= timezone.localdate(case.due_at) or not calendar.is_working_day(new_due):
        raise NewDateRefused(fields={"new_due": NewDateRefused.message})
    old = case.due_at
    case.due_at = case.next_due_at = clock.close_of(calendar, new_due)
    case.apologised_at = now
    case.apology_reminded_at = case.late_told_at = None
    words = wording.moment_text(case.due_at)
    entry = Entry(
        "apologised",
        "case.apologised",
        note=f"{text} Hẹn lại: {words}.",
        details={"old": old.isoformat(), "new": case.due_at.isoformat()},
    )
    move(held, write, now, entry, calendar=calendar)
    telling.tell(case, pack_of(case), "late", now, reason=text, new_due=words)
    return case
