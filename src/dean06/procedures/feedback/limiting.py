"""PRIVATE. How often one address may call, counted in the shared cache: a brake on floods, without third parties."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dean06.procedures.feedback.errors import LooksLikeSpam


def check_rate(request: HttpRequest, use: str, *, most: int, seconds: int) -> None:
    """Count this call of ``use`` from this address. Raises ``LooksLikeSpam`` after ``most`` in ``seconds``."""
    address = request.META.get("REMOTE_ADDR", "")
    key = "feedback.rate." + salted_hmac(f"feedback.{use}", address, algorithm="sha256").hexdigest()
    if cache.add(key, 1, seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, seconds)
        return
    if count > most:
        raise LooksLikeSpam
