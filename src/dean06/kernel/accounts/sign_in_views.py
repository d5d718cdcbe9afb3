"""The sign-in page, with the accounts of the demo where there is one."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dean06.kernel.accounts import queries, sign_ins
from dean06.kernel.accounts.areas import agency_names
from dean06.kernel.accounts.models import User


class SignInView(LoginView):
    """allauth's sign-in; in the demo with the list of invented people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = queries.demo_accounts()
        return super().get_context_data(**kwargs) | {
            "demo_people": people,
            "demo_agencies": agency_names({person.agency_code for person in people}),
        }


sign_in = SignInView.as_view()


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign in as an invented person of the demo. Outside the demo, and for anyone else, there is no such page."""
    person = User.objects.filter(pk=user_id, is_demo=True, is_active=True).first() if settings.DEMO else None
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, method="demo")
    sign_ins.record_sign_in(request, person)
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)
