"""Closing an account and ending its sessions: steps shared by the services of officers and of citizens."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils import timezone

from dean06.kernel.accounts.models import Closing, User


def close(user: User, reason: Closing, note: str) -> None:
    """Close the account and sign the person out everywhere."""
    user.is_active, user.closed_reason, user.closed_note = False, reason.value, note[:300]
    user.closed_at = timezone.now()
    user.save(update_fields=["is_active", "closed_reason", "closed_note", "closed_at"])
    end_sessions(user)


def end_sessions(user: User, keep: str = "") -> int:
    """End the sessions of the account but the one with the key ``keep``; returns how many."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=keep):
        session.end()
        ended += 1
    return ended
