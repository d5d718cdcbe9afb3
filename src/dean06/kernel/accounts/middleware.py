"""Puts ``request.actor`` and ``request.request_id`` on every request."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dean06.kernel.accounts.queries import actor_for


class ActorMiddleware:
    """``request.actor`` is the ``Actor`` of the signed-in person or ``None``; the answer carries ``X-Request-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.actor = (  # type: ignore[attr-defined]
            actor_for(request.user, request.request_id, timezone.localdate())  # type: ignore[attr-defined, arg-type]
            if request.user.is_authenticated
            else None
        )
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response
