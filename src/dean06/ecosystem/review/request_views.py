"""Pages of requests to correct the registry: what waits for police and civil-status officers, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.review import forms, queries, scopes, services
from dean06.ecosystem.review.errors import RequestNotFound
from dean06.ecosystem.review.models import CorrectionRequest
from dean06.ecosystem.review.rules.comparing import NUMBERS
from dean06.ecosystem.review.rules.figures import masked_text
from dean06.ecosystem.review.rules.routing import FIELDS, OWNER, PROPOSABLE
from dean06.ecosystem.review.showing import SEARCH, pair_rows, request_shown
from dean06.ecosystem.review.sources import unit_name
from dean06.ecosystem.review.types import Queue, RequestState
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.files import queries as files
from dean06.kernel.units import queries as units

KINDS = {
    RequestState.SENT: "warning",
    RequestState.IN_WORK: "ongoing",
    RequestState.RETURNED: "warning",
    RequestState.APPROVED: "info",
    RequestState.DONE: "success",
    RequestState.REFUSED: "neutral",
}
_PAGE = 100
_WAITING = (RequestState.SENT, RequestState.IN_WORK)

#: Acts on a request: address → label, form, states, whether the answering side does it, service.
ACTS: dict[str, tuple[str, type[django_forms.Form], tuple[str, ...], bool, Callable[..., Any], str]] = {
    "nhan": ("Nhận xử lý", django_forms.Form, (RequestState.SENT,), True, services.take_request, "primary"),
    "lap-de-nghi": ("Đồng ý, lập đề nghị sửa", forms.ApproveForm, _WAITING, True, services.approve_request, "primary"),
    "da-xu-ly": ("Đã xử lý bằng thủ tục khác", forms.AnswerForm, _WAITING, True, services.report_done, "secondary"),
    "tra-lai": ("Trả lại để bổ sung", forms.AnswerForm, _WAITING, True, services.return_request, "secondary"),
    "khong-sua": ("Không sửa", forms.RefuseForm, _WAITING, True, services.refuse_request, "secondary"),
    "bo-sung": ("Bổ sung", forms.CompleteForm, (RequestState.RETURNED,), False, services.complete_request, "primary"),
}


@require_safe
def request_list(request: ActorRequest) -> HttpResponse:
    """Requests by queue and state, soonest due first."""
    actor = actor_of(request)
    queue = request.GET.get("hang") if request.GET.get("hang") in Queue.values else ""
    state = request.GET.get("trang_thai") if request.GET.get("trang_thai") in RequestState.values else ""
    found = list(queries.requests(actor, queue=queue, state=state)[:_PAGE])
    today = timezone.localdate()
    bodies = units.get_agencies(one.agency for one in found if one.agency)
    names = {sector.code: sector.name for sector in datasets.sectors(active_only=False)}
    rows = [
        (
            one,
            KINDS[RequestState(one.state)],
            names.get(one.sector, one.sector),
            unit_name(one.unit_code, today),
            _body(one, bodies),
            ", ".join(FIELDS[field] for field in one.fields),
            one.state in _WAITING,
        )
        for one in found
    ]
    everything = queries.requests(actor)
    tabs = [("Tất cả", reverse("review:requests"), everything.count(), not queue)]
    for code, label in (("police", "Công an"), ("justice", "Tư pháp - hộ tịch")):
        tabs.append((label, f"?hang={code}", everything.filter(queue=code).count(), queue == code))
    context = {
        "rows": rows,
        "tabs": tabs,
        "queue": queue,
        "state": state,
        "states": RequestState.choices,
        "waiting": queries.open_requests(actor),
        "today": today,
    }
    return render(request, "review/requests.html", context)


@require_safe
def request_detail(request: ActorRequest, request_id: int) -> HttpResponse:
    """One request with its story and what its reader may do now."""
    actor = actor_of(request)
    found = scopes.get_request(actor, request_id)
    request_shown(actor, found)
    return render(request, "review/request.html", _context(actor, found))


@require_http_methods(["GET", "POST"])
def request_act(request: ActorRequest, request_id: int, slug: str) -> HttpResponse:
    """The form of one act and the service behind it."""
    actor = actor_of(request)
    found = scopes.get_request(actor, request_id)
    if slug not in ACTS:
        raise RequestNotFound
    label, form_class, _, _, service, kind = ACTS[slug]
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if "evidence" in given:
            given["evidence"] = (given["evidence"].name, given["evidence"]) if given["evidence"] else None
        try:
            service(actor=actor, request_id=request_id, **given)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{label}: đã ghi nhận.")
            return redirect("review:request", request_id)
    request_shown(actor, found)
    context = {**_context(actor, found), "form": form, "label": label, "kind": kind, "slug": slug}
    return render(request, "review/request_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def request_new(request: ActorRequest, decision_id: int) -> HttpResponse:
    """Ask the registry's owner to look: which fields, why, on what paper."""
    actor = actor_of(request, scopes.DECIDE)
    decision = scopes.get_decision(actor, decision_id)
    now = timezone.now()
    pair = pair_rows(actor, decision, now)
    choices = [(field, FIELDS[field]) for field in decision.differing if field in OWNER]
    form = forms.RequestForm(
        request.POST or None,
        request.FILES or None,
        choices=choices,
        initial={"fields_wrong": decision.registry_fields},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.request_corrections(
                actor=actor,
                decision_id=decision_id,
                fields=given["fields_wrong"],
                reason=given["reason"],
                document_ref=given["document_ref"],
                evidence=(given["evidence"].name, given["evidence"]) if given["evidence"] else None,
            )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã gửi {len(made)} phiếu đề nghị. Câu trả lời sẽ được báo lại cho bạn.")
            return redirect("review:request", made[0].pk)
    context = {
        "decision": decision,
        "form": form,
        "pair": pair,
        "cancel_url": reverse("review:case", args=[decision.case_id]),
    }
    return render(request, "review/request_new.html", context, status=422 if form.errors else 200)


def _context(actor: Actor, found: CorrectionRequest) -> dict[str, Any]:
    bodies = units.get_agencies([found.agency, found.sent_agency])
    handles = scopes.may_handle(actor, found) and actor.user_id != found.sent_by
    sends = actor.can(scopes.DECIDE) and scopes.visible_cases(actor).filter(pk=found.decision.case_id).exists()
    acts = [
        (slug, label, kind)
        for slug, (label, _, states, answering, _, kind) in ACTS.items()
        if found.state in states and (handles if answering else sends) and _fits(slug, found)
    ]
    return {
        "found": found,
        "kind": KINDS[RequestState(found.state)],
        "sector": datasets.sector(found.sector),
        "unit": unit_name(found.unit_code, timezone.localdate()),
        "body": _body(found, bodies),
        "sender": accounts.display_name(found.sent_by),
        "sender_body": bodies[found.sent_agency].name if found.sent_agency in bodies else "",
        "fields": [
            (FIELDS[field], _registry_value(actor, field, pair["registry"]), pair["proposed"])
            for field, pair in found.fields.items()
        ],
        "file": files.stored_file(found.evidence_id) if found.evidence_id else None,
        "timeline": [
            {
                "time": step.at,
                "title": RequestState(step.state).label,
                "text": step.text,
                "actor": step.actor_name,
                "kind": KINDS[RequestState(step.state)],
            }
            for step in reversed(found.steps.all())
        ],
        "acts": acts,
        "waiting": found.state in _WAITING,
        "today": timezone.localdate(),
    }


def _registry_value(actor: Actor, field: str, value: str) -> str:
    """The registry's numbers stay masked for those who may not look people up there."""
    return masked_text(value) if field in NUMBERS and not actor.can(SEARCH) else value


def _fits(slug: str, found: CorrectionRequest) -> bool:
    """A proposal is offered only for what a proposal can change; another procedure only for the rest."""
    proposable = set(found.fields) <= PROPOSABLE
    return not (slug == "lap-de-nghi" and not proposable) and not (slug == "da-xu-ly" and proposable)


def _body(found: CorrectionRequest, bodies: dict[str, Any]) -> str:
    if found.agency in bodies:
        return str(bodies[found.agency].name)
    return "Cán bộ cơ sở dữ liệu dân cư của tỉnh"
