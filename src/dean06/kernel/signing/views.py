"""``/kiem-tra/``: anyone checks a paper by code, QR code or file; administrators manage certificates."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.papers import UnreadableImage, read_qr
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.signing import authority, queries, services
from dean06.kernel.signing.errors import CertificateNotFound
from dean06.kernel.signing.forms import LARGEST, CodeForm, ImportForm, IssueForm, RevokeForm, UploadForm
from dean06.kernel.signing.limiting import take_turn
from dean06.kernel.signing.types import VerifyResult

_MANAGE = "signing.manage"
_ISSUED = "Hệ thống có phát hành giấy tờ mang mã này"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The three ways to ask, and the answer."""
    if request.method == "POST":
        return _verify_upload(request)
    form = CodeForm(request.GET) if "ma" in request.GET else CodeForm()
    if form.is_bound and form.is_valid():
        take_turn(request, "code")
        return _page(request, queries.verify_code(form.cleaned_data["ma"]), by="code")
    return render(request, "signing/verify.html", {"code_form": form, "upload_form": UploadForm()})


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code leads."""
    take_turn(request, "code")
    return _page(request, queries.verify_code(code), by="code")


@login_not_required
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Certificates with which other software verifies our papers."""
    response = HttpResponse(queries.roots_pem(), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="chung-thu-goc.pem"'
    return response


@login_not_required
@require_safe
def revocations(request: HttpRequest, issuer_id: int) -> HttpResponse:
    """The revocation list that certificates point to (RFC 5280)."""
    return HttpResponse(queries.revocation_list(issuer_id), content_type="application/pkix-crl")


@require_safe
def certificates(request: ActorRequest) -> HttpResponse:
    """All certificates with their state."""
    actor = actor_of(request, _MANAGE)
    rows = queries.certificates_of(actor)
    return render(request, "signing/certificates.html", {"rows": rows, "demo_allowed": authority.demo_allowed()})


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: ActorRequest) -> HttpResponse:
    """A trial certificate for an agency (demo only)."""
    actor = actor_of(request, _MANAGE)
    form = IssueForm(request.POST or None, initial={"idempotency_key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["idempotency_key"] or None
            services.issue_certificate(actor=actor, agency=form.cleaned_data["agency"], idempotency_key=key)
        except DomainError as error:
            form.add_error("agency", error.message)
        else:
            messages.success(request, "Đã cấp chứng thư thử nghiệm.")
            return redirect("signing:certificates")
    return _form(request, form, "Cấp chứng thư thử nghiệm", "Cấp chứng thư")


@require_http_methods(["GET", "HEAD", "POST"])
def import_certificate(request: ActorRequest) -> HttpResponse:
    """A real certificate from a PKCS#12 file."""
    actor = actor_of(request, _MANAGE)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.import_certificate(
                actor=actor, agency=given["agency"], pkcs12=given["file"].read(), password=given["password"]
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã nhập chứng thư; khóa bí mật được niêm phong trên máy chủ.")
            return redirect("signing:certificates")
    return _form(request, form, "Nhập chứng thư của cơ quan", "Nhập chứng thư")


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Revoke, with a reason."""
    actor = actor_of(request, _MANAGE)
    row = next((one for one in queries.certificates_of(actor) if one.certificate_id == certificate_id), None)
    if row is None or row.kind != "agency":
        raise CertificateNotFound()
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_certificate(actor=actor, certificate_id=certificate_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error("reason", error.message)
        else:
            messages.success(request, "Đã thu hồi chứng thư.")
            return redirect("signing:certificates")
    return _form(request, form, f"Thu hồi chứng thư của {row.name}", "Thu hồi", kind="danger")


def _verify_upload(request: HttpRequest) -> HttpResponse:
    take_turn(request, "file")
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["tep"].size > LARGEST:
        form.add_error("tep", "Tệp lớn hơn 20 MB. Hãy chọn đúng tệp PDF đã nhận.")
    if not form.is_valid():
        context = {"code_form": CodeForm(), "upload_form": form}
        return render(request, "signing/verify.html", context, status=422)
    data = form.cleaned_data["tep"].read()
    if data.lstrip()[:5] == b"%PDF-":
        return _page(request, queries.verify_pdf(data), by="file")
    result = queries.verify_qr(_texts_in_picture(data))
    return _page(request, result, by="code" if result.code else "file")


def _texts_in_picture(data: bytes) -> list[str] | None:
    """What the QR codes of a picture say; ``None`` for what is no picture."""
    try:
        return list(read_qr(data))
    except UnreadableImage:
        return None


def _page(request: HttpRequest, result: VerifyResult, *, by: str) -> HttpResponse:
    # A code proves that such a paper was issued, not that the sheet in somebody's hand is that paper.
    heading = _ISSUED if by == "code" and result.is_genuine else result.state.label
    context = {"result": result, "heading": heading, "by": by}
    response = render(request, "signing/result.html", context)
    # Whoever uses the same computer next does not find the paper in its memory.
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, form: object, heading: str, submit: str, *, kind: str = "primary") -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "kind": kind,
        "cancel_url": reverse("signing:certificates"),
    }
    return render(request, "signing/form.html", context, status=422 if getattr(form, "errors", None) else 200)
