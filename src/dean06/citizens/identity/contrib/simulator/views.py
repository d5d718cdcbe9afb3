"""Pages of the made-up VNeID: number, then the code on a made-up telephone."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.views.decorators.http import require_http_methods

from dean06.citizens.identity.contrib.simulator.forms import CodeForm, NumberForm
from dean06.citizens.identity.contrib.simulator.provider import VOUCHED
from dean06.kernel.accounts import services as accounts
from dean06.kernel.population import queries as population

_ASKED = "vneid_simulator_asked"
_CODE_LIFE = dt.timedelta(minutes=5)
_TRIES = 5


@login_not_required
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Who signs in; the answer is the same whether or not the number is known."""
    _require_demo()
    state = request.GET.get("state", "")
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[_ASKED] = {
            **form.cleaned_data,
            "state": state,
            "nonce": get_random_string(24),
            "until": (timezone.now() + _CODE_LIFE).isoformat(),
            "tries": 0,
        }
        return redirect("identity:simulator_code")
    return render(request, "identity/simulator/number.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code; five tries, five minutes, and the numbers' own limits beside."""
    _require_demo()
    asked: dict[str, Any] | None = request.session.get(_ASKED)
    now = timezone.now()
    if not asked or dt.datetime.fromisoformat(asked["until"]) < now or asked["tries"] >= _TRIES:
        return redirect("identity:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.citizen_attempt(request, asked["number"], now)
        request.session[_ASKED] = {**asked, "tries": asked["tries"] + 1}
        if constant_time_compare("".join(form.cleaned_data["code"].split()), _code(asked)):
            accounts.citizen_attempt_succeeded(request, asked["number"], now)
            return _vouch(request, asked)
        form.add_error("code", "Mã không đúng. Hãy xem lại mã trên điện thoại giả định.")
    elif request.method == "GET" and not asked.get("sent"):
        request.session[_ASKED] = {**asked, "sent": True}
        send_mail("Mã đăng nhập VNeID (mô phỏng)", _code(asked), None, [f"{asked['number']}@vneid-mo-phong.invalid"])
    return render(
        request,
        "identity/simulator/code.html",
        {"form": form, "shown_code": _code(asked)},
        status=422 if form.errors else 200,
    )


def _vouch(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    """Go back with what the made-up VNeID knows: it reads the made-up registry."""
    del request.session[_ASKED]
    person = population.person_ref_by_number(asked["number"])
    claim = None
    if asked["organisation"]:
        claim = {"number": asked["organisation"], "name": asked["organisation_name"], "role": ""}
    request.session[VOUCHED] = {
        "state": asked["state"],
        "personal_id": asked["number"],
        "full_name": person.full_name if person else "",
        "birth_date": dt.date(
            person.birth_year if person else 1900,
            (person and person.birth_month) or 1,
            (person and person.birth_day) or 1,
        ).isoformat(),
        "level": asked["level"],
        "assurance": asked["assurance"],
        "organisation": claim,
    }
    back = reverse("identity:finish", args=["vneid"])
    return redirect(f"{back}?{urlencode({'state': asked['state']})}")


def _code(asked: dict[str, Any]) -> str:
    seed = f"{asked['number']}:{asked['nonce']}"
    return f"{int(salted_hmac('dean06.identity.simulator', seed, algorithm='sha256').hexdigest(), 16) % 1_000_000:06d}"


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404
