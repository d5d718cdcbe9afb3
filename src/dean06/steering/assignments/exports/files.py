"""Exports leave an audit row, so they walk the write path; they change nothing else."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments import queries
from dean06.steering.assignments.appendix_rows import ExportRow, export_rows
from dean06.steering.assignments.errors import TooManyRows
from dean06.steering.assignments.exports.spreadsheet import spreadsheet
from dean06.steering.assignments.exports.word import appendix_document
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.types import Track, WorkClass

MOST_SPREADSHEET_ROWS = 20_000
MOST_APPENDIX_ROWS = 2_000


@service(permission="assignments.export")
def xlsx(*, actor: Actor, write: Write, tab: WorkClass | None, wanted: queries.ListFilter, now: dt.datetime) -> bytes:
    """The tasks of ``tab`` (all tabs for ``None``) that match, as a spreadsheet. Raises ``TooManyRows``."""
    rows = _rows(actor, tab, wanted, now, most=MOST_SPREADSHEET_ROWS, order=("due_sort", "pk"))
    _note_export(write, "xlsx", tab, rows)
    return spreadsheet(rows)


@service(permission="assignments.export")
def appendix(
    *, actor: Actor, write: Write, tab: WorkClass | None, wanted: queries.ListFilter, now: dt.datetime
) -> bytes:
    """The same as "Phụ lục I" (.docx), in blocks by the giving document. Raises ``TooManyRows``."""
    rows = _rows(actor, tab, wanted, now, most=MOST_APPENDIX_ROWS, order=("basis_id", "pk"))
    _note_export(write, "docx", tab, rows)
    return appendix_document(
        rows,
        province=settings.PROVINCE_NAME,
        parent_office=f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}",
        office=registry.name_of(actor.agency) if actor.agency else "Tổ công tác triển khai Đề án 06",
        day=timezone.localdate(now),
    )


def _rows(
    actor: Actor,
    tab: WorkClass | None,
    wanted: queries.ListFilter,
    now: dt.datetime,
    *,
    most: int,
    order: tuple[str, ...],
) -> list[ExportRow]:
    on = queries.day(timezone.localdate(now))
    tasks: QuerySet[Assignment] = queries.matching(actor, wanted=wanted)
    tasks = tasks.filter(on.condition(tab)) if tab else tasks.exclude(track__in=(Track.DRAFT, Track.CANCELLED))
    count = tasks.count()
    if count > most:
        raise TooManyRows(
            f"Danh sách có {count} nhiệm vụ, nhiều hơn mức {most} của một tệp. Hãy lọc hẹp hơn rồi xuất lại.",
            rows=count,
            most=most,
        )
    return export_rows(tasks.order_by(*order), on)


def _note_export(write: Write, kind: str, tab: WorkClass | None, rows: list[ExportRow]) -> None:
    details = {"format": kind, "tab": tab.value if tab else "all", "rows": len(rows)}
    write.audit("assignment.exported", subject="assignments.assignment:list", details=details)
