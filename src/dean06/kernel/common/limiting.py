"""How often one sender may call, counted in the shared cache: a brake on floods and guessing, no record of them."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dean06.kernel.common.errors import DomainError


class TooManyRequests(DomainError):
    """The sender calls too often."""

    code = "TOO_MANY_REQUESTS"
    message = "Bạn thao tác quá nhanh. Hãy chờ ít phút rồi thử lại."
    status = 429


def client_address(request: HttpRequest) -> str:
    """The network address of who calls. Behind N proxies of ours (``ALLAUTH_TRUSTED_PROXY_COUNT``, as sign-in counts
    them) it is the N-th last of ``X-Forwarded-For``: what stands before was written by the caller and is not believed.
    """
    proxies = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    if proxies:
        forwarded = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
        if len(forwarded) >= proxies:
            return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def check_rate(
    request: HttpRequest, use: str, *, most: int, seconds: int, refusal: type[DomainError] = TooManyRequests
) -> None:
    """Count this call of ``use`` ("payments.start") from this address. Raises ``refusal`` after ``most`` in
    ``seconds``. The address is personal data: only its digest goes to the cache."""
    key = f"rate.{use}." + salted_hmac(f"rate.{use}", client_address(request), algorithm="sha256").hexdigest()
    if cache.add(key, 1, seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, seconds)
        return
    if count > most:
        raise refusal()
