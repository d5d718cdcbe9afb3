"""Pages of one version: handing a file in, confirming its columns, taking it in, withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from dean06.ecosystem.datasets import presenting, queries, services
from dean06.ecosystem.datasets.errors import AlreadyHandedIn, MappingRefused
from dean06.ecosystem.datasets.forms import UploadForm, WithdrawForm
from dean06.ecosystem.datasets.limits import limits
from dean06.ecosystem.datasets.models import DatasetVersion, Sector
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.files import services as files

_AT_WORK = (VersionState.RECEIVED, VersionState.READING)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Hand a file in. Lists are larger than documents: the limit of this page is its own, so its upload handlers are
    set before the form is read, and the check against forged requests comes after that (``_upload``)."""
    request.actor.require("datasets.upload")
    files.take_uploads_up_to(request, limits().file_bytes)
    return _upload(request)


@csrf_protect
def _upload(request: ActorRequest) -> HttpResponse:
    choices = [
        (row.code, row.name)
        for row in Sector.objects.filter(active=True)
        if request.actor.can("datasets.upload", agency=row.agency)
    ]
    sent: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    initial = {"sector": request.GET.get("nganh"), "data_as_of": timezone.localdate()}
    form = UploadForm(**sent, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.upload_version(
                actor=request.actor,
                sector_code=form.cleaned_data["sector"],
                data=file,
                filename=file.name,
                data_as_of=form.cleaned_data["data_as_of"],
                again=form.cleaned_data["again"],
            )
        except AlreadyHandedIn as error:
            form.add_error("again", error.message)
        except DomainError as error:
            fields = error.details.get("fields", {})
            form.add_error(next((name for name in fields if name in form.fields), "file"), error.message)
        else:
            return redirect("datasets:version", made.pk)
    limit = limits().file_bytes // (1024 * 1024)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "datasets/upload.html", {"form": form, "limit": limit, "choices": choices}, status=status)


def version(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    agency = row.dataset.sector.agency
    findings = presenting.findings_of(row)
    context = {
        **page_of(request, row),
        "facts": presenting.layout_facts(row),
        "findings": findings,
        "has_notes": any(finding["kind"] == "info" for finding in findings),
        "account": presenting.account_of(row),
        "file_rows": sum(count for _, count in presenting.account_of(row)),
        "sheets": row.layout.get("sheets", [])
        if row.state == VersionState.COLUMNS and not row.columns.exists()
        else [],
        "may_open_file": request.actor.can("files.view"),
        "can_upload": request.actor.can("datasets.upload", agency=agency),
    }
    return render(request, "datasets/version.html", context)


def progress(request: ActorRequest, version_id: int) -> HttpResponse:
    """The part of the page that tells how far a reading is; asks for the whole page once it is done."""
    row = viewable(request, version_id)
    response = render(request, "datasets/_progress.html", page_of(request, row))
    if row.state not in _AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def sheet(request: ActorRequest, version_id: int) -> HttpResponse:
    viewable(request, version_id)
    services.choose_sheet(actor=request.actor, version_id=version_id, sheet=request.POST.get("sheet", ""))
    return redirect("datasets:version", version_id)


@require_http_methods(["GET", "POST"])
def columns(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    request.actor.require("datasets.confirm", agency=row.dataset.sector.agency)
    problems: dict[str, str] = {}
    chosen: dict[int, str] = {column.position: column.field for column in row.columns.all()}
    if request.method == "POST":
        chosen = {position: request.POST.get(f"cot-{position}", "") for position in chosen}
        try:
            services.confirm_columns(
                actor=request.actor,
                version_id=version_id,
                mapping={position: code for position, code in chosen.items() if code},
                remember="remember" in request.POST,
            )
        except MappingRefused as error:
            problems = error.details["fields"]
        else:
            return redirect("datasets:version", version_id)
    fields = list(row.dataset.sector.fields.all())
    table = [
        {
            **presenting.column_row(column),
            "chosen": chosen[column.position],
            "problem": problems.get(str(column.position)),
        }
        for column in row.columns.all()
    ]
    context = {
        **page_of(request, row),
        "table": table,
        "fields": fields,
        "problem": problems.get(""),
        "has_problems": bool(problems),
        "missing": [field.label for field in fields if field.mandatory and field.code not in chosen.values()],
        "findings": presenting.findings_of(row),
    }
    return render(request, "datasets/columns.html", context, status=422 if problems else 200)


@require_POST
def accept(request: ActorRequest, version_id: int) -> HttpResponse:
    viewable(request, version_id)
    services.accept_version(actor=request.actor, version_id=version_id)
    messages.success(request, "Đã nhận bản dữ liệu; từ nay các con số tính theo bản này.")
    return redirect("datasets:version", version_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    request.actor.require("datasets.confirm", agency=row.dataset.sector.agency)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_version(actor=request.actor, version_id=version_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", error.message)
        else:
            messages.success(request, f"Đã rút bản số {row.number}.")
            return redirect("datasets:sector", row.dataset.sector.code)
    context = {
        **page_of(request, row),
        "title": f"Rút bản số {row.number}",
        "question": f"Rút bản dữ liệu số {row.number} của “{row.dataset.sector.name}”?",
        "details": [
            "Các dòng của bản này bị xóa khỏi hệ thống; tệp gốc vẫn được giữ.",
            "Nếu đây là bản đang dùng, bản đã nhận trước đó được dùng lại.",
        ],
        "form": form,
        "submit": "Rút bản dữ liệu",
        "cancel_url": f"/du-lieu-nganh/ban/{version_id}/",
    }
    return render(request, "design/confirm.html", context, status=422 if form.is_bound and form.errors else 200)


def viewable(request: ActorRequest, version_id: int) -> DatasetVersion:
    """A version that the actor may see. Raises ``VersionNotFound``, ``NotAllowed``."""
    row = queries.version_row(version_id)
    request.actor.require("datasets.view", agency=row.dataset.sector.agency)
    return row


def page_of(request: ActorRequest, row: DatasetVersion) -> dict[str, Any]:
    """What every page of a version needs."""
    agency = row.dataset.sector.agency
    return {
        "version": row,
        "sector": row.dataset.sector,
        "state": presenting.state_of(row),
        "at_work": row.state in _AT_WORK,
        "has_rows": row.state in (VersionState.REVIEW, VersionState.CONFIRMED),
        "can_confirm": request.actor.can("datasets.confirm", agency=agency),
        "can_match": request.actor.can("cleaning.run", agency=agency),
        "is_latest": row.dataset.latest_id == row.pk,
    }
