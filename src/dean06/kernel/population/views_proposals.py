"""Proposals: the queue of those who decide, one's own, and one side by side with what it replaces."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, NotAllowed, NotFound
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.population import cards, lookup_grants, projection, services
from dean06.kernel.population.acts.common import DECIDE, PROPOSE
from dean06.kernel.population.forms_acts import ActForm, DecisionForm, WithdrawForm
from dean06.kernel.population.models import ChangeProposal, Person
from dean06.kernel.population.rules.changes import FIELD_LABELS
from dean06.kernel.population.rules.dates import BirthDate
from dean06.kernel.population.rules.masking import Sight, sight
from dean06.kernel.population.sheet import PART_OF, names_in, said
from dean06.kernel.population.types import ProposalKind, ProposalState
from dean06.kernel.population.views_acts import FIELD_OF
from dean06.kernel.units import queries as units

PAGE = 25
_KINDS = {
    ProposalState.WAITING: "warning",
    ProposalState.APPROVED: "success",
    ProposalState.REFUSED: "danger",
    ProposalState.WITHDRAWN: "neutral",
}
#: What a merge sets side by side.
_COMPARED = (
    *("personal_id", "full_name", "sex", "birth", "father_name", "mother_name", "marital_status", "life_status"),
    *("permanent_unit", "permanent_village", "household_role"),
)


@never_cache
@require_safe
def queue(request: ActorRequest) -> HttpResponse:
    """Waiting proposals first come first; deciders see all, others their own."""
    actor = actor_of(request, PROPOSE)
    decides = actor.can(DECIDE)
    mine = request.GET.get("muc") == "cua-toi" or not decides
    rows = ChangeProposal.objects.select_related("person", "person__permanent_unit")
    own = rows.filter(proposed_by=actor.user_id)
    waiting = rows.filter(state=ProposalState.WAITING)
    shown = own.order_by("-proposed_at", "-pk") if mine else waiting.order_by("proposed_at", "pk")
    page = Paginator(shown, PAGE).get_page(request.GET.get("trang"))
    bodies = units.get_agencies({row.agency for row in page if row.agency})
    now = timezone.now()
    context = {
        "mine": mine,
        "tabs": [
            *([("Chờ duyệt", "?muc=cho-duyet", waiting.count(), not mine)] if decides else []),
            ("Đề nghị của tôi", "?muc=cua-toi", own.count(), mine),
        ],
        "page": page,
        "rows": [
            {
                "proposal": row,
                "kind": ProposalKind(row.kind).label,
                "state": ProposalState(row.state).label,
                "colour": _KINDS[ProposalState(row.state)],
                "fields": ", ".join(FIELD_LABELS.get(name, name) for name in row.values),
                "agency": bodies[row.agency].short_name if row.agency in bodies else "",
                "days": (now - row.proposed_at).days,
                "own": row.proposed_by == actor.user_id,
            }
            for row in page
        ],
    }
    return render(request, "population/proposals.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: ActorRequest, proposal_id: int) -> HttpResponse:
    """One proposal side by side, with the decision of those who may take it."""
    actor = actor_of(request, PROPOSE)
    row = ChangeProposal.objects.select_related("person", "other", "evidence").filter(pk=proposal_id).first()
    if row is None:
        raise NotFound("Không tìm thấy đề nghị này.")
    own = row.proposed_by == actor.user_id
    if not (own or actor.can(DECIDE)):
        raise NotAllowed()
    form = _form(request, row, own=own)
    if request.method == "POST" and form is not None and form.is_valid() and _decide(request, row, form):
        return redirect("population:proposals")
    if request.method == "GET":
        _log(request, row)
    bodies = units.get_agencies([row.agency] if row.agency else [])
    context = {
        "proposal": row,
        "kind": ProposalKind(row.kind).label,
        "state": ProposalState(row.state).label,
        "colour": _KINDS[ProposalState(row.state)],
        "rows": _side_by_side(row, request.actor),
        "two_records": row.other is not None,
        "agency": bodies[row.agency].name if row.agency in bodies else "",
        "form": form,
        "own": own,
        "submit": "Rút đề nghị" if own else "Ghi quyết định",
        "person_url": reverse("population:person", args=[row.person_id]),
    }
    return render(request, "population/proposal.html", context, status=422 if form and form.errors else 200)


def _form(request: ActorRequest, row: ChangeProposal, *, own: bool) -> ActForm | None:
    if row.state != ProposalState.WAITING:
        return None
    return (WithdrawForm if own else DecisionForm)(request.POST or None)


def _decide(request: ActorRequest, row: ChangeProposal, form: ActForm) -> bool:
    given = form.cleaned_data
    key = given["idempotency_key"]
    try:
        if isinstance(form, WithdrawForm):
            services.withdraw_change(actor=request.actor, proposal_id=row.pk, idempotency_key=key)
            said_ = "Đã rút đề nghị."
        else:
            approve = given["decision"] == "yes"
            services.decide_change(
                actor=request.actor, proposal_id=row.pk, approve=approve, note=given["note"], idempotency_key=key
            )
            said_ = "Đã duyệt: dữ liệu đã được cập nhật." if approve else "Đã ghi không duyệt."
    except DomainError as error:
        if not show_refusal(form, error, FIELD_OF):
            raise
        return False
    messages.success(request, said_)
    return True


def _log(request: ActorRequest, row: ChangeProposal) -> None:
    """Opening a proposal is a look at the people it is about; whoever decides may open their pages."""
    dossier = f"DN-{row.pk}"
    for person_id in filter(None, (row.person_id, row.other_id)):
        audit.record_read(
            actor=request.actor,
            action="population.proposal_opened",
            subject=f"population.person:{person_id}",
            purpose="Xem đề nghị sửa dữ liệu dân cư",
            dossier=dossier,
            details={"proposal": row.pk},
        )
        if request.actor.can(DECIDE) and not lookup_grants.has_grant(request.actor, person_id):
            lookup_grants.grant(request.actor, person_id, "LAM_SACH_DU_LIEU", dossier)


def _side_by_side(row: ChangeProposal, actor: Actor) -> list[dict[str, Any]]:
    """Lines of (field, before, after); for two records: (field, the one that stays, the other)."""
    if row.other is not None:
        return _two_records(row.person, row.other, actor)
    names = names_in([row.values, row.before])
    return [
        {
            "label": _capital(FIELD_LABELS.get(name, name)),
            "before": said(name, row.before.get(name), names) or "Không có",
            "after": _after(row, name, names),
            "differs": True,
        }
        for name in dict.fromkeys([*row.before, *row.values])
    ]


def _after(row: ChangeProposal, name: str, names: Any) -> str:
    if name in row.values:
        return said(name, row.values[name], names) or "Không có"
    if name == "personal_id":
        return "Số mới, cấp khi duyệt" if row.kind == ProposalKind.CHANGE_ID else "Không còn số đang dùng"
    if name == "merged_into":
        return "Hồ sơ riêng"
    return said(name, row.before.get(name), names)


def _two_records(keep: Person, other: Person, actor: Actor) -> list[dict[str, Any]]:
    """Line by line; what the reader's duty does not show of one of them is not compared either."""
    viewers = [cards.viewer(actor, keep), cards.viewer(actor, other)]
    states = [projection.stored_state(keep), projection.stored_state(other)]
    names = names_in(states)
    lines = []
    for name in _COMPARED:
        field = PART_OF.get("birth_year" if name == "birth" else name, name)
        if not all(sight(viewer, field) is Sight.WHOLE for viewer in viewers):
            continue
        label = "ngày sinh" if name == "birth" else FIELD_LABELS[name]
        first, second = (_birth(state) if name == "birth" else said(name, state[name], names) for state in states)
        lines.append({"label": _capital(label), "before": first, "after": second, "differs": first != second})
    return lines


def _birth(state: dict[str, Any]) -> str:
    return BirthDate(state["birth_year"], state["birth_month"], state["birth_day"]).text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
