"""Pages of units and agencies under ``/don-vi/``. Plain views: they call queries and services and render."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import actor_of
from dean06.kernel.units import pages, queries, services
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.forms import AliasForm, BoundaryForm, HeadForm, RenameForm
from dean06.kernel.units.types import AgencyKind

_RESULTS = 30
_PICKER_RESULTS = 12


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """One box for units and agencies; without a question, the communes of the province as a map of squares."""
    actor = actor_of(request, "units.view")
    q = request.GET.get("q", "").strip()
    today = timezone.localdate()
    context: dict[str, Any] = {
        "q": q,
        "may_import": actor.can("units.import_boundaries"),
        "units": [
            {"unit": unit, "url": pages.unit_url(unit), "ended": _ended(unit.valid_to)}
            for unit in queries.search_units(q, limit=_RESULTS)
        ],
        "agencies": [
            {
                "agency": found,
                "url": pages.agency_url(found.code),
                "kind": AgencyKind(found.kind).label,
                "ended": _ended(found.valid_to),
            }
            for found in queries.search_agencies(q, limit=_RESULTS)
        ],
        "resolution": _resolution(q, today) if q else None,
        "tiles": [] if q else pages.province_tiles(today),
    }
    return render(request, "units/search.html", context)


def _ended(valid_to: dt.date | None) -> str:
    """Mark of a unit or agency that is no more."""
    return f"đến {valid_to:%d/%m/%Y}" if valid_to else ""


def _resolution(q: str, today: dt.date) -> dict[str, Any] | None:
    """What the words mean as the name of a body, when that says more than the list of hits."""
    resolution = queries.resolve_agency(q, on=today)
    if not resolution.note or not resolution.agencies:
        return None
    shown = resolution.agencies[:12]
    return {
        "note": resolution.note,
        "agencies": [{"agency": found, "url": pages.agency_url(found.code)} for found in shown],
        "more": len(resolution.agencies) - len(shown),
    }


@require_GET
def picker(request: HttpRequest) -> JsonResponse:
    """Agencies for a search field: ``{"results": [{"value", "label", "note"}]}``.

    ``loai=don-vi-hanh-chinh`` gives administrative units instead. Bodies of today only.
    """
    actor_of(request, "units.view")
    q = request.GET.get("q", "")
    today = timezone.localdate()
    if request.GET.get("loai") == "don-vi-hanh-chinh":
        units = queries.search_units(q, limit=_PICKER_RESULTS, on=today)
        rows = [{"value": unit.code, "label": unit.name, "note": unit.path.partition(", ")[2]} for unit in units]
    else:
        rows = _agency_choices(q, today)
    return JsonResponse({"results": rows})


def _agency_choices(q: str, today: dt.date) -> list[dict[str, str]]:
    """What an old name leads to today comes first, then the bodies of today that contain the words."""
    resolution = queries.resolve_agency(q, on=today)
    rows = {
        found.code: {"value": found.code, "label": found.name, "note": f"thay cho {resolution.via[0].name}"}
        for found in resolution.agencies[:_PICKER_RESULTS]
        if resolution.via
    }
    for found in queries.search_agencies(q, limit=_PICKER_RESULTS, on=today):
        note = AgencyKind(found.kind).label
        rows.setdefault(found.code, {"value": found.code, "label": found.name, "note": note})
    return list(rows.values())[:_PICKER_RESULTS]


@require_GET
def unit(request: HttpRequest, code: str, valid_from: str) -> HttpResponse:
    """One administrative unit with its history, bodies and outline."""
    actor_of(request, "units.view")
    return render(request, "units/unit.html", pages.unit_page(code, _day(valid_from), timezone.localdate()))


@require_GET
def unit_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Leads from a code (and a day, ``?ngay=``; today if none) to the page of the unit that bore it."""
    actor_of(request, "units.view")
    day = request.GET.get("ngay", "")
    return redirect(pages.unit_url(queries.unit_on(code, _day(day) if day else timezone.localdate())))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UnitNotFound from None


@require_GET
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: names over time, area, what it took over, head."""
    actor = actor_of(request, "units.view")
    context = pages.agency_page(code, timezone.localdate())
    return render(request, "units/agency.html", {**context, "may_edit": actor.can("units.edit")})


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Change an agency's names."""
    found = _editable(request, code)
    initial = {"name": found["agency"].name, "short_name": found["agency"].short_name}
    return _edit(request, found, RenameForm, initial, services.rename_agency, "Đổi tên cơ quan", "Đã lưu tên mới.")


@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, code: str) -> HttpResponse:
    """Change who heads an agency."""
    found = _editable(request, code)
    names = ("head_title", "head_name", "head_phone")
    initial = {name: getattr(found["agency"], name) for name in names}
    return _edit(request, found, HeadForm, initial, services.set_head, "Người đứng đầu", "Đã lưu người đứng đầu.")


@require_http_methods(["GET", "POST"])
def alias(request: HttpRequest, code: str) -> HttpResponse:
    """Add a way of printing an agency's name."""
    found = _editable(request, code)
    return _edit(request, found, AliasForm, {}, services.add_alias, "Thêm tên gọi khác", "Đã thêm tên gọi.")


def _editable(request: HttpRequest, code: str) -> dict[str, Any]:
    actor_of(request, "units.edit")
    return pages.agency_page(code, timezone.localdate())


def _edit(
    request: HttpRequest,
    found: dict[str, Any],
    form_class: type[Form],
    initial: dict[str, Any],
    save: Any,
    heading: str,
    done: str,
) -> HttpResponse:
    """Show a form of an agency, or save it through its service."""
    code = found["agency"].code
    form = form_class(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                save(actor=actor_of(request, "units.edit"), code=code, **form.cleaned_data)
            except InvalidInput as error:
                _put_errors(form, error)
            else:
                messages.success(request, done)
                return redirect(pages.agency_url(code))
        status = 422
    context = {
        "form": form,
        "heading": heading,
        "agency": found["agency"],
        "back_url": pages.agency_url(code),
        "breadcrumbs": [
            *found["breadcrumbs"][:-1],
            (found["agency"].short_name, pages.agency_url(code)),
            (heading, ""),
        ],
    }
    return render(request, "units/form.html", context, status=status)


def _put_errors(form: Form, error: InvalidInput) -> None:
    fields = error.details.get("fields", {})
    for name in fields:
        form.add_error(name if name in form.fields else None, error.message)
    if not fields:
        form.add_error(None, error.message)


@require_http_methods(["GET", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    """Import outlines from a map file and say what was refused."""
    actor = actor_of(request, "units.import_boundaries")
    form = BoundaryForm(request.POST or None, request.FILES or None)
    report, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            if file.size > settings.MAX_UPLOAD_BYTES:
                form.add_error("file", "Tệp quá lớn.")
            else:
                try:
                    report = services.import_boundaries(actor=actor, content=file.read(), source=file.name)
                    status = 200
                except InvalidInput as error:
                    form.add_error("file", error.message)
    return render(request, "units/boundaries.html", {"form": form, "report": report}, status=status)
