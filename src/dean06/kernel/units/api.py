"""API of units and agencies: reference data that every connected system needs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from dean06.kernel.common.requests import actor_of
from dean06.kernel.units import queries
from dean06.kernel.units.types import UnitRef

router = Router()


class UnitOut(Schema):
    """An administrative unit over one period."""

    code: str
    name: str
    level: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    path: str
    parent_code: str | None


class SuccessionOut(Schema):
    """A step of a unit's history."""

    unit: UnitOut
    change: str
    partial: bool
    effective_on: dt.date


class UnitHistoryOut(Schema):
    """A unit with what it came from and what it became."""

    unit: UnitOut
    predecessors: list[SuccessionOut]
    successors: list[SuccessionOut]


class AgencyOut(Schema):
    """An agency."""

    code: str
    name: str
    short_name: str
    kind: str
    valid_to: dt.date | None = None


class ResolutionOut(Schema):
    """What a printed name means on a day: exact, successor, group, ambiguous or unknown."""

    kind: str
    text: str
    agencies: list[AgencyOut]
    via: list[AgencyOut]
    parts: list[AgencyOut]
    members: list[AgencyOut]
    is_open_group: bool
    note: str


Words = Annotated[str, Query(min_length=1, max_length=100, description="Từ cần tìm, có dấu hoặc không dấu")]
Limit = Annotated[int, Query(ge=1, le=100)]
Day = Annotated[dt.date | None, Query(description="Ngày áp dụng; bỏ trống là hôm nay")]


@router.get("search", response=list[UnitOut], summary="Tìm đơn vị hành chính")
def search_units(request: HttpRequest, q: Words, limit: Limit = 20, on: Day = None) -> list[UnitRef]:
    actor_of(request, "units.view")
    return queries.search_units(q, limit=limit, on=on)


@router.get("agencies", response=list[AgencyOut], summary="Tìm cơ quan")
def search_agencies(request: HttpRequest, q: Words, limit: Limit = 20, on: Day = None) -> list[Any]:
    actor_of(request, "units.view")
    return queries.search_agencies(q, limit=limit, on=on)


@router.get("agencies/resolve", response=ResolutionOut, summary="Tên cơ quan trong văn bản là cơ quan nào")
def resolve(request: HttpRequest, text: Words, on: Day = None, printed_on: Day = None) -> Any:
    actor_of(request, "units.view")
    return queries.resolve_agency(text, on=on or timezone.localdate(), printed_on=printed_on)


@router.get("agencies/{code}", response=AgencyOut, summary="Một cơ quan")
def agency(request: HttpRequest, code: str) -> Any:
    actor_of(request, "units.view")
    return queries.agency(code)


@router.get("convert/{old_code}", response=list[UnitOut], summary="Đơn vị hiện nay của một mã trước 01/7/2025")
def convert(request: HttpRequest, old_code: str) -> list[UnitRef]:
    actor_of(request, "units.view")
    return queries.convert_address_unit(old_code)


@router.get("{code}", response=UnitHistoryOut, summary="Đơn vị mang mã này vào một ngày, và lịch sử")
def unit(request: HttpRequest, code: str, on: Day = None) -> dict[str, Any]:
    actor_of(request, "units.view")
    day = on or timezone.localdate()
    return {
        "unit": queries.unit_on(code, day),
        "predecessors": queries.predecessors(code, day),
        "successors": queries.successors(code, day),
    }
