"""The form as a spreadsheet: the template out, the filled-in file in, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.spreadsheets import MEDIA_TYPE, table_workbook
from dean06.steering.collection import access, services
from dean06.steering.collection.errors import SubmissionNotFound
from dean06.steering.collection.exchange.reading import MOST_BYTES
from dean06.steering.collection.exchange.template import template as template_file
from dean06.steering.collection.forms import FileForm
from dean06.steering.collection.grid import grid
from dean06.steering.collection.models import ImportedFile


@require_safe
def template(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """The template with what was entered so far."""
    actor = actor_of(request, access.ENTER)
    form = grid(actor, unit, period)
    actor.require(access.ENTER, agency=form.place.unit.agency)
    return _download(template_file(form), f"so-lieu-{unit.replace(':', '-').replace('@', '-')}-{period}.xlsx")


@require_POST
def upload(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """A filled-in template; refusals of the whole file are shown above the grid."""
    actor = actor_of(request, access.ENTER)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["file"]))
        return redirect("collection:entry", period=period, unit=unit)
    sent = form.cleaned_data["file"]
    try:
        row = services.take_file(
            actor=actor, unit=unit, period=period, name=sent.name or "", content=sent.read(MOST_BYTES + 1)
        )
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
        return redirect("collection:entry", period=period, unit=unit)
    if not row.refused:
        messages.success(request, f"Đã nhập {row.saved} dòng từ tệp {row.name}. Hãy xem lại rồi gửi.")
        return redirect("collection:entry", period=period, unit=unit)
    return redirect("collection:file_result", file_id=row.pk)


@require_safe
def result(request: ActorRequest, file_id: int) -> HttpResponse:
    """What was taken from a file, and which cells were refused."""
    row = _visible(actor_of(request, access.ENTER), file_id)
    return render(request, "collection/file_result.html", {"file": row, "unit": row.unit, "period": row.period})


@require_safe
def refused(request: ActorRequest, file_id: int) -> HttpResponse:
    """The refused cells as a spreadsheet."""
    row = _visible(actor_of(request, access.ENTER), file_id)
    columns = [("Ô", 8), ("Mã chỉ tiêu", 18), ("Giá trị trong tệp", 22), ("Vì sao không nhận", 90)]
    lines = [[one["cell"], one["code"], one["value"], one["text"]] for one in row.refused]
    return _download(table_workbook(f"Ô không nhận được của tệp {row.name}", columns, lines), "o-bi-tu-choi.xlsx")


def _visible(actor: Actor, file_id: int) -> ImportedFile:
    row = ImportedFile.objects.select_related("unit", "period").filter(pk=file_id).first()
    if row is None or not actor.can(access.ENTER, agency=row.unit.agency_code):
        raise SubmissionNotFound("Không tìm thấy tệp này, hoặc tệp không thuộc đơn vị của bạn.")
    return row


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
