"""Pages of questions about figures: asking, the list, answering; and of the letters that a person gets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest
from dean06.steering.dashboards import queries, services
from dean06.steering.dashboards.errors import PageNotFound
from dean06.steering.dashboards.figures import links
from dean06.steering.dashboards.forms import AnswerForm, AskForm
from dean06.steering.dashboards.letters.writing import write
from dean06.steering.dashboards.types import LetterKind


@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask a unit to explain its figure: its owner, the unit itself, or one of those that report it."""
    request.actor.require("assignments.request_explanation")
    situation = queries.asking(
        request.actor,
        request.GET.get("chi_tieu", "")[:40],
        today=timezone.localdate(),
        period=request.GET.get("ky", "")[:10],
        unit=request.GET.get("don_vi", "")[:90],
    )
    form = AskForm(
        request.POST or None,
        units=[(unit.code, label) for unit, label in situation.units],
        initial={"unit": situation.chosen},
    )
    back = links.figure_url(situation.figure, focus=False)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            asked = services.request_explanation(
                actor=request.actor,
                indicator=situation.figure.ref.code,
                unit=given["unit"],
                period=situation.figure.period.code,
                question=given["question"],
                due_on=given["due_on"],
                idempotency_key=given["idempotency_key"],
            )
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(
                request, f"Đã yêu cầu {asked.unit_name} giải trình trước hết ngày {asked.due_on:%d/%m/%Y}."
            )
            return redirect("dashboards:question", asked.pk)
    context = {"form": form, "figure": situation.figure, "cancel_url": back}
    return render(request, "dashboards/ask.html", context, status=422 if form.errors else 200)


@require_safe
def questions(request: ActorRequest) -> HttpResponse:
    """Questions that wait, then those that were answered."""
    tab = "da-tra-loi" if request.GET.get("muc") == "da-tra-loi" else "cho"
    page = queries.questions(
        request.actor, today=timezone.localdate(), answered=tab == "da-tra-loi", page=request.GET.get("page", "1")
    )
    tabs = [
        ("Chờ trả lời", "?" + urlencode({"muc": "cho"}), page.waiting, tab == "cho"),
        ("Đã trả lời", "?" + urlencode({"muc": "da-tra-loi"}), page.answered, tab == "da-tra-loi"),
    ]
    return render(request, "dashboards/questions.html", {"page": page, "tabs": tabs, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def question(request: ActorRequest, request_id: int) -> HttpResponse:
    """One question with its answer, or the form to answer it."""
    asked = queries.question(request.actor, request_id)
    may_answer = asked.answered_at is None and request.actor.can("assignments.explain", agency=asked.agency_code)
    form = AnswerForm(request.POST or None) if may_answer or request.method == "POST" else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.explain(
                actor=request.actor,
                request_id=request_id,
                answer=form.cleaned_data["answer"],
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã gửi giải trình.")
            return redirect("dashboards:question", request_id)
    context = {
        "asked": asked,
        "form": form,
        "today": timezone.localdate(),
        "figure_url": f"{reverse('dashboards:indicator', args=[asked.indicator_code])}"
        f"?{urlencode({'ky': asked.period_code, 'don_vi': asked.unit_code})}",
        "cancel_url": reverse("dashboards:questions"),
    }
    return render(request, "dashboards/question.html", context, status=422 if form is not None and form.errors else 200)


@require_safe
def letters(request: ActorRequest) -> HttpResponse:
    """Which letters I get, and how today's would look."""
    request.actor.require("board.view")
    refused = queries.refused_letters(request.actor)
    context = {
        "letters": [(kind, kind.value not in refused) for kind in LetterKind],
        "sent": queries.my_letters(request.actor),
        "address": queries.letter_address(request.actor),
    }
    return render(request, "dashboards/letters.html", context)


@require_POST
def choose_letter(request: ActorRequest) -> HttpResponse:
    """Take or refuse a kind of letter."""
    kind = _kind(request.POST.get("loai", ""))
    wanted = services.choose_letter(actor=request.actor, kind=kind, wanted=request.POST.get("nhan") == "1")
    said = "Bạn sẽ nhận" if wanted else "Bạn sẽ không nhận"
    messages.success(request, f"{said} {kind.label.lower()} qua thư điện tử.")
    return redirect("dashboards:letters")


@require_safe
def preview(request: ActorRequest, kind: str) -> HttpResponse:
    """Today's letter as I would get it."""
    wanted = _kind(kind)
    written = write(request.actor, wanted, today=timezone.localdate())
    return render(request, "dashboards/letter_preview.html", {"kind": wanted, "written": written, **written.context})


def _kind(value: str) -> LetterKind:
    if value not in LetterKind.values:
        raise PageNotFound("Không có loại bản tin này.")
    return LetterKind(value)
