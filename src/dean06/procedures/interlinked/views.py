"""Pages of linked cases: which leg blocks and whose turn it is, one case with its legs, consents of household heads."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.procedures.cases import queries as cases
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked import queries, services
from dean06.procedures.interlinked.types import LegState, LinkedState

_PAGE = 20


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Linked cases of one state, each with its legs as stages."""
    actor = actor_of(request, queries.VIEW)
    counts = queries.counts_by_state(actor)
    default = LinkedState.ATTENTION if counts.get(LinkedState.ATTENTION) else LinkedState.OPEN
    state = request.GET.get("trang_thai", default)
    late = request.GET.get("tre") == "1"
    page = Paginator(queries.linked_cases(actor, state=state, late=late), _PAGE).get_page(request.GET.get("trang"))
    tabs = [
        (one.label, f"?trang_thai={one.value}", counts.get(one.value, 0), one.value == state) for one in LinkedState
    ]
    now = timezone.now()
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return render(
        request,
        "interlinked/overview.html",
        {
            "tabs": tabs,
            "rows": queries.views(page, now),
            "page": page,
            "query": f"trang_thai={state}" + ("&tre=1" if late else ""),
            "state": state,
            "late": late,
            "progress": queries.service_progress(month, now) if actor.can(queries.VIEW, agency="*") else [],
            "legs": queries.leg_progress(month, now) if actor.can(queries.VIEW, agency="*") else [],
        },
    )


@require_safe
def case(request: ActorRequest, case_id: int) -> HttpResponse:
    """One linked case: its legs with three facts each, messages, consents, what may be decided."""
    return _case_page(request, case_id)


def _case_page(request: ActorRequest, case_id: int, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request, queries.VIEW)
    linked = queries.linked_case(actor, case_id)
    ref = cases.ref(case_id)
    may_retry = actor.can(queries.RETRY, agency=ref.receiving_agency)
    failed = [leg for leg in linked.legs if leg.state == LegState.FAILED]
    return render(
        request,
        "interlinked/case.html",
        {
            "linked": linked,
            "ref": ref,
            "legs": linked.legs,
            "may_retry": may_retry,
            "failed": [(leg, queries.leg_form(actor, leg.leg_id) if may_retry else []) for leg in failed],
            "messages_of": queries.messages_of(case_id),
            "tries": [(leg, queries.tries_of(leg.leg_id)) for leg in linked.legs if leg.attempts > 1],
            "reasons": catalogue.pack(ref.version_id).meta.refusal_reasons if may_retry else {},
            "nothing_issued": not linked.done,
            "may_stop": may_retry and linked.closed_at is None and linked.state in ("open", "attention"),
            "error": error,
        },
        status=200 if error is None else error.status,
    )


@require_POST
def retry_leg(request: ActorRequest, leg_id: int) -> HttpResponse:
    """Start a failed leg again with the values as mended on the page."""
    actor = actor_of(request, queries.RETRY)
    before = {path: value for path, _, value in queries.leg_form(actor, leg_id)}
    given = {key.removeprefix("f:"): str(value) for key, value in request.POST.items() if key.startswith("f:")}
    changed = {path: value for path, value in given.items() if before.get(path, "") != value}
    leg = services.retry_leg(actor=actor, leg_id=leg_id, values=changed, note=request.POST.get("ghi_chu", ""))
    if leg.state == LegState.FAILED:
        messages.error(request, f"Chặng “{leg.title}” vẫn chưa làm được: {leg.error}")
    else:
        messages.success(request, f"Đã cho làm lại chặng “{leg.title}”.")
    return redirect("interlinked:case", leg.linked.case_id)


@require_POST
def skip_leg(request: ActorRequest, leg_id: int) -> HttpResponse:
    """Go on without a leg."""
    actor = actor_of(request, queries.RETRY)
    case_id = int(request.POST.get("ho_so") or 0)
    try:
        leg = services.skip_leg(actor=actor, leg_id=leg_id, reason=request.POST.get("ly_do", ""))
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        return _case_page(request, case_id, refusal)
    messages.success(request, f"Đã bỏ qua chặng “{leg.title}”; các chặng còn lại làm tiếp.")
    return redirect("interlinked:case", leg.linked.case_id)


@require_POST
def stop_rest(request: ActorRequest, case_id: int) -> HttpResponse:
    """End the legs that are not over."""
    actor = actor_of(request, queries.RETRY)
    try:
        services.stop_rest(
            actor=actor,
            case_id=case_id,
            note=request.POST.get("ghi_chu", ""),
            reason=request.POST.get("ly_do", ""),
        )
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        return _case_page(request, case_id, refusal)
    messages.success(request, "Đã dừng các chặng còn lại của hồ sơ liên thông.")
    return redirect("interlinked:case", case_id)


@require_safe
def my_consents(request: ActorRequest) -> HttpResponse:
    """What a citizen is asked to agree to as the head of a household."""
    actor = actor_of(request, "cases.apply")
    return render(request, "interlinked/my_consents.html", {"consents": queries.consents_of(actor)})


@require_POST
def answer_consent(request: ActorRequest, consent_id: int) -> HttpResponse:
    """The head answers; back to the page that asked."""
    actor = actor_of(request, "cases.apply")
    agrees = request.POST.get("dong_y") == "1"
    try:
        services.answer_consent(actor=actor, consent_id=consent_id, agrees=agrees, reason=request.POST.get("ly_do", ""))
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã ghi nhận: bạn đồng ý." if agrees else "Đã ghi nhận: bạn không đồng ý.")
    back = request.POST.get("ve", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if back.startswith("/") and here else "interlinked:my_consents")


@require_POST
def record_consent(request: ActorRequest, consent_id: int) -> HttpResponse:
    """The desk records the head's answer with the signed paper."""
    actor = actor_of(request, queries.RETRY)
    case_id = int(request.POST.get("ho_so") or 0)
    paper = request.FILES.get("van_ban")
    try:
        services.record_consent(
            actor=actor,
            consent_id=consent_id,
            agrees=request.POST.get("dong_y") == "1",
            paper=paper.read() if paper else b"",
            filename=(paper.name or "") if paper else "",
            reason=request.POST.get("ly_do", ""),
        )
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        return _case_page(request, case_id, refusal)
    messages.success(request, "Đã ghi nhận ý kiến của chủ hộ.")
    return redirect("interlinked:case", case_id)
