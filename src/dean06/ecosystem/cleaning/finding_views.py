"""Pages of findings: the list with its filters, one finding beside the registry, the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.cleaning import communes, queries, services, showing
from dean06.ecosystem.cleaning.forms import AcceptForm, FindingFilter, ResolveForm
from dean06.ecosystem.cleaning.models import Finding
from dean06.ecosystem.cleaning.rules.guide import ADVICE
from dean06.ecosystem.cleaning.scope import VIEW_RECORDS, scope_of
from dean06.ecosystem.cleaning.types import FindingState, ResolvedHow, ResultClass
from dean06.ecosystem.datasets import queries as datasets
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.common.requests import ActorRequest, actor_of

PAGE = 50
STATE_KINDS = {
    FindingState.OPEN: "warning",
    FindingState.IN_WORK: "ongoing",
    FindingState.RESOLVED: "success",
    FindingState.ACCEPTED: "neutral",
}


@require_safe
def finding_list(request: ActorRequest) -> HttpResponse:
    """Findings of the actor's area; codes only, names are on the page of each."""
    actor = actor_of(request, VIEW_RECORDS)
    sectors = {one.code: one.name for one in datasets.sectors(active_only=False)}
    names = communes.names(timezone.localdate())
    scope = scope_of(actor, VIEW_RECORDS)
    visible = {code: name for code, name in names.items() if scope.everything or scope.sectors or code in scope.units}
    given = request.GET if request.GET else {"tinh_trang": FindingState.OPEN.value}
    form = FindingFilter(
        given,
        sectors=sorted(sectors.items(), key=lambda one: one[1]),
        units=sorted(visible.items(), key=lambda one: one[1]),
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.findings(
        actor,
        sector=wanted.get("danh_sach") or None,
        unit=wanted.get("xa") or None,
        result_class=wanted.get("ket_qua") or None,
        state=wanted.get("tinh_trang") or None,
    )
    page = Paginator(rows.order_by("sector", "unit_code", "result_class", "pk"), PAGE).get_page(request.GET.get("page"))
    shown = [
        {
            "finding": row,
            "sector": sectors.get(row.sector, row.sector),
            "unit": names.get(row.unit_code, row.unit_code) or showing.UNKNOWN_UNIT,
            "label": ResultClass(row.result_class).label,
            "kind": ADVICE[row.result_class].kind,
            "explanation": queries.explain(row.reasons),
            "state": FindingState(row.state).label,
            "state_kind": STATE_KINDS[FindingState(row.state)],
        }
        for row in page
    ]
    return render(request, "cleaning/findings.html", {"form": form, "page": page, "rows": shown})


@require_safe
def finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """One finding: both sides, why, who must act, what can be done here."""
    actor = actor_of(request, VIEW_RECORDS)
    detail = queries.finding(actor, finding_id, "Làm sạch dữ liệu")
    row = Finding.objects.get(pk=finding_id)
    others = Finding.objects.filter(sector=detail.sector, record_key__in=detail.related_records)
    visible = others.filter(scope_of(actor, VIEW_RECORDS).condition()).values_list("pk", flat=True)
    names = communes.names(timezone.localdate())
    context = {
        "finding": detail,
        "row": row,
        "sector": datasets.sector(detail.sector),
        "advice": ADVICE[detail.result_class],
        "state": FindingState(detail.state).label,
        "state_kind": STATE_KINDS[FindingState(detail.state)],
        "resolved_how": ResolvedHow(detail.resolved_how).label if detail.resolved_how else "",
        "unit": names.get(detail.unit_code, "") or showing.UNKNOWN_UNIT,
        "related": list(visible),
        "probability": None if detail.probability is None else showing.share_of(detail.probability),
        "is_open": detail.state in (FindingState.OPEN, FindingState.IN_WORK),
    }
    return render(request, "cleaning/finding.html", context)


Act = tuple[str, str, type[forms.Form], Callable[[Actor, int, dict[str, Any]], object]]

#: Slug → heading, what to say afterwards, form, service.
ACTS: dict[str, Act] = {
    "giu-nguyen": (
        "Chấp nhận giữ nguyên",
        "Đã ghi nhận giữ nguyên.",
        AcceptForm,
        lambda actor, pk, given: services.accept(actor=actor, finding_ids=[pk], note=given["note"]),
    ),
    "da-xu-ly": (
        "Xác nhận đã xử lý",
        "Đã ghi nhận. Lần đối khớp sau sẽ kiểm tra lại.",
        ResolveForm,
        lambda actor, pk, given: services.resolve(actor=actor, finding_ids=[pk], note=given["note"]),
    ),
}


@require_http_methods(["GET", "POST"])
def finding_act(request: ActorRequest, finding_id: int, act: str) -> HttpResponse:
    """Check again, or end a finding with a note."""
    actor = actor_of(request, VIEW_RECORDS)
    if act == "kiem-tra-lai" and request.method == "POST":
        done = services.recheck(actor=actor, finding_ids=[finding_id])
        if done.resolved:
            messages.success(request, "Đã kiểm tra lại: bản ghi nay khớp với dữ liệu dân cư.")
        elif done.changed:
            messages.info(request, "Đã kiểm tra lại: kết quả thay đổi, xem bên dưới.")
        else:
            messages.warning(request, "Đã kiểm tra lại: kết quả vẫn như cũ.")
        return redirect("cleaning:finding", finding_id)
    if act not in ACTS:
        raise NotFound
    if not queries.findings(actor).filter(pk=finding_id).exists():
        raise NotFound
    heading, said, form_class, run = ACTS[act]
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run(actor, finding_id, form.cleaned_data)
        messages.success(request, said)
        return redirect("cleaning:finding", finding_id)
    context = {"form": form, "heading": heading, "finding_id": finding_id}
    return render(request, "cleaning/act.html", context, status=422 if form.errors else 200)
