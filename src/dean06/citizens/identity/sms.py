"""Text messages: a gateway is a function ``(number, text)`` named in ``settings.SMS_BACKEND``.

Without one, the demo lets messages lie among the letters it does not send; an installation sends none, and telephone
numbers stay unconfirmed.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string


def is_connected() -> bool:
    """True when text messages can be sent."""
    return bool(getattr(settings, "SMS_BACKEND", "")) or settings.DEMO


def send(number: str, text: str) -> None:
    """Send one message. Raises whatever the gateway raises: the outbox tries again."""
    path = getattr(settings, "SMS_BACKEND", "")
    if path:
        import_string(path)(number, text)
    else:
        send_mail("Tin nhắn", text, None, [f"{number.lstrip('+')}@tin-nhan.invalid"])
