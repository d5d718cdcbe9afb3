"""Pages ``/nhat-ky/``: search, one row with its seal, export."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dean06.kernel.audit import queries, services
from dean06.kernel.audit.forms import LogSearchForm, presets
from dean06.kernel.audit.types import Cursor, LogFilter, LogPage
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import actor_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Search the log, newest first."""
    actor = actor_of(request)
    status = queries.log_status(actor=actor)
    today = timezone.localdate()
    form = LogSearchForm(request.GET or None, today=today)
    page = LogPage([], None)
    if not form.is_bound or form.is_valid():
        try:
            wanted = form.wanted() if form.is_bound else LogFilter()
            page = queries.search_log(actor=actor, wanted=wanted, after=_cursor(request.GET.get("truoc", "")))
        except InvalidInput as error:
            form.add_error("tu_ngay", error.message)
    parameters = {name: value for name, value in form.data.items() if value and name != "truoc"}
    url = reverse("audit:log")
    context = {
        "form": form,
        "presets": presets(form.data, today=today),
        "page": page,
        "status": status,
        "older_url": f"{url}?{urlencode({**parameters, 'truoc': _text(page.older)})}" if page.older else None,
        "newest_url": f"{url}?{urlencode(parameters)}" if "truoc" in request.GET else None,
        "can_export": actor.can("audit.export"),
    }
    return render(request, "audit/log.html", context, status=422 if form.errors else 200)


@require_GET
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """One row: everything it says, and whether the tree vouches for it."""
    detail = queries.log_detail(actor=actor_of(request), row_id=row_id)
    return render(request, "audit/row.html", {"detail": detail, "entry": detail.entry, "seal": detail.seal})


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The whole sealed log as a file for ``dean06 verify_audit``."""
    now = timezone.now()
    lines = services.export(actor=actor_of(request), now=now)
    name = f"nhat-ky-{timezone.localtime(now):%Y%m%d-%H%M}.jsonl"
    return StreamingHttpResponse(
        lines,
        content_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _text(cursor: Cursor) -> str:
    return f"{(cursor.time - _EPOCH) // _MICROSECOND}-{cursor.row_id}"


def _cursor(text: str) -> Cursor | None:
    """A cursor from an address; one that was tampered with is the first page."""
    microseconds, _, row_id = text.partition("-")
    try:
        if not (microseconds.isascii() and row_id.isascii()) or max(len(microseconds), len(row_id)) > 18:
            return None
        return Cursor(_EPOCH + int(microseconds) * _MICROSECOND, int(row_id))
    except (ValueError, OverflowError):
        return None
