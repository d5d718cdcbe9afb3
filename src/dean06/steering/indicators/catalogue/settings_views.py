"""Pages ``/chi-tieu/danh-muc/ky-bao-cao/`` and ``…/don-vi/``: period rules and reporting units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.indicators import services
from dean06.steering.indicators.catalogue import history, units
from dean06.steering.indicators.catalogue.acts import EDIT
from dean06.steering.indicators.catalogue.forms import KIND_LABELS, FacilityForm, RuleForm, UnitForm
from dean06.steering.indicators.catalogue.settings_acts import opened_after, rule_words
from dean06.steering.indicators.catalogue.units import find_units, valid_on
from dean06.steering.indicators.catalogue.views import VIEW
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.models import PeriodRule, ReportingUnit, UnitSuccession
from dean06.steering.indicators.types import Certainty, Level, PeriodKind

_PER_PAGE = 50
_KIND_SLUGS = {"tuan": PeriodKind.WEEK, "thang": PeriodKind.MONTH, "6-thang": PeriodKind.HALF, "nam": PeriodKind.YEAR}


@require_safe
def rules(request: ActorRequest) -> HttpResponse:
    """How periods are cut and when figures are due, of today and before."""
    actor = actor_of(request, VIEW)
    today = timezone.localdate()
    rows = PeriodRule.objects.order_by("kind", "-valid_from")
    kinds = []
    for slug, kind in _KIND_SLUGS.items():
        lines = [
            {
                "rule": rule,
                "words": rule_words(rule),
                "unsure": rule.certainty != Certainty.SURE,
                "now": rule.valid_from <= today and (rule.valid_to is None or today <= rule.valid_to),
            }
            for rule in rows
            if rule.kind == kind
        ]
        kinds.append({"label": f"Kỳ {str(kind.label).lower()}", "slug": slug, "lines": lines})
    changes = [line for kind in PeriodKind for line in history.lines_of(history.RULE, kind)]
    changes.sort(key=lambda line: line.at, reverse=True)
    context = {"kinds": kinds, "may_edit": actor.can(EDIT), "history": changes}
    return render(request, "indicators/rules.html", context)


@require_http_methods(["GET", "POST"])
def rule_edit(request: ActorRequest, slug: str) -> HttpResponse:
    """Another rule from a day on."""
    actor = actor_of(request, EDIT)
    kind = _KIND_SLUGS.get(slug)
    if kind is None:
        raise UnitNotFound("Không có loại kỳ báo cáo này.")
    newest = PeriodRule.objects.filter(kind=kind).order_by("-valid_from").first()
    initial: dict[str, Any] = {"certainty": "sure"}
    if newest is not None:
        initial |= {name: getattr(newest, name) for name in ("cut_off_day", "due_day", "due_month")}
    form = RuleForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            rule = services.set_period_rule(actor=actor, kind=kind, **form.cleaned_data)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            opened = opened_after(kind, rule.valid_from)
            messages.success(request, f"Đã đặt quy tắc: {rule_words(rule)}")
            if opened:
                messages.info(request, f"{opened} kỳ đã mở từ ngày này giữ nguyên ngày chốt và hạn nộp cũ.")
            return redirect("indicators:rules")
    label = str(kind.label).lower()
    return _form(
        request,
        form,
        f"Đặt quy tắc kỳ {label}",
        f"Đang áp dụng: {rule_words(newest)}" if newest else "Chưa có quy tắc nào.",
        [("Kỳ báo cáo", reverse("indicators:rules")), (f"Kỳ {label}", "")],
        submit="Đặt quy tắc",
    )


@require_safe
def unit_list(request: ActorRequest) -> HttpResponse:
    """Reporting units of today by level, former ones apart."""
    actor = actor_of(request, VIEW)
    today = timezone.localdate()
    q = request.GET.get("q", "").strip()
    now = ReportingUnit.objects.filter(valid_on(today))
    counts = dict(now.order_by().values_list("level").annotate(n=Count("pk")))
    former = ReportingUnit.objects.filter(valid_to__lt=today)
    chosen = request.GET.get("cap", "")
    rows = former if chosen == "truoc-day" else now
    if chosen in Level.values:
        rows = rows.filter(level=chosen)
    if q:
        found = [one.id for one in find_units(q, limit=200)]
        rows = ReportingUnit.objects.filter(pk__in=found)
    rows = rows.select_related("parent").annotate(
        whole=Count("predecessor_links", filter=Q(predecessor_links__partial=False)),
        parts=Count("predecessor_links", filter=Q(predecessor_links__partial=True)),
    )
    order = {level: place for place, level in enumerate(Level.values)}
    listed = sorted(rows, key=lambda row: (order[row.level], row.order, row.name))
    page = Paginator(listed, _PER_PAGE).get_page(request.GET.get("page"))
    tabs = [("Đang báo cáo", "?", sum(counts.values()), not chosen and not q)]
    tabs += [
        (str(level.label), f"?cap={level.value}", counts[level.value], chosen == level.value and not q)
        for level in Level
        if counts.get(level.value)
    ]
    tabs.append(("Trước đây", "?cap=truoc-day", former.count(), chosen == "truoc-day" and not q))
    context = {
        "tabs": tabs,
        "page": page,
        "q": q,
        "chosen": chosen,
        "kind_labels": KIND_LABELS,
        "may_edit": actor.can(EDIT),
        "today": today,
    }
    return render(request, "indicators/units.html", context)


@require_safe
def unit_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One reporting unit: what is above and below it, what it continues, its history."""
    actor = actor_of(request, VIEW)
    row = ReportingUnit.objects.select_related("parent").filter(code=code).first()
    if row is None:
        raise UnitNotFound(unit=code)
    context = {
        "unit": row,
        "level": Level(row.level).label,
        "kind": KIND_LABELS.get(row.kind, ""),
        "below": row.children.order_by("level", "order", "name"),
        "before": UnitSuccession.objects.filter(new=row).select_related("old").order_by("partial", "old__name"),
        "after": UnitSuccession.objects.filter(old=row).select_related("new").order_by("partial", "new__name"),
        "history": history.lines_of(history.UNIT, code),
        "may_edit": actor.can(EDIT),
    }
    return render(request, "indicators/unit.html", context)


