"""Actors and requests for the tests of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant, system_actor
from dean06.kernel.common.calendar import CalendarRow, DayKind
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


def request(actor: Actor | None, path: str = "/lich-lam-viec/", data: dict | None = None, method: str = "get"):
    """A request as the middleware leaves it."""
    made: HttpRequest = getattr(RequestFactory(), method)(path, data or {})
    made.actor = actor  # type: ignore[attr-defined]
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made
