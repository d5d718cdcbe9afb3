"""Pages of connected systems: how each stands, its outages, its use, its messages."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.procedures.interlinked import queries, reading, services
from dean06.procedures.interlinked.types import MessageState, SystemState

_PAGE = 30
_BADGES = {"up": "success", "down": "danger", "blocked": "warning", "unknown": "neutral"}


@require_safe
def systems(request: ActorRequest) -> HttpResponse:
    """Every connected system with its state, what waits, and its use; the log of incidents."""
    actor = actor_of(request, queries.VIEW)
    found = queries.systems(actor)
    labels = {one.code: one.body for one in found}
    return render(
        request,
        "interlinked/systems.html",
        {
            "systems": [(one, _BADGES[one.state]) for one in found],
            "down": sum(one.state == SystemState.DOWN for one in found),
            "blocked": sum(one.state == SystemState.BLOCKED for one in found),
            "waiting": sum(one.waiting for one in found),
            "failed": sum(one.failed for one in found),
            "incidents": [
                (one, labels.get(one.connector, one.connector)) for one in queries.incidents(actor, limit=20)
            ],
        },
    )


@require_safe
def system(request: ActorRequest, connector: str) -> HttpResponse:
    """One system: messages of one state, incidents, use by day."""
    actor = actor_of(request, queries.VIEW)
    found = queries.system(actor, connector)
    rows = queries.messages(actor, connector=connector)
    counts = {one: rows.filter(state=one).count() for one in MessageState.values}
    order = [MessageState.FAILED, MessageState.QUEUED, MessageState.ACKNOWLEDGED, MessageState.ANSWERED]
    default = next((one.value for one in order if counts[one]), MessageState.QUEUED.value)
    state = request.GET.get("trang_thai", default)
    page = Paginator(rows.filter(state=state), _PAGE).get_page(request.GET.get("trang"))
    blocked = reading.blocked_systems()
    return render(
        request,
        "interlinked/system.html",
        {
            "system": found,
            "badge": _BADGES[found.state],
            "tabs": [(one.label, f"?trang_thai={one.value}", counts[one], one.value == state) for one in order],
            "rows": [reading.message_view(one, blocked) for one in page],
            "page": page,
            "query": f"trang_thai={state}",
            "incidents": queries.incidents(actor, connector),
            "usage": queries.usage(actor, connector),
            "may_decide": actor.can(queries.RETRY, agency="*"),
            "mood": queries.demo_mood(connector) if found.is_demo else None,
        },
    )


@require_safe
def message(request: ActorRequest, message_id: int) -> HttpResponse:
    """One message with its calls."""
    actor = actor_of(request, queries.VIEW)
    found, calls = queries.message(actor, message_id)
    return render(
        request,
        "interlinked/message.html",
        {
            "message": found,
            "calls": calls,
            "may_retry": found.state in ("queued", "failed", "acknowledged") and actor.can(queries.RETRY),
        },
    )


@require_POST
def retry_message(request: ActorRequest, message_id: int) -> HttpResponse:
    """Send again at once."""
    services.retry_message(actor=actor_of(request, queries.RETRY), message_id=message_id)
    messages.success(request, "Thông điệp sẽ được gửi lại trong ít phút.")
    return redirect("interlinked:message", message_id)


@require_POST
def block(request: ActorRequest, connector: str) -> HttpResponse:
    """Note that the ministry has not opened the system."""
    actor = actor_of(request, queries.RETRY)
    services.block_system(actor=actor, connector=connector, note=request.POST.get("ghi_chu", ""))
    messages.success(request, "Đã ghi nhận hệ thống chờ Bộ, ngành; việc chờ không tính lỗi cho đơn vị.")
    return redirect("interlinked:system", connector)


@require_POST
def unblock(request: ActorRequest, connector: str) -> HttpResponse:
    """The ministry opened it."""
    services.unblock_system(actor=actor_of(request, queries.RETRY), connector=connector)
    messages.success(request, "Hệ thống đã mở lại; các thông điệp đang chờ sẽ được gửi.")
    return redirect("interlinked:system", connector)


@require_POST
def demo(request: ActorRequest, connector: str) -> HttpResponse:
    """How the demo system behaves."""
    minutes = request.POST.get("phut", "").strip()
    services.set_demo_mood(
        actor=actor_of(request, queries.RETRY),
        connector=connector,
        is_down=request.POST.get("mat_ket_noi") == "1",
        answers_twice=request.POST.get("hai_lan") == "1",
        always=request.POST.get("luon", ""),
        minutes=int(minutes) if minutes.isdigit() else None,
    )
    messages.success(request, "Đã đổi cách trả lời của hệ thống mô phỏng.")
    return redirect("interlinked:system", connector)
