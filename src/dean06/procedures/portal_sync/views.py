"""Pages of the exchange with the national portal: who is behind and why, one record, what was handed in there."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.units import queries as units
from dean06.procedures.portal_sync import queries, services
from dean06.procedures.portal_sync.types import InboundState, SyncState

_PAGE = 50


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Counts by agency, the portal's reasons, and the records of one state."""
    actor = actor_of(request, queries.VIEW)
    rows = queries.by_agency(actor)
    names = {code: ref.short_name or ref.name for code, ref in units.get_agencies(row.agency for row in rows).items()}
    state = request.GET.get("trang_thai", SyncState.REFUSED)
    agency, problem = request.GET.get("co_quan", ""), request.GET.get("ly_do", "")
    listed = queries.records(actor, state=state, agency=agency, problem=problem)
    page = Paginator(listed, _PAGE).get_page(request.GET.get("trang"))
    totals = {
        SyncState.REFUSED.value: sum(row.refused for row in rows),
        SyncState.WAITING.value: sum(row.waiting for row in rows),
        SyncState.SENT.value: sum(row.sent for row in rows),
    }
    base = f"co_quan={agency}&ly_do={problem}"
    tabs = [
        (one.label, f"?trang_thai={one.value}&co_quan={agency}", totals[one], one == state)
        for one in (SyncState.REFUSED, SyncState.WAITING, SyncState.SENT)
    ]
    return render(
        request,
        "portal_sync/overview.html",
        {
            "rows": [(row, names.get(row.agency, row.agency)) for row in rows],
            "tabs": tabs,
            "state": state,
            "agency": agency,
            "agency_name": names.get(agency, agency),
            "problem": problem,
            "reasons": queries.reasons(actor),
            "records": [(row, names.get(row.agency, row.agency)) for row in page],
            "page": page,
            "query": f"trang_thai={state}&{base}",
            "total": sum(totals.values()),
            "totals": totals,
            "may_resend": actor.can("portal_sync.resend"),
        },
    )


@require_safe
def detail(request: ActorRequest, record_id: int) -> HttpResponse:
    """One record with its attempts."""
    actor = actor_of(request, queries.VIEW)
    row, log = queries.record(actor, record_id)
    name = units.get_agencies([row.agency]).get(row.agency)
    return render(
        request,
        "portal_sync/record.html",
        {
            "record": row,
            "log": log,
            "agency_name": name.name if name else row.agency,
            "may_resend": row.state != SyncState.SENT and actor.can("portal_sync.resend", agency=row.agency),
        },
    )


@require_safe
def inbound(request: ActorRequest) -> HttpResponse:
    """Dossiers handed in at the portal, and those that could not be taken."""
    actor = actor_of(request, queries.VIEW)
    state = request.GET.get("trang_thai", "")
    page = Paginator(queries.inbound(actor, state=state), _PAGE).get_page(request.GET.get("trang"))
    return render(
        request,
        "portal_sync/inbound.html",
        {"page": page, "state": state, "states": InboundState.choices, "query": f"trang_thai={state}"},
    )


@require_POST
def resend(request: ActorRequest, record_id: int) -> HttpResponse:
    """Send one record again."""
    services.resend(actor=actor_of(request, "portal_sync.resend"), record_id=record_id)
    messages.success(request, "Hồ sơ sẽ được gửi lại trong ít phút.")
    return redirect("portal_sync:record", record_id)


@require_POST
def resend_refused(request: ActorRequest) -> HttpResponse:
    """Send all refused records of an agency or a reason again."""
    count = services.resend_refused(
        actor=actor_of(request, "portal_sync.resend"),
        agency=request.POST.get("co_quan", ""),
        problem_code=request.POST.get("ly_do", ""),
    )
    if count:
        messages.success(request, f"{count} hồ sơ sẽ được gửi lại trong ít phút.")
    else:
        messages.info(request, "Không có hồ sơ nào bị từ chối để gửi lại.")
    return redirect("portal_sync:overview")
