"""Fetching decisions from other software, carrying each out exactly once, and confirming that it is held here."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import services as cases
from dean06.procedures.interlinked.contrib.ports import Answer, Software, software
from dean06.procedures.interlinked.errors import SystemUnavailable
from dean06.procedures.interlinked.exchange import health
from dean06.procedures.interlinked.linking.locking import lock
from dean06.procedures.interlinked.linking.round import Round, advance
from dean06.procedures.interlinked.models import Message, MessageCall
from dean06.procedures.interlinked.types import CallKind, MessageState

_HITS = ("approved", "paid")


def answer_round(now: dt.datetime, limit: int) -> int:
    """Ask every system that owes an answer; returns how many answers brought something on."""
    owing = Message.objects.filter(state__in=[MessageState.ACKNOWLEDGED, MessageState.SENT, MessageState.QUEUED])
    unconfirmed = Message.objects.filter(state=MessageState.ANSWERED, confirmed_at=None)
    systems = set(owing.order_by().values_list("connector", flat=True).distinct())
    systems |= set(unconfirmed.order_by().values_list("connector", flat=True).distinct())
    return sum(_fetch(connector, now, limit) for connector in sorted(systems) if health.may_call(connector, now))


def _fetch(connector: str, now: dt.datetime, limit: int) -> int:
    carrier = software(connector)
    try:
        found = carrier.answers(limit)
        with transaction.atomic():
            health.heard(connector, now)
        taken = sum(_take(carrier, connector, answer, now) for answer in found)
        left = Message.objects.filter(connector=connector, state=MessageState.ANSWERED, confirmed_at=None)
        for message in left.order_by("pk")[:limit]:
            _confirm(carrier, message, now)
        return taken
    except SystemUnavailable as trouble:
        with transaction.atomic():
            health.silent(connector, trouble.message, now)
            health.count(connector, now, silent=1)
        return 0


def _take(carrier: Software, connector: str, answer: Answer, now: dt.datetime) -> bool:
    """One decision: carried out, or known already; then confirmed. A decision that the case cannot take is kept with
    its message for an officer, unconfirmed."""
    message = _message(connector, answer)
    if message is None:
        return False
    if message.state in (MessageState.ANSWERED, MessageState.CANCELLED):
        with transaction.atomic():
            health.count(connector, now, duplicates=1)
        _confirm(carrier, message, now)
        return False
    if message.state == MessageState.FAILED:
        return False  # an officer decides first
    actor = system_actor(f"interlinked.{connector}")
    try:
        message = carry_out(actor=actor, message_id=message.pk, answer=answer, now=now)
    except DomainError as refusal:
        _keep_refused(message.pk, answer, refusal, actor, now)
        return False
    _confirm(carrier, message, now)
    return True


def _message(connector: str, answer: Answer) -> Message | None:
    try:
        number = uuid.UUID(answer.number)
    except ValueError:
        return None
    return Message.objects.filter(number=number, connector=connector).first()


@service(permission="cases.process")
def carry_out(*, actor: Actor, write: Write, message_id: int, answer: Answer, now: dt.datetime) -> Message:
    """Carry a decision out, once: the case's step is answered, or the leg has its outcome. The note that it was
    answered is in the same transaction. Raises what ``cases.answer_connector`` refuses."""
    found = Message.objects.select_related("leg__linked").get(pk=message_id)
    linked = lock(found.leg.linked.case_id) if found.leg is not None else None
    message = Message.objects.select_for_update().get(pk=message_id)
    details = {"case": message.code, "answer": answer.answer}
    write.audit("interlinked.message_answered", subject=message, details=details)
    if message.state in (MessageState.ANSWERED, MessageState.CANCELLED):
        return message
    message.state, message.answer, message.outputs = MessageState.ANSWERED, answer.answer[:40], dict(answer.outputs)
    message.answered_at = now
    message.sent_at = message.sent_at or now
    message.acknowledged_at = message.acknowledged_at or now
    message.error_code, message.error, message.claimed_until = "", answer.note, None
    message.save()
    MessageCall.objects.create(
        message=message, at=now, kind=CallKind.ANSWER, outcome=message.answer[:20], text=answer.note
    )
    health.count(message.connector, now, answers=1, hits=int(answer.answer in _HITS))
    if linked is not None:
        Round(linked, now).run()
    else:
        cases.answer_connector(
            actor=actor,
            case_id=message.case_id,
            connector=message.connector,
            answer=answer.answer,
            outputs=answer.outputs,
            reason=answer.reason,
            note=answer.note,
            now=now,
        )
    return message


def _keep_refused(message_id: int, answer: Answer, refusal: DomainError, actor: Actor, now: dt.datetime) -> None:
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        message.state, message.answer = MessageState.FAILED, answer.answer[:40]
        message.error_code, message.error = refusal.code[:60], refusal.message
        message.claimed_until = None
        message.save()
        MessageCall.objects.create(
            message=message, at=now, kind=CallKind.ANSWER, outcome="refused_here", text=refusal.message
        )
        details = {"case": message.code, "answer": message.answer, "code": refusal.code}
        audit.record(
            actor=actor,
            action="interlinked.message_answered",
            subject=f"interlinked.message:{message.pk}",
            details=details,
        )


def _confirm(carrier: Software, message: Message, now: dt.datetime) -> None:
    """Say that the decision is held here; where nobody hears it, it is said again at the next round."""
    carrier.confirm(str(message.number))
    if message.confirmed_at is not None or message.state != MessageState.ANSWERED:
        return
    with transaction.atomic():
        Message.objects.filter(pk=message.pk, confirmed_at=None).update(confirmed_at=now)
        MessageCall.objects.create(message=message, at=now, kind=CallKind.CONFIRM, outcome="accepted")
    if message.leg is not None:
        advance(message.leg.linked.case_id, now)
