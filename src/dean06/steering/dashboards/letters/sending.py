"""PRIVATE. Letters go out: once per person and day, retried with growing waits, nobody who does not want them."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.accounts.types import PersonRef
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.events import services as events
from dean06.steering.dashboards.letters.writing import Written, write
from dean06.steering.dashboards.models import Letter, LetterChoice
from dean06.steering.dashboards.rules import mailing
from dean06.steering.dashboards.types import LetterKind, LetterState

logger = logging.getLogger(__name__)
#: Letters of one run of the timer: writing one means reading a board.
MOST_A_RUN = 60


def send_due(now: dt.datetime, limit: int = MOST_A_RUN) -> int:
    """Write and send letters that are due at ``now``; returns how many the mail server took. Called by a timer, and
    harmless however often: a letter is taken in the database before it is sent."""
    local = timezone.localtime(now)
    kinds = [kind for kind in LetterKind if mailing.due(kind, local, work_calendar().is_working_day)]
    sent = 0
    for kind in kinds:
        for person in _wanting(kind, local.date(), now)[: limit - sent]:
            sent += _send(person, kind, local.date(), now)
    return sent


def recipients(kind: LetterKind) -> list[PersonRef]:
    """Who gets a kind of letter: whoever has a board and an address, and did not refuse."""
    refused = set(LetterChoice.objects.filter(kind=kind).values_list("user_id", flat=True))
    return [
        person
        for person in accounts.users_with_permission("board.view")
        if person.email and person.user_id not in refused
    ]


def _wanting(kind: LetterKind, day: dt.date, now: dt.datetime) -> list[PersonRef]:
    """Recipients whose letter of the day was neither sent nor given up, nor waits for its next try."""
    settled = Letter.objects.filter(kind=kind, day=day).filter(
        ~Q(state=LetterState.WAITING) | Q(next_attempt_at__gt=now)
    )
    done = set(settled.values_list("user_id", flat=True))
    return [person for person in recipients(kind) if person.user_id not in done]


def _send(person: PersonRef, kind: LetterKind, day: dt.date, now: dt.datetime) -> int:
    letter = _take(person.user_id, kind, day, now)
    if letter is None:
        return 0
    try:
        user = get_user_model().objects.get(pk=person.user_id)
        written = write(accounts.actor_for(user, "", day), kind, today=day, name=person.full_name)
        message(written, person.email).send()
    except Exception as error:
        reason = events.describe_failure(error)
        logger.warning("letter %s: %s", letter.pk, reason)
        given_up = events.is_given_up(letter.attempts)
        Letter.objects.filter(pk=letter.pk).update(
            state=LetterState.FAILED if given_up else LetterState.WAITING,
            next_attempt_at=None if given_up else now + events.wait_after(letter.attempts),
            last_error=reason,
        )
        return 0
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.SENT, sent_at=now, next_attempt_at=None, subject=written.subject[:300], last_error=""
    )
    return 1


def _take(user_id: int, kind: LetterKind, day: dt.date, now: dt.datetime) -> Letter | None:
    """The letter, taken for this process until its lease ends; ``None`` when another one has it."""
    with transaction.atomic():
        letter, _ = Letter.objects.select_for_update().get_or_create(user_id=user_id, kind=kind, day=day)
        if letter.state != LetterState.WAITING or (letter.next_attempt_at and letter.next_attempt_at > now):
            return None
        letter.attempts += 1
        letter.next_attempt_at = now + events.LEASE
        letter.save(update_fields=["attempts", "next_attempt_at"])
        return letter


def message(written: Written, address: str) -> EmailMultiAlternatives:
    """Plain text with the same as HTML beside it; nothing is fetched from anywhere, nobody is counted."""
    mail = EmailMultiAlternatives(
        subject=" ".join(written.subject.split()),
        body=written.text,
        to=[address],
        connection=get_connection(),
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{settings.SITE_URL.rstrip('/')}/dieu-hanh/ban-tin/>",
        },
    )
    mail.attach_alternative(written.html, "text/html")
    return mail
