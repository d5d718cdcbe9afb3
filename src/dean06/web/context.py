"""What the frame of every page needs: the province's name, the navigation the actor may use, unread messages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dean06.kernel.design import navigation


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    actor = getattr(request, "actor", None)
    return {
        "province_name": settings.PROVINCE_NAME,
        "is_demo": settings.DEMO,
        "navigation": navigation.for_actor(actor, request.path) if actor else [],
    }
