"""PRIVATE. How often a visitor may ask: enough for a desk of officials, too little for guessing codes."""

from __future__ import annotations

from django.http import HttpRequest

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.limiting import check_rate

_WINDOW = 60
LIMITS = {"code": 60, "file": 20}


class TooManyChecks(DomainError):
    """Too many questions from one network address."""

    code = "SIGNING_TOO_MANY_CHECKS"
    message = "Có quá nhiều lượt kiểm tra từ mạng của bạn. Hãy đợi một phút rồi thử lại."
    status = 429


def take_turn(request: HttpRequest, kind: str) -> None:
    """Count one question of a kind ("code", "file"). Raises ``TooManyChecks``."""
    check_rate(request, f"signing.{kind}", most=LIMITS[kind], seconds=_WINDOW, refusal=TooManyChecks)
