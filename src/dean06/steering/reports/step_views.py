"""Pages of the steps: freeze, check, explain, sign, return, issue; and the templates of the steering office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.actors import WHOLE_PROVINCE
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.reports import access, drawing, presenting, services, templating
from dean06.steering.reports.errors import StepRefused
from dean06.steering.reports.forms import ExplainForm, IssueForm, ReasonForm, TemplateForm
from dean06.steering.reports.views import _head


@require_POST
def freeze(request: ActorRequest, report_id: int) -> HttpResponse:
    """Keep the figures, then check at once: nobody has to press twice."""
    services.freeze(actor=request.actor, report_id=report_id)
    return check(request, report_id)


@require_POST
def check(request: ActorRequest, report_id: int) -> HttpResponse:
    """Run the checker."""
    report = services.check(actor=request.actor, report_id=report_id)
    if report.findings:
        messages.warning(request, f"Máy kiểm tra phát hiện {len(report.findings)} chỗ cần sửa hoặc giải thích.")
    else:
        messages.success(request, "Máy kiểm tra không phát hiện chỗ nào mâu thuẫn. Báo cáo chờ duyệt.")
    return redirect("reports:findings", report.pk)


@require_safe
def findings(request: ActorRequest, report_id: int) -> HttpResponse:
    """What the checker found, each at its section, with its explanation."""
    report = access.get(request.actor, report_id)
    context = {**_head(request, report), "findings": report.findings}
    return render(request, "reports/findings.html", context)


@require_http_methods(["GET", "POST"])
def explain(request: ActorRequest, report_id: int, number: int) -> HttpResponse:
    """Say why a finding stands."""
    report = access.get(request.actor, report_id)
    row = next((one for one in report.findings if one["number"] == number), None)
    if row is None:
        raise StepRefused("Kết quả kiểm tra vừa thay đổi. Hãy tải lại trang.")
    form = ExplainForm(request.POST or None, initial={"explanation": row["explanation"]})
    back = reverse("reports:findings", args=[report_id])
    return _confirm(
        request,
        form,
        lambda: services.explain_finding(
            actor=request.actor, report_id=report_id, number=number, explanation=form.cleaned_data["explanation"]
        ),
        said="Đã ghi lời giải thích.",
        back=back,
        context={
            "title": "Giải thích phát hiện",
            "question": row["message"],
            "facts": [("Đoạn văn", row["excerpt"]), ("Loại", row["title"])],
            "submit": "Ghi giải thích",
            "kind": "primary",
        },
    )


@require_http_methods(["GET", "POST"])
def unfreeze(request: ActorRequest, report_id: int) -> HttpResponse:
    """Back to drafting."""
    report = access.get(request.actor, report_id)
    form = ReasonForm(request.POST or None)
    return _confirm(
        request,
        form,
        lambda: services.unfreeze(actor=request.actor, report_id=report_id, reason=form.cleaned_data["reason"]),
        said="Đã mở lại báo cáo để sửa.",
        back=reverse("reports:workshop", args=[report_id]),
        context={
            "title": "Mở lại báo cáo",
            "question": f"{report}: số liệu đã chốt sẽ bỏ, số liệu mới nhất được dùng.",
            "submit": "Mở lại",
        },
    )


@require_http_methods(["GET", "POST"])
def return_report(request: ActorRequest, report_id: int) -> HttpResponse:
    """Give it back to its writers."""
    report = access.get(request.actor, report_id)
    form = ReasonForm(request.POST or None)
    return _confirm(
        request,
        form,
        lambda: services.return_report(actor=request.actor, report_id=report_id, reason=form.cleaned_data["reason"]),
        said="Đã trả lại báo cáo.",
        back=reverse("reports:read", args=[report_id]),
        context={
            "title": "Trả lại báo cáo",
            "question": f"{report}: người soạn nhận được lý do và báo cáo mở lại để sửa.",
            "submit": "Trả lại",
        },
    )


@require_http_methods(["GET", "POST"])
def sign(request: ActorRequest, report_id: int) -> HttpResponse:
    """What the signer must know: overtyped figures, explained findings, numbers typed by hand."""
    report = access.get(request.actor, report_id)
    actor_of(request, access.SIGN)
    if request.method == "POST":
        services.sign(actor=request.actor, report_id=report_id)
        messages.success(request, "Đã duyệt báo cáo.")
        return redirect("reports:read", report_id)
    shown = drawing.shown(request.actor, report, today=timezone.localdate())
    context = {
        **_head(request, report),
        "overtyped": shown.overtyped(),
        "typed": shown.typed_by_hand(),
        "findings": report.findings,
        "figure_count": len(shown.figures()),
        "provisional": [(part, figure) for part, figure in shown.figures() if figure.provisional],
        "parts": [(part, presenting.drawn(part)) for part in shown.sections],
    }
    return render(request, "reports/sign.html", context)


@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, report_id: int) -> HttpResponse:
    """Number and day."""
    report = access.get(request.actor, report_id)
    initial = {"symbol": report.frame["symbol"], "issued_on": timezone.localdate()}
    form = IssueForm(request.POST or None, initial=initial)
    return _confirm(
        request,
        form,
        lambda: services.issue(actor=request.actor, report_id=report_id, **form.cleaned_data),
        said="Đã phát hành báo cáo. Bản PDF có chữ ký số được lưu sau ít phút.",
        back=reverse("reports:read", args=[report_id]),
        context={
            "title": "Phát hành báo cáo",
            "question": f"{report}: sau khi phát hành, báo cáo không sửa được nữa.",
            "submit": "Phát hành",
            "kind": "primary",
        },
    )


@require_safe
def template_list(request: ActorRequest) -> HttpResponse:
    """The templates with their versions."""
    _steering(request)
    return render(request, "reports/templates.html", {"templates": templating.templates()})


@require_http_methods(["GET", "POST"])
def template_edit(request: ActorRequest, code: str) -> HttpResponse:
    """A template as text; saving makes a new version."""
    _steering(request)
    found = templating.versions(code)
    newest = found[0]
    form = TemplateForm(request.POST or None, initial={"text": newest.as_yaml(), "based_on": newest.version})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_template(actor=request.actor, code=code, **form.cleaned_data)
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, f"Đã lưu mẫu, bản {made.version}. Báo cáo đã lập giữ nguyên bản cũ.")
            return redirect("reports:templates")
    context = {"template": newest, "versions": found, "form": form}
    return render(request, "reports/template_edit.html", context)


def _steering(request: ActorRequest) -> None:
    actor = actor_of(request, access.WRITE)
    if WHOLE_PROVINCE not in actor.agencies_for(access.WRITE):
        raise NotAllowed(permission=access.WRITE)


def _confirm(
    request: ActorRequest, form: Form, act: Callable[[], object], *, said: str, back: str, context: dict[str, Any]
) -> HttpResponse:
    """A page that asks, and the act behind it."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, said)
            return redirect(back)
    status = 422 if form.errors else 200
    return render(request, "design/confirm.html", {**context, "form": form, "cancel_url": back}, status=status)
