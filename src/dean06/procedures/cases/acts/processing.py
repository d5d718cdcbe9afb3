"""Work on a received case: taking it in hand, giving it to somebody, the actions of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import telling
from dean06.procedures.cases.acts import deciding
from dean06.procedures.cases.acts.common import (
    ASSIGN,
    PERMISSION_OF_DUTY,
    PROCESS,
    Entry,
    Held,
    action_holds,
    agency_of_step,
    clean_reason,
    enter_step,
    lock_for,
    moment,
    move,
    pack_of,
    require,
    require_either,
    require_state,
    step_of,
)
from dean06.procedures.cases.acts.ending import end_by_stop
from dean06.procedures.cases.acts.finishing import finish
from dean06.procedures.cases.acts.pausing import ask_payment, ask_supplement
from dean06.procedures.cases.acts.stepping import ask_outside, begin
from dean06.procedures.cases.errors import AlreadyExtended, HandOverPending, NoSuchAction
from dean06.procedures.cases.models import Case, HandOver
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.types import State, SupplementItem
from dean06.procedures.catalogue.types import Action, ActionKind, Step
from dean06.socioeconomic.payments.types import FeeLine


@service(permission="cases.view")
def take_case(
    *, actor: Actor, write: Write, case_id: int, revision: int | None = None, now: dt.datetime | None = None
) -> Case:
    """Take a received case in hand (2 → 4), or one in processing that nobody has. Raises ``CaseNotFound``,
    ``NotAllowed``, ``IllegalMove``."""
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require_state(case, State.RECEIVED, State.PROCESSING)
    require_step_right(actor, case)
    if case.state == State.RECEIVED:
        begin(held, write, now, work_calendar(), assignee=actor.user_id)
    else:
        case.assignee_id = actor.user_id
        move(held, write, now, Entry("taken", "case.taken", is_public=False))
    return case


@service(permission=ASSIGN)
def assign_case(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    user_id: int,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Give an open case to an officer who may work on its present step. Raises ``CaseNotFound``, ``NotAllowed``,
    ``IllegalMove``, ``InvalidInput``."""
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require_either(actor, (ASSIGN, case.deciding_agency), (ASSIGN, case.receiving_agency))
    require_state(case, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL)
    step = step_of(case)
    duty = PERMISSION_OF_DUTY.get(step.duty, PROCESS) if step else PROCESS
    agency = agency_of_step(case, step) if step else case.deciding_agency
    if user_id not in {one.user_id for one in accounts.users_with_permission(duty, agency)}:
        sentence = "Người được chọn không có quyền thụ lý bước này tại cơ quan giải quyết. Hãy chọn người khác."
        raise InvalidInput(sentence, fields={"user": sentence})
    case.assignee_id = user_id
    entry = Entry("assigned", "case.assigned", is_public=False, details={"user": user_id})
    if case.state == State.RECEIVED:
        case.begun_at = now
        move(held, write, now, entry, to=State.PROCESSING)
    else:
        move(held, write, now, entry)
    telling.tell_officers(
        case,
        duty,
        agency,
        title=f"Bạn được giao hồ sơ {case.code}",
        body=pack_of(case).title,
        key=f"assigned:{case.revision}",
        only=user_id,
    )
    return case


@service(permission="cases.view")
def act(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    action: str,
    reason: str = "",
    note: str = "",
    items: Sequence[SupplementItem] = (),
    amount_lines: Sequence[FeeLine] = (),
    fields: Mapping[str, Any] | None = None,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """An action of the present step, by its id in the pack. ``note`` is needed to give back; ``reason`` to stop;
    ``items`` to ask for a supplement; ``amount_lines`` for money (else the pack's fees due in processing); ``fields``:
    what the action asks the officer to fill in, name → value.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``NoSuchAction``, ``DecisionRefused``, ``FeeNotPaid`` when
    the money that the step asks for is due and unpaid, and what the kind of action refuses
    (``EffectRefused`` when the registry does not take the result).
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require_state(case, State.RECEIVED, State.PROCESSING)
    step = require_step_right(actor, case)
    chosen = next((one for one in step.actions if one.id == action and not one.on_answer), None)
    if chosen is None or not action_holds(case, chosen):
        raise NoSuchAction(action=action, step=case.step)
    if HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).exists():
        raise HandOverPending()
    if chosen.kind == ActionKind.SUPPLEMENT:
        ask_supplement(held, write, actor, items, note, now)
        return case
    deciding.require_paid(case, step, chosen, now)
    values = deciding.checked(case, chosen, fields or {}, now)
    if chosen.kind != ActionKind.FINANCIAL or chosen.to or chosen.fields:
        begin(held, write, now, work_calendar(), assignee=actor.user_id)
    deciding.keep(held, write, chosen, values, now)
    if chosen.kind == ActionKind.FINANCIAL:
        ask_payment(held, write, actor, amount_lines, note, now)
        return case
    carry_out(held, write, actor, chosen, now, reason=reason, note=note)
    return case


def carry_out(
    held: Held, write: Write, actor: Actor, chosen: Action, now: dt.datetime, *, reason: str = "", note: str = ""
) -> None:
    """What an action does to a case in processing, for ``act`` and for answers of other software."""
    case, pack = held.case, pack_of(held.case)
    if chosen.kind == ActionKind.FINISH:
        finish(held, write, actor, chosen, now, note=note)
        return
    if chosen.kind == ActionKind.STOP:
        end_by_stop(held, write, actor, reason, note, now, chosen.reasons)
        return
    calendar = work_calendar()
    words = clean_reason(note) if chosen.kind == ActionKind.RETURN else clean_line(note)
    details: dict[str, object] = {"action": chosen.id, "kind": chosen.kind.value}
    if chosen.kind == ActionKind.VERIFY:
        _extend(case, now)
    if chosen.to:
        if chosen.to != case.step:
            case.assignee_id = None
        enter_step(case, pack.step(chosen.to), now, calendar)
    entry = Entry(
        f"acted:{chosen.id}",
        "case.extended" if chosen.kind == ActionKind.VERIFY else "case.acted",
        reason=reason[:60],
        note=words,
        is_public=chosen.kind != ActionKind.RETURN,
        details=details,
    )
    move(held, write, now, entry, calendar=calendar)
    ask_outside(held, write, now, calendar)


def _extend(case: Case, now: dt.datetime) -> None:
    """The longer legal term for verification takes the place of the ordinary one, once; pauses stay counted out."""
    limit = pack_of(case).meta.time_limit
    if case.verification_extended or case.apologised_at is not None or limit.extended_value is None:
        raise AlreadyExtended()
    assert case.received_at is not None
    calendar = work_calendar()
    term = clock.first_due(calendar, limit, case.received_at, extended=True)
    longer = clock.shifted(calendar, term, case.paused_minutes)
    case.verification_extended = True
    if case.due_at is None or longer > case.due_at:
        case.due_at = case.next_due_at = longer


def require_step_right(actor: Actor, case: Case) -> Step:
    """The present step, which the actor may do. Raises ``NoSuchAction``, ``NotAllowed``."""
    step = step_of(case)
    if step is None or step.duty not in PERMISSION_OF_DUTY:
        raise NoSuchAction(step=case.step)
    require(actor, PERMISSION_OF_DUTY[step.duty], agency_of_step(case, step))
    return step
