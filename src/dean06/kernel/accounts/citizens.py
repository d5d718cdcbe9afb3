"""Accounts of citizens. Public through ``services``.

A citizen never has a password or second factor here: an identity provider (``citizens.identity``) says who he is. His
account follows the registry, so no administrator opens, edits or closes it.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils import timezone

from dean06.kernel.accounts import audit_actions as actions
from dean06.kernel.accounts import sign_ins, throttle
from dean06.kernel.accounts.closing import close
from dean06.kernel.accounts.errors import TooManyAttempts, WrongState
from dean06.kernel.accounts.models import Closing, User
from dean06.kernel.accounts.people import clean_phone
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed, NotFound
from dean06.kernel.common.vietnamese.names import display_name
from dean06.kernel.writing.services import Write, service

#: No mailbox has such an address (RFC 2606), so nobody can ask for a password of a citizen's account.
_KEY = "nguoi-dan-{person_id}@cong-dan.invalid"


@service(permission="accounts.manage")
def open_citizen_account(*, actor: Actor, write: Write, person_id: int, full_name: str, is_demo: bool = False) -> User:
    """The account of the citizen who is ``population.Person`` ``person_id``; made at his first sign-in, renamed when
    the registry's name changed. For the system only (``NotAllowed``). A closed one is returned closed."""
    _require_system(actor)
    name = display_name(full_name)
    made = User(email=_KEY.format(person_id=person_id), full_name=name, opened_at=timezone.now(), is_demo=is_demo)
    made.set_unusable_password()
    made.fill_keys()
    fields = ("email", "full_name", "opened_at", "is_demo", "password", "search_text", "sort_key")
    user, created = User.objects.get_or_create(
        person_id=person_id, defaults={field: getattr(made, field) for field in fields}
    )
    if created:
        write.audit(actions.CITIZEN_OPENED, subject=user, details={"person": person_id})
    elif user.full_name != name:
        user.full_name = name
        user.fill_keys()
        user.save(update_fields=["full_name", "search_text", "sort_key"])
        write.audit(actions.EDITED, subject=user, details={"fields": ["full_name"]})
    else:
        write.audit(actions.CITIZEN_FOUND, subject=user)
    return user


@service(permission="accounts.manage")
def close_citizen_account(*, actor: Actor, write: Write, person_id: int, reason: str) -> User | None:
    """Close a citizen's account by the registry (``reason``: ``deceased`` or ``number``); ``None`` where there is none.

    Source: NĐ 69/2024/NĐ-CP, locking of e-identification accounts on death or when the number no longer holds.
    """
    _require_system(actor)
    if reason not in (Closing.DECEASED, Closing.NUMBER):
        raise ValueError(f"not a reason to close a citizen's account: {reason}")
    user = User.objects.select_for_update().filter(person_id=person_id).first()
    if user is None or not user.is_active:
        write.audit(actions.CITIZEN_FOUND, subject=f"population.person:{person_id}", details={"closed": False})
        return user
    close(user, Closing(reason), "")
    write.audit(actions.CLOSED, subject=user, details={"reason": reason})
    return user


@service(permission="accounts.manage")
def reopen_citizen_account(*, actor: Actor, write: Write, person_id: int) -> User | None:
    """Open a citizen's account again whose number holds again; ``None`` where there is none."""
    _require_system(actor)
    user = User.objects.select_for_update().filter(person_id=person_id).first()
    if user is not None and not user.is_active:
        user.is_active, user.closed_reason, user.closed_note, user.closed_at = True, "", "", None
        user.save(update_fields=["is_active", "closed_reason", "closed_note", "closed_at"])
    write.audit(actions.REOPENED, subject=user or f"population.person:{person_id}")
    return user


@service(permission="accounts.self")
def set_citizen_contact(*, actor: Actor, write: Write, phone: str | None = None, email: str | None = None) -> User:
    """Where the citizen wants to be reached; ``None`` leaves as it is, ``""`` takes away. The caller confirmed the
    address. Raises ``InvalidInput``, and ``NotFound`` for an officer."""
    user = User.objects.select_for_update().filter(pk=actor.user_id or 0, person_id__isnull=False).first()
    if user is None:
        raise NotFound("Chỉ tài khoản công dân có mục này.")
    changed = []
    if phone is not None:
        user.phone = clean_phone(phone)
        changed.append("phone")
    if email is not None:
        user.contact_email = email.strip().lower()
        changed.append("contact_email")
        try:
            if email.strip():
                validate_email(user.contact_email)
        except ValidationError:
            raise InvalidInput(fields={"email": "Thư điện tử chưa đúng dạng ten@thu.vn."}) from None
    user.save(update_fields=changed)
    write.audit(actions.CONTACT_EDITED, subject=user, details={"fields": changed})
    return user


# --- Signing in --------------------------------------------------------------------------------------------------


def client_address(request: HttpRequest) -> str:
    """The network address that asks, behind the trusted proxies; for limits."""
    address: str = get_adapter().get_client_ip(request)
    return address


def citizen_attempt(request: HttpRequest, number: str, now: datetime) -> None:
    """Count an attempt to sign in with ``number`` (kept as a keyed hash). Raises ``TooManyAttempts`` while refused."""
    until = throttle.begin_attempt(_throttled(number), client_address(request), now)
    if until:
        raise TooManyAttempts(
            f"Đã thử quá nhiều lần. Hãy thử lại sau {max(1, -int((now - until).total_seconds() // 60))} phút."
        )


def citizen_attempt_succeeded(request: HttpRequest, number: str, now: datetime) -> None:
    """Give the attempt back: the number was proved."""
    throttle.attempt_succeeded(_throttled(number), client_address(request), now)


def sign_in_citizen(request: HttpRequest, user: User, *, method: str) -> None:
    """Open the session of a citizen whom an identity provider (``method``: its code) has just authenticated; leaves the
    audit row. Raises ``WrongState`` for a closed account and ``NotAllowed`` for an officer's."""
    if user.person_id is None:
        raise NotAllowed("Tài khoản cán bộ đăng nhập ở trang dành cho cán bộ.")
    if not user.is_active:
        raise WrongState("Tài khoản này đang khóa vì dữ liệu dân cư. Hãy liên hệ công an xã nơi thường trú.")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method=method)
    sign_ins.record_sign_in(request, user)


def _throttled(number: str) -> str:
    return f"citizen:{number}"


def _require_system(actor: Actor) -> None:
    # An administrator manages officers; who is a citizen is said by the registry and the provider alone.
    if not actor.is_system:
        raise NotAllowed(permission="accounts.manage")
