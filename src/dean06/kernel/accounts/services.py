"""PUBLIC. Writes of accounts: making, closing and moving people, roles, second factor, sessions, review.

Administrators never act on their own account, and the last administrator cannot be taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

from dean06.kernel.accounts import audit_actions as actions
from dean06.kernel.accounts import events, throttle
from dean06.kernel.accounts.areas import area_exists
from dean06.kernel.accounts.citizens import (
    citizen_attempt,
    citizen_attempt_succeeded,
    client_address,
    close_citizen_account,
    open_citizen_account,
    reopen_citizen_account,
    set_citizen_contact,
    sign_in_citizen,
)
from dean06.kernel.accounts.closing import close, end_sessions
from dean06.kernel.accounts.errors import (
    AlreadyHeld,
    LastAdministrator,
    OwnAccount,
    RolesConflict,
    UnknownAgency,
    UnknownArea,
    WrongState,
)
from dean06.kernel.accounts.models import Closing, Membership, User
from dean06.kernel.accounts.people import checked_person, sync_address
from dean06.kernel.accounts.permissions import ADMIN, ROLES, AreaKind
from dean06.kernel.accounts.review import accounts_to_close
from dean06.kernel.accounts.rules import conflicts
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.writing.services import Write, service

__all__ = [
    "citizen_attempt",
    "citizen_attempt_succeeded",
    "client_address",
    "close_citizen_account",
    "close_unused_accounts",
    "close_user",
    "confirm_review",
    "create_user",
    "edit_own_contact",
    "edit_user",
    "end_all_sessions",
    "end_own_other_sessions",
    "end_own_session",
    "grant_role",
    "invite_again",
    "move_user",
    "open_citizen_account",
    "reopen_citizen_account",
    "reopen_user",
    "reset_second_factor",
    "revoke_role",
    "set_citizen_contact",
    "sign_in_citizen",
    "unlock_sign_in",
]

# --- The account -------------------------------------------------------------------------------------------------


@service(permission="accounts.manage")
def create_user(
    *,
    actor: Actor,
    write: Write,
    email: str,
    full_name: str,
    phone: str = "",
    position: str = "",
    agency_code: str = "",
    invite: bool = True,
    is_demo: bool = False,
    password: str | None = None,
) -> User:
    """Make the account of a named person; ``invite`` sends a one-time link to set the password.

    ``is_demo`` and ``password`` are for invented people of the demo only. Raises ``SharedAccount``, ``EmailTaken``,
    ``UnknownAgency``, ``InvalidInput``; ``ValueError`` for demo accounts outside the demo.
    """
    if (is_demo and not settings.DEMO) or (password and not is_demo):
        raise ValueError("demo accounts and given passwords exist in the demo only (settings.DEMO)")
    person = checked_person(full_name=full_name, email=email, phone=phone, position=position, agency_code=agency_code)
    user = User.objects.create_user(password=password, opened_at=timezone.now(), is_demo=is_demo, **person)
    sync_address(user)
    write.audit(actions.CREATED, subject=user, details={"agency": user.agency_code})
    write.publish(events.AccountCreated(user_id=user.pk))
    if invite and not is_demo:
        write.publish(events.PasswordLinkRequested(user_id=user.pk, invitation=True))
    return user


@service(permission="accounts.manage")
def invite_again(*, actor: Actor, write: Write, user_id: int) -> User:
    """Send a new one-time link to set the password. Raises ``WrongState`` for a closed account."""
    user = _locked_user(user_id)
    _require_open(user)
    write.audit(actions.INVITED, subject=user)
    write.publish(events.PasswordLinkRequested(user_id=user.pk, invitation=user.last_login is None))
    return user


@service(permission="accounts.manage")
def edit_user(
    *, actor: Actor, write: Write, user_id: int, full_name: str, email: str, phone: str = "", position: str = ""
) -> User:
    """Correct what is known about the person; the agency changes by ``move_user``. Raises as ``create_user``."""
    user = _locked_user(user_id)
    person = checked_person(
        full_name=full_name, email=email, phone=phone, position=position, agency_code=user.agency_code, of=user
    )
    changed = _assign(user, person)
    sync_address(user)
    write.audit(actions.EDITED, subject=user, details={"fields": changed})
    return user


@service(permission="accounts.self")
def edit_own_contact(*, actor: Actor, write: Write, phone: str) -> User:
    """Change the own telephone number. Raises ``InvalidInput``."""
    user = _locked_user(actor.user_id or 0, citizens=True)
    person = checked_person(
        full_name=user.full_name,
        email=user.email,
        phone=phone,
        position=user.position,
        agency_code=user.agency_code,
        of=user,
    )
    changed = _assign(user, person)
    write.audit(actions.CONTACT_EDITED, subject=user, details={"fields": changed})
    return user


@service(permission="accounts.manage")
def move_user(*, actor: Actor, write: Write, user_id: int, agency_code: str, position: str = "", reason: str) -> User:
    """The person goes to another agency: local roles end and the account closes until new roles are given.

    Raises ``OwnAccount``, ``UnknownAgency``, ``InvalidInput``.
    """
    user = _locked_user(user_id)
    _require_other(actor, user)
    reason = _required_reason(reason)
    if not agency_code or agency_code == user.agency_code:
        raise UnknownAgency("Hãy chọn cơ quan mới, khác cơ quan hiện nay.")
    person = checked_person(
        full_name=user.full_name,
        email=user.email,
        phone=user.phone,
        position=position or user.position,
        agency_code=agency_code,
        of=user,
    )
    before = user.agency_code
    _assign(user, person)
    _end_memberships(actor, user, reason, local_only=True)
    if user.is_active:
        close(user, Closing.TRANSFER, reason)
        write.publish(events.AccountClosed(user_id=user.pk, reason=Closing.TRANSFER))
    write.audit(actions.MOVED, subject=user, purpose=reason, details={"from": before, "to": agency_code})
    return user


@service(permission="accounts.manage")
def close_user(*, actor: Actor, write: Write, user_id: int, reason: str, note: str = "") -> User:
    """Close the account (``reason``: a code of ``Closing``) and end its sessions; who left also loses the roles.

    Raises ``OwnAccount``, ``LastAdministrator``, ``WrongState``, ``InvalidInput``.
    """
    user = _locked_user(user_id)
    _require_other(actor, user)
    _require_open(user)
    if reason not in Closing.values:
        raise InvalidInput(fields={"reason": "Hãy chọn lý do khóa."})
    if reason == Closing.OTHER and not note.strip():
        raise InvalidInput(fields={"note": "Hãy ghi rõ lý do khóa."})
    _require_another_administrator(user)
    if reason in (Closing.LEFT, Closing.TRANSFER):
        _end_memberships(actor, user, Closing(reason).label)
    close(user, Closing(reason), note.strip())
    write.audit(actions.CLOSED, subject=user, purpose=note.strip(), details={"reason": reason})
    write.publish(events.AccountClosed(user_id=user.pk, reason=reason))
    return user


@service(permission="accounts.manage")
def reopen_user(*, actor: Actor, write: Write, user_id: int, reason: str) -> User:
    """Open a closed account. Raises ``WrongState`` when it is open or holds no role, ``OwnAccount``."""
    user = _locked_user(user_id)
    _require_other(actor, user)
    reason = _required_reason(reason)
    if user.is_active:
        raise WrongState("Tài khoản này đang mở.")
    if not Membership.objects.on(timezone.localdate()).filter(user=user).exists():
        raise WrongState("Người này chưa có vai trò nào. Hãy cấp vai trò đúng nhiệm vụ mới rồi mở lại tài khoản.")
    user.is_active, user.closed_reason, user.closed_note, user.closed_at = True, "", "", None
    user.opened_at = timezone.now()
    user.save()
    write.audit(actions.REOPENED, subject=user, purpose=reason)
    write.publish(events.AccountReopened(user_id=user.pk))
    return user


@service(permission="accounts.manage")
def close_unused_accounts(*, actor: Actor, write: Write, today: date) -> list[User]:
    """Close the accounts idle for more than 45 days and those of people whose roles lie outside their agency.

    The last administrator stays open, or nobody could open the others again. Returns the closed ones.
    """
    closed = []
    for user, reason in accounts_to_close(today):
        if _is_last_administrator(user):
            continue
        close(user, reason, "Hệ thống tự khóa khi rà soát")
        write.audit(actions.CLOSED, subject=user, details={"reason": reason.value})
        write.publish(events.AccountClosed(user_id=user.pk, reason=reason.value))
        closed.append(user)
    write.audit(actions.REVIEWED, subject="accounts.user:*", details={"closed": len(closed)})
    return closed


@service(permission="accounts.review")
def confirm_review(*, actor: Actor, write: Write, user_ids: Iterable[int], note: str = "") -> int:
    """Confirm that these accounts are still right; returns how many. Raises ``OwnAccount``, ``NotFound``."""
    wanted = sorted(set(user_ids))
    users = list(User.objects.select_for_update().filter(pk__in=wanted, is_active=True, person_id=None).order_by("pk"))
    if not users or len(users) != len(wanted):
        raise NotFound("Có tài khoản không còn mở. Hãy tải lại danh sách rà soát.")
    for user in users:
        _require_other(actor, user)
        user.last_reviewed_on, user.last_reviewed_by_id = timezone.localdate(), actor.user_id
        user.save(update_fields=["last_reviewed_on", "last_reviewed_by"])
        write.audit(actions.REVIEWED, subject=user, purpose=note.strip())
    return len(users)


# --- Roles -------------------------------------------------------------------------------------------------------


@service(permission="accounts.manage")
def grant_role(
    *,
    actor: Actor,
    write: Write,
    user_id: int,
    role: str,
    area_kind: str,
    area_code: str = "",
    reason: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give ``role`` for an area from ``valid_from`` (today) until the day before ``valid_to`` (no end).

    Raises ``OwnAccount``, ``UnknownArea``, ``AlreadyHeld``, ``RolesConflict``, ``InvalidInput``.
    """
    user = _locked_user(user_id)
    _require_other(actor, user)
    reason = _required_reason(reason)
    today = timezone.localdate()
    start = valid_from or today
    if role not in ROLES:
        raise InvalidInput(fields={"role": "Hãy chọn vai trò trong bảng quyền."})
    if area_kind not in ROLES[role].areas or not area_exists(area_kind, area_code):
        raise UnknownArea
    if valid_to is not None and valid_to <= start:
        raise InvalidInput(fields={"valid_to": "Ngày hết hạn phải sau ngày bắt đầu."})
    if start < today and not actor.is_system:
        raise InvalidInput(fields={"valid_from": "Không cấp vai trò lùi ngày."})
    held = [one for one in user.memberships.all() if _overlap(one, start, valid_to)]
    if any((one.role, one.area_kind, one.area_code) == (role, area_kind, area_code) for one in held):
        raise AlreadyHeld
    reasons = conflicts([role, *(one.role for one in held)])
    if reasons:
        raise RolesConflict(f"Không kiêm nhiệm được vai trò {ROLES[role].label}: {'; '.join(reasons)}.")
    membership = Membership.objects.create(
        user=user,
        role=role,
        area_kind=area_kind,
        area_code=area_code,
        valid_from=start,
        valid_to=valid_to,
        granted_by_id=actor.user_id,
        reason=reason,
    )
    details = {"role": role, "area_kind": area_kind, "area": area_code, "from": start, "to": valid_to}
    write.audit(actions.ROLE_GRANTED, subject=user, purpose=reason, details=details)
    write.publish(events.RoleGranted(user_id=user.pk, role=role, area_kind=area_kind, area_code=area_code))
    return membership


