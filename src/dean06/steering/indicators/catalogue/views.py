"""Pages ``/chi-tieu/danh-muc/``: the list, one indicator, its definition, its targets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.indicators import services
from dean06.steering.indicators.catalogue import history, pages, reading, units
from dean06.steering.indicators.catalogue.acts import EDIT
from dean06.steering.indicators.catalogue.definitions import GROUPS
from dean06.steering.indicators.catalogue.files import figure_choices
from dean06.steering.indicators.catalogue.forms import (
    DefinitionForm,
    EndForm,
    FilterForm,
    TargetForm,
    WithdrawForm,
    initial_of,
)
from dean06.steering.indicators.errors import TargetNotFound
from dean06.steering.indicators.models import IndicatorVersion, Target

VIEW = "indicators.view"
_PER_PAGE = 50


@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """The indicators of today, by group."""
    actor = actor_of(request, VIEW)
    today = timezone.localdate()
    refs = reading.in_force(today)
    names = pages.owner_names(refs)
    owning = {ref.owner for ref in refs if ref.owner}
    owners = sorted(((code, names.get(code, code)) for code in owning), key=lambda one: one[1])
    form = FilterForm(request.GET, owners=owners)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = pages.narrowed(refs, wanted, None)
    group = int(text) if (text := request.GET.get("nhom", "")) in {"1", "2", "3", "4", "5"} else None
    shown = [ref for ref in found if group is None or ref.group == group]
    page = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("nhom", "page"):
        query.pop(name, None)
    rest = f"&{query.urlencode()}" if query else ""
    tabs = [("Tất cả", f"?{rest.lstrip('&')}", len(found), group is None)] + [
        (f"Nhóm {number}", f"?nhom={number}{rest}", sum(ref.group == number for ref in found), group == number)
        for number in GROUPS
    ]
    context = {
        "form": form,
        "tabs": tabs,
        "group": GROUPS.get(group or 0, ""),
        "page": page,
        "rows": pages.list_rows(page.object_list, today),
        "total": len(refs),
        "unverified": sum(ref.certainty != "sure" for ref in refs),
        "filtered": any(wanted.values()),
        "may_edit": actor.can(EDIT),
    }
    return render(request, "indicators/catalogue.html", context)


@require_safe
def detail(request: ActorRequest, code: str) -> HttpResponse:
    """One indicator: definition of today (or its last one), targets, versions, history."""
    actor = actor_of(request, VIEW)
    today = timezone.localdate()
    indicator = pages.indicator_of(code)
    lines = pages.version_lines(indicator, today)
    shown = next((line.version for line in lines if line.current), lines[0].version)
    ref = reading.indicator_ref(shown)
    context = {
        "ref": ref,
        "shown": shown,
        "ended": not any(line.current for line in lines) and shown.valid_to is not None and shown.valid_to < today,
        "coming": next((line.version for line in lines if line.version.valid_from > today), None),
        "facts": pages.facts(ref, shown.valid_to if shown.valid_to and shown.valid_to < today else today),
        "targets": pages.target_lines(indicator, is_rate=ref.is_rate, on=today),
        "versions": lines,
        "history": history.lines_of(history.INDICATOR, code),
        "may_edit": actor.can(EDIT),
    }
    return render(request, "indicators/indicator.html", context)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """A new indicator."""
    actor = actor_of(request, EDIT)
    form = DefinitionForm(request.POST or None, figures=figure_choices(), new=True)
    if request.method == "POST" and form.is_valid():
        try:
            version = services.add_indicator(actor=actor, definition=form.definition())
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, f"Đã thêm chỉ tiêu {version.indicator.code}.")
            return redirect("indicators:detail", version.indicator.code)
    context = {
        "form": form,
        "title": "Thêm chỉ tiêu",
        "lead": "Định nghĩa phải đủ rõ để mọi đơn vị đếm như nhau.",
        "back_url": reverse("indicators:catalogue"),
    }
    return render(request, "indicators/definition_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, code: str) -> HttpResponse:
    """A new version from a day on."""
    actor = actor_of(request, EDIT)
    newest = _newest(code)
    definition = history.definition_of(newest)
    form = DefinitionForm(
        request.POST or None, initial=initial_of(definition), figures=figure_choices(definition.figure), new=False
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = services.change_indicator(
                actor=actor,
                definition=form.definition(),
                base_version=_number(request.POST.get("base_version")),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(
                request, f"Bản {version.number} của {code} áp dụng từ {version.valid_from:%d/%m/%Y}; kỳ cũ giữ bản cũ."
            )
            return redirect("indicators:detail", code)
    context = {
        "form": form,
        "title": f"Sửa chỉ tiêu {code}",
        "lead": (
            f"Bản đang có áp dụng từ {newest.valid_from:%d/%m/%Y}. Bản mới phải áp dụng từ một ngày sau đó; "
            "kỳ báo cáo trước ngày ấy giữ nguyên định nghĩa cũ."
        ),
        "base_version": request.POST.get("base_version") or newest.number,
        "back_url": reverse("indicators:detail", args=[code]),
    }
    return render(request, "indicators/definition_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, code: str) -> HttpResponse:
    """No longer collected after a day."""
    actor = actor_of(request, EDIT)
    newest = _newest(code)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_indicator(actor=actor, code=code, **form.cleaned_data)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            last_day = form.cleaned_data["last_day"]
            messages.success(request, f"Chỉ tiêu {code} được thu thập đến hết {last_day:%d/%m/%Y}.")
            return redirect("indicators:detail", code)
    return _act(request, form, newest, "Ngừng thu thập", "Số liệu đã có vẫn giữ và vẫn xem được.", kind="danger")


@require_http_methods(["GET", "POST"])
def target_add(request: ActorRequest, code: str) -> HttpResponse:
    """A new target."""
    actor = actor_of(request, EDIT)
    newest = _newest(code)
    form = TargetForm(request.POST or None, initial={"certainty": "sure"})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_target(actor=actor, draft=form.draft(code))
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã đặt mục tiêu.")
            return redirect(reverse("indicators:detail", args=[code]) + "#muc-tieu")
    lead = "Mục tiêu theo bậc thì đặt từng bậc với ngày của nó; gần nhất với đơn vị thì được dùng."
    return _act(request, form, newest, "Đặt mục tiêu", lead)


@require_http_methods(["GET", "POST"])
def target_withdraw(request: ActorRequest, code: str, target_id: int) -> HttpResponse:
    """A target that was wrong is taken back."""
    actor = actor_of(request, EDIT)
    newest = _newest(code)
    target = Target.objects.filter(pk=target_id, indicator__code=code).select_related("unit").first()
    if target is None:
        raise TargetNotFound(target=target_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_target(actor=actor, target_id=target_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã rút mục tiêu; mục tiêu vẫn còn trong lịch sử.")
            return redirect(reverse("indicators:detail", args=[code]) + "#muc-tieu")
    words = pages.target_words(target, is_rate=bool(newest.denominator))
    lead = f"{pages.whom_words(target)}: {words}, từ {target.valid_from:%d/%m/%Y}. {target.basis}"
    return _act(request, form, newest, "Rút mục tiêu", lead, kind="danger")


@require_safe
def unit_picker(request: ActorRequest) -> JsonResponse:
    """Reporting units for a search field."""
    actor_of(request, VIEW)
    found = units.find_units(request.GET.get("q", ""))
    rows = [{"value": one.code, "label": one.name, "note": str(one.level.label)} for one in found]
    return JsonResponse({"results": rows})


def _newest(code: str) -> IndicatorVersion:
    indicator = pages.indicator_of(code)
    return indicator.versions.select_related("indicator").order_by("-number")[0]


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdigit() else 0


def _act(
    request: ActorRequest, form: Any, version: IndicatorVersion, title: str, lead: str, *, kind: str = "primary"
) -> HttpResponse:
    code = version.indicator.code
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": title,
        "kind": kind,
        "breadcrumbs": [
            ("Danh mục chỉ tiêu", reverse("indicators:catalogue")),
            (f"{code} {version.short_name}", reverse("indicators:detail", args=[code])),
            (title, ""),
        ],
        "back_url": reverse("indicators:detail", args=[code]),
    }
    return render(request, "indicators/act.html", context, status=422 if form.errors else 200)
