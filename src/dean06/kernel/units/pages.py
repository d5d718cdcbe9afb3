"""PRIVATE. What the pages of units and agencies show, read with a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from dean06.kernel.units import queries, rules
from dean06.kernel.units.errors import AgencyNotFound, UnitNotFound
from dean06.kernel.units.models import AdminUnit, AdminUnitSuccession, Agency, AgencySuccession, UnitBoundary, valid_on
from dean06.kernel.units.types import AgencyKind, AliasKind, Certainty, UnitChange, UnitLevel, UnitRef


def unit_url(unit: AdminUnit | UnitRef) -> str:
    """Address of a unit's page; the day is part of it, since codes were re-used."""
    return reverse("units:unit", args=[unit.code, unit.valid_from.isoformat()])


def agency_url(code: str) -> str:
    """Address of an agency's page."""
    return reverse("units:agency", args=[code])


def unit_page(code: str, valid_from: dt.date, today: dt.date) -> dict[str, Any]:
    """Everything on a unit's page. Raises ``UnitNotFound``."""
    unit = AdminUnit.objects.select_related("parent__parent").filter(code=code, valid_from=valid_from).first()
    if unit is None:
        raise UnitNotFound(unit=code, on=valid_from.isoformat())
    after = AdminUnitSuccession.objects.filter(old=unit).select_related("new__parent__parent").order_by("new__name_key")
    before = (
        AdminUnitSuccession.objects.filter(new=unit).select_related("old__parent__parent").order_by("old__name_key")
    )
    children = (
        AdminUnit.objects.filter(parent=unit, is_stand_in=False)
        .select_related("parent")
        .order_by("-valid_from", "name_key")
    )
    same_code = AdminUnit.objects.filter(code=code).exclude(pk=unit.pk).select_related("parent__parent")
    return {
        "unit": unit,
        "ref": queries.unit_ref(unit),
        "facts": _unit_facts(unit),
        "breadcrumbs": _unit_breadcrumbs(unit),
        "after": [_step(link.new, link.change, link.partial, today) for link in after],
        "before": [
            _step(link.old, link.change, link.partial, today) for link in before if link.old.level == unit.level
        ],
        "districts": [_link(link.old) for link in before if link.old.level == UnitLevel.DISTRICT],
        "children": [_link(child) for child in children if child.valid_to is None],
        "former_children": [_link(child) for child in children if child.valid_to is not None],
        "same_code": [_link(other) for other in same_code],
        "agencies": _agency_rows(unit),
        "outline": _outline(unit),
    }


def _unit_facts(unit: AdminUnit) -> list[tuple[str, Any]]:
    start = f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from_known else "trước năm 2025 (chưa rõ ngày)"
    facts: list[tuple[str, Any]] = [
        ("Mã", unit.code),
        ("Cấp", UnitLevel(unit.level).label),
        ("Thuộc", unit.parent.name if unit.parent else "Trung ương"),
        ("Từ ngày", start),
        ("Đến ngày", f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "nay"),
    ]
    if unit.area_km2:
        facts.append(("Diện tích", f"{unit.area_km2:.2f} km²".replace(".", ",")))
    return facts


def _unit_breadcrumbs(unit: AdminUnit) -> list[tuple[str, str]]:
    above = []
    parent = unit.parent
    while parent is not None:
        above.append((parent.name, unit_url(parent)))
        parent = parent.parent
    return [("Đơn vị", reverse("units:search")), *reversed(above), (unit.name, "")]


def _link(unit: AdminUnit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "url": unit_url(unit),
        "code": unit.code,
        "valid_to": unit.valid_to,
        "parent": unit.parent,
    }


def _step(unit: AdminUnit, change: str, partial: bool, today: dt.date) -> dict[str, Any]:
    ended = unit.valid_to is not None and unit.valid_to < today
    return {**_link(unit), "change": UnitChange(change).label, "partial": partial, "ended": ended}


def _agency_rows(unit: AdminUnit) -> list[dict[str, Any]]:
    """Bodies of the unit over its own lifetime: those that work on its last day, or today."""
    rows = Agency.objects.filter(Q(unit=unit) | Q(areas__unit=unit)).exclude(kind=AgencyKind.GROUP).defer("search_key")
    if unit.is_current:
        rows = rows.filter(valid_to__isnull=True)
    rows = rows.distinct().order_by("kind", "name_key")
    return [
        {"name": row.name, "url": agency_url(row.code), "kind": AgencyKind(row.kind).label, "valid_to": row.valid_to}
        for row in rows
    ]


