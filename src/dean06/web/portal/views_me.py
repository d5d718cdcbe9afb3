"""My papers, my data, how I am reached."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.citizens.identity import queries as identity
from dean06.citizens.identity import services as identity_services
from dean06.citizens.wallet import queries as wallet
from dean06.citizens.wallet import services as wallet_services
from dean06.kernel.audit import services as audit
from dean06.kernel.common.errors import DomainError, InvalidInput, NotFound
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.population import queries as population
from dean06.web.portal import mydata, overview
from dean06.web.portal.access import citizen, for_citizens
from dean06.web.portal.forms import CodeForm, EmailForm, PaperForm, PhoneForm
from dean06.web.portal.views_apply import uploaded_paper

_CONFIRMING = "portal_confirming"

# --- Papers ------------------------------------------------------------------------------------------------------


@for_citizens
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """The personal store: what is in it, whether it counts, where it was used."""
    actor = citizen(request)
    person_id, wards = _whose(request, actor)
    documents = wallet.own_documents(actor, person_id=person_id, on=timezone.localdate())
    context = {
        "usable": [one for one in documents if one.is_valid],
        "others": [one for one in documents if not one.is_valid],
        "wards": wards,
        "person_id": person_id,
        "own_person": actor.person_id,
    }
    return render(request, "portal/wallet.html", context)


@for_citizens
@require_GET
def paper(request: HttpRequest, document_id: int) -> HttpResponse:
    """One paper and every use of it."""
    actor = citizen(request)
    context = {
        "paper": wallet.document(actor, document_id, on=timezone.localdate()),
        "uses": wallet.uses_of(actor, document_id),
    }
    return render(request, "portal/wallet_paper.html", context)


@for_citizens
@require_GET
def paper_file(request: HttpRequest, document_id: int) -> FileResponse:
    """The file of a paper."""
    stored, content = wallet_services.open_document(actor=citizen(request), document_id=document_id)
    return FileResponse(
        content,
        content_type=stored.media_type,
        filename=stored.name,
        as_attachment=not stored.media_type.startswith("image/"),
    )


@for_citizens
@require_http_methods(["GET", "POST"])
def add_paper(request: HttpRequest) -> HttpResponse:
    """Put a scan of one's own into the store."""
    actor = citizen(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            upload = uploaded_paper(request)
            wallet_services.add_own(
                actor=actor,
                type_code=data["type_code"],
                title=data["title"],
                number=data["number"],
                issuer_name=data["issuer_name"],
                issued_on=data["issued_on"],
                valid_until=data["valid_until"],
                validity="limited" if data["valid_until"] else "unlimited",
                data=upload.read(),
                filename=upload.name or "giay-to",
            )
            messages.success(request, "Đã thêm giấy tờ vào kho của bạn.")
            return redirect("portal:wallet")
        except DomainError as refusal:
            add_refusal(form, refusal)
    return render(request, "portal/wallet_add.html", {"form": form}, status=422 if form.errors else 200)


@for_citizens
@require_http_methods(["GET", "POST"])
def remove_paper(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take out a scan that no dossier used."""
    actor = citizen(request)
    found = wallet.document(actor, document_id)
    if request.method == "POST":
        wallet_services.remove_own(actor=actor, document_id=document_id)
        messages.success(request, "Đã bỏ giấy tờ khỏi kho.")
        return redirect("portal:wallet")
    context = {
        "title": "Bỏ giấy tờ khỏi kho",
        "question": f"Bỏ “{found.title}” khỏi kho giấy tờ của bạn?",
        "submit": "Bỏ giấy tờ",
        "cancel_url": reverse("portal:wallet"),
    }
    return render(request, "design/confirm.html", context)


# --- Data --------------------------------------------------------------------------------------------------------


@for_citizens
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """What the register knows of the citizen, or of a child or ward; the look leaves its row."""
    actor = citizen(request)
    person_id, wards = _whose(request, actor)
    audit.record_read(
        actor=actor,
        action="portal.own_data_read",
        subject=f"population.person:{person_id}",
        purpose=identity_services.OWN_REQUEST,
    )
    context = {
        "groups": mydata.groups(population.prefill_values(person_id)),
        "wards": wards,
        "person_id": person_id,
        "own_person": actor.person_id,
    }
    return render(request, "portal/data.html", context)


def _whose(request: HttpRequest, actor: Any) -> tuple[int, list[population.PersonRef]]:
    """Oneself, or the child or ward that was chosen. Raises ``NotFound`` for anybody else."""
    wards = overview.wards(actor)
    chosen = request.GET.get("nguoi", "")
    wanted = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else actor.person_id
    if wanted != actor.person_id and wanted not in {one.person_id for one in wards}:
        raise NotFound
    return wanted, wards


# --- Contact -----------------------------------------------------------------------------------------------------


@for_citizens
@require_GET
def contact(request: HttpRequest) -> HttpResponse:
    """Telephone, mailbox, large letters."""
    account = identity.account(citizen(request))
    if account is None:
        raise NotFound
    context = {
        "account": account,
        "email_form": EmailForm(initial={"email": account.email}),
        "phone_form": PhoneForm(initial={"phone": account.phone}),
        "sms": identity.sms_connected(),
        "standing": identity.standing(request),
    }
    return render(request, "portal/contact.html", context)


@for_citizens
@require_POST
def change_contact(request: HttpRequest, channel: str) -> HttpResponse:
    """A new address: a code goes there, and it counts once the code is typed."""
    actor = citizen(request)
    form = EmailForm(request.POST) if channel == "email" else PhoneForm(request.POST)
    if channel not in ("email", "phone"):
        raise NotFound
    if not form.is_valid():
        messages.error(request, "Thư điện tử chưa đúng." if channel == "email" else "Số điện thoại chưa đúng.")
        return redirect("portal:contact")
    address = form.cleaned_data[channel]
    try:
        if channel == "phone" and not identity.sms_connected():
            identity_services.set_unconfirmed_phone(actor=actor, phone=address)
            messages.success(request, "Đã lưu số điện thoại.")
            return redirect("portal:contact")
        asked = identity_services.ask_contact_code(actor=actor, channel=channel, address=address)
    except InvalidInput as refusal:
        messages.error(request, " ".join(refusal.details.get("fields", {}).values()) or refusal.message)
        return redirect("portal:contact")
    request.session[_CONFIRMING] = asked.pk
    return redirect("portal:confirm_contact")


@for_citizens
@require_POST
def remove_email(request: HttpRequest) -> HttpResponse:
    """No more letters."""
    identity_services.remove_email(actor=citizen(request))
    messages.success(request, "Đã bỏ thư điện tử. Thông báo chỉ còn hiện trên trang này.")
    return redirect("portal:contact")


@for_citizens
@require_http_methods(["GET", "POST"])
def confirm_contact(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    actor = citizen(request)
    asked = request.session.get(_CONFIRMING)
    if not asked:
        return redirect("portal:contact")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            identity_services.confirm_contact(actor=actor, confirmation_id=asked, code=form.cleaned_data["code"])
            del request.session[_CONFIRMING]
            messages.success(request, "Đã xác nhận.")
            return redirect("portal:contact")
        except InvalidInput as refusal:
            form.add_error("code", refusal.message)
    shown = identity.demo_code(actor, asked) if settings.DEMO else ""
    return render(
        request, "portal/confirm_contact.html", {"form": form, "shown": shown}, status=422 if form.errors else 200
    )
