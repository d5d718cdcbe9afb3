"""Lock-out after failed sign-in attempts: by account and by network address, kept in the database.

An attempt is counted before the password is looked at and given back when it succeeds, so any number of attempts made
at the same moment costs the same as one after another. E-mails without an account are counted like those with one.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from dean06.kernel.accounts.models import SignInThrottle
from dean06.kernel.accounts.rules import ACCOUNT_THROTTLE, ADDRESS_THROTTLE, Throttle, failures_left, locked_until

_RULES: dict[str, Throttle] = {
    SignInThrottle.Kind.ACCOUNT.value: ACCOUNT_THROTTLE,
    SignInThrottle.Kind.ADDRESS.value: ADDRESS_THROTTLE,
}


def account_key(email: str) -> str:
    """The key of the account with (or that would have) ``email``."""
    return _hashed("account", email.strip().lower())


def address_key(address: str) -> str:
    """The key of a network address; an IPv6 address stands for its /64, since one machine owns all of it."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return _hashed("address", str(ipaddress.ip_network((parsed, 64), strict=False)))
    return _hashed("address", str(getattr(parsed, "ipv4_mapped", None) or parsed))


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(f"dean06.accounts.throttle.{kind}", value, algorithm="sha256").hexdigest()


@transaction.atomic
def begin_attempt(email: str, address: str, now: datetime) -> datetime | None:
    """Count an attempt. Returns until when attempts are refused when this one already is (it is not counted then)."""
    rows = [_locked(kind, key, now) for kind, key in _keys(email, address)]
    refused = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
    if refused:
        return max(refused)
    for row in rows:
        rule = _RULES[row.kind]
        calm_since = max(row.last_failed_at, row.locked_until or row.last_failed_at)
        row.failures = failures_left(row.failures, now - calm_since, rule) + 1
        row.last_failed_at = now
        row.locked_until = locked_until(row.failures, now, rule)
        row.save()
    return None


@transaction.atomic
def attempt_succeeded(email: str, address: str, now: datetime, *, whole: bool = True) -> None:
    """Give the attempt back: the account starts anew, the address loses only this one (others may be guessing there).

    ``whole`` false gives it back to the address only: the password was right, the second factor is still to come.
    """
    for kind, key in _keys(email, address)[0 if whole else 1 :]:
        row = _locked(kind, key, now)
        row.failures = 0 if kind == SignInThrottle.Kind.ACCOUNT else max(0, row.failures - 1)
        row.locked_until = None
        row.save()


def account_locked_until(email: str, now: datetime) -> datetime | None:
    """Until when sign-in to the account is refused, or ``None``."""
    row = SignInThrottle.objects.filter(kind=SignInThrottle.Kind.ACCOUNT, key=account_key(email)).first()
    return row.locked_until if row and row.locked_until and row.locked_until > now else None


def unlock_account(email: str) -> bool:
    """Forget the failures of an account; true when it had any."""
    deleted, _ = SignInThrottle.objects.filter(kind=SignInThrottle.Kind.ACCOUNT, key=account_key(email)).delete()
    return bool(deleted)


def forget_old(before: datetime) -> int:
    """Delete rows without a failure since ``before``; returns how many."""
    deleted, _ = SignInThrottle.objects.filter(last_failed_at__lt=before).delete()
    return deleted


def _keys(email: str, address: str) -> list[tuple[str, str]]:
    # Always in this order, so that two attempts never wait for each other.
    return [
        (SignInThrottle.Kind.ACCOUNT.value, account_key(email)),
        (SignInThrottle.Kind.ADDRESS.value, address_key(address)),
    ]


def _locked(kind: str, key: str, now: datetime) -> SignInThrottle:
    SignInThrottle.objects.get_or_create(kind=kind, key=key, defaults={"last_failed_at": now})
    return SignInThrottle.objects.select_for_update().get(kind=kind, key=key)
