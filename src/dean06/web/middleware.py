"""Turns a ``DomainError`` of any view into a page (or JSON where the caller asked for JSON) with its sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dean06.kernel.common.errors import DomainError
from dean06.web.errors import BadRequest, refusal


class DomainErrorMiddleware:
    """Views raise; nobody writes the same ``try`` twice. An address with a NUL, which no text of PostgreSQL can hold,
    is refused before any view sees it; in forms Django refuses it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(request, BadRequest())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return refusal(request, exception)
