"""Pages ``/chi-tieu/danh-muc/nhap/`` and the files to take away: the catalogue out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.spreadsheets import MEDIA_TYPE
from dean06.steering.indicators import services
from dean06.steering.indicators.catalogue import files, importing
from dean06.steering.indicators.catalogue.acts import EDIT
from dean06.steering.indicators.catalogue.forms import ApplyForm, ImportForm
from dean06.steering.indicators.catalogue.views import VIEW

_SALT = "indicators.import"
#: Seconds between the preview and taking it over.
_LONGEST_WAIT = 2 * 3600


@require_safe
def xlsx(request: ActorRequest) -> HttpResponse:
    """The catalogue as a workbook, which is also the template to import."""
    actor_of(request, VIEW)
    today = timezone.localdate()
    response = HttpResponse(files.as_xlsx(today), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="danh-muc-chi-tieu-{today:%Y-%m-%d}.xlsx"'
    return response


@require_safe
def yaml(request: ActorRequest) -> HttpResponse:
    """The catalogue as YAML."""
    actor_of(request, VIEW)
    today = timezone.localdate()
    response = HttpResponse(files.as_yaml(today), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="danh-muc-chi-tieu-{today:%Y-%m-%d}.yaml"'
    return response


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """A file is read and held against the catalogue; nothing is changed yet."""
    actor = actor_of(request, EDIT)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = files.read_file(file.name, file.read(files.LARGEST_FILE + 1))
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return _preview(request, actor, importing.plan(reading), file.name)
    context = {"form": form, "back_url": reverse("indicators:catalogue")}
    return render(request, "indicators/import.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def apply(request: ActorRequest) -> HttpResponse:
    """What was previewed is taken over."""
    actor = actor_of(request, EDIT)
    form = ApplyForm(request.POST)
    try:
        content = signing.loads(request.POST.get("content", ""), salt=_SALT, max_age=_LONGEST_WAIT)
    except signing.BadSignature:
        messages.error(request, "Bản xem trước đã quá hai giờ hoặc không còn dùng được. Hãy tải tệp lên lại.")
        return redirect("indicators:import")
    plan = importing.plan(files.read_file("catalogue.yaml", content.encode()))
    if form.is_valid():
        try:
            report = services.import_catalogue(actor=actor, steps=plan.steps, reason=form.cleaned_data["reason"])
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(
                request,
                f"Đã nhập {report.added} chỉ tiêu mới, {report.changed} bản sửa, {report.targets} mục tiêu.",
            )
            for code, sentence in report.refused[:20]:
                messages.warning(request, f"{code}: {sentence}")
            return redirect("indicators:catalogue")
    return _preview(request, actor, plan, "", form=form)


def _preview(
    request: ActorRequest, actor: Any, plan: importing.Plan, name: str, *, form: ApplyForm | None = None
) -> HttpResponse:
    entries = [files.parsed_entry(step.parsed, step.targets) for step in plan.steps]
    content = signing.dumps(files.dump(entries), salt=_SALT, compress=True) if entries else ""
    context = {
        "plan": plan,
        "name": name,
        "form": form or ApplyForm(initial={"content": content}),
        "back_url": reverse("indicators:import"),
    }
    return render(request, "indicators/import_preview.html", context, status=422 if form and form.errors else 200)