def _outline(unit: AdminUnit) -> rules.Outline | None:
    boundary = UnitBoundary.objects.filter(unit=unit).values_list("geometry", flat=True).first()
    return rules.svg_outline(json.loads(boundary)) if boundary else None


def agency_page(code: str, today: dt.date) -> dict[str, Any]:
    """Everything on an agency's page. Raises ``AgencyNotFound``."""
    agency = (
        Agency.objects.select_related("parent", "unit", "group")
        .prefetch_related("aliases", "areas__unit__parent", "children")
        .filter(code=code)
        .first()
    )
    if agency is None:
        raise AgencyNotFound(agency=code)
    links = AgencySuccession.objects.filter(Q(old=agency) | Q(new=agency)).select_related("old", "new")
    ordered = sorted(links, key=lambda link: (not link.is_main, link.new.name_key, link.old.name_key))
    aliases = sorted(agency.aliases.all(), key=lambda alias: (list(AliasKind).index(AliasKind(alias.kind)), alias.text))
    is_group = agency.kind == AgencyKind.GROUP
    return {
        "agency": agency,
        "facts": _agency_facts(agency),
        "breadcrumbs": [("Đơn vị", reverse("units:search")), (agency.short_name, "")],
        "after": [
            _agency_step(link.new, link.is_main, link.effective_on) for link in ordered if link.old_id == agency.pk
        ],
        "before": [
            _agency_step(link.old, link.is_main, link.effective_on) for link in ordered if link.new_id == agency.pk
        ],
        "names": [
            {
                "text": alias.text,
                "kind": AliasKind(alias.kind).label,
                "valid_from": alias.valid_from,
                "valid_to": alias.valid_to,
                "is_local": alias.is_local,
            }
            for alias in aliases
            if alias.kind != AliasKind.LOOSE
        ],
        "areas": [
            {**_link(area.unit), "partial": area.partial}
            for area in sorted(agency.areas.all(), key=lambda area: area.unit.name_key)
        ],
        "children": [
            {"name": child.name, "url": agency_url(child.code)}
            for child in sorted(agency.children.all(), key=lambda child: child.name_key)
            if child.valid_to is None or child.valid_to >= today
        ],
        "members": queries.group_members(code, today) if is_group else [],
        "group": getattr(agency, "group", None) if is_group else None,
        "unsure": "" if agency.certainty == Certainty.SURE else Certainty(agency.certainty).label,
    }


def _agency_step(agency: Agency, is_main: bool, effective_on: dt.date) -> dict[str, Any]:
    return {"name": agency.name, "url": agency_url(agency.code), "is_main": is_main, "effective_on": effective_on}


def _agency_facts(agency: Agency) -> list[tuple[str, Any]]:
    head = " ".join(part for part in (agency.head_title, agency.head_name) if part)
    facts: list[tuple[str, Any]] = [
        ("Tên gọn", agency.short_name),
        ("Loại", AgencyKind(agency.kind).label),
        ("Trực thuộc", agency.parent.name if agency.parent else "–"),
    ]
    if agency.kind != AgencyKind.GROUP:
        facts += [
            ("Mã định danh điện tử", agency.identifier),
            ("Từ ngày", f"{agency.valid_from:%d/%m/%Y}" if agency.valid_from else "trước năm 2025"),
            ("Đến ngày", f"{agency.valid_to:%d/%m/%Y}" if agency.valid_to else "nay"),
            ("Người đứng đầu", head),
            ("Điện thoại", agency.head_phone),
        ]
    return [*facts, ("Mã nội bộ", agency.code), ("Nguồn", agency.source)]


def province_tiles(today: dt.date) -> list[dict[str, Any]]:
    """Squares of the communes of the province served, each leading to its page."""
    province = str(settings.PROVINCE_CODE)
    grid = queries.tile_grid(province, today)
    communes = AdminUnit.objects.filter(valid_on(today), code__in=grid).only("code", "name", "short_name", "valid_from")
    return [
        {
            "column": grid[unit.code][0],
            "row": grid[unit.code][1],
            "label": unit.name,
            "value": unit.code,
            "level": "neutral",
            "url": unit_url(unit),
        }
        for unit in communes.order_by("code")
    ]
