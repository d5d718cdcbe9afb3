"""Pages of the app: what forms spare, where people stop, and the list of communes that forms search."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.spreadsheets import MEDIA_TYPE, table_workbook
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.forms import metering, outside
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.rules.dictionary import DICTIONARY, conformity
from dean06.procedures.forms.rules.diet import DUTY_PERCENT
from dean06.procedures.forms.rules.reading import bounds, read_date


@require_GET
def communes(request: ActorRequest) -> JsonResponse:
    """Communes of today by part of their name, for the picker (public knowledge, but only for people signed in)."""
    actor_of(request)
    found = outside.communes(request.GET.get("q", "")[:100], timezone.localdate())
    return JsonResponse({"results": [{"value": one.code, "label": one.path, "note": ""} for one in found]})


@require_GET
def meter(request: ActorRequest) -> HttpResponse:
    """The form-diet meter, form by form."""
    actor = actor_of(request, metering.PERMISSION)
    first, last = _period(request)
    lines = metering.forms(actor, first=first, last=last, on=timezone.localdate())
    context = {
        "lines": lines,
        "total": metering.total(actor, first=first, last=last),
        "below": sum(line.below_duty for line in lines),
    }
    return render(request, "procedure_forms/meter.html", _frame("meter", first, last) | context)


@require_GET
def meter_agencies(request: ActorRequest) -> HttpResponse:
    """The form-diet meter, by agency that received."""
    actor = actor_of(request, metering.PERMISSION)
    first, last = _period(request)
    context = {"lines": metering.agencies(actor, first=first, last=last)}
    return render(request, "procedure_forms/meter_agencies.html", _frame("agencies", first, last) | context)


@require_GET
def dictionary(request: ActorRequest) -> HttpResponse:
    """How many forms declare what they ask about citizens as the population database does."""
    actor_of(request, metering.PERMISSION)
    first, last = _period(request)
    lines = []
    used: dict[str, int] = {}
    for pack in catalogue.packs_in_force(timezone.localdate()):
        found = conformity(blueprint(pack))
        for column in {column for _, column in found.fields}:
            used[column] = used.get(column, 0) + 1
        lines.append(
            {"title": pack.title, "fields": len(found.fields), "wrong": found.wrong, "conforms": found.conforms}
        )
    about = [line for line in lines if line["fields"]]
    conforming = sum(bool(line["conforms"]) for line in about)
    context = {
        "lines": lines,
        "entries": [{"label": one.label, "column": one.column, "forms": used.get(one.column, 0)} for one in DICTIONARY],
        "about": len(about),
        "conforming": conforming,
        "share": conforming * 100 // len(about) if about else 0,
    }
    return render(request, "procedure_forms/dictionary.html", _frame("dictionary", first, last) | context)


@require_GET
def funnel(request: ActorRequest, code: str) -> HttpResponse:
    """Where people stop in one form, and which fields are refused."""
    actor_of(request, metering.PERMISSION)
    first, last = _period(request)
    pack = catalogue.pack_in_force(code, timezone.localdate())
    if pack is None:
        raise Http404
    found = metering.funnel(pack, first=first, last=last)
    return render(request, "procedure_forms/funnel.html", {"pack": pack, "funnel": found, "first": first, "last": last})


@require_GET
def meter_xlsx(request: ActorRequest) -> HttpResponse:
    """The meter as a spreadsheet: a line for each form, then one for each agency."""
    actor = actor_of(request, metering.PERMISSION)
    first, last = _period(request)
    rows: list[list[Any]] = [
        ["Biểu mẫu", line.title, line.code, line.questions, line.bound, line.designed_percent, *_cells(line.measured),
         "Chưa đạt" if line.below_duty else "Đạt"]
        for line in metering.forms(actor, first=first, last=last, on=timezone.localdate())
    ]  # fmt: skip
    rows += [
        ["Cơ quan", line.name, line.code, None, None, None, *_cells(line.measured),
         "Chưa đạt" if line.measured.below_duty else "Đạt"]
        for line in metering.agencies(actor, first=first, last=last)
    ]  # fmt: skip
    content = table_workbook(
        f"Giảm kê khai trong biểu mẫu từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} (yêu cầu ít nhất {DUTY_PERCENT}%)",
        [("Theo", 12), ("Tên", 50), ("Mã", 22), ("Câu hỏi", 10), ("Có nguồn điền sẵn", 12), ("Thiết kế giảm (%)", 12),
         ("Hồ sơ", 10), ("Mục mẫu giấy", 12), ("Mục phải khai", 12), ("Mục điền sẵn", 12), ("Đã giảm (%)", 10),
         ("Đánh giá", 12)],
        rows,
    )  # fmt: skip
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="giam-ke-khai-{last:%Y%m%d}.xlsx"'
    return answer


def _cells(measured: metering.Measured) -> list[int | None]:
    return [measured.cases, measured.paper_items, measured.asked, measured.prefilled, measured.saved_percent]


def _period(request: ActorRequest) -> tuple[dt.date, dt.date]:
    """``?tu=1/1/2026&den=30/11/2026``; this year so far where a date is missing or none."""
    today = timezone.localdate()
    read = [bounds(read_date(" ".join(request.GET.get(name, "").split())[:20])) for name in ("tu", "den")]
    first = read[0][0] if read[0] else today.replace(month=1, day=1)
    last = read[1][1] if read[1] else today
    return (first, last) if first <= last else (last, first)


def _frame(current: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    query = f"?tu={first:%d/%m/%Y}&den={last:%d/%m/%Y}"
    tabs = (("meter", "Theo biểu mẫu"), ("agencies", "Theo cơ quan"), ("dictionary", "Từ điển trường"))
    return {
        "first": first,
        "last": last,
        "duty": DUTY_PERCENT,
        "tabs": [(label, reverse(f"procedure_forms:{name}") + query, None, name == current) for name, label in tabs],
        "xlsx_url": reverse("procedure_forms:meter_xlsx") + query,
    }
