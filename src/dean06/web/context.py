"""What the frame of every page needs: the province's name, the navigation the actor may use, unread messages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dean06 import __version__
from dean06.kernel.design import navigation
from dean06.kernel.notifications import queries as notifications

#: Pages of citizens: "Đăng nhập" in the frame leads to their sign-in, not to the officers'.
CITIZENS = ("/dich-vu-cong/", "/cong-dan/", "/ai-da-xem/", "/phan-anh/", "/kiem-tra/", "/khoan-thu/nop/")
#: Session key of large letters (kept by ``citizens.identity``, and by the portal for visitors).
LARGE_TYPE = "large_type"


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    actor = getattr(request, "actor", None)
    session = getattr(request, "session", None)
    citizens = request.path.startswith(CITIZENS)
    for_citizen = citizens or getattr(actor, "person_id", None) is not None
    return {
        "province_name": settings.PROVINCE_NAME,
        "is_demo": settings.DEMO,
        "navigation": navigation.for_actor(actor, request.path) if actor else [],
        "platform_version": __version__,
        "login_url": _address("identity:sign_in" if citizens else settings.LOGIN_URL),
        "header_search": {"url": _address("portal:home"), "label": "Tìm thủ tục"} if for_citizen else {},
        "large_type": bool(session and session.get(LARGE_TYPE)),
        "notifications_url": _address("notifications:list"),
        "unread_notifications": notifications.unread_count(actor.user_id) if actor else 0,
        "help_url": _address("web:help"),
    }


def _address(name: str) -> str | None:
    """A view's address, or nothing while the part that holds it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
