"""Pages ``/dan-cu/nhap/`` and ``/dan-cu/xuat/``: files in, copies out."""

from __future__ import annotations

import csv
import datetime as dt
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.errors import DomainError, InvalidInput, NotFound
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.common.requests import actor_of
from dean06.kernel.population import tasks
from dean06.kernel.population.bulk import copies, exporting, importing
from dean06.kernel.population.bulk.work import inbox, private_folder
from dean06.kernel.population.forms_reading import ExportForm, ImportForm
from dean06.kernel.population.models import ExportRequest, ImportBatch
from dean06.kernel.population.purposes import label_of
from dean06.kernel.population.types import TransferState

#: A running import that has not been heard of for so long is dead and may be started again.
SILENT = dt.timedelta(minutes=3)
_BADGES = {"waiting": "neutral", "running": "ongoing", "done": "success", "failed": "danger", "refused": "danger"}


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports, and a new one."""
    actor = actor_of(request, "population.import")
    waiting = sorted(path.name for path in inbox().iterdir() if path.suffix.lower() in (".parquet", ".csv"))
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        waiting=waiting,
        initial={"as_of": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            path = _received(data["file"]) if data.get("file") else inbox() / data["inbox"]
            name = data["file"].name if data.get("file") else path.name
            batch = importing.start(
                actor=actor, path=path, as_of=data["as_of"], today=timezone.localdate(), filename=name
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            if batch.state == TransferState.DONE:
                messages.info(request, "Tệp này đã được nhập trước đây; không có gì thay đổi.")
            else:
                tasks.run_import.enqueue(batch.pk)
            return redirect("population:import", batch.pk)
    batches = [(batch, _BADGES[batch.state]) for batch in ImportBatch.objects.order_by("-pk")[:50]]
    return render(request, "population/imports.html", {"form": form, "batches": batches, "inbox": inbox()})


@never_cache
@require_GET
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far an import is, what came in, what was refused."""
    actor_of(request, "population.import")
    batch = _batch(batch_id)
    is_silent = batch.heartbeat is None or timezone.now() - batch.heartbeat > SILENT
    page = Paginator(batch.refusals.order_by("row", "pk"), 50).get_page(request.GET.get("trang"))
    context = {
        "batch": batch,
        "badge": _BADGES[batch.state],
        "is_running": batch.state in (TransferState.WAITING, TransferState.RUNNING),
        "may_go_on": batch.state == TransferState.FAILED or (batch.state == TransferState.RUNNING and is_silent),
        "started_by": accounts.display_name(batch.started_by),
        "page": page,
    }
    part = "population/_import_progress.html" if request.headers.get("HX-Request") else "population/import.html"
    return render(request, part, context)