@require_http_methods(["GET", "POST"])
def unit_add(request: ActorRequest) -> HttpResponse:
    """A facility that reports for itself."""
    actor = actor_of(request, EDIT)
    above = units.units(timezone.localdate())
    parents = [(one.code, one.short_name) for one in above if one.level in (Level.AGENCY, Level.COMMUNE)]
    parents += [(one.code, one.short_name) for one in above if one.kind == "land_office"]
    form = FacilityForm(request.POST or None, parents=parents)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.add_facility(actor=actor, **form.cleaned_data)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, f"Đã thêm {unit.name}.")
            return redirect("indicators:unit", unit.code)
    lead = "Bệnh viện, trường học, chi nhánh ngoài cây xã, phường. Sở, ngành và xã, phường lấy từ bảng đơn vị."
    return _form(
        request, form, "Thêm cơ sở báo cáo", lead, [("Đơn vị báo cáo", reverse("indicators:units")), ("Thêm cơ sở", "")]
    )


@require_http_methods(["GET", "POST"])
def unit_edit(request: ActorRequest, code: str) -> HttpResponse:
    """Names of a unit; the end of a facility."""
    actor = actor_of(request, EDIT)
    row = ReportingUnit.objects.filter(code=code).first()
    if row is None:
        raise UnitNotFound(unit=code)
    initial = {"name": row.name, "short_name": row.short_name, "valid_to": row.valid_to}
    form = UnitForm(request.POST or None, facility=row.level == Level.FACILITY, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {"valid_to": row.valid_to, **form.cleaned_data}
        try:
            services.edit_unit(actor=actor, code=code, **values)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã sửa đơn vị báo cáo.")
            return redirect("indicators:unit", code)
    crumbs = [
        ("Đơn vị báo cáo", reverse("indicators:units")),
        (row.short_name, reverse("indicators:unit", args=[code])),
        ("Sửa", ""),
    ]
    return _form(request, form, f"Sửa {row.name}", "Nạp lại bảng đi kèm phần mềm không ghi đè phần đã sửa.", crumbs)


def _form(
    request: ActorRequest,
    form: Any,
    title: str,
    lead: str,
    crumbs: list[tuple[str, str]],
    *,
    submit: str = "Lưu",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "kind": "primary",
        "breadcrumbs": crumbs,
        "back_url": crumbs[-2][1],
    }
    return render(request, "indicators/act.html", context, status=422 if form.errors else 200)
