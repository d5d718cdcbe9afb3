"""A request with its actor, as the middleware of ``accounts`` leaves it; and the one way to ask for that actor."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed


class ActorRequest(HttpRequest):
    """A request of a signed-in person. ``htmx`` is true when a part of the page asks, not the whole."""

    actor: Actor
    htmx: HtmxDetails


def actor_of(request: HttpRequest, permission: str | None = None) -> Actor:
    """Who asks. Raises ``NotAllowed`` for a visitor, and for an actor that holds ``permission`` nowhere."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed(permission=permission) if permission else NotAllowed()
    if permission:
        actor.require(permission)
    return actor
