"""Public pages of the catalogue under ``/thu-tuc/``: find a procedure, what it needs, its poster."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from dean06.kernel.common.papers.qr import qr_svg
from dean06.procedures.catalogue import presenting, queries
from dean06.procedures.catalogue.forms import FilterForm
from dean06.procedures.catalogue.models import Procedure
from dean06.procedures.catalogue.types import OnlineLevel, ProcedureLevel

_PER_PAGE = 25


@login_not_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Search with filters; without a question, the situations in life too."""
    form = FilterForm(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = timezone.localdate()
    rows = queries.procedures(
        text=asked.get("q", ""),
        life_event=asked.get("su_kien", ""),
        field=asked.get("linh_vuc", ""),
        level=asked.get("cap", ""),
        agency=asked.get("co_quan", ""),
        on=today,
    )
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": FilterForm(request.GET or {}),
        "q": asked.get("q", ""),
        "filtered": any(asked.values()),
        "page": page,
        "rows": [
            {
                "row": row,
                "level": ProcedureLevel(row.level).label,
                "online": OnlineLevel(row.online_level).label if row.online_level else "",
            }
            for row in page
        ],
        "life_events": queries.life_events(),
        "chosen_event": asked.get("su_kien", ""),
        "may_edit": _may_edit(request),
    }
    return render(request, "catalogue/index.html", context)


@login_not_required
@require_GET
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """What a citizen wants to know of one procedure."""
    return render(request, "catalogue/procedure.html", _about(request, code))


@login_not_required
@require_GET
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """An A4 page for the notice board, with a QR to the public page."""
    context = _about(request, code)
    context["qr"] = mark_safe(qr_svg(context["address"], label=f"Mở trang thủ tục {code}"))  # noqa: S308 - made here
    return render(request, "catalogue/poster.html", context)


def _about(request: HttpRequest, code: str) -> dict[str, Any]:
    row = Procedure.objects.filter(code=code).first()
    if row is None:
        raise Http404
    today = timezone.localdate()
    pack = queries.pack_in_force(code, today)
    files = pack.files if pack else None
    start = _start_url(code) if pack else ""
    return {
        "row": row,
        "pack": pack,
        "meta": files.meta if files else None,
        "facts": presenting.facts(row, files),
        "time": presenting.time_words(files.meta.time_limit) if files else "",
        "fee": presenting.fee_summary(files, today) if files else "",
        "fees": presenting.fee_lines(files, today) if files else [],
        "documents": presenting.document_lines(files) if files else [],
        "laws": presenting.law_lines(files.meta) if files else [],
        "start_url": start,
        "address": settings.SITE_URL.rstrip("/") + reverse("catalogue:procedure", args=[code]),
        "signed_in": getattr(request, "actor", None) is not None,
        "may_edit": _may_edit(request),
    }


def _start_url(code: str) -> str:
    """Where the citizens' pages begin an application, where they are installed."""
    try:
        return reverse("portal:start", args=[code])
    except NoReverseMatch:
        return ""


def _may_edit(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    return actor is not None and actor.can("procedures.edit")
