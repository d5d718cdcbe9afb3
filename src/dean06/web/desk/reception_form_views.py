"""Reception, the form: one long page with data, papers and fees; handed in and received in one go."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.types import CasePaperKind, Delivery
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as drafts
from dean06.procedures.forms.errors import DraftChanged, DraftNotFound
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services
from dean06.web.desk import applicants, reception_papers
from dean06.web.desk.act_forms import PICTURES_AND_PDF
from dean06.web.desk.money import payment_context
from dean06.web.desk.offices import own_office
from dean06.web.desk.packs import about
from dean06.web.desk.reception_work import Work

RECEIVE = "cases.receive"
_DONE = "desk_done"


@require_http_methods(["GET", "POST"])
def form_page(request: ActorRequest, draft_id: int) -> HttpResponse:
    """The long form. Every button saves the draft first, so that nothing typed is ever lost."""
    request.actor.require(RECEIVE)
    try:
        draft = drafts.draft(request.actor, draft_id)
    except DraftNotFound:
        case_id = (request.session.get(_DONE) or {}).get(str(draft_id))
        if case_id is not None:
            return redirect("desk:reception_done", case_id)
        # An old link, or "back" after signing in anew: the dossier that the draft became.
        case = cases.by_code(forms.case_of(request.actor, draft_id))
        if case is None:
            raise
        return redirect("desk:case", case.case_id)
    pack = catalogue.pack(draft.version_id)
    if request.method == "GET":
        return _page(request, Work.opened(request.actor, request.session, draft, pack))
    work = Work.sent(request.actor, request.session, draft, pack, request.POST, request.FILES)
    try:
        work.draft = drafts.save_draft(
            actor=request.actor, draft_id=draft.pk, revision=_revision(request.POST), data=work.data
        )
    except DraftChanged as changed:
        return _page(request, work, status=409, stale=True, differences=_differences(work, changed))
    if request.POST.get("desk-act") == "submit":
        return _submit(request, work)
    if work.problems:
        return _page(request, work, status=422)
    if request.POST.get("desk-act") == "save":
        messages.success(request, f"Đã lưu. Mã bản nháp {work.draft.resume_code}.")
    return redirect("desk:reception_form", draft_id)


@require_safe
def done(request: ActorRequest, case_id: int) -> HttpResponse:
    """What to hand to the applicant: the receipt; what to do next: the money."""
    request.actor.require(RECEIVE)
    page = cases.case(request.actor, case_id)
    ref = page.ref
    context = {
        "code": ref.code,
        "title": ref.procedure_title,
        "procedure_code": ref.procedure_code,
        "case_url": reverse("desk:case", args=[case_id]),
        "receipt_url": reverse("desk:make_paper", args=[case_id, CasePaperKind.RECEIPT]),
        "facts": [
            ("Người nộp", ref.applicant_name),
            ("Tiếp nhận lúc", f"{_local(ref.received_at)}"),
            ("Hẹn trả", f"{_local(ref.due_at)}"),
            ("Nhận kết quả", Delivery(page.case.delivery).label),
        ],
        **payment_context(request.actor, ref.code, case_id),
    }
    return render(request, "desk/reception_done.html", context)


def _submit(request: ActorRequest, work: Work) -> HttpResponse:
    """Hand in and receive, both or neither; the cash that was taken is booked with them."""
    data = work.check()
    if work.problems:
        return _page(request, work, status=422)
    key = request.POST.get("desk-key", "")[:50]
    given: dict[str, Any] = work.who.cleaned_data
    try:
        with transaction.atomic():
            case = case_services.submit_case(
                actor=request.actor,
                procedure_code=work.pack.code,
                data=data,
                channel=work.channel,
                applicant=work.applicant,
                documents=work.papers,
                delivery=given["delivery"],
                delivery_address=given["delivery_address"],
                receiving_agency=own_office(request.actor, RECEIVE),
                assisted=work.draft.owner_id is not None,
                draft_id=work.draft.pk,
                idempotency_key=f"{key}:submit" if key else None,
            )
            if request.POST.get("desk-fee") == "cash":
                _take_cash(request, case.code, key)
            case_services.receive_case(
                actor=request.actor,
                case_id=case.pk,
                fee_later=True,
                idempotency_key=f"{key}:receive" if key else None,
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        known = {field.path: field for field in work.form.fields}
        for path, text in (error.details.get("fields") or {}).items():
            target = known[path].focus_id if path in known else f"giay-{path}" if _is_paper(work, path) else ""
            work.problems.append((target, known[path].label if path in known else "", text))
        return _page(request, work, status=error.status, refusal=error.message)
    applicants.forget(request.session, work.draft.pk)
    done_before = dict(request.session.get(_DONE) or {})
    request.session[_DONE] = dict([*done_before.items(), (str(work.draft.pk), case.pk)][-40:])
    return redirect("desk:reception_done", case.pk)


def _take_cash(request: ActorRequest, code: str, key: str) -> None:
    order = payments.order_of(code)
    if order is not None and order.is_open:
        payment_services.pay_cash(
            actor=request.actor, order_id=order.order_id, idempotency_key=f"{key}:cash" if key else None
        )


def _page(
    request: ActorRequest,
    work: Work,
    *,
    status: int = 200,
    refusal: str = "",
    stale: bool = False,
    differences: list[Any] | None = None,
) -> HttpResponse:
    needs = reception_papers.views(work.needs, work.stored, work.scanned, work.chosen)
    lacking = reception_papers.lacking(work.needs, work.papers)
    context = {
        "pack": work.pack,
        "about": about(work.pack),
        "form": work.form,
        "who_form": work.who,
        "verified_name": applicants.registry_name(work.draft.person_id),
        "assisted": work.draft.owner_id is not None,
        "resume_code": work.draft.resume_code,
        "revision": work.draft.revision,
        "key": request.POST.get("desk-key") or uuid.uuid4().hex,
        "needs": needs,
        "accept": PICTURES_AND_PDF,
        "fees": work.fees,
        "fee_total": sum(line.amount for line in work.fees),
        "diet": forms.diet(work.pack, work.filled, work.known, channel=work.channel.word),
        "summary": _summary(work, len(lacking)),
        "problems": work.problems,
        "refusal": refusal,
        "stale": stale,
        "differences": differences or [],
    }
    return render(request, "desk/reception_form.html", context, status=status)


def _summary(work: Work, lacking: int) -> list[dict[str, str]]:
    """How far the dossier is, in a few words."""
    fee = sum(line.amount for line in work.fees)
    papers = (
        {"kind": "warning", "text": f"Thiếu {lacking} giấy tờ"}
        if lacking
        else {"kind": "success", "text": "Đủ giấy tờ"}
    )
    money = {"kind": "neutral", "text": "Có phí, lệ phí" if fee else "Không thu phí"}
    return [papers, money]


def _differences(work: Work, changed: DraftChanged) -> list[Any]:
    """Fields that two people filled in differently; the page keeps ours and shows theirs."""
    work.draft.revision = changed.revision
    return forms.differences(work.pack, changed.mine, changed.theirs, channel=work.channel.word)


def _is_paper(work: Work, code: str) -> bool:
    return any(document.id == code for document in work.pack.files.documents.documents)


def _revision(post: Any) -> int | None:
    text = post.get("desk-revision", "")
    return int(text) if text.isdigit() else None


def _local(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" if at else ""
