"""One-time links to set a password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from dean06.kernel.accounts.models import User


def password_link(user: User) -> str:
    """A link to set the password of ``user``: usable once, until ``PASSWORD_RESET_TIMEOUT``."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    return f"{settings.SITE_URL.rstrip('/')}{path}"
