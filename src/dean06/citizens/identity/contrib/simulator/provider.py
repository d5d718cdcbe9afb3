"""The simulator as an identity provider."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from dean06.citizens.identity.errors import NoSuchProvider, SignInExpired
from dean06.citizens.identity.providers import IdentityProvider
from dean06.citizens.identity.types import Assertion, OrganisationClaim

#: Session key of what the made-up VNeID vouches for, by state.
VOUCHED = "vneid_simulator_vouched"


class VneidSimulator(IdentityProvider):
    """Behaves as VNeID does, seen from here: the browser goes there and comes back with who it is."""

    code = "vneid"
    label = "Đăng nhập bằng VNeID"
    hint = "Bản mô phỏng: nhập số định danh của một nhân vật giả định và mã hiện trên điện thoại giả định."

    def begin(self, request: HttpRequest, state: str) -> str:
        _require_demo()
        return f"{reverse('identity:simulator')}?{urlencode({'state': state})}"

    def finish(self, request: HttpRequest, state: str) -> Assertion:
        _require_demo()
        kept = request.session.pop(VOUCHED, None)
        if not kept or kept["state"] != state:
            raise SignInExpired
        claim = kept["organisation"]
        return Assertion(
            provider=self.code,
            personal_id=kept["personal_id"],
            full_name=kept["full_name"],
            birth_date=dt.date.fromisoformat(kept["birth_date"]),
            level=kept["level"],
            assurance=kept["assurance"],
            organisation=OrganisationClaim(**claim) if claim else None,
        )


def _require_demo() -> None:
    # Whoever knows a number could be anybody: never where people are real.
    if not settings.DEMO:
        raise NoSuchProvider
