"""PRIVATE. How often a visitor may ask: enough for a desk of officials, too little for guessing codes."""

from __future__ import annotations

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from dean06.kernel.common.errors import DomainError

_WINDOW = 60
LIMITS = {"code": 60, "file": 20}


class TooManyChecks(DomainError):
    """Too many questions from one network address."""

    code = "SIGNING_TOO_MANY_CHECKS"
    message = "Có quá nhiều lượt kiểm tra từ mạng của bạn. Hãy đợi một phút rồi thử lại."
    status = 429


def take_turn(request: HttpRequest, kind: str) -> None:
    """Count one question of a kind ("code", "file"). Raises ``TooManyChecks``."""
    address = get_adapter(request).get_client_ip(request)
    # The address itself is personal data, so only its digest goes to the cache, for a minute.
    digest = hashlib.sha256(str(address).encode()).hexdigest()[:24]
    key = f"signing.check.{kind}.{digest}.{int(time.time() // _WINDOW)}"
    cache.add(key, 0, 2 * _WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return
    if count > LIMITS[kind]:
        raise TooManyChecks()