@service(permission="accounts.manage")
def revoke_role(*, actor: Actor, write: Write, membership_id: int, reason: str) -> Membership:
    """Take a role back from today on; the next request already lacks it.

    Raises ``NotFound``, ``WrongState`` when it has ended, ``OwnAccount``, ``LastAdministrator``, ``InvalidInput``.
    """
    owner = Membership.objects.filter(pk=membership_id).values_list("user_id", flat=True).first()
    user = _locked_user(owner or 0)
    membership = user.memberships.get(pk=membership_id)
    _require_other(actor, user)
    reason = _required_reason(reason)
    if membership.valid_to is not None and membership.valid_to <= timezone.localdate():
        raise WrongState("Vai trò này đã hết hạn hoặc đã được thu hồi.")
    if membership.role == ADMIN:
        _require_another_administrator(user)
    _end(membership, actor, reason)
    details = {"role": membership.role, "area_kind": membership.area_kind, "area": membership.area_code}
    write.audit(actions.ROLE_REVOKED, subject=user, purpose=reason, details=details)
    write.publish(
        events.RoleRevoked(
            user_id=user.pk,
            role=membership.role,
            area_kind=membership.area_kind,
            area_code=membership.area_code,
        )
    )
    return membership


# --- Sign-in -----------------------------------------------------------------------------------------------------


