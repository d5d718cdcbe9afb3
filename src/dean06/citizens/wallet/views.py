"""``/kho-giay-to/``: officials digitise papers and look into a store for a dossier; the table of types."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.citizens.wallet import queries, services
from dean06.citizens.wallet.errors import PersonUnknown
from dean06.citizens.wallet.forms import DigitiseForm, OwnerForm, PersonForm, RevokeForm, TypeForm
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.population import queries as population
from dean06.kernel.units import queries as units

_PURPOSE = "GIAI_QUYET_TTHC"
_EDIT_TYPES = "procedures.edit"
NEW = "moi"
#: Fields of the service that bear another name in the form.
_FORM_NAMES = {"number": "paper_number"}


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """What the agency digitised and what was reused, this year; the ways on."""
    actor = actor_of(request, "wallet.digitise")
    now = timezone.localtime()
    since = now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = queries.reuse_counts(actor, since=since, until=now + dt.timedelta(seconds=1))
    names = units.get_agencies([row.agency for row in rows])
    context = {
        "rows": [
            (row, names[row.agency].name if row.agency in names else row.agency or "Nộp trực tuyến") for row in rows
        ],
        "year": now.year,
        "digitised": sum(row.digitised for row in rows),
        "certified": sum(row.certified for row in rows),
        "reused": sum(row.reused for row in rows),
        "can_use": actor.can("wallet.use"),
    }
    return render(request, "wallet/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def digitise(request: ActorRequest) -> HttpResponse:
    """A paper with its attributes and its scan."""
    actor = actor_of(request, "wallet.digitise")
    # Only the dossier may come by address: a person's number does not belong into the browser's history.
    first = {"case_code": request.GET.get("ho-so", "")[:60], "idempotency_key": uuid.uuid4().hex}
    form = DigitiseForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person_id = _person(actor, form)
            document = services.digitise(
                actor=actor,
                owner_person_id=person_id,
                type_code=given["type_code"],
                title=given["title"],
                data=given["file"].read(),
                filename=given["file"].name,
                case_code=given["case_code"],
                compared=given["compared"],
                number=given["paper_number"],
                issuer_name=given["issuer_name"],
                issued_on=given["issued_on"],
                validity=given["validity"],
                valid_until=given["valid_until"],
                scope=given["scope"],
                accept_warnings=given["accept_warnings"],
                idempotency_key=given["idempotency_key"] or None,
            )
        except DomainError as error:
            _say(form, error)
        else:
            signed = f" Mã kiểm tra bản sao: {document.signed_code}." if document.signed_code else ""
            messages.success(request, f"Đã lưu “{document.title}” vào kho, mã {document.code}.{signed}")
            return redirect("wallet:home")
    return _form(request, form, "Số hóa giấy tờ", "Lưu vào kho")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ActorRequest) -> HttpResponse:
    """A person's papers for a dossier; asked by POST, so that no number stands in an address."""
    actor = actor_of(request, "wallet.use")
    form = PersonForm(
        request.POST or None, initial={"case_code": request.GET.get("ho-so", "")[:60], "purpose": _PURPOSE}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person_id = _person(actor, form)
            rows = queries.documents_of(actor, person_id, purpose=given["purpose"], dossier=given["case_code"])
        except DomainError as error:
            _say(form, error)
        else:
            asked = f"?ho-so={quote(given['case_code'])}&muc-dich={quote(given['purpose'])}"
            mine = actor.agencies_for("wallet.digitise")
            context = {"rows": rows, "asked": asked, "dossier": given["case_code"], "may_revoke": bool(mine)}
            response = render(request, "wallet/person.html", context)
            response["Cache-Control"] = "no-store"
            return response
    return _form(request, form, "Giấy tờ trong kho của một người", "Xem giấy tờ")


@require_safe
def file(request: ActorRequest, document_id: int) -> FileResponse:
    """The file, always as a download: of the owner, or with ``?ho-so=…`` of the dossier an official works on."""
    stored, content = services.open_document(
        actor=actor_of(request),
        document_id=document_id,
        purpose=request.GET.get("muc-dich", _PURPOSE),
        dossier=request.GET.get("ho-so", ""),
    )
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: ActorRequest, document_id: int) -> HttpResponse:
    """Say with a reason that a paper does not count any more."""
    actor = actor_of(request, "wallet.digitise")
    queries.revocable(actor, document_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke(actor=actor, document_id=document_id, reason=form.cleaned_data["reason"])
        except DomainError as error:
            _say(form, error)
        else:
            messages.success(request, "Đã thu hồi giấy tờ; ai kiểm tra mã của bản sao y sẽ biết.")
            return redirect("wallet:home")
    return _form(request, form, "Thu hồi giấy tờ trong kho", "Thu hồi", kind="danger")


@require_safe
def types(request: ActorRequest) -> HttpResponse:
    """The table of types, with where each comes from."""
    actor_of(request, _EDIT_TYPES)
    return render(request, "wallet/types.html", {"rows": queries.paper_types(active_only=False), "new": NEW})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_type(request: ActorRequest, code: str) -> HttpResponse:
    """One row, or a new one."""
    actor = actor_of(request, _EDIT_TYPES)
    row = next((one for one in queries.paper_types(active_only=False) if one.code == code), None)
    if row is None and code != NEW:
        raise Http404
    first: dict[str, Any] = (
        {"code": row.code, "name": row.name, "validity": row.validity, "source": row.source, "is_active": row.is_active}
        if row
        else {}
    )
    form = TypeForm(request.POST or None, initial=first)
    if row is not None:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            services.save_type(actor=actor, **form.cleaned_data)
        except DomainError as error:
            _say(form, error)
        else:
            messages.success(request, "Đã lưu danh mục loại giấy tờ.")
            return redirect("wallet:types")
    heading = row.name if row else "Thêm loại giấy tờ"
    return _form(request, form, heading, "Lưu", cancel=reverse("wallet:types"))


def _person(actor: Actor, form: OwnerForm) -> int:
    """The person whose number, name and birth date agree with the registry. Raises ``PersonUnknown`` and what
    verifying raises."""
    given = form.cleaned_data
    born: dt.date = given["birth_date"]
    answer = population.verify(
        actor,
        personal_id=given["number"],
        full_name=given["full_name"],
        birth_year=born.year,
        birth_month=born.month,
        birth_day=born.day,
        purpose=given.get("purpose", _PURPOSE),
        dossier=given["case_code"],
    )
    found = population.person_ref_by_number(given["number"]) if answer.outcome == "agrees" else None
    if found is None:
        raise PersonUnknown()
    return found.person_id


def _say(form: Any, error: DomainError) -> None:
    """Beside the fields; what is wrong with the scan beside its file."""
    if (error.code == "WALLET_PAPER_UNUSABLE" or error.code.startswith("FILE_")) and "file" in form.fields:
        form.add_error("file", error.message)
    else:
        add_refusal(form, error, _FORM_NAMES if "paper_number" in form.fields else None)


def _form(
    request: HttpRequest, form: Any, heading: str, submit: str, *, kind: str = "primary", cancel: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "kind": kind,
        "cancel_url": cancel or reverse("wallet:home"),
    }
    return render(request, "wallet/form.html", context, status=422 if form.errors else 200)
