"""Pages of the app: what forms spare, where people stop, and the list of communes that forms search."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.procedures.forms import outside


@require_GET
def communes(request: ActorRequest) -> JsonResponse:
    """Communes of today by part of their name, for the picker (public knowledge, but only for people signed in)."""
    actor_of(request)
    found = outside.communes(request.GET.get("q", "")[:100], timezone.localdate())
    return JsonResponse({"results": [{"value": one.code, "label": one.path, "note": ""} for one in found]})
