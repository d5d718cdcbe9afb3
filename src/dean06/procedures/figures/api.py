"""API of figures, as JSON or as a CSV file: appendices II and III, index 766, daily counts by dimension."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import actor_of
from dean06.procedures.figures import queries
from dean06.procedures.figures.types import Count, Period

router = Router()

#: A longer period is asked for year by year.
_MOST_DAYS = 366 * 3
_CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}

Agency = Annotated[str, Query(max_length=80, description="Mã cơ quan; để trống là toàn bộ phạm vi được xem")]
Day = Annotated[dt.date | None, Query(description="Để trống: từ đầu tháng đến hôm nay")]


class Shape(StrEnum):
    """How the figures come."""

    JSON = "json"
    CSV = "csv"


class Appendix(StrEnum):
    """Appendices of the monthly report."""

    II = "II"
    III = "III"


class Dimension(StrEnum):
    """What the counts are divided by."""

    DECIDER = "decider"
    RECEIVER = "receiver"
    FIELD = "field"
    PROCEDURE = "procedure"
    MONTH = "month"
    DAY = "day"
    CHANNEL = "channel"
    OFFICER = "officer"


class AppendixRowOut(Schema):
    """A row of an appendix; ``null`` is "no figure", not 0."""

    number: int
    title: str
    group: str
    connected: bool
    total: int | None
    online: int | None
    on_time: int | None
    late: int | None
    obstacles: str


class AppendixOut(Schema):
    """An appendix of a period."""

    first: dt.date
    last: dt.date
    rows: list[AppendixRowOut]


class ComponentOut(Schema):
    """A component of the index: the pair of counts and the points; ``score`` ``null``: nothing to count."""

    id: str
    title: str
    group: str
    numerator: int
    denominator: int
    max_points: float
    score: float | None
    certainty: str
    missing: str


class IndexOut(Schema):
    """Index 766 of a body and period."""

    agency: str
    first: dt.date
    last: dt.date
    points: float
    reachable: float
    band: str
    components: list[ComponentOut]


class PivotRowOut(Schema):
    """The key of each dimension, and the counts by kind."""

    keys: list[str]
    counts: dict[str, int]


class PivotOut(Schema):
    """Daily counts of a period added up."""

    first: dt.date
    last: dt.date
    dimensions: list[str]
    rows: list[PivotRowOut]


@router.get("appendices/{number}", response=AppendixOut, summary="Phụ lục II, III", openapi_extra=_CSV)
def appendix(
    request: HttpRequest,
    number: Appendix,
    first: Day = None,
    last: Day = None,
    agency: Agency = "",
    shape: Shape = Shape.JSON,
) -> Any:
    """Số hồ sơ của từng dịch vụ công trong kỳ, đúng các cột của phụ lục."""
    actor = actor_of(request, queries.VIEW)
    period = _period(first, last)
    rows = [
        AppendixRowOut(**{name: getattr(row, name) for name in AppendixRowOut.model_fields})
        for row in queries.appendix_rows(actor, number.value, period, agency)
    ]
    if shape == Shape.CSV:
        names = list(AppendixRowOut.model_fields)
        return _csv(names, ([getattr(row, name) for name in names] for row in rows), f"phu-luc-{number.value}")
    return AppendixOut(first=period.first, last=period.last, rows=rows)


@router.get("index-766", response=IndexOut, summary="Bộ chỉ số 766", openapi_extra=_CSV)
def index_766(
    request: HttpRequest, first: Day = None, last: Day = None, agency: Agency = "", shape: Shape = Shape.JSON
) -> Any:
    """Điểm của tỉnh hoặc một cơ quan trong kỳ, từng chỉ số thành phần với hai số đếm của nó."""
    result = queries.index_766(actor_of(request, queries.VIEW), _period(first, last), agency)
    parts = [
        ComponentOut(
            id=one.id,
            title=one.title,
            group=one.group,
            numerator=one.pair.numerator,
            denominator=one.pair.denominator,
            max_points=one.max_points,
            score=one.score,
            certainty=one.certainty,
            missing=one.missing,
        )
        for one in result.components
    ]
    if shape == Shape.CSV:
        names = list(ComponentOut.model_fields)
        return _csv(names, ([getattr(part, name) for name in names] for part in parts), "chi-so-766")
    return IndexOut(
        agency=result.agency,
        first=result.period.first,
        last=result.period.last,
        points=result.points,
        reachable=result.reachable,
        band=result.band,
        components=parts,
    )


@router.get("pivot", response=PivotOut, summary="Số liệu hồ sơ theo ngày", openapi_extra=_CSV)
def pivot(
    request: HttpRequest,
    by: Annotated[list[Dimension], Query(min_length=1, max_length=3)],
    first: Day = None,
    last: Day = None,
    agency: Agency = "",
    procedure: Annotated[str, Query(max_length=40)] = "",
    field: Annotated[str, Query(max_length=20)] = "",
    shape: Shape = Shape.JSON,
) -> Any:
    """Cộng số đếm hằng ngày theo một đến ba cách chia, ví dụ ``by=decider&by=month``."""
    actor = actor_of(request, queries.VIEW)
    dimensions = list(dict.fromkeys(one.value for one in by))
    period = _period(first, last)
    rows = queries.pivot(actor, period, dimensions, agency=agency, procedure=procedure, field=field)
    if shape == Shape.CSV:
        kinds = list(Count.values)
        lines = ([*row.keys, *(row.counts.get(kind, 0) for kind in kinds)] for row in rows)
        return _csv([*dimensions, *kinds], lines, "so-lieu-ho-so")
    return PivotOut(
        first=period.first,
        last=period.last,
        dimensions=dimensions,
        rows=[PivotRowOut(keys=list(row.keys), counts=row.counts) for row in rows],
    )


def _period(first: dt.date | None, last: dt.date | None) -> Period:
    """Raises ``InvalidInput`` when it ends before it begins or is longer than three years."""
    end = last or timezone.localdate()
    begin = first or end.replace(day=1)
    if not dt.timedelta(0) <= end - begin < dt.timedelta(days=_MOST_DAYS):
        sentence = "Kỳ số liệu phải có ngày đầu không sau ngày cuối và dài nhất ba năm."
        raise InvalidInput(sentence, fields={"first": sentence})
    return Period(begin, end)


def _csv(heading: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """A file that spreadsheets open as it is: UTF-8 with its mark, and no cell that they would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
