"""My dossiers: the list, one dossier like a parcel, what is asked of me, taking it back; look-up without sign-in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dean06.citizens.identity import queries as identity
from dean06.citizens.identity.types import Act
from dean06.kernel.accounts import services as accounts
from dean06.kernel.common import papers
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, NotFound
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.errors import CaseNotFound
from dean06.procedures.cases.types import FINAL, CasePaperKind, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.feedback import queries as feedback
from dean06.procedures.forms import queries as forms
from dean06.procedures.interlinked import queries as interlinked
from dean06.socioeconomic.payments.types import OrderState
from dean06.web.portal import draft_papers, overview, words
from dean06.web.portal.access import citizen, for_citizens
from dean06.web.portal.forms import LookUpForm
from dean06.web.portal.views_apply import uploaded_paper

#: Papers that the citizen is shown, the most wanted first.
_SHOWN_PAPERS = [kind for kind in CasePaperKind if kind not in (CasePaperKind.CONTROL, CasePaperKind.BOOK)]


@for_citizens
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """All dossiers and drafts."""
    actor = citizen(request)
    refs = cases.my_cases(actor)
    context = {
        "asked": [one for one in refs if one.state in overview.ASKED],
        "open": [one for one in refs if one.state not in overview.ASKED and one.state not in FINAL],
        "ended": [one for one in refs if one.state in FINAL],
        "drafts": overview.drafts(actor),
        "consents": overview.consents(actor),
    }
    return render(request, "portal/mine.html", context)


@for_citizens
@require_GET
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: where it is, what is promised, what is asked, what came of it."""
    return render(request, "portal/case.html", _case_context(citizen(request), code))


@for_citizens
@require_GET
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """Just handed in: the code, what happens next."""
    return render(request, "portal/sent.html", _case_context(citizen(request), code))


def _case_context(actor: Actor, code: str) -> dict[str, Any]:
    page = cases.case(actor, _case_id(actor, code))
    result = next((one for one in reversed(page.papers) if one.kind == CasePaperKind.RESULT), None)
    link = verification_link(result.verification_code) if result and result.verification_code else ""
    waiting = next((one for one in page.supplements if one.answered_at is None), None)
    label, kind = words.STATES[State(page.case.state)]
    return {
        "page": page,
        "case": page.case,
        "stages": words.stages(page.case.state),
        "label": label,
        "kind": kind,
        "desk": page.agency_names.get(page.case.receiving_agency, ""),
        "decider": page.agency_names.get(page.case.deciding_agency, ""),
        "to_pay": [order for order in page.orders if order.is_open],
        "paid": [order for order in page.orders if order.state == OrderState.PAID],
        "papers": [one for kind in _SHOWN_PAPERS for one in page.papers if one.kind == kind],
        "result": result,
        "result_link": link,
        "result_qr": mark_safe(papers.qr_svg(link)) if link else "",  # noqa: S308 (drawn by us from our own address)
        "waiting": waiting,
        "end_reason": page.pack.meta.refusal_reasons.get(page.case.end_reason, ""),
        "timeline": [
            {
                "time": one.at,
                "title": words.act_words(one.act),
                "text": one.note,
                "actor": page.agency_names.get(one.agency, ""),
            }
            for one in reversed(page.timeline)
        ],
        "may_withdraw": page.case.state not in FINAL and page.case.state != State.DONE,
        "rate": feedback.rate_panel(page.ref),
        "complaint_url": f"{reverse('feedback:send')}?ho-so={page.case.code}",
        "children": page.children,
        "legs": interlinked.legs_of(page.case.pk),
    }


def _case_id(actor: Actor, code: str) -> int:
    """Id of the case, where it is the citizen's. Raises ``CaseNotFound``."""
    found = cases.by_code(code)
    if found is None:
        raise CaseNotFound
    return cases.row(actor, found.case_id).pk


# --- What is asked of me -----------------------------------------------------------------------------------------


