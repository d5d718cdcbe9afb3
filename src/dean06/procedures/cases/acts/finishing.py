"""The decision is made: the registry changes, the result is drawn up and signed, the case is done (state 9)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import fees, results, telling
from dean06.procedures.cases.acts.common import (
    RECEIVE,
    Entry,
    Held,
    facts_of,
    lock_for,
    moment,
    move,
    pack_of,
    require,
    require_state,
)
from dean06.procedures.cases.effects.registry import effects, values_of
from dean06.procedures.cases.errors import EffectRefused, FeeNotPaid
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.read_models import ref_of
from dean06.procedures.cases.types import Channel, Delivery, Duty, EffectContext, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Action, PublishedPack


def finish(held: Held, write: Write, actor: Actor, chosen: Action, now: dt.datetime, *, note: str = "") -> None:
    """The finish of a step's action. Raises ``EffectRefused``: then nothing of it was written."""
    case, pack = held.case, pack_of(held.case)
    case.finished_at = now
    carry_out_effects(case, pack, actor, now)
    results.issue(case, pack, actor, write, now)
    early = case.due_at is not None and timezone.localdate(now) < timezone.localdate(case.due_at)
    case.duty, case.duty_agency, case.next_due_at = Duty.RETURN, case.receiving_agency, now
    case.assignee_id = None
    details = {"action": chosen.id, "effects": effects_done(case, pack)}
    entry = Entry(f"finished:{chosen.id}", "case.finished", note=clean_line(note), details=details)
    move(held, write, now, entry, to=State.DONE)
    fees.ask_at_result(case, pack, actor, now)
    telling.tell(case, pack, "early" if early else "finished", now)


def effects_done(case: Case, pack: PublishedPack) -> list[str]:
    """Names of the effects that a finished case had: those whose guard holds, none when it did not finish."""
    if case.finished_at is None:
        return []
    channel, known = Channel(case.channel).word, facts_of(case)
    return [use.name for use in pack.files.effects.effects if catalogue.holds(use.when, known, channel)]


def carry_out_effects(case: Case, pack: PublishedPack, actor: Actor, now: dt.datetime) -> None:
    """Each effect of the pack whose guard holds, in order; outputs are kept with the case. Raises ``EffectRefused``
    with the sentence of who refused; the caller's transaction takes everything back."""
    channel, known = Channel(case.channel).word, facts_of(case)
    for use in pack.files.effects.effects:
        if not catalogue.holds(use.when, known, channel):
            continue
        context = EffectContext(ref_of(case, pack), actor, values_of(use, known, case.outputs), now)
        try:
            made = effects.functions[use.name](context)
        except DomainError as refusal:
            details = {"effect": use.name, "refusal": refusal.code, "fields": refusal.details.get("fields", {})}
            raise EffectRefused(f"{EffectRefused.message} {refusal.message}", **details) from refusal
        case.outputs = {**case.outputs, **{name: value for name, value in made.items() if value not in (None, "")}}


@service(permission=RECEIVE)
def return_result(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    to_name: str = "",
    how: str = "",
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Hand the result over (9 → 10): to whom (the applicant by default) and how (as asked for by default).

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``FeeNotPaid`` for a fee that is due with the result.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require(actor, RECEIVE, case.receiving_agency)
    require_state(case, State.DONE)
    if fees.is_owed(case):
        raise FeeNotPaid()
    name = clean_line(to_name) or case.applicant_name
    case.returned_at, case.returned_to = now, name[:200]
    case.returned_how = how if how in Delivery.values else case.delivery
    entry = Entry("returned", "case.returned", note=clean_line(note), details={"how": case.returned_how})
    move(held, write, now, entry, to=State.RETURNED)
    telling.tell(case, pack_of(case), "returned", now)
    return case
