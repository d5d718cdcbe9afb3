"""Actors and requests for the tests of units."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.test import RequestFactory

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant

TODAY = dt.date(2026, 11, 21)
LAST_DAY_OF_DISTRICTS = dt.date(2025, 6, 30)
FIRST_DAY_OF_TWO_TIERS = dt.date(2025, 7, 1)
SPRING_2024 = dt.date(2024, 3, 1)


def officer(*permissions: str) -> Actor:
    """A made-up officer with permissions in the whole province."""
    return Actor(1, "Đặng Thị Mẫu", grants=tuple(Grant(name, frozenset({WHOLE_PROVINCE})) for name in permissions))


def request(actor: Actor | None, path: str = "/don-vi/", data: dict | None = None, method: str = "get") -> HttpRequest:
    """A request as the middleware leaves it."""
    made: HttpRequest = getattr(RequestFactory(), method)(path, data or {})
    made.actor = actor  # type: ignore[attr-defined]
    return made
