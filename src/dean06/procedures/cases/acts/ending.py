"""Ends without the asked result: the applicant withdraws, or the office stops with a coded reason (form 05)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dean06.citizens.wallet import services as wallet
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import fees, telling
from dean06.procedures.cases.acts.common import (
    APPROVE,
    PERMISSION_OF_DUTY,
    PROCESS,
    RECEIVE,
    Entry,
    Held,
    agency_of_step,
    coded_reason,
    lock_for,
    moment,
    move,
    pack_of,
    require,
    require_either,
    require_state,
    service_for_both,
    step_of,
)
from dean06.procedures.cases.models import Case, HandOver, SupplementRequest
from dean06.procedures.cases.types import State

_RUNNING = (State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL)


@service_for_both
def withdraw(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    reason: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """The applicant takes his dossier back (state 7) before a result is there; the desk may note it for him.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    if actor.person_id is None:
        require(actor, RECEIVE, case.receiving_agency)
    require_state(case, State.SUBMITTED, *_RUNNING)
    case.end_note = clean_line(reason)
    move(held, write, now, Entry("withdrawn", "case.withdrawn", note=case.end_note), to=State.WITHDRAWN)
    close_what_waits(case, actor, now)
    telling.tell(case, pack_of(case), "withdrawn", now)
    return case


@service(permission="cases.view")
def stop(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    reason: str,
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Stop the processing (state 8) with a coded reason of the procedure; who signs for the deciding agency, or who has
    the step where the pack gives it that action.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``ReasonMissing``, ``ReasonNotOfPack``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case, step = held.case, step_of(held.case)
    require_state(case, *_RUNNING)
    allowed = [(APPROVE, case.deciding_agency)]
    own = [one for one in step.actions if one.kind == "stop"] if step else []
    if step is not None and own and step.duty in PERMISSION_OF_DUTY:
        allowed.append((PERMISSION_OF_DUTY[step.duty], agency_of_step(case, step)))
    if case.state == State.SUPPLEMENT and _not_supplied_in_time(case, now):
        # The applicant did not answer: whoever works on the case may close it.
        allowed += [(PROCESS, case.deciding_agency), (RECEIVE, case.receiving_agency)]
    require_either(actor, *allowed)
    end_by_stop(held, write, actor, reason, note, now)
    return case


def end_by_stop(
    held: Held, write: Write, actor: Actor, reason: str, note: str, now: dt.datetime, allowed: Sequence[str] = ()
) -> None:
    """The stop itself, for ``stop`` and for a step's action. Raises ``ReasonMissing``, ``ReasonNotOfPack``."""
    case, pack = held.case, pack_of(held.case)
    sentence = coded_reason(pack, reason, tuple(allowed))
    text = " ".join(filter(None, (sentence, clean_line(note))))
    case.end_reason, case.end_note = reason, text
    move(held, write, now, Entry("stopped", "case.stopped", reason=reason, note=text), to=State.STOPPED)
    close_what_waits(case, actor, now)
    telling.tell(case, pack, "stopped", now, reason=text)


def close_what_waits(case: Case, actor: Actor, now: dt.datetime) -> None:
    """Open orders, requests and offers of a case that ended."""
    fees.cancel_open(case, actor, now)
    wallet.release(actor=actor, case_code=case.code, now=now)
    SupplementRequest.objects.filter(case=case, answered_at=None).update(answered_at=now, is_complete=False)
    HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).update(
        status=HandOver.Status.REFUSED, answered_at=now, answer="Hồ sơ đã kết thúc"
    )


def _not_supplied_in_time(case: Case, now: dt.datetime) -> bool:
    return case.next_due_at is not None and now > case.next_due_at
