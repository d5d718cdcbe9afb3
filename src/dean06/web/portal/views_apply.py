"""Applying: one thing per page, always saved; papers; review; sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.citizens.identity import queries as identity
from dean06.citizens.identity.types import Act
from dean06.kernel.common import papers
from dean06.kernel.common.errors import DomainError, InvalidInput, NotFound
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.types import Channel, Delivery
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as form_services
from dean06.procedures.forms.errors import DraftChanged
from dean06.web.portal import draft_papers, overview
from dean06.web.portal.access import citizen, for_citizens
from dean06.web.portal.applications import (
    CHANNEL,
    PAPERS,
    REVIEW,
    Application,
    errors_of,
    open_application,
)
from dean06.web.portal.sent_drafts import of_drafts

#: Largest photograph or PDF of a paper, bytes.
LARGEST_PAPER = 20 * 1024 * 1024

#: Where packs that correct the register ask which value is wrong.
CORRECTED = "change.item"


@for_citizens
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Start a draft, for oneself or for a child or ward, and go to its first page."""
    actor = citizen(request)
    identity.require_standing(request, Act.SUBMIT)
    chosen = request.POST.get("cho", "")
    for_person = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else None
    if for_person is not None and for_person not in {one.person_id for one in overview.wards(actor)}:
        for_person = None
    data = _wrong_item(catalogue.pack_in_force(code, timezone.localdate()), request.POST.get("muc", ""))
    draft = form_services.save_draft(actor=actor, procedure_code=code, data=data, for_person_id=for_person)
    return redirect("portal:apply", draft.pk)


