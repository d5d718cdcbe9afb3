"""Pages ``/dan-cu/thong-ke/``: figures without persons, as table, pyramid and file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from openpyxl import Workbook
from openpyxl.styles import Font

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.requests import actor_of
from dean06.kernel.design.marks import coordinate
from dean06.kernel.population import statistics
from dean06.kernel.population.statistics import UnitFigures

#: How a hidden figure is printed.
HIDDEN = "ẩn"


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every commune by sex."""
    actor = actor_of(request, "population.statistics")
    residence, today = _residence(request), timezone.localdate()
    province, *lines = statistics.by_unit(actor, residence=residence, on=today)
    largest = max((line.total or 0 for line in lines), default=0)
    context = {
        "province": province,
        "lines": lines,
        "largest": largest,
        "hidden": sum(line.total is None for line in lines),
        "threshold": statistics.threshold(),
        **_frame("", residence),
    }
    return render(request, "population/statistics.html", context)


@require_GET
def unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """One commune, or the province: totals, pyramid, households."""
    actor = actor_of(request, "population.statistics")
    residence = _residence(request)
    found = statistics.figures(actor, unit_code=code, residence=residence, on=timezone.localdate())
    context = {
        "figures": found,
        "pyramid": _pyramid(found),
        "households": [
            {"label": label, "value": value, "shown": HIDDEN if value is None else None}
            for label, value in found.households
        ],
        "threshold": statistics.threshold(),
        **_frame(code, residence),
    }
    return render(request, "population/statistics_unit.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV or spreadsheet: all communes, or one with its ages and households."""
    actor = actor_of(request, "population.statistics")
    residence, code = _residence(request), request.GET.get("don-vi")
    title, rows = _table(actor, residence, code)
    if request.GET.get("dang") == "xlsx":
        content, kind, suffix = (
            _workbook(title, rows),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        )
    else:
        content, kind, suffix = _csv(rows), "text/csv; charset=utf-8", "csv"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="dan-so-{code or "toan-tinh"}-{residence}.{suffix}"'
    return response


def _residence(request: HttpRequest) -> str:
    wanted = request.GET.get("cu-tru", "permanent")
    return wanted if wanted in statistics.RESIDENCES else "permanent"


def _frame(code: str, residence: str) -> dict[str, Any]:
    """What both pages show around the figures."""
    tabs = [(label, f"?cu-tru={value}", None, value == residence) for value, label in statistics.RESIDENCES.items()]
    query = f"?cu-tru={residence}" + (f"&don-vi={code}" if code else "")
    base = reverse("population:statistics_download")
    return {
        "tabs": tabs,
        "residence": residence,
        "residence_label": statistics.RESIDENCES[residence],
        "csv_url": f"{base}{query}&dang=csv",
        "xlsx_url": f"{base}{query}&dang=xlsx",
        "today": timezone.localdate(),
    }


#: The pyramid's box: men to the left of the labels, women to the right; one row for each age band.
_SIDE, _LABEL, _ROW, _BAR = 250, 60, 20, 16


def _pyramid(found: UnitFigures) -> dict[str, Any]:
    """Coordinates, the oldest on top."""
    largest = max((value for row in found.rows for value in (row.male, row.female) if value), default=0) or 1
    rows = []
    for position, row in enumerate(reversed(found.rows)):
        male, female = (_SIDE * (value or 0) / largest for value in (row.male, row.female))
        rows.append(
            {
                "label": row.label,
                "y": coordinate(position * _ROW + (_ROW - _BAR) / 2),
                "text_y": coordinate(position * _ROW + _ROW / 2 + 4),
                "male_x": coordinate(_SIDE - male),
                "male_width": coordinate(male),
                "female_width": coordinate(female),
                "male_hidden": row.male is None,
                "female_hidden": row.female is None,
            }
        )
    width = 2 * _SIDE + _LABEL
    return {
        "rows": rows,
        "view_box": f"0 0 {width} {len(rows) * _ROW}",
        "bar": str(_BAR),
        "middle": str(_SIDE + _LABEL // 2),
        "right": str(_SIDE + _LABEL),
        "male_mark": str(_SIDE - 6),
        "female_mark": str(_SIDE + _LABEL + 6),
    }


def _table(actor: Actor, residence: str, code: str | None) -> tuple[str, list[list[Any]]]:
    on = timezone.localdate()
    note = f"{statistics.RESIDENCES[residence]}, tính đến {on:%d/%m/%Y}; số dưới {statistics.threshold()} được ẩn"
    if code is None:
        lines = statistics.by_unit(actor, residence=residence, on=on)
        body = [[line.code, line.name, *map(_cell, (line.total, line.male, line.female))] for line in lines]
        return "Dân số theo xã", [[note], ["Mã", "Đơn vị", "Tổng số", "Nam", "Nữ"], *body]
    found = statistics.figures(actor, unit_code=code, residence=residence, on=on)
    ages = [[row.label, *map(_cell, (row.total, row.male, row.female))] for row in found.rows]
    homes = [[label, _cell(value)] for label, value in found.households]
    return "Dân số theo tuổi", [
        [f"{found.name}: {note}"],
        ["Tuổi", "Tổng số", "Nam", "Nữ"],
        ["Mọi tuổi", *map(_cell, (found.total, found.male, found.female))],
        *ages,
        [],
        ["Số người trong hộ", "Số hộ"],
        *homes,
    ]


def _cell(value: int | None) -> int | str:
    return HIDDEN if value is None else value


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(title: str, rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 28
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
