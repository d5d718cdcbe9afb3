"""Actors and requests for the tests of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant, system_actor
from dean06.kernel.common.calendar import CalendarRow, DayKind
from dean06.kernel.common.errors import DomainError
from dean06.kernel.events.models import OutboxEvent

SYSTEM = system_actor("tests")
READER = Actor(2, "Trần Văn Mẫu", grants=(Grant("calendar.view", frozenset({WHOLE_PROVINCE})),))
EDITOR = Actor(
    1,
    "Lê Thị Mẫu",
    grants=tuple(Grant(name, frozenset({WHOLE_PROVINCE})) for name in ("calendar.view", "calendar.edit")),
)
TYPHOON = CalendarRow(
    dt.date(2025, 8, 25), DayKind.COMPENSATORY_REST, "Nghỉ phòng, chống bão", "Công điện của tỉnh ngày 24/8/2025"
)


def state() -> Any:
    """What a refusal must not touch."""
    return (
        list(CalendarDay.objects.values_list()),
        list(OfficeSession.objects.values_list()),
        AuditRow.objects.count(),
        OutboxEvent.objects.count(),
    )


class Browser:
    """Opens pages as ``actor``: what the middleware does for a signed-in person, without accounts (they lie above)."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor
        self._session: dict[str, Any] = {}

    def get(self, path: str) -> HttpResponse:
        return self._open(RequestFactory().get(path))

    def post(self, path: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """Send a form; a page that leads on is followed."""
        response = self._open(RequestFactory().post(path, data or {}))
        return self.get(response["Location"]) if response.status_code == 302 else response

    def _open(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.user = self.actor, AnonymousUser()  # type: ignore[attr-defined]
        request.session = self._session  # type: ignore[assignment]
        messages = request._messages = SessionStorage(request)  # type: ignore[attr-defined]
        match = request.resolver_match = resolve(request.path_info)
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except DomainError as refusal:
            return HttpResponse(refusal.message, status=refusal.status)
        messages.update(response)
        return response
