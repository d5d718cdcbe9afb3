"""The page of a case and the pages of its acts. Each act sends key and revision: once, and never on an older case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.files import services as file_services
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.errors import CaseNotFound, IllegalMove
from dean06.procedures.cases.queries import CasePage
from dean06.procedures.cases.types import DocumentInput, DocumentSource, LegalAction
from dean06.procedures.catalogue.types import ActionKind
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services
from dean06.web.desk import act_context
from dean06.web.desk.act_forms import SUPPLEMENT_PHRASES, ActForm, CashForm, DocumentForm, FinancialForm, SupplyForm
from dean06.web.desk.act_pages import BY_SLUG, ActPage, page_of
from dean06.web.desk.case_page import view_of
from dean06.web.desk.money import payment_context
from dean06.web.desk.notices import notices_of
from dean06.web.desk.packs import about

VIEW = "cases.view"


@require_safe
def case(request: ActorRequest, case_id: int) -> HttpResponse:
    """One dossier: form, papers, clock, what may be done now."""
    request.actor.require(VIEW)
    page = cases.case(request.actor, case_id)
    view = view_of(request.actor, page)
    view["notices"] = notices_of(page.case)
    context = {
        "view": view,
        "pack": page.pack,
        "about": about(page.pack),
        **payment_context(request.actor, page.case.code, case_id),
    }
    return render(request, "desk/case.html", context)


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, case_id: int, slug: str) -> HttpResponse:
    """An act that is the same for every procedure."""
    page = BY_SLUG.get(slug)
    if page is None or page.service == "act":
        raise CaseNotFound("Không có trang này.")
    return _serve(request, case_id, page)


@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, case_id: int, action: str) -> HttpResponse:
    """An action of the present step, as its pack names it."""
    request.actor.require(VIEW)
    row = cases.row(request.actor, case_id)
    found = next((one for one in cases.legal_actions(request.actor, row) if one.action == action), None)
    # Not offered now (the case moved on): the same form under its own name, with what was chosen and typed; the
    # service says why it cannot be done.
    page = page_of(found or act_context.declared(row, action))
    assert page is not None
    return _serve(request, case_id, page)


@require_POST
def cash(request: ActorRequest, case_id: int) -> HttpResponse:
    """Money taken at the counter for the open order of a case."""
    row = cases.row(request.actor, case_id)
    form = CashForm(request.POST)
    order = payments.order_of(row.code)
    if order is None:
        raise CaseNotFound("Hồ sơ này không có khoản thu nào.")
    if not form.is_valid():
        messages.error(request, "Số biên lai dài quá 30 ký tự.")
        return redirect("desk:case", case_id)
    try:
        payment_services.pay_cash(
            actor=request.actor,
            order_id=order.order_id,
            receipt_number=form.cleaned_data["receipt_number"],
            idempotency_key=request.POST.get("idempotency_key") or None,
        )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã ghi thu {order.total:,} đồng tiền mặt.".replace(",", "."))
    return redirect("desk:case", case_id)


def _serve(request: ActorRequest, case_id: int, act: ActPage) -> HttpResponse:
    request.actor.require(VIEW)
    page = cases.case(request.actor, case_id)
    legal = next((one for one in page.actions if one.service == act.service and one.action == act.action), None)
    if request.method == "GET" and legal is None:
        _say_why(request, page, act)
    known = legal or (act_context.declared(page.case, act.action) if act.action else None)
    form = act.form(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        revision=page.case.revision,
        context=act_context.context_of(act, page, known) | {"decision": act_context.decision_fields(act, page)},
        initial=act_context.initial_of(act, page),
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            _run(request, act, page, form)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            stale = error.code == "CASE_CHANGED"
            if stale:
                form.refresh(page.case.revision)
            else:
                _add_errors(form, error)
        else:
            messages.success(request, act.said)
            return redirect(_after(request, case_id))
    elif request.method == "POST" and act.at_once:
        raise IllegalMove("Trang gửi lên thiếu thông tin. Hãy mở lại hồ sơ rồi bấm lại.")
    if request.method == "POST" and act.at_once:
        text = f"{_who_changed(request, page)}, chưa ghi gì. Hãy xem lại rồi bấm lại." if stale else _first_error(form)
        messages.error(request, text)
        return redirect("desk:case", case_id)
    return _show(request, page, act, legal, form, stale)


def _show(
    request: ActorRequest, page: CasePage, act: ActPage, legal: LegalAction | None, form: ActForm, stale: bool
) -> HttpResponse:
    label = legal.title if legal else act.label
    template = {"SupplementForm": "desk/supplement.html", "SupplyForm": "desk/supply.html"}.get(
        type(form).__name__, "desk/act.html"
    )
    context = {
        "code": page.case.code,
        "page": {"label": label, "hint": act.hint, "slug": act.slug},
        "form": form,
        "facts": act_context.facts_of(act, page),
        "phrases": SUPPLEMENT_PHRASES,
        "asked_fields": act_context.asked_fields(page) if isinstance(form, SupplyForm) else [],
        "submit": label,
        "submit_kind": "danger" if act.kind == "danger" else "primary",
        "cancel_url": reverse("desk:case", args=[page.case.pk]),
        "stale": _who_changed(request, page) if stale else "",
        "still_offered": legal is not None,
        "preview_url": reverse("desk:preview", args=[page.case.pk]) if _finishes(legal) else "",
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, template, context, status=status)


def _who_changed(request: ActorRequest, page: CasePage) -> str:
    """Who moved the case on since the page was opened: often the same person in another tab."""
    last = page.timeline[-1] if page.timeline else None
    if last is None or last.user_id is None:
        return "Hồ sơ vừa được hệ thống cập nhật"
    if last.user_id == request.actor.user_id:
        return "Hồ sơ đã được chính bạn cập nhật ở một thẻ hoặc cửa sổ khác"
    return f"Hồ sơ vừa được {last.user_name or 'người khác'} cập nhật"


def _finishes(legal: LegalAction | None) -> bool:
    """The act signs the result: it is shown before."""
    return legal is not None and legal.kind == ActionKind.FINISH


def _run(request: ActorRequest, act: ActPage, page: CasePage, form: ActForm) -> None:
    """Call the service behind an act."""
    given: dict[str, Any] = {
        "actor": request.actor,
        "case_id": page.case.pk,
        "revision": form.cleaned_data["revision"],
        "idempotency_key": form.cleaned_data["idempotency_key"],
        **form.arguments(),
    }
    if isinstance(form, FinancialForm):
        given["amount_lines" if act.service == "act" else "lines"] = form.chosen()
    if isinstance(form, DocumentForm):
        given["document"] = _taken(request, form.cleaned_data["requirement"], form.cleaned_data["file"])
    if isinstance(form, SupplyForm):
        given["documents"] = [_taken(request, code, upload) for code, upload in form.uploads().items()]
        given["data"] = act_context.supplied_fields(page, request.POST)
    if act.service == "act":
        given["action"] = act.action
        if decided := form.decisions():
            given["fields"] = decided
    getattr(case_services, act.service)(**given)


def _taken(request: ActorRequest, requirement: str, upload: Any) -> DocumentInput:
    """A file that came with the form, kept until the service takes it into the case."""
    stored = file_services.store_upload(actor=request.actor, data=upload, filename=upload.name or "giay-to")
    return DocumentInput(requirement, DocumentSource.SCAN, file_id=stored.pk)


def _say_why(request: ActorRequest, page: CasePage, act: ActPage) -> None:
    """An act that is not offered: nothing to be done on this case at all, or not by this reader."""
    if any(one.service == act.service for one in page.actions) or not page.actions:
        raise IllegalMove()
    raise NotAllowed(permission=VIEW)


def _add_errors(form: ActForm, error: DomainError) -> None:
    """Put a refusal where it belongs on the form."""
    fields = error.details.get("fields") or {}
    # A refused paper stands at its own file.
    places = {name: name if name in form.fields else f"file-{name}" for name in fields}
    known = {places[name]: text for name, text in fields.items() if places[name] in form.fields}
    for name, text in known.items():
        form.add_error(name, text)
    if not known:
        more = [text for text in dict.fromkeys(fields.values()) if text not in error.message]
        form.add_error(None, " ".join([error.message, *more]))


def _first_error(form: ActForm) -> str:
    return next((str(errors[0]) for errors in form.errors.values()), "Chưa ghi được. Hãy thử lại.")


def _after(request: ActorRequest, case_id: int) -> str:
    """Back to the case; to the queue when the act took it out of the reader's sight."""
    try:
        cases.row(request.actor, case_id)
    except CaseNotFound:
        return reverse("desk:queue")
    return reverse("desk:case", args=[case_id])
