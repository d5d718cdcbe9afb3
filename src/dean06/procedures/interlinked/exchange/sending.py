"""Carrying messages to other software: claim, call without a transaction, write down what was said.

A process that dies between the call and the note sends the same number again; the other side takes it as the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.writing.services import Write, service
from dean06.procedures.interlinked.contrib.ports import Ack, Outgoing, Software, software
from dean06.procedures.interlinked.errors import SystemUnavailable
from dean06.procedures.interlinked.exchange import health
from dean06.procedures.interlinked.models import Message, MessageCall
from dean06.procedures.interlinked.rules import next_try
from dean06.procedures.interlinked.types import CallKind, MessageState

#: Longer than any call may take.
CLAIM = dt.timedelta(minutes=5)
AT_ONCE = 20


@dataclass(slots=True)
class Sent:
    """What a round did."""

    taken: int = 0
    refused: int = 0
    unanswered: int = 0


def send_round(now: dt.datetime, limit: int) -> Sent:
    """Send what is due to every system that may be called, the oldest first, system by system."""
    done = Sent()
    due = Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=now)
    for connector in due.order_by().values_list("connector", flat=True).distinct():
        _send_to(connector, now, limit, done)
    return done


def _send_to(connector: str, now: dt.datetime, limit: int, done: Sent) -> None:
    carrier = software(connector)
    while limit > 0 and health.may_call(connector, now):
        claimed = _claim(connector, now, min(AT_ONCE, limit))
        if not claimed:
            return
        limit -= len(claimed)
        for index, message in enumerate(claimed):
            if not health.may_call(connector, now):
                rest = [later.pk for later in claimed[index:]]
                Message.objects.filter(pk__in=rest).update(claimed_until=None)
                return
            _send_one(carrier, message, now, done)


def _claim(connector: str, now: dt.datetime, count: int) -> list[Message]:
    with transaction.atomic():
        due = Message.objects.select_for_update(skip_locked=True).filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            connector=connector,
            state=MessageState.QUEUED,
            next_try_at__lte=now,
        )
        rows = list(due.order_by("next_try_at", "pk")[:count])
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=now + CLAIM)
    return rows


def _send_one(carrier: Software, message: Message, now: dt.datetime, done: Sent) -> None:
    actor = system_actor("interlinked.send")
    try:
        ack = carrier.send(Outgoing(str(message.number), message.connector, message.payload))
    except SystemUnavailable as trouble:
        note_sent(actor=actor, message_id=message.pk, problem=trouble.message, now=now)
        done.unanswered += 1
    else:
        note_sent(actor=actor, message_id=message.pk, ack=ack, now=now)
        done.taken += ack.accepted
        done.refused += not ack.accepted


@service(permission="interlinked.retry")
def note_sent(
    *,
    actor: Actor,
    write: Write,
    message_id: int,
    now: dt.datetime,
    ack: Ack | None = None,
    problem: str = "",
) -> Message:
    """Write down what the other side said of a message; ``ack`` ``None``: nothing. A message that was answered or
    dropped meanwhile keeps its state."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.claimed_until = None
    message.attempts += 1
    if ack is None:
        health.silent(message.connector, problem, now)
        health.count(message.connector, now, silent=1)
        message.next_try_at = next_try(now, message.attempts)
        message.error_code, message.error = SystemUnavailable.code, problem
        outcome = "silent"
    else:
        health.heard(message.connector, now)
        message.sent_at = message.sent_at or now
        message.error_code, message.error = ("", "") if ack.accepted else (ack.code or "REFUSED", ack.message)
        message.remote_reference = ack.reference or message.remote_reference
        if message.state == MessageState.QUEUED:
            message.state = MessageState.ACKNOWLEDGED if ack.accepted else MessageState.FAILED
        if ack.accepted:
            message.acknowledged_at = message.acknowledged_at or now
        health.count(message.connector, now, sent=1, refused=0 if ack.accepted else 1)
        outcome = "accepted" if ack.accepted else "refused"
    message.save()
    MessageCall.objects.create(message=message, at=now, kind=CallKind.SEND, outcome=outcome, text=message.error)
    write.audit("interlinked.message_sent", subject=message, details={"case": message.code, "outcome": outcome})
    return message
