"""What the pages show of an account, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.formats import date_format

from dean06.kernel.accounts.areas import agency_names
from dean06.kernel.accounts.queries import AccountPage
from dean06.kernel.audit import queries as audit
from dean06.kernel.audit.types import LogFilter
from dean06.kernel.common.actors import Actor

_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_MORE_SYSTEMS = (("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))
#: Order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_MORE_BROWSERS = (("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"))


def device_name(user_agent: str) -> str:
    """ "Chrome trên Windows", or what the browser calls itself when it is not known."""
    browser = next((name for sign, name in (*_BROWSERS, *_MORE_BROWSERS) if sign in user_agent), None)
    system = next((name for sign, name in (*_SYSTEMS, *_MORE_SYSTEMS) if sign in user_agent), None)
    if browser or system:
        return f"{browser or 'Trình duyệt'} trên {system or 'thiết bị khác'}"
    return re.sub(r"\s+", " ", user_agent)[:60] or "Không rõ thiết bị"


def session_rows(sessions: Iterable[UserSession], current_key: str | None) -> list[dict[str, Any]]:
    """Rows of the table of sessions, the one in use marked."""
    return [
        {
            "id": session.pk,
            "device": device_name(session.user_agent),
            "ip": session.ip,
            "started": session.created_at,
            "seen": session.last_seen_at,
            "is_current": session.session_key == current_key,
        }
        for session in sessions
    ]


def person_facts(page: AccountPage) -> list[tuple[str, Any]]:
    """Terms and values of the person and the account."""
    user = page.user

    def moment(value: Any) -> str:
        return date_format(timezone.localtime(value), "d/m/Y H:i") if value else ""

    agency = agency_names([user.agency_code]).get(user.agency_code, user.agency_code) if user.agency_code else ""
    facts: list[tuple[str, Any]] = [
        ("Thư điện tử", user.email),
        ("Điện thoại", user.phone),
        ("Chức vụ", user.position),
        ("Cơ quan", agency),
        ("Tạo lúc", moment(user.created_at)),
        ("Thư mời gửi lúc", moment(user.invited_at)),
        ("Đăng nhập gần nhất", moment(user.last_login)),
        ("Đổi mật khẩu lúc", moment(user.password_changed_at)),
        ("Rà soát gần nhất", date_format(user.last_reviewed_on, "d/m/Y") if user.last_reviewed_on else ""),
    ]
    if not user.is_active:
        facts += [("Khóa lúc", moment(user.closed_at)), ("Lý do khóa", user.get_closed_reason_display())]
        facts += [("Ghi chú khi khóa", user.closed_note)] if user.closed_note else []
    return facts


def log_timeline(actor: Actor, user_id: int) -> list[dict[str, Any]] | None:
    """The latest rows of the log about the account, for those who may read it; ``None`` for others."""
    if not actor.can("audit.view"):
        return None
    page = audit.search_log(actor=actor, wanted=LogFilter(subject=f"accounts.user:{user_id}"), limit=20)
    return [
        {"time": entry.time, "title": entry.action_label, "text": entry.purpose, "actor": entry.actor_name}
        for entry in page.entries
    ]
