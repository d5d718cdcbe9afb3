"""Pages about one submission: looking at it, accepting, returning, opening again, excusing; history of one figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.collection import access, services
from dean06.steering.collection.errors import SubmissionNotFound
from dean06.steering.collection.forms import ReasonForm
from dean06.steering.collection.grid import grid, pair_text
from dean06.steering.collection.models import Exemption, Remark, Submission, SubmissionAct
from dean06.steering.collection.rules.steps import EDITABLE
from dean06.steering.collection.types import Act, State
from dean06.steering.collection.views import context_of
from dean06.steering.indicators import queries as indicators

_ACT_KINDS = {Act.ACCEPT: "success", Act.RETURN: "danger", Act.REOPEN: "warning", Act.SEND: "info"}


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """The figures of a unit with their story. POST: the province returns them, with remarks to single figures."""
    actor = actor_of(request, access.VIEW)
    form = grid(actor, unit, period)
    reason = ReasonForm(request.POST if request.method == "POST" else None)
    typed: dict[str, str] = {}
    if request.method == "POST":
        actor_of(request, access.ACCEPT)
        typed = {row.key: request.POST.get(f"y:{row.key}", "").strip()[:500] for row in form.rows}
        if reason.is_valid():
            try:
                services.return_to_unit(
                    actor=actor,
                    unit=unit,
                    period=period,
                    reason=reason.cleaned_data["reason"],
                    remarks={(row.ref.code, row.breakdown): typed[row.key] for row in form.rows if typed[row.key]},
                )
            except DomainError as refusal:
                if not show_refusal(reason, refusal):
                    raise
            else:
                messages.success(request, f"Đã trả lại số liệu {form.place.label}. Đơn vị được báo kèm lý do.")
                return redirect("collection:overview", period=period)
    context = context_of(request, form)
    may_decide = context["may_accept"] and not form.place.period.locked
    return render(
        request,
        "collection/submission.html",
        context
        | {
            "reason": reason,
            "groups": [(title, [(row, typed.get(row.key, "")) for row in rows]) for title, rows in form.groups],
            "hidden": form.state in EDITABLE and not context["may_enter"],
            "may_return": may_decide and form.state == State.SENT,
            "may_reopen": may_decide and form.state == State.ACCEPTED,
            "may_exempt": may_decide and form.state not in (State.SENT, State.ACCEPTED) and not form.exempt,
            "may_withdraw": may_decide and form.exempt,
            "exemption": _exemption(form.place.unit.id, form.place.period.id),
            "timeline": _timeline(form.submission),
        },
        status=422 if reason.errors else 200,
    )


@require_POST
def accept(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """The province accepts the figures of one unit."""
    actor = actor_of(request, access.ACCEPT)
    try:
        services.accept(actor=actor, unit=unit, period=period)
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
        return redirect("collection:submission", period=period, unit=unit)
    messages.success(request, "Đã duyệt số liệu. Số liệu này là số chính thức của kỳ.")
    return redirect("collection:overview", period=period)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """Opening accepted figures again, with a reason."""
    return _with_reason(
        request,
        period,
        unit,
        act=services.reopen,
        title="Mở lại số liệu đã duyệt",
        question="Đơn vị sửa được số liệu và phải gửi lại. Trong lúc đó, số của đơn vị không nằm trong số của tỉnh.",
        submit="Mở lại",
        done="Đã mở lại. Đơn vị được báo kèm lý do.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def exempt(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """Excusing a unit from a period."""
    return _with_reason(
        request,
        period,
        unit,
        act=services.exempt,
        title="Miễn báo cáo kỳ này",
        question="Đơn vị không bị tính là thiếu hoặc chậm trong kỳ này, và không bị nhắc.",
        submit="Miễn báo cáo",
        done="Đã miễn báo cáo. Đơn vị được báo kèm lý do.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_exemption(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """Taking an exemption back."""
    return _with_reason(
        request,
        period,
        unit,
        act=services.withdraw_exemption,
        title="Thu hồi việc miễn báo cáo",
        question="Đơn vị phải báo cáo kỳ này trở lại.",
        submit="Thu hồi",
        done="Đã thu hồi. Đơn vị được báo kèm lý do.",
    )


@require_safe
def history(request: ActorRequest, period: str, unit: str, code: str) -> HttpResponse:
    """Every change of one figure and of its parts: who, when, from what to what, why."""
    actor = actor_of(request, access.VIEW)
    form = grid(actor, unit, period)
    rows = [row for row in form.rows if row.ref.code == code]
    if not rows:
        raise SubmissionNotFound("Chỉ tiêu này không thuộc biểu của đơn vị.")
    changes = [
        (row.label, one, _counts(one.before), _counts(one.after))
        for row in rows
        for one in indicators.changes(actor, code, form.place.unit.id, form.place.period, row.breakdown)
    ]
    changes.sort(key=lambda item: item[1].at, reverse=True)
    return render(
        request,
        "collection/history.html",
        context_of(request, form) | {"ref": rows[0].ref, "row": rows[0], "changes": changes},
    )


def _with_reason(
    request: ActorRequest,
    period: str,
    unit: str,
    *,
    act: Callable[..., Any],
    title: str,
    question: str,
    submit: str,
    done: str,
) -> HttpResponse:
    actor = actor_of(request, access.ACCEPT)
    found = grid(actor, unit, period)
    back = reverse("collection:submission", args=[period, unit])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(actor=actor, unit=unit, period=period, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, done)
            return redirect(back)
    return render(
        request,
        "collection/reason.html",
        {
            "title": title,
            "question": question,
            "form": form,
            "submit": submit,
            "cancel_url": back,
            "facts": [
                ("Đơn vị", found.place.unit.name),
                ("Kỳ", found.place.period.label),
                ("Đang ở", found.state.label),
            ],
            "period": found.place.period,
            "unit": found.place.unit,
        },
        status=422 if form.errors else 200,
    )


def _exemption(unit_id: int, period_id: int) -> Exemption | None:
    return Exemption.objects.filter(unit_id=unit_id, period_id=period_id, withdrawn_at=None).first()


def _timeline(found: Submission | None) -> list[dict[str, object]]:
    if found is None:
        return []
    items = []
    acts = found.acts.order_by("-pk").prefetch_related("remarks")
    for act in acts:
        items.append(
            {
                "time": act.at,
                "title": _act_title(act),
                "actor": act.by_name,
                "text": " ".join(filter(None, [act.reason, _remarks_text(act.remarks.all())])),
                "kind": _ACT_KINDS.get(Act(act.act), ""),
            }
        )
    return items


def _act_title(act: SubmissionAct) -> str:
    label, details = Act(act.act).label, act.details
    if act.act == Act.SEND:
        late = f", chậm {details['late_days']} ngày" if details.get("late_days") else ", đúng hạn"
        return f"{label}: {details.get('filled')}/{details.get('expected')} chỉ tiêu{late}"
    return label


def _remarks_text(remarks: Iterable[Remark]) -> str:
    return " ".join(f"{one.code}{'/' + one.breakdown if one.breakdown else ''}: {one.text}." for one in remarks)


def _counts(pair: Pair | None) -> str:
    return pair_text(pair) or "chưa có"