@require_POST
def import_go_on(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Start a stopped import again; it goes on where it stopped."""
    actor = actor_of(request, "population.import")
    batch = _batch(batch_id)
    importing.start(
        actor=actor, path=Path(batch.path), as_of=batch.as_of, today=timezone.localdate(), filename=batch.filename
    )
    tasks.run_import.enqueue(batch.pk)
    return redirect("population:import", batch.pk)


@require_GET
def import_refusals(request: HttpRequest, batch_id: int) -> StreamingHttpResponse:
    """Every refused row as CSV: row, column, code, sentence."""
    actor_of(request, "population.import")
    batch = _batch(batch_id)

    class Echo:
        def write(self, value: str) -> str:
            return value

    def lines() -> Iterator[str]:
        writer = csv.writer(Echo())  # type: ignore[arg-type]
        yield "\ufeff" + writer.writerow(["Dòng", "Cột", "Mã", "Lý do", "Dòng có được nhận"])
        rows = batch.refusals.order_by("row", "pk").values_list("row", "column", "code", "message", "taken")
        for row, column, code, message, taken in rows.iterator(chunk_size=5000):
            yield writer.writerow([row, column, code, message, "có" if taken else "không"])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dong-khong-nhan-{batch.pk}.csv"'
    return response


def _batch(batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("Không có lượt nhập này.")
    return batch


def _received(upload: UploadedFile) -> Path:
    """The upload in the private folder, under a name of our own."""
    suffix = Path(upload.name or "").suffix.lower()
    if suffix not in (".parquet", ".csv"):
        sentence = "Tệp phải là .parquet hoặc .csv."
        raise InvalidInput(sentence, fields={"file": sentence})
    if upload.size and upload.size > settings.MAX_UPLOAD_BYTES:
        sentence = "Tệp lớn hơn 50 MB: hãy nhờ quản trị đặt vào thư mục chờ trên máy chủ rồi chọn ở ô dưới."
        raise InvalidInput(sentence, fields={"file": sentence})
    path = private_folder("uploads") / f"{uuid.uuid4().hex}{suffix}"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """Requests for copies: one's own, and those that wait for one's decision."""
    actor = actor_of(request, "population.export")
    rows = list(ExportRequest.objects.order_by("-pk")[:100])
    names = accounts.display_names([one for row in rows for one in (row.requested_by, row.decided_by)])
    now = timezone.now()
    items = [
        {
            "row": row,
            "badge": _BADGES[row.state],
            "purpose": label_of(row.purpose_code),
            "requested_by": names.get(row.requested_by or 0, ""),
            "decided_by": names.get(row.decided_by or 0, ""),
            "may_decide": row.state == TransferState.WAITING and row.requested_by != actor.user_id,
            "may_download": row.state == TransferState.DONE
            and row.requested_by == actor.user_id
            and row.removed_at is None
            and row.expires_at is not None
            and row.expires_at > now,
        }
        for row in rows
    ]
    return render(request, "population/exports.html", {"items": items})


@require_http_methods(["GET", "POST"])
def export_new(request: HttpRequest) -> HttpResponse:
    """Ask for a copy."""
    actor = actor_of(request, "population.export")
    today = timezone.localdate()
    form = ExportForm(
        request.POST or None, province=settings.PROVINCE_CODE, province_name=settings.PROVINCE_NAME, on=today
    )
    if request.method == "POST" and form.is_valid():
        try:
            exporting.request_export(actor=actor, today=today, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Đã gửi đề nghị. Một cán bộ khác phải duyệt trước khi tệp được tạo.")
            return redirect("population:exports")
    return render(request, "population/export_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def export_decide(request: HttpRequest, export_id: int) -> HttpResponse:
    """Allow or refuse somebody else's request."""
    actor = actor_of(request, "population.export")
    row = ExportRequest.objects.filter(pk=export_id).first()
    if row is None:
        raise NotFound("Không có đề nghị xuất dữ liệu này.")
    error = ""
    if request.method == "POST":
        approve = request.POST.get("quyet-dinh") == "duyet"
        try:
            exporting.decide_export(
                actor=actor,
                export_id=export_id,
                approve=approve,
                note=request.POST.get("ghi-chu", ""),
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            error = next(iter(refusal.details.get("fields", {}).values()), refusal.message)
        else:
            if approve:
                tasks.make_export.enqueue(export_id)
            messages.success(request, "Đã duyệt; tệp đang được tạo." if approve else "Đã từ chối đề nghị.")
            return redirect("population:exports")
    context: dict[str, Any] = {
        "row": row,
        "error": error,
        "purpose": label_of(row.purpose_code),
        "requested_by": accounts.display_name(row.requested_by),
        "columns": [copies.COLUMNS[name][0] for name in row.columns],
        "is_own": row.requested_by == actor.user_id,
        "may_decide": row.state == TransferState.WAITING and row.requested_by != actor.user_id,
        "format": exporting.FORMATS.get(row.file_format, row.file_format),
        "back_url": reverse("population:exports"),
    }
    return render(request, "population/export_decide.html", context)


@never_cache
@require_POST
def export_download(request: HttpRequest, export_id: int) -> FileResponse:
    """The copy itself."""
    actor = actor_of(request, "population.export")
    row, path = exporting.download(actor=actor, export_id=export_id, now=timezone.now())
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"{row.watermark}.{row.file_format}")
    response["X-Content-Type-Options"] = "nosniff"
    return response
