"""The desk answers: it receives the dossier (form 01, the clock starts) or refuses to (form 03)."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import checking, fees, foreseeing, telling
from dean06.procedures.cases.acts.common import (
    RECEIVE,
    Entry,
    clean_reason,
    coded_reason,
    enter_step,
    lock_for,
    moment,
    move,
    pack_of,
    require,
    require_state,
)
from dean06.procedures.cases.acts.ending import close_what_waits
from dean06.procedures.cases.acts.stepping import ask_outside
from dean06.procedures.cases.errors import FeeNotPaid, IllegalMove
from dean06.procedures.cases.models import Case, CaseDocument, SupplementRequest
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.types import Channel, State


@service(permission=RECEIVE)
def receive_case(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    revision: int | None = None,
    fee_later: bool = False,
    now: dt.datetime | None = None,
) -> Case:
    """Receive: the receipt with the day of the result is due, the legal clock starts, the first step waits.

    ``fee_later``: received although a fee due at submission is still owed. Raises ``CaseNotFound``, ``NotAllowed``,
    ``IllegalMove``, ``DocumentsMissing``, ``FormRefused`` (what the registry would refuse later), ``FeeNotPaid``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require(actor, RECEIVE, case.receiving_agency)
    require_at_desk(case)
    pack = pack_of(case)
    if case.parent_id is None:
        given = CaseDocument.objects.filter(case=case, replaced=False).values_list("requirement", flat=True)
        checking.check_complete(pack, case.data, Channel(case.channel), given)
        foreseeing.check_foreseen(case, pack, actor, now)
    if not fee_later and pack.files.fees.fees and fees.is_owed(case):
        raise FeeNotPaid()
    calendar = work_calendar()
    case.received_at, case.received_by_id = now, actor.user_id
    case.first_due_at = case.due_at = clock.first_due(calendar, pack.meta.time_limit, now)
    enter_step(case, pack.step(pack.files.process.start), now, calendar)
    move(held, write, now, Entry("received", "case.received"), to=State.RECEIVED, calendar=calendar)
    telling.tell(case, pack, "received", now)
    ask_outside(held, write, now, calendar)
    return case


@service(permission=RECEIVE)
def refuse_reception(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    reason: str,
    remedy: str,
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Refuse to receive (state 3), with a coded reason of the procedure and what the applicant can do about it.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``ReasonMissing``, ``ReasonNotOfPack``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require(actor, RECEIVE, case.receiving_agency)
    require_at_desk(case)
    pack = pack_of(case)
    sentence = coded_reason(pack, reason)
    help_ = clean_reason(remedy, field="remedy")
    text = " ".join(filter(None, (sentence, clean_line(note), f"Cách khắc phục: {help_}")))
    case.end_reason, case.end_note = reason, text
    entry = Entry("reception_refused", "case.reception_refused", reason=reason, note=text)
    move(held, write, now, entry, to=State.NOT_RECEIVED)
    close_what_waits(case, actor, now)
    telling.tell(case, pack, "refused", now, reason=text)
    return case


def require_at_desk(case: Case) -> None:
    """The desk decides on what was just handed in, or was supplied before any receipt. Raises ``IllegalMove``."""
    require_state(case, State.SUBMITTED, State.SUPPLEMENT)
    if case.state == State.SUPPLEMENT and (
        case.received_at is not None or SupplementRequest.objects.filter(case=case, answered_at=None).exists()
    ):
        raise IllegalMove("Hồ sơ đang chờ người nộp bổ sung nên chưa tiếp nhận hoặc từ chối được.", state=case.state)
