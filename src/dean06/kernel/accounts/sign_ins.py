"""What happens at sign-in, outside the services: a visitor has no actor yet. Each act leaves its audit row."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from dean06.kernel.accounts import audit_actions
from dean06.kernel.accounts.events import PasswordLinkRequested
from dean06.kernel.accounts.models import User
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.events import services as events


def record_sign_in(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Leave the audit row of a finished sign-in, with the ways used ("password", "mfa")."""
    methods = [record.get("method", "") for record in request.session.get("account_authentication_methods", [])]
    _record(request, user, audit_actions.SIGNED_IN, {"methods": methods})


def record_lock(email: str) -> None:
    """Leave the audit row of a lock that just began; the subject is the account, when there is one."""
    user_id = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    audit.record(
        actor=system_actor("sign_in"),
        action=audit_actions.SIGN_IN_LOCKED,
        subject=f"accounts.user:{user_id}" if user_id else "accounts.user:unknown",
    )


@transaction.atomic
def request_password_link(user: User) -> None:
    """Have a one-time link to set a new password sent to ``user`` (forgotten password)."""
    actor = system_actor("password_reset")
    audit.record(actor=actor, action=audit_actions.INVITED, subject=f"accounts.user:{user.pk}")
    events.publish(PasswordLinkRequested(user_id=user.pk, invitation=False), actor=actor)


def connect() -> None:
    """Listen to allauth: a changed password or authenticator leaves an audit row."""
    for signal in (account_signals.password_changed, account_signals.password_set, account_signals.password_reset):
        signal.connect(_password_changed, dispatch_uid="dean06.accounts.password_changed")
    mfa_signals.authenticator_added.connect(_factor_added, dispatch_uid="dean06.accounts.factor_added")
    mfa_signals.authenticator_removed.connect(_factor_removed, dispatch_uid="dean06.accounts.factor_removed")


@transaction.atomic
def _password_changed(request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    User.objects.filter(pk=user.pk).update(password_changed_at=timezone.now())
    _record(request, user, audit_actions.PASSWORD_CHANGED)


def _factor_added(request: HttpRequest, user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    _record(request, user, audit_actions.FACTOR_ADDED, {"type": authenticator.type})


def _factor_removed(request: HttpRequest, user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    _record(request, user, audit_actions.FACTOR_REMOVED, {"type": authenticator.type})


def _record(request: HttpRequest, user: AbstractBaseUser, action: str, details: dict[str, Any] | None = None) -> None:
    assert isinstance(user, User)
    actor = Actor(
        user_id=user.pk,
        name=user.full_name,
        agency=user.agency_code or None,
        request_id=getattr(request, "request_id", ""),
    )
    audit.record(actor=actor, action=action, subject=f"accounts.user:{user.pk}", details=details)
