"""Pages ``/chi-tieu/tu-van-ban/``: documents with figures, one document row by row, what labels mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError, NotFound
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.documents import queries as documents
from dean06.steering.indicators import services
from dean06.steering.indicators.catalogue import reading as catalogue
from dean06.steering.indicators.catalogue import units
from dean06.steering.indicators.from_documents import heading, reading
from dean06.steering.indicators.from_documents.acts import PERMISSION
from dean06.steering.indicators.from_documents.forms import HeadForm, MappingForm, ReopenForm, decisions_of
from dean06.steering.indicators.models import LabelMapping, TakenFigure
from dean06.steering.indicators.types import PeriodKind

_PER_PAGE = 25
_TABS = (
    ("mo", "Cần quyết định"),
    ("da-nhan", "Đã đưa vào"),
    ("bo-qua", "Đã bỏ qua"),
    ("dem", "Số đếm chưa có gợi ý"),
    ("ty-le", "Chỉ có tỷ lệ"),
)


@require_safe
def document_list(request: ActorRequest) -> HttpResponse:
    """Uploaded documents, newest first, with how many of their figures were decided."""
    actor = actor_of(request, PERMISSION)
    rows = documents.documents(actor).defer(None).defer("passages")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": reading.listed(list(page.object_list)),
        "may_upload": actor.can("documents.upload"),
    }
    return render(request, "indicators/from_documents/list.html", context)


@require_http_methods(["GET", "POST"])
def document(request: ActorRequest, document_id: int) -> HttpResponse:
    """One document: unit and period are confirmed first, then every figure is decided by itself."""
    actor = actor_of(request, PERMISSION)
    page = reading.mapped(actor, document_id)
    confirmed = "unit" in request.GET or "unit_text" in request.GET
    guess = page.period_guess
    initial = {
        "unit": page.unit_guess.code,
        "kind": guess.kind if guess else PeriodKind.MONTH,
        "last": guess.last if guess else None,
    }
    form = HeadForm(request.GET if confirmed else None, initial=initial)
    context: dict[str, Any] = {"page": page, "form": form, "title": reading.title_of(page.document)}
    if not confirmed or not form.is_valid():
        status = 422 if confirmed else 200
        return render(request, "indicators/from_documents/document.html", context, status=status)
    unit = units.unit(form.cleaned_data["unit"])
    kind, last = PeriodKind(form.cleaned_data["kind"]), form.cleaned_data["last"]
    head = {"unit": unit.code, "kind": kind.value, "last": f"{last:%d/%m/%Y}"}
    problems: dict[int, str] = {}
    sent: dict[int, services.Decision] = {}
    if request.method == "POST":
        decisions = [
            services.Decision(place, code, of, skip=act == "bo-qua", replace=replace)
            for place, act, code, of, replace in decisions_of(request.POST)
        ]
        refused = services.take_figures(
            actor=actor, document_id=document_id, unit=unit.code, last=last, decisions=decisions
        )
        problems = {one.position: one.message for one in refused}
        sent = {one.position: one for one in decisions}
        _say(request, decisions, problems)
        if not problems:
            return redirect(f"{request.path}?{urlencode(head)}")
    reading.with_rows(page, unit, kind, last)
    for row in page.rows:
        row.problem = problems.get(row.position, "")
        if row.problem:
            row.sent_act, row.sent_code = "nhan", sent[row.position].code
    shown = request.GET.get("xem", "mo")
    shown = shown if shown in dict(_TABS) else "mo"
    context |= {
        "unit": unit,
        "period": heading.period_label(kind, last),
        "rows": page.having(shown),
        "shown": shown,
        "decidable": shown in ("mo", "dem"),
        "tabs": [
            (label, f"?{urlencode({**head, 'xem': code})}", len(page.having(code)), code == shown)
            for code, label in _TABS
        ],
        "refs": catalogue.in_force(last),
        "problems": len(problems),
        "is_plan": bool(page.document.kind) and "hoạch" in page.document.kind.lower(),
    }
    return render(request, "indicators/from_documents/document.html", context, status=422 if problems else 200)


def _say(request: ActorRequest, decisions: list[services.Decision], problems: dict[int, str]) -> None:
    done = [one for one in decisions if one.position not in problems]
    taken = sum(not one.skip for one in done)
    if not decisions:
        messages.info(request, "Chưa chọn dòng nào: hãy chọn “Nhận” hoặc “Bỏ qua” ở từng số.")
    elif done:
        messages.success(request, f"Đã đưa {taken} số vào chỉ tiêu, bỏ qua {len(done) - taken} số.")
    if problems:
        messages.error(request, f"{len(problems)} số chưa nhận được; lý do ghi ở từng dòng.")


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, taken_id: int) -> HttpResponse:
    """Take a decision back."""
    actor = actor_of(request, PERMISSION)
    row = TakenFigure.objects.select_related("document", "indicator", "unit", "period").filter(pk=taken_id).first()
    if row is None:
        raise NotFound()
    form = ReopenForm(request.POST or None)
    back_url = reverse("indicators:from_document", args=[row.document_id])
    if request.method == "POST" and form.is_valid():
        try:
            services.reopen_figure(actor=actor, taken_id=taken_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", error.message)
        else:
            messages.success(request, "Đã bỏ quyết định; số này chờ quyết định lại.")
            return redirect(back_url)
    context = {"row": row, "form": form, "back_url": back_url, "title": reading.title_of(row.document)}
    return render(request, "indicators/from_documents/reopen.html", context, status=422 if form.errors else 200)


@require_safe
def mappings(request: ActorRequest) -> HttpResponse:
    """What labels of documents mean, as people confirmed it."""
    actor_of(request, PERMISSION)
    rows = LabelMapping.objects.select_related("indicator", "unit").order_by("label", "pk")
    page = Paginator(rows, _PER_PAGE * 2).get_page(request.GET.get("page"))
    names = {ref.code: ref.name for ref in catalogue.in_force(timezone.localdate())}
    listed = [(row, names.get(row.indicator.code, "")) for row in page.object_list]
    return render(request, "indicators/from_documents/mappings.html", {"page": page, "rows": listed})


@require_http_methods(["GET", "POST"])
def mapping(request: ActorRequest, mapping_id: int) -> HttpResponse:
    """One remembered label: another indicator, or forgotten."""
    actor = actor_of(request, PERMISSION)
    row = LabelMapping.objects.select_related("indicator", "unit").filter(pk=mapping_id).first()
    if row is None:
        raise NotFound()
    back_url = reverse("indicators:mappings")
    if request.method == "POST" and "forget" in request.POST:
        services.forget_mapping(actor=actor, mapping_id=mapping_id)
        messages.success(request, "Đã quên nhãn này; văn bản sau sẽ được gợi ý theo từ ngữ.")
        return redirect(back_url)
    form = MappingForm(request.POST or None, initial={"code": row.indicator.code})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_mapping(actor=actor, mapping_id=mapping_id, code=form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, "Đã sửa; số liệu đã đưa vào trước đây giữ nguyên.")
            return redirect(back_url)
    refs = catalogue.in_force(timezone.localdate())
    context = {"row": row, "form": form, "refs": refs, "back_url": back_url}
    return render(request, "indicators/from_documents/mapping.html", context, status=422 if form.errors else 200)
