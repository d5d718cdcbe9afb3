"""Pages that show what is in a version: profile, bad rows, changes. Each look at personal values is logged."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from dean06.ecosystem.datasets import presenting, queries
from dean06.ecosystem.datasets.access import sees_persons
from dean06.ecosystem.datasets.errors import RowsGone
from dean06.ecosystem.datasets.masking import mask
from dean06.ecosystem.datasets.models import DatasetVersion
from dean06.ecosystem.datasets.types import BadRowReason, ChangeKind, RecordRow
from dean06.ecosystem.datasets.views import page_of, viewable
from dean06.kernel.audit import services as audit
from dean06.kernel.common.requests import ActorRequest

_PURPOSE = "Kiểm tra danh sách của ngành trước khi làm sạch"


def profile(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    _log(request, row, "dataset.profile_read")
    fields = {field.code: field.label for field in row.dataset.sector.fields.all()}
    table = [
        {**presenting.column_row(column), "field": fields.get(column.field, "")}
        for column in row.columns.all()
        if column.profile
    ]
    return render(request, "datasets/profile.html", {**page_of(request, row), "table": table})


def bad_rows(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    reason = request.GET.get("ly-do", "")
    reason = reason if reason in BadRowReason.values else ""
    found = queries.bad_rows(version_id, _number(request), reason=reason)
    whole = sees_persons(request.actor, row.dataset.sector.agency)
    _log(request, row, "dataset.bad_rows_read", {"rows": len(found.rows), "reason": reason, "masked": not whole})
    base = request.path
    tabs = [("Tất cả", base, row.bad_rows, not reason)]
    tabs += [
        (BadRowReason(code).label, f"{base}?ly-do={code}", count, reason == code)
        for code, count in sorted(row.bad_reasons.items(), key=lambda one: -one[1])
    ]
    context = {
        **page_of(request, row),
        "rows": [(one, [cell if whole else mask(cell) for cell in one.cells]) for one in found.rows],
        "headers": [column.header for column in row.columns.all()],
        "page": Paginator(range(found.total), queries.PAGE).get_page(found.page),
        "tabs": tabs,
        "whole": whole,
    }
    return render(request, "datasets/bad_rows.html", context)


def export_bad_rows(request: ActorRequest, version_id: int) -> StreamingHttpResponse:
    """All bad rows as .csv, for the people who keep the list; what a spreadsheet would run is made inert."""
    row = viewable(request, version_id)
    request.actor.require("datasets.confirm", agency=row.dataset.sector.agency)
    queries.bad_rows(version_id, 1)
    _log(request, row, "dataset.bad_rows_exported", {"rows": row.bad_rows})
    whole = sees_persons(request.actor, row.dataset.sector.agency)
    response = StreamingHttpResponse(_csv_lines(row, whole), content_type="text/csv; charset=utf-8")
    name = f"dong-loi-{row.dataset.sector.code}-ban-{row.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def changes(request: ActorRequest, version_id: int) -> HttpResponse:
    row = viewable(request, version_id)
    kind = request.GET.get("loai", "")
    kind = kind if kind in ChangeKind.values else ""
    page = _number(request)
    found = queries.record_changes(version_id, page, kind=kind)
    now = queries.records(version_id, [one.record_id for one in found.rows if one.record_id])
    before = _before(found.previous_id, [one.previous_record_id for one in found.rows if one.previous_record_id])
    whole = sees_persons(request.actor, row.dataset.sector.agency)
    _log(request, row, "dataset.changes_read", {"rows": len(found.rows), "kind": kind, "masked": not whole})
    labels = {field.code: field.label for field in row.dataset.sector.fields.all()} | _SIDE_LABELS
    table = [
        {
            "kind": ChangeKind(one.kind),
            "badge": {"added": "success", "gone": "danger", "changed": "info"}[one.kind],
            "person": _shown(now.get(one.record_id or 0) or before.get(one.previous_record_id or 0), whole),
            "fields": [
                (
                    labels.get(name, name),
                    _value(before.get(one.previous_record_id or 0), name, whole),
                    _value(now.get(one.record_id or 0), name, whole),
                )
                for name in one.fields
            ],
        }
        for one in found.rows
    ]
    counts = {"added": found.added, "gone": found.gone, "changed": found.changed}
    total = (counts[kind] if kind else sum(counts.values())) if found.previous_id else 0
    tabs = [("Tất cả", request.path, sum(counts.values()), not kind)]
    tabs += [
        (one.label, f"{request.path}?loai={one.value}", counts[one.value], kind == one.value) for one in ChangeKind
    ]
    context = {
        **page_of(request, row),
        "table": table,
        "tabs": tabs,
        "first_version": found.previous_id is None,
        "page": Paginator(range(total), queries.PAGE).get_page(page),
        "whole": whole,
    }
    return render(request, "datasets/changes.html", context)


_SIDE_LABELS = {
    "birth_year": "Năm sinh",
    "birth_month": "Tháng sinh",
    "birth_day": "Ngày sinh",
    "unit_text": "Xã, phường",
    "sex": "Giới tính",
}


def _before(previous_id: int | None, record_ids: list[int]) -> dict[int, RecordRow]:
    """Records of the version before; none when its rows are gone."""
    if previous_id is None or not record_ids:
        return {}
    try:
        return queries.records(previous_id, record_ids)
    except RowsGone:
        return {}


def _shown(record: RecordRow | None, whole: bool) -> dict[str, str]:
    if record is None:
        return {"name": "", "number": "", "birth": "", "unit": ""}
    values = record.values
    parts = [values.get("birth_day"), values.get("birth_month"), values.get("birth_year")]
    birth = "/".join(f"{part:02d}" for part in parts if part)
    name, number = values.get("full_name") or "", values.get("personal_id") or values.get("old_id") or ""
    if not whole:
        name, number, birth = mask(name), mask(number), mask(birth)
    return {"name": name, "number": number, "birth": birth, "unit": values.get("unit_text") or ""}


def _value(record: RecordRow | None, name: str, whole: bool) -> str:
    value = record.values.get(name) if record else None
    text = "" if value is None else str(value)
    return text if whole else mask(text)


def _number(request: ActorRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdigit() and len(asked) < 8 else 1


def _log(request: ActorRequest, row: DatasetVersion, action: str, details: dict[str, Any] | None = None) -> None:
    audit.record_read(
        actor=request.actor,
        action=action,
        subject=f"datasets.datasetversion:{row.pk}",
        purpose=_PURPOSE,
        details=details or {},
    )


class _Line:
    """What the csv module writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(row: DatasetVersion, whole: bool) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(["Dòng", "Lý do", "Chi tiết", "Nội dung các ô"])
    page, pages = 1, 1
    while page <= pages:
        found = queries.bad_rows(row.pk, page, page_size=1000)
        pages, page = found.pages, page + 1
        for one in found.rows:
            cells = [cell if whole else mask(cell) for cell in one.cells]
            yield writer.writerow([one.row_no, BadRowReason(one.reason).label, one.detail, *map(inert, cells)])


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if re.match(r"\s*[=+\-@\t\r]", cell) else cell
