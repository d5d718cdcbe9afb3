"""Look-ups that the pages of accounts need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django import template

from dean06.kernel.accounts.models import Membership

register = template.Library()

_FACTORS = {
    Authenticator.Type.TOTP: "ứng dụng xác thực",
    Authenticator.Type.WEBAUTHN: "khóa bảo mật",
    Authenticator.Type.RECOVERY_CODES: "mã dự phòng",
}


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
