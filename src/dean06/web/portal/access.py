"""Who may open a page of citizens, and the words that all pages share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.requests import actor_of

View = Callable[..., HttpResponseBase]


def for_citizens(view: View) -> View:
    """A page of a signed-in citizen: visitors are led to the citizens' sign-in, officers are told that it is not theirs
    (they help at the desk, on their own pages)."""

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        citizen(request)
        return view(request, *args, **kwargs)

    page.login_url = "identity:sign_in"  # type: ignore[attr-defined]
    return page


def citizen(request: HttpRequest) -> Actor:
    """The citizen who asks. Raises ``NotAllowed`` for anybody else."""
    actor = actor_of(request, "cases.apply")
    if actor.person_id is None:
        raise NotAllowed("Trang này dành cho người dân đã đăng nhập bằng tài khoản định danh điện tử.")
    return actor


def citizen_or_none(request: HttpRequest) -> Actor | None:
    """The citizen who asks, or ``None`` for visitors and officers."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None and actor.person_id is not None else None
