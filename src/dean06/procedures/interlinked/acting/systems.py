"""What officers decide about connected systems: blocked by the centre, messages again, moods of demo systems."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.interlinked.contrib.ports import is_demo
from dean06.procedures.interlinked.errors import (
    MessageNotFound,
    NotDemo,
    NothingToRetry,
    ReasonNeeded,
    SystemNotFound,
)
from dean06.procedures.interlinked.exchange import health
from dean06.procedures.interlinked.linking.deciding import RETRY, SHORTEST_REASON
from dean06.procedures.interlinked.models import DemoMood, Incident, Message, SystemStatus
from dean06.procedures.interlinked.systems import SYSTEMS
from dean06.procedures.interlinked.types import MESSAGE_OPEN, MessageState


@service(permission=RETRY)
def retry_message(*, actor: Actor, write: Write, message_id: int, now: dt.datetime | None = None) -> Message:
    """Send a waiting or refused message at once; one whose decision could not be carried out here has it carried out
    again. Raises ``MessageNotFound``, ``NothingToRetry``, ``NotAllowed``."""
    moment = now or timezone.now()
    message = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if message is None or not actor.can(RETRY, agency=message.agency):
        raise MessageNotFound()
    if message.state not in MESSAGE_OPEN or (message.leg_id is not None and message.state == MessageState.FAILED):
        raise NothingToRetry()
    if message.state in (MessageState.QUEUED, MessageState.FAILED):
        decided = bool(message.answer)
        message.state = MessageState.ACKNOWLEDGED if decided else MessageState.QUEUED
        message.error_code, message.error = "", ""
    message.attempts, message.next_try_at, message.claimed_until = 0, moment, None
    message.save()
    SystemStatus.objects.filter(connector=message.connector).update(next_try_at=None)
    write.audit("interlinked.message_retried", subject=message, details={"case": message.code})
    return message


@service(permission=RETRY)
def block_system(
    *, actor: Actor, write: Write, connector: str, note: str, now: dt.datetime | None = None
) -> SystemStatus:
    """Note that a ministry has not opened the system (or stopped it): nothing is sent, and what waits for it does not
    count as the unit's fault. Raises ``SystemNotFound``, ``ReasonNeeded``, ``NotAllowed``."""
    moment = now or timezone.now()
    _check(actor, connector)
    words = clean_line(note)
    if len(words) < SHORTEST_REASON:
        raise ReasonNeeded(fields={"note": ReasonNeeded.message})
    status = health.status_of(connector)
    status.blocked_at, status.blocked_note = status.blocked_at or moment, words
    status.save()
    Incident.objects.get_or_create(
        connector=connector,
        kind=Incident.Kind.BLOCKED,
        ended_at=None,
        defaults={"started_at": moment, "cause": words},
    )
    write.audit("interlinked.system_blocked", subject=status, details={"connector": connector})
    return status


@service(permission=RETRY)
def unblock_system(*, actor: Actor, write: Write, connector: str, now: dt.datetime | None = None) -> SystemStatus:
    """The ministry opened the system: what waits is sent. Raises ``SystemNotFound``, ``NotAllowed``."""
    moment = now or timezone.now()
    _check(actor, connector)
    status = health.status_of(connector)
    status.blocked_at, status.blocked_note, status.next_try_at = None, "", None
    status.save()
    blocked = Incident.objects.filter(connector=connector, kind=Incident.Kind.BLOCKED, ended_at=None)
    blocked.update(ended_at=moment)
    write.audit("interlinked.system_opened", subject=status, details={"connector": connector})
    return status


@service(permission=RETRY)
def set_demo_mood(
    *,
    actor: Actor,
    write: Write,
    connector: str,
    is_down: bool = False,
    answers_twice: bool = False,
    always: str = "",
    minutes: int | None = None,
) -> DemoMood:
    """How a demo system behaves from now on: ``is_down``, ``answers_twice``, the one answer it gives (``always``), the
    minutes it takes. Raises ``SystemNotFound``, ``NotDemo``, ``NotAllowed``."""
    _check(actor, connector)
    if not is_demo(connector):
        raise NotDemo()
    mood, _ = DemoMood.objects.update_or_create(
        connector=connector,
        defaults={"is_down": is_down, "answers_twice": answers_twice, "always": always, "minutes": minutes},
    )
    write.audit("interlinked.demo_mood", subject=mood, details={"connector": connector, "down": is_down})
    return mood


def _check(actor: Actor, connector: str) -> None:
    """A connected system concerns the whole province."""
    if connector not in SYSTEMS:
        raise SystemNotFound()
    actor.require(RETRY, agency=WHOLE_PROVINCE)
