"""Pages of reading, checking and reviewing documents. Rules and writes are in ``services``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest
from dean06.steering.documents import queries, services
from dean06.steering.documents.filling import DEFAULT_PRODUCT
from dean06.steering.documents.forms import HeaderForm, IssueForm, UploadForm, document_label
from dean06.steering.documents.models import DocumentState
from dean06.steering.documents.review_errors import AlreadyUploaded
from dean06.steering.documents.review_page import review_page

PAGE_SIZE = 25
#: Keys of the review page (see ``review.js``).
SHORTCUTS = [("j", "nhiệm vụ sau"), ("k", "nhiệm vụ trước"), ("n", "việc cần xem tiếp"), ("e", "sửa"), ("x", "bỏ")]


def document_list(request: ActorRequest) -> HttpResponse:
    page = Paginator(queries.documents(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    can_upload = request.actor.can("documents.upload")
    return render(request, "documents/list.html", {"page": page, "can_upload": can_upload})


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    request.actor.require("documents.upload")
    form = UploadForm(**_sent(request), earlier=queries.documents(request.actor))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        previous = form.cleaned_data["previous"]
        try:
            document = services.upload_document(
                actor=request.actor,
                data=file.read(),
                filename=file.name,
                again=form.cleaned_data["again"],
                previous_id=previous.pk if previous else None,
            )
        except AlreadyUploaded as error:
            form.add_error("file", error.message)
            context["earlier"] = queries.document(request.actor, error.details["document_id"])
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, f"Đã đọc xong “{document.filename}”. Hãy rà soát trước khi giao việc.")
            return redirect("documents:review", document.pk)
    return _form_page(request, "documents/upload.html", context)


def _sent(request: ActorRequest) -> dict[str, Any]:
    """What binds a form: nothing on a first visit, everything sent (even nothing) afterwards."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def _form_page(request: ActorRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form: 422 when what was sent is refused, so that programs and tests see it too."""
    form = context["form"]
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def review(request: ActorRequest, document_id: int) -> HttpResponse:
    document = queries.document(request.actor, document_id)
    page = review_page(request.actor, document)
    shown = page.tab(request.GET.get("xem"))
    context = {
        "document": document,
        "page": page,
        "passages": queries.passages(document, page.tasks),
        "shown": shown,
        "tabs": page.tabs(shown),
        "can_review": page.can_review,
        "keys": SHORTCUTS,
        "default_product": DEFAULT_PRODUCT,
    }
    return render(request, "documents/review.html", context)


@require_http_methods(["GET", "POST"])
def header(request: ActorRequest, document_id: int) -> HttpResponse:
    request.actor.require("documents.review")
    document = queries.document(request.actor, document_id)
    form = HeaderForm(**_sent(request), instance=document)
    if request.method == "POST" and form.is_valid():
        services.correct_header(actor=request.actor, document_id=document_id, values=form.cleaned_data)
        messages.success(request, "Đã lưu thông tin văn bản.")
        return redirect("documents:review", document_id)
    return _form_page(request, "documents/header.html", {"form": form, "document": document})


@require_http_methods(["GET", "POST"])
def compare(request: ActorRequest, document_id: int) -> HttpResponse:
    request.actor.require("documents.review")
    document = queries.document(request.actor, document_id)
    choices = [(choice.pk, document_label(choice)) for choice in queries.possible_previous(request.actor, document)]
    if request.method == "POST":
        chosen = request.POST.get("previous", "")
        previous_id = int(chosen) if chosen.isdigit() else None
        services.compare_with_previous(actor=request.actor, document_id=document_id, previous_id=previous_id)
        return redirect(f"{reverse('documents:review', args=[document_id])}?xem=can-xem")
    return render(request, "documents/compare.html", {"document": document, "choices": choices})


@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, document_id: int) -> HttpResponse:
    request.actor.require("assignments.issue")
    document = queries.document(request.actor, document_id)
    if document.state != DocumentState.UNDER_REVIEW:
        messages.info(request, "Văn bản này đã được giao việc hoặc đã đóng; không giao lại lần nữa.")
        return redirect("documents:review", document_id)
    kept = document.tasks.filter(dropped=False, assignment_id=None)
    rows = [(task, [light for light in queries.lights(task) if not light.on]) for task in kept]
    unclear = [(task, missing) for task, missing in rows if missing]
    form = IssueForm(**_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.issue_document(
                actor=request.actor,
                document_id=document_id,
                override_reason=form.cleaned_data["override_reason"],
                idempotency_key=f"document-{document_id}",
            )
        except DomainError as error:
            form.add_error("override_reason", error.message)
        else:
            messages.success(request, f"Đã giao {len(rows)} nhiệm vụ, kèm văn bản gốc.")
            return redirect("documents:review", document_id)
    context = {"document": document, "form": form, "count": len(rows), "unclear": unclear}
    return _form_page(request, "documents/issue.html", context)


@require_POST
def close(request: ActorRequest, document_id: int) -> HttpResponse:
    services.close_document(actor=request.actor, document_id=document_id)
    messages.success(request, "Đã đóng rà soát văn bản này.")
    return redirect("documents:list")