@service(permission="accounts.manage")
def reset_second_factor(*, actor: Actor, write: Write, user_id: int, reason: str) -> User:
    """Take away all authenticators and sessions; the next sign-in sets up a new one. Raises ``OwnAccount``."""
    user = _locked_user(user_id)
    _require_other(actor, user)
    reason = _required_reason(reason)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    write.audit(actions.FACTOR_RESET, subject=user, purpose=reason, details={"removed": removed})
    return user


@service(permission="accounts.manage")
def unlock_sign_in(*, actor: Actor, write: Write, user_id: int) -> User:
    """Forget the failed attempts of the account, so that it can be signed in to at once."""
    user = _locked_user(user_id)
    forgotten = throttle.unlock_account(user.email)
    write.audit(actions.SIGN_IN_UNLOCKED, subject=user, details={"was_counted": forgotten})
    return user


@service(permission="accounts.manage")
def end_all_sessions(*, actor: Actor, write: Write, user_id: int) -> int:
    """Sign the person out everywhere; returns the number of sessions ended."""
    user = _locked_user(user_id)
    ended = end_sessions(user)
    write.audit(actions.SESSIONS_ENDED, subject=user, details={"count": ended})
    return ended


@service(permission="accounts.self")
def end_own_session(*, actor: Actor, write: Write, session_id: int) -> None:
    """End one of the own sessions. Raises ``NotFound`` for another person's."""
    session = UserSession.objects.filter(pk=session_id, user_id=actor.user_id).first()
    if session is None:
        raise NotFound("Phiên đăng nhập này đã đóng.")
    session.end()
    write.audit(actions.SESSION_ENDED, subject=f"accounts.user:{actor.user_id}")


