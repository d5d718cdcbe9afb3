"""Puts ``request.actor`` (an ``Actor``, or ``None`` for a visitor) on every request."""

from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        return self.get_response(request)
