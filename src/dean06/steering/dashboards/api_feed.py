"""The open feed of figures for other systems of the province: accepted values with the definitions, units and periods
that they refer to. Two counts a value, never a rate alone; no persons, comments or drafts."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Query, Router

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import actor_of
from dean06.steering.dashboards.schemas_feed import DefinitionsOut, PeriodsOut, UnitsOut, ValueOut, ValuesOut
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import Level, PeriodKind

router = Router()

FEED = "indicators.feed"
_CSV: dict[str, Any] = {
    "responses": {
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        304: {"description": "Không có gì thay đổi so với lần trước (If-None-Match)."},
    }
}

On = Annotated[dt.date | None, Query(description="Để trống: hôm nay")]
Codes = Annotated[list[str], Query(max_length=200, description="Mã chỉ tiêu; lặp lại tham số cho nhiều chỉ tiêu")]
Units = Annotated[list[str], Query(max_length=200, description="Mã đơn vị báo cáo; lặp lại tham số cho nhiều đơn vị")]


class Shape(StrEnum):
    """How the values come."""

    JSON = "json"
    CSV = "csv"


class Kind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    HALF = "half"
    YEAR = "year"


@router.get("definitions", response=DefinitionsOut, summary="Danh mục chỉ tiêu và mục tiêu")
def feed_definitions(request: HttpRequest, on: On = None) -> DefinitionsOut:
    """Chỉ tiêu có hiệu lực vào một ngày, tử số, mẫu số, đơn vị tính, mục tiêu kèm căn cứ và mức chắc chắn."""
    actor_of(request, FEED)
    day = on or timezone.localdate()
    return DefinitionsOut.of(indicators.in_force(day), indicators.targets(day), day)


@router.get("units", response=UnitsOut, summary="Đơn vị báo cáo")
def feed_units(request: HttpRequest, on: On = None, level: Level | None = None) -> UnitsOut:
    """Đơn vị báo cáo của một ngày; trước 01/7/2025 là các đơn vị cũ."""
    actor_of(request, FEED)
    day = on or timezone.localdate()
    return UnitsOut.of(indicators.units(day, level), day)


@router.get("periods", response=PeriodsOut, summary="Kỳ báo cáo")
def feed_periods(
    request: HttpRequest, kind: Kind = Kind.MONTH, count: Annotated[int, Query(ge=1, le=120)] = 24
) -> PeriodsOut:
    """Các kỳ gần nhất của một loại, cũ trước, với ngày đầu, ngày cuối và hạn nộp."""
    actor_of(request, FEED)
    return PeriodsOut.of(indicators.recent(PeriodKind(kind.value), count, timezone.localdate()))


@router.get("values", response=ValuesOut, summary="Số liệu đã duyệt", openapi_extra=_CSV)
def feed_values(
    request: HttpRequest,
    response: HttpResponse,
    indicator: Codes = [],  # noqa: B006 - read by the framework, never changed
    unit: Units = [],  # noqa: B006
    kind: Kind | None = None,
    first: Annotated[dt.date | None, Query(description="Ngày cuối kỳ từ ngày này")] = None,
    last: Annotated[dt.date | None, Query(description="Ngày cuối kỳ đến hết ngày này")] = None,
    after: Annotated[str, Query(max_length=200, description="Giá trị `after` của trang trước")] = "",
    limit: Annotated[int, Query(ge=1, le=5_000)] = 1_000,
    shape: Shape = Shape.JSON,
) -> Any:
    """Giá trị đã duyệt như đơn vị báo cáo, hai số đếm; trang sau lấy bằng `after`. Có ETag và Last-Modified."""
    actor = actor_of(request, FEED)
    if first and last and last < first:
        sentence = "Ngày đầu phải không sau ngày cuối."
        raise InvalidInput(sentence, fields={"first": sentence})
    page = indicators.accepted(
        actor,
        codes=[code for code in indicator if "\0" not in code],
        units=[code for code in unit if "\0" not in code],
        kind=PeriodKind(kind.value) if kind else None,
        first=first,
        last=last,
        after=after,
        limit=limit,
    )
    etag = f'"{page.etag.strip(chr(34))}-{shape.value}"'
    modified = int(page.modified.timestamp()) if page.modified else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    if shape is Shape.CSV:
        answer: HttpResponse = _csv([ValueOut.of(row) for row in page.rows])
        if page.after:
            answer["X-After"] = page.after
    else:
        answer = response
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    if modified is not None:
        answer["Last-Modified"] = http_date(modified)
    return answer if shape is Shape.CSV else ValuesOut(items=[ValueOut.of(row) for row in page.rows], after=page.after)


def _csv(rows: Sequence[ValueOut]) -> HttpResponse:
    """A file that spreadsheets open as it is: UTF-8 with its mark; codes and counts only, so nothing is a formula."""
    names = list(ValueOut.model_fields)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(["" if (cell := getattr(row, name)) is None else cell for name in names] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="chi-tieu.csv"'
    return answer