@service(permission="accounts.self")
def end_own_other_sessions(*, actor: Actor, write: Write, keep_session_key: str) -> int:
    """End all own sessions but the one in use; returns how many."""
    user = _locked_user(actor.user_id or 0, citizens=True)
    ended = end_sessions(user, keep=keep_session_key)
    write.audit(actions.SESSIONS_ENDED, subject=user, details={"count": ended})
    return ended


# --- Steps shared by the above -----------------------------------------------------------------------------------


def _locked_user(user_id: int, *, citizens: bool = False) -> User:
    """The account, locked. Administrators do not reach citizens' accounts: these follow the registry."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or (user.person_id is not None and not citizens):
        raise NotFound("Không tìm thấy tài khoản này.")
    return user


def _require_other(actor: Actor, user: User) -> None:
    if actor.user_id == user.pk:
        raise OwnAccount


def _require_open(user: User) -> None:
    if not user.is_active:
        raise WrongState("Tài khoản này đang khóa.")


def _required_reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("Hãy ghi lý do.", fields={"reason": "Hãy ghi lý do hoặc số văn bản làm căn cứ."})
    return reason


def _assign(user: User, person: dict[str, str]) -> list[str]:
    changed = [name for name, value in person.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, person[name])
    user.fill_keys()
    user.save(update_fields=[*changed, "search_text", "sort_key"])
    return changed


def _end(membership: Membership, actor: Actor, reason: str) -> None:
    membership.valid_to = max(timezone.localdate(), membership.valid_from)
    membership.revoked_by_id, membership.revoked_reason = actor.user_id, reason[:300]
    membership.save(update_fields=["valid_to", "revoked_by", "revoked_reason"])


def _end_memberships(actor: Actor, user: User, reason: str, *, local_only: bool = False) -> None:
    today = timezone.localdate()
    for membership in user.memberships.all():
        ended = membership.valid_to is not None and membership.valid_to <= today
        if not ended and not (local_only and membership.area_kind == AreaKind.PROVINCE):
            _end(membership, actor, reason)


def _overlap(membership: Membership, start: date, end: date | None) -> bool:
    if membership.valid_to == membership.valid_from:
        return False
    return (end is None or membership.valid_from < end) and (membership.valid_to is None or membership.valid_to > start)


def _require_another_administrator(user: User) -> None:
    if _is_last_administrator(user):
        raise LastAdministrator


def _is_last_administrator(user: User) -> bool:
    # Locked, so that two administrators cannot take each other away at the same moment.
    holders = set(
        User.objects.select_for_update()
        .filter(pk__in=Membership.objects.on(timezone.localdate()).filter(role=ADMIN).values("user"), is_active=True)
        .values_list("pk", flat=True)
    )
    return holders == {user.pk}
