"""Six-digit codes that confirm an address: derived from a secret, so that a copy of the database holds none."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from dean06.citizens.identity.models import ContactConfirmation


def code_of(confirmation: ContactConfirmation) -> str:
    """The code that was sent."""
    seed = f"{confirmation.pk}:{confirmation.nonce}:{confirmation.address}"
    return f"{int(salted_hmac('dean06.identity.contact', seed, algorithm='sha256').hexdigest(), 16) % 1_000_000:06d}"


def fits(confirmation: ContactConfirmation, typed: str) -> bool:
    """True when ``typed`` is the code."""
    return constant_time_compare("".join(typed.split()), code_of(confirmation))
