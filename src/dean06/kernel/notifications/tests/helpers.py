"""People who get messages."""

from __future__ import annotations

from datetime import UTC, datetime

from dean06.kernel.accounts.models import User
from dean06.kernel.common.actors import Actor, Grant

NOW = datetime(2099, 3, 2, 1, 0, tzinfo=UTC)


def person(name: str = "Trần Thị Hòa", email: str = "hoa@tinh.example", **fields) -> User:
    return User.objects.create_user(email, full_name=name, opened_at=datetime(2026, 1, 1, tzinfo=UTC), **fields)


def actor_of(user: User, *permissions: str) -> Actor:
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        grants=tuple(Grant(permission, frozenset({"*"})) for permission in ("accounts.self", *permissions)),
    )
