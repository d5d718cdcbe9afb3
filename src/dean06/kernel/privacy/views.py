"""The page "Ai đã xem dữ liệu của tôi"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dean06.kernel.common.requests import actor_of
from dean06.kernel.privacy import queries

#: Word in the address → label, days.
PERIODS: dict[str, tuple[str, int | None]] = {
    "30": ("30 ngày qua", 30),
    "365": ("12 tháng qua", 365),
    "tat-ca": ("Tất cả", None),
}


@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the data of the citizen (or of a child), when, why, under which dossier."""
    actor = actor_of(request, "my_data.view")
    wards = queries.wards_of(actor)
    chosen = request.GET.get("nguoi", "")
    person_id = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else None
    period = request.GET.get("thoi-gian", "365")
    label, days = PERIODS.get(period, PERIODS["365"])
    changes = request.GET.get("loai") == "sua"
    with_own = request.GET.get("ca-toi") == "1"
    since = timezone.now() - timedelta(days=days) if days else None
    mark = request.GET.get("truoc", "")
    if changes:
        page = queries.changes_of(actor=actor, person_id=person_id, after=mark)
    else:
        page = queries.looks_at(actor=actor, person_id=person_id, with_own=with_own, since=since, after=mark)
    kept = {name: value for name, value in request.GET.items() if value and name != "truoc"}
    report = _report_address()
    context: dict[str, Any] = {
        "looks": [(look, f"{report}?{urlencode(_report(look))}" if report else "") for look in page.looks],
        "older_url": f"?{urlencode({**kept, 'truoc': page.older})}" if page.older else "",
        "newest_url": f"?{urlencode(kept)}" if mark else "",
        "periods": [(code, words, code == period) for code, (words, _) in PERIODS.items()],
        "period": label,
        "with_own": with_own,
        "changes": changes,
        "wards": wards,
        "person_id": person_id or actor.person_id,
        "own_person": actor.person_id,
    }
    return render(request, "privacy/looks.html", context)


looks.login_url = "identity:sign_in"  # type: ignore[attr-defined]


def _report(look: queries.Look) -> dict[str, str]:
    """What the complaint page is told of a look: enough to find it in the log, nothing about the officer."""
    when = timezone.localtime(look.time).strftime("%d/%m/%Y %H:%M")
    body = f"Đề nghị kiểm tra lượt xem dữ liệu số {look.row_id} lúc {when}, mục đích: {look.purpose or 'không ghi'}."
    return {"tieu-de": "Có lượt xem dữ liệu của tôi mà tôi không rõ", "noi-dung": body, "ho-so": look.dossier}


def _report_address() -> str:
    """Where complaints are made; empty while that part is not installed."""
    try:
        return reverse("feedback:send")
    except NoReverseMatch:
        return ""
