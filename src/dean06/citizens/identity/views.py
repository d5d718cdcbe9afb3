"""Signing in of citizens, and the table of levels."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.citizens.identity import queries, services
from dean06.citizens.identity.errors import SignInExpired
from dean06.citizens.identity.forms import AssuranceForm
from dean06.citizens.identity.models import CitizenAccount
from dean06.citizens.identity.providers import provider, providers
from dean06.citizens.identity.types import Act, Assertion, Assurance, Level
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import actor_of
from dean06.kernel.population import queries as population

_BEGUN = "identity_begun"


@login_not_required
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """How a citizen signs in; in the demo with the made-up citizens."""
    actor = getattr(request, "actor", None)
    if actor is not None and actor.person_id is not None:
        return redirect(_next(request))
    context = {
        "providers": providers(),
        "people": queries.demo_citizens(),
        "levels": dict(Level.choices),
        "next": request.GET.get("next", ""),
    }
    return render(request, "identity/sign_in.html", context)


@login_not_required
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Send the browser to the provider."""
    chosen = provider(code)
    state = get_random_string(32)
    request.session[_BEGUN] = {"state": state, "provider": code, "next": _next(request)}
    return redirect(chosen.begin(request, state))


@login_not_required
@require_GET
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """The browser is back from the provider."""
    begun = request.session.pop(_BEGUN, None)
    state = request.GET.get("state", "")
    if not begun or begun["provider"] != code or not state or begun["state"] != state:
        raise SignInExpired
    account = services.sign_in(request, provider(code).finish(request, state))
    messages.success(request, f"Xin chào {account.user.full_name}.")
    return redirect(begun["next"])


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign in as a made-up citizen by one click. Outside the demo there is no such page."""
    account = CitizenAccount.objects.filter(user_id=user_id, user__is_demo=True).first() if settings.DEMO else None
    person = population.persons([account.person_id]).get(account.person_id) if account else None
    if account is None or person is None:
        raise Http404
    services.sign_in(
        request,
        Assertion(
            provider="vneid",
            personal_id=person.personal_id or "",
            full_name=person.full_name,
            birth_date=dt.date(person.birth_year, person.birth_month or 1, person.birth_day or 1),
            level=account.level,
            assurance=Assurance.TWO_FACTORS,
        ),
    )
    return redirect(_next(request))


@require_http_methods(["GET", "POST"])
def assurance(request: HttpRequest) -> HttpResponse:
    """The level that each act asks for; changed by who publishes procedures."""
    actor = actor_of(request, "procedures.edit")
    chosen = request.POST.get("act", "")
    rows = []
    status = 200
    for need in queries.needs():
        mine = need.act == chosen
        initial = {"level": need.level, "assurance": need.assurance, "source": need.source}
        form = AssuranceForm(request.POST if mine else None, initial=initial, auto_id=f"id_{need.act}_%s")
        if mine and form.is_valid():
            try:
                services.set_assurance_rule(actor=actor, act=chosen, **form.cleaned_data)
                messages.success(request, f"Đã lưu mức bảo đảm cho việc: {Act(chosen).label.lower()}.")
                return redirect("identity:assurance")
            except InvalidInput as refusal:
                for name, sentence in refusal.details.get("fields", {}).items():
                    form.add_error(name if name in form.fields else None, sentence)
        status = 422 if form.errors else status
        rows.append((need, Act(need.act).label, form))
    return render(request, "identity/assurance.html", {"rows": rows}, status=status)


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this site, else the citizen's first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return "/dich-vu-cong/"
