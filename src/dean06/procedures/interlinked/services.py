"""PUBLIC writes: what happens when a case waits for legs or for other software, consents, decisions of officers.

``follow``, ``sweep``, ``exchange`` are of the platform itself (events, timers); the rest are acts of people.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import system_actor
from dean06.procedures.cases import queries as cases
from dean06.procedures.interlinked.acting.consents import answer_consent, record_consent
from dean06.procedures.interlinked.acting.systems import block_system, retry_message, set_demo_mood, unblock_system
from dean06.procedures.interlinked.exchange.answering import answer_round
from dean06.procedures.interlinked.exchange.asking import follow_case
from dean06.procedures.interlinked.exchange.sending import Sent, send_round
from dean06.procedures.interlinked.linking.deciding import retry_leg, skip_leg, stop_rest
from dean06.procedures.interlinked.linking.locking import lock_leg
from dean06.procedures.interlinked.linking.opening import open_legs
from dean06.procedures.interlinked.linking.round import advance
from dean06.procedures.interlinked.models import Leg, LinkedCase, Message
from dean06.procedures.interlinked.types import MESSAGE_OPEN, LegState

__all__ = [
    "advance",
    "answer_consent",
    "block_system",
    "exchange",
    "fetch_answers",
    "follow",
    "note_synchronised",
    "record_consent",
    "retry_leg",
    "retry_message",
    "send_due",
    "set_demo_mood",
    "skip_leg",
    "stop_rest",
    "sweep",
    "unblock_system",
]

#: Messages and answers of one run of a timer.
ROUND = 500
#: Linked cases looked over by one run, those longest not looked at first.
SWEEP = 200


def follow(case_id: int, now: dt.datetime | None = None) -> None:
    """Something happened to a case: have its messages and legs be what they should. May be repeated at any time."""
    moment = now or timezone.now()
    ref = cases.refs([case_id]).get(case_id)
    if ref is None:
        return
    follow_case(case_id, moment)
    if ref.parent_id is not None:
        advance(ref.parent_id, moment)
    if open_legs(case_id, moment) is not None:
        advance(case_id, moment)


def send_due(now: dt.datetime | None = None, limit: int = ROUND) -> Sent:
    """Send the messages that are due; each outcome is written by itself, with its log row."""
    sent = send_round(now or timezone.now(), limit)
    if sent.refused:
        sweep_failed(now)
    return sent


def fetch_answers(now: dt.datetime | None = None, limit: int = ROUND) -> int:
    """Take the decisions of other software in; returns how many brought a case or a leg on."""
    return answer_round(now or timezone.now(), limit)


def exchange(now: dt.datetime | None = None) -> None:
    """Send and fetch: the timer of each minute."""
    send_due(now)
    fetch_answers(now)


def sweep(now: dt.datetime | None = None, limit: int = SWEEP) -> int:
    """Look over linked cases that are followed, and over connector steps whose message waits: whatever an event did not
    tell is found here. Consents are reminded and run out, lateness shows. Returns how many were looked over."""
    moment = now or timezone.now()
    found = LinkedCase.objects.filter(follows=True).order_by("swept_at", "pk")
    ids = list(found.values_list("case_id", flat=True)[:limit])
    for case_id in ids:
        advance(case_id, moment)
    waiting = Message.objects.filter(leg=None, state__in=sorted(MESSAGE_OPEN)).order_by("pk")
    for case_id in waiting.values_list("case_id", flat=True)[:limit]:
        follow_case(case_id, moment)
    return len(ids)


def sweep_failed(now: dt.datetime | None = None) -> None:
    """Legs whose message was turned away fail at once."""
    moment = now or timezone.now()
    legs = Leg.objects.filter(state=LegState.OPEN, messages__state="failed")
    for case_id in legs.values_list("linked__case_id", flat=True).distinct():
        advance(case_id, moment)


def note_synchronised(case_id: int, now: dt.datetime | None = None) -> Leg | None:
    """The other side (the national portal) holds the final state of a leg's case: the third fact. May be repeated;
    ``None`` where the case is no leg, or has no result yet."""
    moment = now or timezone.now()
    with transaction.atomic():
        found = Leg.objects.filter(case_id=case_id).values_list("pk", flat=True).first()
        leg = lock_leg(found) if found is not None else None
        if leg is None or cases.ref(case_id).finished_at is None:
            return None
        if leg.synchronised_at is None:
            leg.synchronised_at = moment
            leg.save(update_fields=["synchronised_at"])
            audit.record(
                actor=system_actor("interlinked"),
                action="interlinked.synchronised",
                subject=f"interlinked.leg:{leg.pk}",
                details={"leg": leg.ref},
            )
        return leg
