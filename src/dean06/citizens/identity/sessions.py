"""What the session of a citizen remembers: how surely he was identified, and large letters."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

from dean06.citizens.identity.types import Assertion, OrganisationClaim, Standing

STANDING = "identity_standing"
#: Also read by the frame of every page (``web.context``).
LARGE_TYPE = "large_type"


def keep_standing(request: HttpRequest, assertion: Assertion) -> None:
    """Remember how surely the person of this session was identified."""
    request.session[STANDING] = {
        "provider": assertion.provider,
        "level": assertion.level,
        "assurance": assertion.assurance,
        "organisation": asdict(assertion.organisation) if assertion.organisation else None,
    }


def kept_standing(request: HttpRequest) -> Standing | None:
    """What ``keep_standing`` remembered, or ``None``."""
    kept: dict[str, Any] | None = request.session.get(STANDING)
    if not kept:
        return None
    claim = OrganisationClaim(**kept["organisation"]) if kept.get("organisation") else None
    return Standing(kept["provider"], kept["level"], kept["assurance"], claim)
