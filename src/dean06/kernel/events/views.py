"""Page ``/su-kien/``: what waits, failed, was given up; the timers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dean06.kernel.common.requests import actor_of
from dean06.kernel.events import ports, queries

PAGE_SIZE = 50


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Deliveries of one tab, and every timer's last run."""
    actor = actor_of(request)
    tab = request.GET.get("muc", "cho")
    if tab not in queries.TABS:
        tab = "cho"
    before = request.GET.get("truoc", "")
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = list(queries.deliveries(actor=actor, tab=tab, before_id=before_id, limit=PAGE_SIZE + 1))
    counts = queries.counts(actor=actor)
    url = reverse("events:list")
    context = {
        "deliveries": rows[:PAGE_SIZE],
        "older_url": f"{url}?muc={tab}&truoc={rows[PAGE_SIZE - 1].pk}" if len(rows) > PAGE_SIZE else None,
        "newest_url": f"{url}?muc={tab}" if before_id else None,
        "tab": tab,
        "tabs": [(label, f"{url}?muc={code}", counts.get(code), code == tab) for code, label in queries.TABS.items()],
        "timers": queries.timers(actor=actor),
        "is_asleep": queries.is_asleep(timezone.now()),
        "can_retry": actor.can("events.retry"),
    }
    return render(request, "events/list.html", context)


@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Start a given-up delivery again."""
    ports.retry_delivery(actor=actor_of(request), delivery_id=delivery_id)
    messages.success(request, "Đã xếp sự kiện vào hàng chờ; hệ thống sẽ thử lại trong ít giây.")
    return redirect(f"{reverse('events:list')}?muc=dung")
