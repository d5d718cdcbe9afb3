"""``/thong-bao/``: my messages; for administrators, how copies fared."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.requests import actor_of
from dean06.kernel.notifications import kinds, queries, services
from dean06.kernel.notifications.models import Channel, DeliveryState

PAGE_SIZE = 30


@require_GET
def my_list(request: HttpRequest) -> HttpResponse:
    """The actor's messages, unread first."""
    actor = actor_of(request)
    page = Paginator(queries.my_notifications(actor=actor), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "items": [(notification, kinds.label_of(notification.kind)) for notification in page],
        "has_unread": queries.unread_count(actor.user_id) > 0,
    }
    return render(request, "notifications/list.html", context)


@require_POST
def open_one(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark as read and go where it leads."""
    mine = services.mark_read(actor=actor_of(request), notification_id=notification_id)
    return redirect(mine.url or reverse("notifications:list"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = services.mark_all_read(actor=actor_of(request))
    messages.success(request, f"Đã đánh dấu đã đọc {count} thông báo.")
    return redirect("notifications:list")


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Copies by channel and state. Titles and addresses are not shown: administrators do not read people's mail."""
    actor = actor_of(request)
    channel = request.GET.get("kenh", "")
    state = request.GET.get("trang-thai", "")
    channel = channel if channel in Channel.values else ""
    state = state if state in DeliveryState.values else ""
    before = request.GET.get("truoc", "")
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = queries.deliveries(actor=actor, channel=channel, state=state, before_id=before_id)
    rows = list(found[: PAGE_SIZE + 1])
    names = accounts.display_names(row.notification.recipient_id for row in rows)
    url = reverse("notifications:deliveries")
    chosen = {"kenh": channel, "trang-thai": state}
    context = {
        "rows": [
            (row, names.get(row.notification.recipient_id, ""), kinds.label_of(row.notification.kind))
            for row in rows[:PAGE_SIZE]
        ],
        "channels": Channel.choices,
        "states": DeliveryState.choices,
        "channel": channel,
        "state": state,
        "older_url": f"{url}?{urlencode({**chosen, 'truoc': rows[PAGE_SIZE - 1].pk})}"
        if len(rows) > PAGE_SIZE
        else None,
        "newest_url": f"{url}?{urlencode(chosen)}" if before_id else None,
    }
    return render(request, "notifications/deliveries.html", context)
