"""Pages ``/dan-cu/``: verifying, searching, purposes, unusual look-ups."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.common.requests import actor_of
from dean06.kernel.population import lookup_grants, purposes, queries, watching
from dean06.kernel.population.forms_reading import NAMES, PurposeEditForm, SearchForm, VerifyForm
from dean06.kernel.population.lookup_types import Verification, VerifyOutcome
from dean06.kernel.population.purpose_acts import save_purpose

_KINDS = {VerifyOutcome.AGREES: "success", VerifyOutcome.DIFFERS: "danger", VerifyOutcome.UNKNOWN: "warning"}
#: How far back the page of unusual look-ups goes by itself, and at most.
WATCH_DAYS, WATCH_AT_MOST = 14, 92


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Which of number, name, birth date, sex the registry confirms."""
    actor = actor_of(request, "population.verify")
    form = VerifyForm(request.POST or None, initial={"purpose": request.GET.get("muc-dich", "")})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        year, month, day = data["birth"]
        try:
            result = queries.verify(
                actor,
                personal_id=data["number"],
                full_name=data["full_name"],
                birth_year=year,
                birth_month=month,
                birth_day=day,
                sex=data["sex"],
                purpose=data["purpose"],
                dossier=data["dossier"],
            )
            context |= {"result": result, "lines": _lines(result), "result_kind": _KINDS[result.outcome]}
        except DomainError as refusal:
            add_refusal(form, refusal, NAMES)
    return render(request, "population/verify.html", context)


def _lines(result: Verification) -> list[tuple[str, str, str]]:
    """(field, answer, kind of badge) for what was compared."""
    if not result.id_known:
        return [("Số", "Không có trong dữ liệu", "warning")]
    fields = [("Họ tên", result.full_name), ("Ngày sinh", result.birth_date), ("Giới tính", result.sex)]
    return [("Số", "Có trong dữ liệu", "success")] + [
        (label, answer.label, "success" if answer.agrees else "danger")
        for label, answer in fields
        if answer is not queries.Agreement.NOT_ASKED
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find one person for a dossier."""
    actor = actor_of(request, "population.search")
    form = SearchForm(request.POST or None, province=settings.PROVINCE_CODE, on=timezone.localdate())
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        year, month, day = data["birth"] or (None, None, None)
        try:
            found = queries.search(
                actor,
                purpose=data["purpose"],
                dossier=data["dossier"],
                number=data["number"],
                full_name=data["full_name"],
                birth_year=year,
                birth_month=month,
                birth_day=day,
                unit_code=data["unit"],
            )
            for person in found:
                lookup_grants.grant(actor, person.person_id, data["purpose"], data["dossier"])
            context |= {
                "found": [{**asdict(person), "url": _person_url(person.person_id)} for person in found],
                "searched": True,
                "purpose": purposes.label_of(data["purpose"]),
            }
        except DomainError as refusal:
            add_refusal(form, refusal, NAMES)
    return render(request, "population/search.html", context)


def _person_url(person_id: int) -> str:
    try:
        return reverse("population:person", args=[person_id])
    except NoReverseMatch:
        return ""


@never_cache
@require_GET
def unusual(request: HttpRequest) -> HttpResponse:
    """Officers' days with look-ups that somebody should ask about."""
    actor = actor_of(request, "audit.view")
    until = timezone.localdate()
    try:
        days = min(max(int(request.GET.get("ngay", WATCH_DAYS)), 1), WATCH_AT_MOST)
    except ValueError:
        days = WATCH_DAYS
    since = until - dt.timedelta(days=days - 1)
    rows = watching.unusual(actor, since=since, until=until)
    choices = [(f"{one} ngày", f"?ngay={one}", None, one == days) for one in (7, 14, 30, 92)]
    return render(
        request, "population/unusual.html", {"rows": rows, "since": since, "until": until, "choices": choices}
    )


@require_http_methods(["GET", "POST"])
def purpose_list(request: HttpRequest) -> HttpResponse:
    """The purposes of look-ups, changed here by the registry's officers."""
    actor = actor_of(request, "population.decide_change")
    chosen = next((one for one in purposes.purposes(active_only=False) if one.code == request.GET.get("ma")), None)
    initial = (
        {
            "code": chosen.code,
            "label": chosen.label,
            "legal_basis": chosen.legal_basis,
            "is_active": chosen.is_active,
        }
        if chosen
        else None
    )
    form = PurposeEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_purpose(actor=actor, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal, NAMES)
        else:
            messages.success(request, "Đã lưu mục đích tra cứu.")
            return redirect(reverse("population:purposes"))
    rows = purposes.purposes(active_only=False)
    return render(request, "population/purposes.html", {"form": form, "rows": rows, "chosen": chosen})
