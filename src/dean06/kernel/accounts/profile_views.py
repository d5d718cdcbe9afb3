"""Pages of a person's own account."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.kernel.accounts import queries, services
from dean06.kernel.accounts.adapters import STRONG_TYPES
from dean06.kernel.accounts.forms import ContactForm
from dean06.kernel.accounts.presenting import person_facts, session_rows
from dean06.kernel.accounts.views import actor_of
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.form_refusals import add_refusal


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The own account: person, roles, what to change oneself."""
    actor = actor_of(request)
    page = queries.account(actor=actor, user_id=actor.user_id or 0)
    form = ContactForm(request.POST or None, initial={"phone": page.user.phone})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_own_contact(actor=actor, phone=form.cleaned_data["phone"])
            messages.success(request, "Đã lưu số điện thoại.")
            return redirect("accounts:profile")
        except InvalidInput as refusal:
            add_refusal(form, refusal)
    today = timezone.localdate()
    held = [one for one in page.memberships if one.valid_to is None or one.valid_to > today]
    context = {
        "account": page.user,
        "facts": person_facts(page),
        "memberships": held,
        "areas": page.area_labels,
        "today": today,
        "form": form,
        "has_factor": any(factor.type in STRONG_TYPES for factor in page.factors),
        "session_count": len(page.sessions),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in now."""
    alive = UserSession.objects.purge_and_list(request.user)
    alive.sort(key=lambda session: session.last_seen_at, reverse=True)
    rows = session_rows(alive, request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"sessions": rows})


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close one of the own sessions."""
    services.end_own_session(actor=actor_of(request), session_id=session_id)
    messages.success(request, "Đã đóng phiên đăng nhập.")
    return redirect("usersessions_list")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Close all own sessions but this one."""
    ended = services.end_own_other_sessions(actor=actor_of(request), keep_session_key=request.session.session_key or "")
    messages.success(request, f"Đã đóng {ended} phiên đăng nhập khác.")
    return redirect("usersessions_list")


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Choose a second factor; where people without one are led."""
    if get_factor_adapter().is_mfa_enabled(request.user, STRONG_TYPES):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")
