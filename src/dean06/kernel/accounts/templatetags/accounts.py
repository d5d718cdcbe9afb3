"""Look-ups that the pages of accounts need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django import template
from django.template import Context

from dean06.kernel.accounts.models import Membership

register = template.Library()

_FACTORS = {
    Authenticator.Type.TOTP: "ứng dụng xác thực",
    Authenticator.Type.WEBAUTHN: "khóa bảo mật",
    Authenticator.Type.RECOVERY_CODES: "mã dự phòng",
}


@register.simple_tag(takes_context=True)
def allowed(context: Context, permission: str, agency: str | None = None) -> bool:
    """Whether the reader holds ``permission`` (for ``agency``, if given): ``{% allowed "board.view" as may_open %}``.

    For links: a link that answers "not allowed" is not offered.
    """
    return context["request"].actor.can(permission, agency=agency)


@register.filter
def lookup(values: Mapping[str, Any], key: str) -> Any:
    """``values[key]``, or nothing."""
    return values.get(key, "")


@register.filter
def area_of(labels: Mapping[tuple[str, str], str], held: Membership) -> str:
    """The label of the area of a role."""
    return labels.get((held.area_kind, held.area_code), held.area_code)


@register.filter
def factor_name(factor: Authenticator) -> str:
    """What kind of authenticator this is."""
    return _FACTORS[Authenticator.Type(factor.type)]
