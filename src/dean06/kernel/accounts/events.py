"""PUBLIC. Facts about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(Event):
    name: ClassVar[str] = "accounts.created"
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """``reason`` is a code of ``models.Closing``."""

    name: ClassVar[str] = "accounts.closed"
    user_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReopened(Event):
    name: ClassVar[str] = "accounts.reopened"
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """``area_code`` is empty for the province."""

    name: ClassVar[str] = "accounts.role_granted"
    user_id: int
    role: str
    area_kind: str
    area_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(Event):
    name: ClassVar[str] = "accounts.role_revoked"
    user_id: int
    role: str
    area_kind: str
    area_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkRequested(Event):
    """A person is to get a one-time link to set a password; ``invitation``: the first one, for a new account."""

    name: ClassVar[str] = "accounts.password_link_requested"
    user_id: int
    invitation: bool
