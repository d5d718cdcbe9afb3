"""A message is due exactly while a case waits at a connector step (or a leg for its connector): looked up, not told.

So an event that comes twice, late or not at all makes no second message and loses none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import system_actor
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import FINAL, CaseRef
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Step
from dean06.procedures.interlinked.models import Leg, Message
from dean06.procedures.interlinked.systems import LEGS
from dean06.procedures.interlinked.types import MESSAGE_OPEN, MessageState


def waited_for(ref: CaseRef) -> Step | None:
    """The connector step that a case stands at; ``None`` when it stands at no such step or has ended."""
    if not ref.step or ref.state in FINAL:
        return None
    step = catalogue.pack(ref.version_id).step(ref.step)
    return step if step.duty == "connector" else None


def follow_case(case_id: int, now: dt.datetime) -> Message | None:
    """Have the open message of a case be what its step asks for: none, or one to the step's connector."""
    ref = cases.refs([case_id]).get(case_id)
    if ref is None:
        return None
    with transaction.atomic():
        open_ = Message.objects.select_for_update().filter(case_id=case_id, leg=None, state__in=sorted(MESSAGE_OPEN))
        present = open_.first()
        step = waited_for(ref)
        wanted = step if step is not None and step.connector != LEGS else None
        asked = (present.connector, present.step) if present is not None else None
        if present is not None and (wanted is None or (wanted.connector, wanted.id) != asked):
            Message.objects.filter(pk=present.pk).update(state=MessageState.CANCELLED, claimed_until=None)
            present = None
        if wanted is None or present is not None:
            return present
        return _ask_for_step(ref, wanted, now)


def _ask_for_step(ref: CaseRef, step: Step, now: dt.datetime) -> Message:
    actor = system_actor(f"interlinked.{step.connector}")
    case = cases.row(actor, ref.case_id)
    answers = [
        {"answer": action.on_answer, "title": action.title, "reasons": list(action.reasons)}
        for action in step.actions
        if action.on_answer
    ]
    message = Message(
        connector=step.connector,
        case_id=ref.case_id,
        code=ref.code,
        agency=ref.deciding_agency,
        step=step.id,
        payload=_payload(case, ref, {"step": step.id, "step_title": step.title, "answers": answers, "data": case.data}),
        asked_at=now,
        next_try_at=now,
    )
    message.save(force_insert=True)
    _note_given(message, ref)
    return message


def ask_for_leg(leg: Leg, connector: str, ref: CaseRef, data: Mapping[str, Any], now: dt.datetime) -> Message:
    """The message of a leg whose decision is another body's; inside the lock of the linked case."""
    case = cases.row(system_actor(f"interlinked.{connector}"), ref.case_id)
    answers: list[dict[str, Any]] = [
        {"answer": one, "title": "", "reasons": []} for one in ("approved", "refused", "needs_more")
    ]
    message = Message(
        connector=connector,
        case_id=ref.case_id,
        code=ref.code,
        agency=ref.receiving_agency,
        leg=leg,
        step=leg.ref,
        payload=_payload(case, ref, {"step": leg.ref, "step_title": leg.title, "answers": answers, "data": dict(data)}),
        asked_at=now,
        next_try_at=now,
    )
    message.save(force_insert=True)
    _note_given(message, ref)
    return message


def _payload(case: Any, ref: CaseRef, more: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": ref.code,
        "procedure": ref.procedure_code,
        "procedure_title": ref.procedure_title,
        "agency": ref.deciding_agency,
        "applicant": {"full_name": case.applicant_name, "number": case.applicant_number, "phone": case.phone},
        **more,
    }


def _note_given(message: Message, ref: CaseRef) -> None:
    """Giving data of a dossier to another body is a look at them that the citizen may see."""
    person = ref.applicant_person_id
    audit.record_read(
        actor=system_actor(f"interlinked.{message.connector}"),
        subject=f"population.person:{person}" if person is not None else f"cases.case:{ref.case_id}",
        purpose=cases.PURPOSE,
        dossier=ref.code,
        details={"connector": message.connector, "step": message.step, "message": str(message.number)},
        action="interlinked.message_asked",
    )
