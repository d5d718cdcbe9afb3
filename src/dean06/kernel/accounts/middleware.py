"""Who asks, under which id, and whether a second factor is still missing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from dean06.kernel.accounts.adapters import STRONG_TYPES
from dean06.kernel.accounts.errors import SecondFactorRequired
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import actor_for

#: What a person without a second factor may open: setting one up, proving who they are, and leaving.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "accounts:second_factor",
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)
#: Addresses of passwords and second factors, which citizens do not have.
OFFICERS_ONLY = (
    "mfa_",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "accounts:second",
    "accounts:profile",
)
_ACTIVITY_STEP = timedelta(minutes=5)
_ACTIVITY_KEY = "accounts_seen_at"


class ActorMiddleware:
    """``request.actor`` is the ``Actor`` of the signed-in person or ``None``; the answer carries ``X-Request-ID``.

    Outside the demo a person without a second factor is led to set one up before anything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            now = timezone.now()
            request.actor = actor_for(request.user, request.request_id, timezone.localdate(now))  # type: ignore[attr-defined]
            _note_activity(request, now)
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Stop a signed-in officer without a second factor, unless the page serves to set one up.

        A citizen was authenticated by the identity provider, and has no password or factor here to set.
        """
        if not isinstance(request.user, User):
            return None
        match = request.resolver_match
        if request.user.person_id is not None:
            if match is not None and (match.view_name or "").startswith(OFFICERS_ONLY):
                raise Http404
            return None
        if settings.DEMO:
            return None
        if match is not None and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if get_factor_adapter().is_mfa_enabled(request.user, STRONG_TYPES):
            return None
        if (match is not None and "api" in match.namespaces) or "application/json" in request.headers.get("Accept", ""):
            refusal = SecondFactorRequired()
            return JsonResponse(refusal.as_dict(), status=refusal.status)
        return redirect("accounts:second_factor")


def _note_activity(request: HttpRequest, now: datetime) -> None:
    """Keep "last seen" of the session, at most every five minutes: a write per request would be too many."""
    seen = request.session.get(_ACTIVITY_KEY)
    if seen and now - datetime.fromisoformat(seen) < _ACTIVITY_STEP:
        return
    request.session[_ACTIVITY_KEY] = now.isoformat()
    UserSession.objects.create_from_request(request)