@for_citizens
@require_http_methods(["GET", "POST"])
def supply(request: HttpRequest, code: str) -> HttpResponse:
    """Exactly what was asked, on the same code: papers one by one, fields of the form, then send."""
    actor = citizen(request)
    page = cases.case(actor, _case_id(actor, code))
    waiting = next((one for one in page.supplements if one.answered_at is None), None)
    if waiting is None or page.case.state != State.SUPPLEMENT:
        messages.info(request, "Hồ sơ này không còn yêu cầu bổ sung.")
        return redirect("portal:case", code)
    reasons = {item["document"]: item["reason"] for item in waiting.items if item.get("document")}
    asked_fields = {item["field"]: item["reason"] for item in waiting.items if item.get("field")}
    holder = f"{draft_papers.CASE}:{page.case.pk}"
    findings: dict[str, list[Any]] = {}
    refused: dict[str, str] = {}

    def slots() -> list[draft_papers.PaperSlot]:
        person_id = page.case.applicant_person_id
        today = timezone.localdate()
        return draft_papers.slots(request, holder, page.pack, page.case.data, person_id, today, asked=reasons)

    if request.method == "POST":
        identity.require_standing(request, Act.SUBMIT)
        wanted = request.POST.get("giay", "")
        try:
            if wanted:
                slot = next((one for one in slots() if one.requirement == wanted), None)
                if slot is None:
                    raise NotFound("Không có yêu cầu bổ sung giấy tờ này.")
                found = _take_paper(request, actor, holder, slot)
                if not found:
                    return HttpResponseRedirect(f"{request.path}#giay-{wanted}")
                findings[wanted] = found
            else:
                sent_data = forms.from_post(page.pack, request.POST)
                values = {path: catalogue.value_at(sent_data, path) for path in asked_fields}
                case_services.supply(
                    actor=actor,
                    case_id=page.case.pk,
                    documents=draft_papers.as_inputs(actor, [one for one in slots() if one.is_there]),
                    data={path: value for path, value in values.items() if value not in (None, "")},
                    idempotency_key=f"supply-{waiting.pk}",
                )
                messages.success(request, "Đã gửi bổ sung. Hồ sơ được giải quyết tiếp.")
                return redirect("portal:case", code)
        except DomainError as error:
            if error.status == 403:
                raise
            fields = error.details.get("fields", {})
            refused = {str(name): str(text) for name, text in fields.items()} or {wanted or "form": error.message}
    form = forms.form(page.pack, page.case.data, errors=refused, channel="online")
    context = {
        "page": page,
        "case": page.case,
        "waiting": waiting,
        "slots": [(slot, findings.get(slot.requirement), refused.get(slot.requirement)) for slot in slots()],
        "fields": [(field, asked_fields[field.path]) for field in form.fields if field.path in asked_fields],
        "form": form,
        "refused": refused.get("form", ""),
    }
    return render(request, "portal/supply.html", context, status=422 if refused else 200)


def _take_paper(request: HttpRequest, actor: Actor, holder: str, slot: draft_papers.PaperSlot) -> list[Any]:
    stored = request.POST.get("kho", "")
    if not stored:
        return draft_papers.keep_upload(request, actor, holder, slot.requirement, uploaded_paper(request))
    identity.require_standing(request, Act.WALLET)
    if stored not in {str(one.document_id) for one in slot.stored}:
        raise NotFound("Giấy tờ này không có trong kho của bạn.")
    draft_papers.choose_stored(request, holder, slot.requirement, int(stored))
    return []


@for_citizens
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the dossier back."""
    actor = citizen(request)
    found = cases.row(actor, _case_id(actor, code))
    if request.method == "POST":
        identity.require_standing(request, Act.SUBMIT)
        case_services.withdraw(
            actor=actor,
            case_id=found.pk,
            reason=request.POST.get("ly-do", "")[:500],
            idempotency_key=f"withdraw-{found.pk}",
        )
        messages.success(request, "Đã rút hồ sơ.")
        return redirect("portal:case", code)
    return render(request, "portal/withdraw.html", {"case": found})


# --- Look-up -----------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """State of a dossier by its code and the applicant's birth date; no data of the form, no name."""
    form = LookUpForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:50]})
    found = None
    status = 200
    if request.method == "POST" and form.is_valid():
        birth_date: dt.date = form.cleaned_data["birth_date"]
        try:
            found = cases.look_up(
                form.cleaned_data["code"], birth_date, address=accounts.client_address(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    elif form.errors:
        status = 422
    context = {"form": form, "found": found, "stages": words.stages(found.state) if found else []}
    return render(request, "portal/look_up.html", context, status=status)


def verification_link(code: str) -> str:
    """Address behind the QR of a result: anybody checks it there."""
    path = _address("signing:code", code=code) or f"/kiem-tra/{code}"
    return f"{settings.SITE_URL}{path}"


def _address(name: str, **arguments: Any) -> str:
    """A page of another app; "" while that part is not installed."""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""
