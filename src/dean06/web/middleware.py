"""Turns a ``DomainError`` of any view into a page (or JSON where the caller asked for JSON) with its sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dean06.kernel.common.errors import DomainError


class DomainErrorMiddleware:
    """Views raise; nobody writes the same ``try`` twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if "application/json" in request.headers.get("Accept", "") or request.path.endswith(".json"):
            return JsonResponse(exception.as_dict(), status=exception.status)
        return render(request, "web/refusal.html", {"error": exception}, status=exception.status)
