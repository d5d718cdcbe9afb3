"""E-mails that wait: plain text, sent by the timer, retried with growing waits."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.events import services as events
from dean06.kernel.notifications.models import Channel, Delivery, DeliveryState, Notification

logger = logging.getLogger(__name__)
NO_ADDRESS = "NO_ADDRESS"
PROCESS_DIED = "PROCESS_DIED"


def send_waiting(now: datetime, limit: int) -> int:
    """Send at most ``limit`` e-mails due at ``now`` over one connection; returns how many the mail server took."""
    sent = 0
    mail: BaseEmailBackend | None = None
    for _ in range(limit):
        delivery = _claim(now)
        if delivery is None:
            break
        try:
            address = _address(delivery.notification)
            if address is None:
                _give_up(delivery, now, NO_ADDRESS)
                continue
            mail = mail or get_connection()
            message(delivery.notification, address, mail).send()
        except Exception as error:
            mail = None  # a broken connection must not spoil the next letter
            logger.warning("e-mail %s: %s", delivery.pk, events.describe_failure(error))
            _failed(delivery, events.describe_failure(error), now)
        else:
            Delivery.objects.filter(pk=delivery.pk).update(
                state=DeliveryState.SENT, sent_at=now, next_attempt_at=None, last_error=""
            )
            sent += 1
    if mail is not None:
        mail.close()
    return sent


def message(notification: Notification, address: str, mail: BaseEmailBackend) -> EmailMessage:
    """The letter: title as subject; the text, the link, and where it comes from."""
    parts = [notification.title]
    if notification.body:
        parts.append(notification.body)
    if notification.url:
        parts.append(f"Mở để xem và xử lý: {settings.SITE_URL}{notification.url}")
    parts.append(
        "--\n"
        f"Thư này do hệ thống chỉ đạo, điều hành Đề án 06 tỉnh {settings.PROVINCE_NAME} gửi tự động, xin không trả lời."
    )
    return EmailMessage(
        subject=" ".join(notification.title.split()),
        body="\n\n".join(parts),
        to=[address],
        connection=mail,
        # Answers of absent people's mailboxes are of no use to a machine (RFC 3834).
        headers={"Auto-Submitted": "auto-generated"},
    )


def _address(notification: Notification) -> str | None:
    person = accounts.person(notification.recipient_id)
    return person.email if person and person.email else None


def _claim(now: datetime) -> Delivery | None:
    with transaction.atomic():
        waiting = Delivery.objects.filter(
            channel=Channel.EMAIL, state=DeliveryState.WAITING, next_attempt_at__lte=now
        ).select_related("notification")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(of=("self",), skip_locked=True)
        delivery = waiting.order_by("next_attempt_at", "id").first()
        if delivery is None:
            return None
        if events.is_given_up(delivery.attempts):
            _give_up(delivery, now, delivery.last_error or PROCESS_DIED)
            return _claim(now)
        delivery.attempts += 1
        delivery.next_attempt_at = now + events.LEASE
        delivery.save(update_fields=["attempts", "next_attempt_at"])
        return delivery


def _failed(delivery: Delivery, reason: str, now: datetime) -> None:
    if events.is_given_up(delivery.attempts):
        _give_up(delivery, now, reason)
        return
    next_attempt = now + events.wait_after(delivery.attempts)
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=next_attempt, last_error=reason)


def _give_up(delivery: Delivery, now: datetime, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED, failed_at=now, next_attempt_at=None, last_error=reason
    )
