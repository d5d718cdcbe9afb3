"""Papers of a case in the browser: scans beside the form, forms and results to print. Files are opened by ``files``."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, NotFound
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.files import queries as files
from dean06.kernel.files import services as file_services
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.types import CasePaperKind, State

VIEW = "cases.view"
Answer = TypeVar("Answer", HttpResponse, FileResponse)
#: What a browser draws itself; everything else is taken away as a file.
_SHOWN = {"application/pdf": "pdf", "image/png": "image", "image/jpeg": "image"}
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def kind_of(file_id: int | None) -> str:
    """How a browser shows the file: "pdf", "image" or not at all ("")."""
    return _SHOWN.get(files.stored_file(file_id).media_type, "") if file_id else ""


@require_safe
def document(request: ActorRequest, case_id: int, document_id: int) -> HttpResponse:
    """A scan on a page of its own."""
    request.actor.require(VIEW)
    found = _document(request.actor, case_id, document_id)
    case = cases.ref(case_id)
    context = {
        "title": found.title,
        "code": case.code,
        "note": f"{found.get_source_display()}, thêm lúc {found.added_at:%d/%m/%Y}.",
        "case_url": reverse("desk:case", args=[case_id]),
        "raw_url": reverse("desk:document_raw", args=[case_id, document_id]),
        "download_url": reverse("files:download", args=[found.file_id]),
        "kind": kind_of(found.file_id),
    }
    return render(request, "desk/viewer.html", context)


@require_safe
def document_raw(request: ActorRequest, case_id: int, document_id: int) -> HttpResponse | FileResponse:
    """The content of a scan, drawn in the page beside the form."""
    request.actor.require(VIEW)
    return inline(request.actor, _document(request.actor, case_id, document_id).file_id)


@require_safe
def paper(request: ActorRequest, case_id: int, paper_id: int) -> HttpResponse | FileResponse:
    """A form or result, as PDF, to read and print."""
    request.actor.require(VIEW)
    found = next((one for one in cases.papers(request.actor, case_id) if one.pk == paper_id), None)
    if found is None or not found.pdf_file_id:
        raise NotFound("Không có văn bản này trong hồ sơ.")
    return inline(request.actor, found.pdf_file_id)


@require_POST
def make_paper(request: ActorRequest, case_id: int, kind: str) -> HttpResponse:
    """Have a form made as it is due now (or the one that was made since), and open it."""
    request.actor.require(VIEW)
    if kind not in CasePaperKind.values:
        raise NotFound("Không có loại văn bản này.")
    try:
        made = case_services.make_paper(actor=request.actor, case_id=case_id, kind=kind)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        messages.error(request, error.message)
        return redirect("desk:case", case_id)
    return redirect("desk:paper", case_id, made.pk)


@require_safe
def preview(request: ActorRequest, case_id: int) -> HttpResponse:
    """The result as it would be signed now, marked as unsigned."""
    request.actor.require(VIEW)
    answer = HttpResponse(cases.result_preview(request.actor, case_id), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="xem-truoc.pdf"'
    return _guarded(answer)


def forms_due(case: Any) -> list[tuple[str, str]]:
    """Kind and title of the forms that can be made of a case now."""
    due = {
        CasePaperKind.APPLICATION: True,
        CasePaperKind.RECEIPT: case.received_at is not None,
        CasePaperKind.SUPPLEMENT: case.supplement_count > 0,
        CasePaperKind.REFUSAL: case.state == State.NOT_RECEIVED,
        CasePaperKind.APOLOGY: case.apologised_at is not None,
        CasePaperKind.STOP: case.state == State.STOPPED,
        CasePaperKind.CONTROL: True,
    }
    return [(kind.value, str(kind.label)) for kind, is_due in due.items() if is_due]


def inline(actor: Actor, file_id: int | None) -> HttpResponse | FileResponse:
    """A stored file for the browser to draw; types it cannot draw are handed out as files. Raises ``NotFound``."""
    if not file_id:
        raise NotFound("Giấy tờ này không có tệp kèm theo.")
    stored, content = file_services.open_file(actor=actor, file_id=file_id, purpose=cases.PURPOSE)
    shown = stored.media_type in _SHOWN
    answer = FileResponse(content, as_attachment=not shown, filename=stored.name, content_type=stored.media_type)
    answer["Content-Length"] = str(stored.size)
    return _guarded(answer)


def _guarded(answer: Answer) -> Answer:
    """Pages of this site may draw it in a frame; nobody else, and nothing in it may run or be kept."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Content-Security-Policy"] = _POLICY
    return answer


def _document(actor: Actor, case_id: int, document_id: int) -> Any:
    found = next((one for one in cases.documents(actor, case_id) if one.pk == document_id), None)
    if found is None or not found.file_id:
        raise NotFound("Không có giấy tờ này trong hồ sơ.")
    return found
