"""The table of outcomes: seen by all who work with it, edited by the registry officers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.worklists import services
from dean06.ecosystem.worklists.errors import OutcomeUnknown
from dean06.ecosystem.worklists.forms import OutcomeForm
from dean06.ecosystem.worklists.models import Outcome
from dean06.ecosystem.worklists.scope import VIEW
from dean06.kernel.common.requests import ActorRequest

_EDIT = "datasets.edit_sectors"
NEW = "moi"


@require_safe
def outcome_list(request: ActorRequest) -> HttpResponse:
    """All rows."""
    request.actor.require(VIEW)
    context = {"rows": Outcome.objects.all(), "can_edit": request.actor.can(_EDIT)}
    return render(request, "worklists/outcomes.html", context)


@require_http_methods(["GET", "POST"])
def outcome_edit(request: ActorRequest, code: str) -> HttpResponse:
    """One row, or a new one."""
    request.actor.require(_EDIT)
    row = Outcome.objects.filter(code=code).first()
    if row is None and code != NEW:
        raise OutcomeUnknown
    form = OutcomeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        name = row.code if row else f"muc-{Outcome.objects.count() + 1}"
        try:
            services.edit_outcome(actor=request.actor, code=name, values=form.cleaned_data)
        except OutcomeUnknown as error:
            form.add_error("key", error.message)
        else:
            messages.success(request, "Đã lưu bảng kết quả.")
            return redirect("worklists:outcomes")
    context = {"form": form, "row": row, "cancel_url": reverse("worklists:outcomes")}
    return render(request, "worklists/outcome_form.html", context, status=422 if form.errors else 200)
