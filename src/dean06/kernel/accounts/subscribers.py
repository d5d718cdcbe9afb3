"""What accounts do on facts of the outbox: the mail with the one-time link."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from dean06.kernel.accounts.events import PasswordLinkRequested
from dean06.kernel.accounts.links import password_link
from dean06.kernel.accounts.models import User
from dean06.kernel.events.services import subscribe


@subscribe(PasswordLinkRequested, subscriber="accounts.send_password_link")
def send_password_link(event: PasswordLinkRequested, delivery_id: int) -> None:
    """Mail the link; the link is made now, so a repeated attempt sends one that works. A closed account gets none."""
    user = User.objects.filter(pk=event.user_id, is_active=True).first()
    if user is None:
        return
    template = "invitation" if event.invitation else "password_reset"
    context = {
        "user": user,
        "link": password_link(user),
        "province_name": settings.PROVINCE_NAME,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    subject = render_to_string(f"accounts/mail/{template}_subject.txt", context).strip()
    send_mail(subject, render_to_string(f"accounts/mail/{template}.txt", context), None, [user.email])
    if event.invitation:
        user.invited_at = timezone.now()
        user.save(update_fields=["invited_at"])