@for_citizens
@require_GET
@of_drafts
def apply(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Go on where one stopped."""
    application = open_application(request, citizen(request), draft_id)
    section = application.draft.section
    if section in (PAPERS, REVIEW):
        return redirect("portal:papers" if section == PAPERS else "portal:review", draft_id)
    step = forms.step(application.form(), section)
    return redirect("portal:question", draft_id, step.id) if step else redirect("portal:papers", draft_id)


@for_citizens
@require_http_methods(["GET", "POST"])
@of_drafts
def question(request: HttpRequest, draft_id: int, step_id: str) -> HttpResponse:
    """One page of the form."""
    application = open_application(request, citizen(request), draft_id)
    if request.method == "POST":
        return _answered(request, application, step_id)
    form = application.form()
    step = forms.step(form, step_id)
    if step is None:
        return redirect("portal:papers", draft_id)
    if step.id != step_id:
        return redirect("portal:question", draft_id, step.id)
    return _question_page(request, application, form, step)


def _answered(request: HttpRequest, application: Application, step_id: str) -> HttpResponse:
    """Keep what the page sent, then go where its button leads; a wrong answer is kept too, and named by its field."""
    if request.POST.get("_keep") == "theirs":
        return _to_step(application, step_id)
    to_look_at = application.take(request.POST)
    act = forms.page_act(request.POST)
    revision = request.POST.get("revision", "")
    try:
        application.save(step_id, int(revision) if revision.isascii() and revision.isdecimal() else None)
    except DraftChanged as conflict:
        return _conflict_page(request, application, conflict, step_id)
    form = application.form()
    if act.kind == "save":
        messages.success(request, f"Đã lưu bản nháp. Mã bản nháp để nhờ quầy hỗ trợ: {_resume_code(application)}.")
        return redirect("portal:mine")
    if act.kind == "back":
        previous = forms.previous_step(form, step_id)
        return _to(application, previous) if previous else redirect("portal:start", application.pack.code)
    if act.kind in ("add", "remove"):
        return _to_step(application, step_id)
    step = forms.step(form, step_id)
    checked = application.checked()
    wrong = errors_of(step, checked) if step is not None and step.id == step_id else {}
    if step is not None and (wrong or to_look_at):
        form_services.note_errors(procedure_code=application.pack.code, paths=wrong)
        form = application.form(wrong, {**checked.warnings, **to_look_at})
        step = forms.step(form, step_id)
        assert step is not None
        return _question_page(request, application, form, step, status=422 if wrong else 200)
    if request.GET.get("ve") == REVIEW:
        return redirect("portal:review", application.draft.pk)
    following = forms.next_step(form, step_id)
    return _to(application, following) if following else redirect("portal:papers", application.draft.pk)


def _to_step(application: Application, step_id: str) -> HttpResponse:
    return redirect("portal:question", application.draft.pk, step_id)


def _to(application: Application, step: Any) -> HttpResponse:
    return redirect("portal:question", application.draft.pk, step.id)


def _question_page(
    request: HttpRequest, application: Application, form: Any, step: Any, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "draft": application.draft,
        "pack": application.pack,
        "form": form,
        "step": step,
        "errors_here": forms.errors_on(form, step),
        "resume_code": _resume_code(application),
        "correction_url": reverse("portal:correction"),
    }
    return render(request, "portal/question.html", context, status=status)


def _conflict_page(
    request: HttpRequest, application: Application, conflict: DraftChanged, step_id: str
) -> HttpResponse:
    kept = {name: values for name, values in request.POST.lists() if name not in ("revision", "csrfmiddlewaretoken")}
    context = {
        "draft": application.draft,
        "differences": forms.differences(application.pack, conflict.mine, conflict.theirs),
        "conflict": conflict,
        "revision": conflict.revision,
        "sent": [(name, value) for name, values in kept.items() for value in values],
        "here": reverse("portal:question", args=[application.draft.pk, step_id]),
    }
    return render(request, "portal/conflict.html", context, status=409)


# --- Papers ------------------------------------------------------------------------------------------------------


@for_citizens
@require_http_methods(["GET", "POST"])
@of_drafts
def paper_list(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Only the papers that are still needed: photograph, or take from the personal store by one tap."""
    actor = citizen(request)
    application = open_application(request, actor, draft_id)
    findings: dict[str, list[Any]] = {}
    refusal: dict[str, str] = {}
    if request.method == "POST":
        wanted = request.POST.get("giay", "")
        slot = next((one for one in application.papers if one.requirement == wanted), None)
        if slot is None and request.POST.get("_act") == "next":
            return _after_papers(request, application)
        if slot is None:
            raise NotFound("Hồ sơ không cần giấy tờ này.")
        try:
            found = _act_on_paper(request, application, slot)
            if not found:
                return HttpResponseRedirect(f"{request.path}#giay-{wanted}")
            findings[wanted] = found
        except DomainError as error:
            refusal[wanted] = error.message
        application.__dict__.pop("papers", None)
    application.save(PAPERS)
    context = {
        "application": application,
        "draft": application.draft,
        "pack": application.pack,
        "slots": [(slot, findings.get(slot.requirement), refusal.get(slot.requirement)) for slot in application.papers],
        "missing": [slot for slot in application.papers if slot.is_missing],
        "back": forms.previous_step(application.form(), PAPERS),
    }
    return render(request, "portal/papers.html", context, status=422 if refusal else 200)


def _act_on_paper(request: HttpRequest, application: Application, slot: draft_papers.PaperSlot) -> list[Any]:
    """Upload, or choose from the store; returns what was found wrong with the upload."""
    stored = request.POST.get("kho", "")
    if stored:
        identity.require_standing(request, Act.WALLET)
        if stored not in {str(one.document_id) for one in slot.stored}:
            raise NotFound("Giấy tờ này không có trong kho của bạn.")
        draft_papers.choose_stored(request, application.holder, slot.requirement, int(stored))
        return []
    upload = uploaded_paper(request)
    return draft_papers.keep_upload(request, application.actor, application.holder, slot.requirement, upload)


def uploaded_paper(request: HttpRequest) -> UploadedFile:
    """The photograph or PDF that was sent. Raises ``InvalidInput``."""
    upload = request.FILES.get("tep")
    if upload is None:
        raise InvalidInput("Hãy chụp ảnh hoặc chọn tệp của giấy tờ này.")
    if (upload.size or 0) > LARGEST_PAPER:
        raise InvalidInput("Tệp lớn quá 20 MB. Hãy chụp lại ở cỡ nhỏ hơn, hoặc quét thành PDF đen trắng.")
    return upload


def _after_papers(request: HttpRequest, application: Application) -> HttpResponse:
    missing = [slot.need.document.title for slot in application.papers if slot.is_missing]
    if missing:
        messages.error(request, f"Còn thiếu: {'; '.join(missing)}.")
        return redirect("portal:papers", application.draft.pk)
    return redirect("portal:review", application.draft.pk)


# --- Review and sending ------------------------------------------------------------------------------------------


@for_citizens
@require_http_methods(["GET", "POST"])
@of_drafts
def review(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Everything once more, the fee, how the result comes; declared on oath, then sent."""
    actor = citizen(request)
    application = open_application(request, actor, draft_id)
    checked = application.checked()
    form = application.form(checked.errors, checked.warnings)
    missing = [slot for slot in application.papers if slot.is_missing]
    wrong: dict[str, str] = {}
    if request.method == "POST":
        identity.require_standing(request, Act.SUBMIT)
        if request.POST.get("cam-doan") != "1":
            wrong["declared"] = "Hãy đánh dấu vào ô cam đoan trước khi gửi."
        if not wrong and not checked.errors and not missing:
            try:
                case = _send(request, application)
                return redirect("portal:sent", case.code)
            except InvalidInput as refusal:
                fields = refusal.details.get("fields", {})
                wrong = {str(name): str(sentence) for name, sentence in fields.items()} or {"form": refusal.message}
    application.save(REVIEW)
    context = {
        "application": application,
        "draft": application.draft,
        "pack": application.pack,
        "form": form,
        "review": forms.review(form),
        "change_url": f"{reverse('portal:change', args=[draft_id])}?trang=",
        "first_wrong": forms.first_step_with_errors(form),
        "missing": missing,
        "wrong": wrong,
        "deliveries": _deliveries(application, request.POST.get("nhan", "")),
        "delivery_address": request.POST.get("dia-chi", application.applicant().address),
        "lacking": identity.shortfall_of(request, Act.SUBMIT),
        "diet": forms.diet(application.pack, application.filled, application.prefill),
    }
    return render(request, "portal/review.html", context, status=422 if wrong else 200)


@for_citizens
@require_GET
@of_drafts
def change(request: HttpRequest, draft_id: int) -> HttpResponse:
    """From the review to one page, and back again after it."""
    application = open_application(request, citizen(request), draft_id)
    step = forms.step(application.form(), request.GET.get("trang", "")[:200])
    if step is None:
        return redirect("portal:papers", draft_id)
    return HttpResponseRedirect(f"{reverse('portal:question', args=[draft_id, step.id])}?ve={REVIEW}")


def _send(request: HttpRequest, application: Application) -> Any:
    return cases.submit_case(
        actor=application.actor,
        procedure_code=application.pack.code,
        data=application.filled,
        channel=Channel.ONLINE,
        applicant=application.applicant(),
        documents=draft_papers.as_inputs(application.actor, application.papers),
        delivery=request.POST.get("nhan", Delivery.ONLINE),
        delivery_address=request.POST.get("dia-chi", "") if request.POST.get("nhan") == Delivery.POST else "",
        draft_id=application.draft.pk,
        idempotency_key=f"draft-{application.draft.pk}",
    )


def _deliveries(application: Application, chosen: str) -> list[tuple[str, str, bool]]:
    """How the result can come: electronically where it is electronic, else at the desk or by post."""
    electronic = all(result.electronic for result in application.pack.meta.results)
    offered = [Delivery.ONLINE, Delivery.DESK, Delivery.POST] if electronic else [Delivery.DESK, Delivery.POST]
    picked = chosen if chosen in [one.value for one in offered] else offered[0].value
    return [(one.value, one.label, one.value == picked) for one in offered]


@for_citizens
@require_GET
@of_drafts
def draft_pdf(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The application as it will be printed by itself: nobody prints, signs and scans."""
    application = open_application(request, citizen(request), draft_id)
    paper = forms.application_paper(
        application.pack,
        application.filled,
        case_code="",
        applicant_name=application.applicant().full_name,
        channel=CHANNEL,
        on=timezone.localdate(),
    )
    answer = HttpResponse(papers.to_pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="ban-nhap-{draft_id}.pdf"'
    return answer


@for_citizens
@require_http_methods(["GET", "POST"])
@of_drafts
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Delete a draft."""
    actor = citizen(request)
    draft = form_services.draft(actor, draft_id)
    if request.method == "POST":
        form_services.discard_draft(actor=actor, draft_id=draft_id)
        messages.success(request, "Đã xóa bản nháp.")
        return redirect("portal:mine")
    context = {
        "title": "Xóa bản nháp",
        "question": f"Xóa bản nháp “{catalogue.pack(draft.version_id).title}”? Những gì đã điền sẽ mất.",
        "submit": "Xóa bản nháp",
        "cancel_url": reverse("portal:mine"),
    }
    return render(request, "design/confirm.html", context)


@for_citizens
@require_GET
def correction(request: HttpRequest) -> HttpResponse:
    """ "Sai? Đề nghị sửa": a value of the register is wrong, so it is corrected there: a procedure of its own."""
    today = timezone.localdate()
    packs = [pack for pack in catalogue.packs_in_force(today) if _corrects(pack)]
    column = request.GET.get("truong", "")[:200].rpartition(".")[2]
    item = {"address": "permanent_address"}.get(column, column)
    if len(packs) == 1:
        wanted = f"?muc={item}" if _wrong_item(packs[0], item) else ""
        return HttpResponseRedirect(f"{reverse('portal:start', args=[packs[0].code])}{wanted}")
    return render(request, "portal/correction.html", {"packs": packs})


def _wrong_item(pack: Any, item: str) -> dict[str, Any]:
    """The first answer of a correction: which value is wrong, where the procedure knows such an item."""
    if pack is None or not item:
        return {}
    question = next((one for one in forms.form(pack, {}, channel=CHANNEL).fields if one.path == CORRECTED), None)
    known = question is not None and item in {choice.value for choice in question.choices}
    return {"change": {"item": item}} if known else {}


def _corrects(pack: Any) -> bool:
    return any(effect.name in ("correct_person", "propose_change") for effect in pack.files.effects.effects)


def _resume_code(application: Application) -> str:
    code = application.draft.resume_code
    return f"{code[:4]}-{code[4:]}"
