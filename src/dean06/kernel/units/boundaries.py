"""PRIVATE. Reads outlines from GeoJSON: what fits a unit of today is kept, everything else is refused with a reason."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from dean06.kernel.units import rules
from dean06.kernel.units.errors import BoundaryFileUnreadable
from dean06.kernel.units.models import AdminUnit, UnitBoundary
from dean06.kernel.units.naming import fold_words
from dean06.kernel.units.types import UnitKind, UnitLevel

#: Longitudes and latitudes of Vietnam with its islands, degrees.
WEST, SOUTH, EAST, NORTH = 102.0, 6.0, 118.0, 24.0
#: A unit's outline may lie this far from its known place, degrees (about 45 km); farther is another unit.
FARTHEST = 0.4
#: Points closer than this to the line are dropped, degrees (about 20 m).
TOLERANCE = 0.0002

_CODE_KEYS = ("code", "ma", "ma_dvhc", "ma_xa", "maxa", "ward_code", "commune_code")
_NAME_KEYS = ("name", "ten", "ten_dvhc", "ten_xa", "tenxa", "ward_name", "commune_name")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One feature that was not imported: its place in the file (from 1), how it calls itself, why."""

    position: int
    label: str
    reason: str


@dataclass(slots=True)
class BoundaryReport:
    """What an import did."""

    imported: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of features in the file."""
        return len(self.imported) + len(self.refused)


class _Refused(Exception):
    """Carries the reason to the report."""


def import_features(content: bytes, source: str) -> BoundaryReport:
    """Write the usable outlines of a file; the caller holds the transaction."""
    features = _features(content)
    units = _Units()
    report = BoundaryReport()
    taken: dict[int, UnitBoundary] = {}
    for position, feature in enumerate(features, 1):
        label = _label(feature, position)
        try:
            unit = units.find(_properties(feature))
            if unit.pk in taken:
                raise _Refused(f"{unit.name} xuất hiện hai lần trong tệp; chỉ nhận lần đầu.")
            taken[unit.pk] = _boundary(unit, _geometry(feature), source)
        except _Refused as refused:
            report.refused.append(Refusal(position, label, str(refused)))
        else:
            report.imported.append(unit.code)
    UnitBoundary.objects.bulk_create(
        taken.values(),
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["geometry", "west", "south", "east", "north", "source", "imported_at"],
        batch_size=200,
    )
    return report


def _features(content: bytes) -> list[Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BoundaryFileUnreadable from None
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        raise BoundaryFileUnreadable
    return data["features"]


class _Units:
    """Units of today by code, and those of the province served by name: two queries for the whole file."""

    def __init__(self) -> None:
        current = AdminUnit.objects.filter(valid_to__isnull=True).exclude(level=UnitLevel.DISTRICT)
        self.by_code = {unit.code: unit for unit in current}
        self.by_name: dict[str, list[AdminUnit]] = {}
        province = next((unit.pk for unit in self.by_code.values() if unit.code == str(settings.PROVINCE_CODE)), None)
        for unit in self.by_code.values():
            if province in (unit.pk, unit.parent_id):
                for key in {unit.name_key, unit.short_key}:
                    self.by_name.setdefault(key, []).append(unit)

    def find(self, properties: Mapping[str, Any]) -> AdminUnit:
        code = _first(properties, _CODE_KEYS)
        name = fold_words(_first(properties, _NAME_KEYS))
        if not code:
            return self._named(name)
        unit = self.by_code.get(code) or self.by_code.get(code.zfill(5)) or self.by_code.get(code.zfill(2))
        if unit is None:
            raise _Refused(f"Không có đơn vị nào hiện nay mang mã {code}.")
        if name and name not in {unit.name_key, unit.short_key}:
            raise _Refused(
                f"Mã {unit.code} hiện nay là {unit.name}, không phải tên ghi trong tệp. "
                "Mã đã được dùng lại sau 01/7/2025: có thể tệp theo danh mục cũ."
            )
        return unit

    def _named(self, name: str) -> AdminUnit:
        if not name:
            raise _Refused("Không có mã và không có tên đơn vị.")
        found = self.by_name.get(name, [])
        if not found:
            raise _Refused("Không có đơn vị nào trong tỉnh mang tên này hiện nay.")
        if len(found) > 1:
            raise _Refused(f"Tên này là của {len(found)} đơn vị: {', '.join(unit.name for unit in found)}. Hãy ghi mã.")
        return found[0]


def _properties(feature: Any) -> Mapping[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Refused("Không phải là một đối tượng bản đồ (Feature).")
    properties = feature.get("properties")
    return {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}


def _first(properties: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = properties.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _label(feature: Any, position: int) -> str:
    try:
        properties = _properties(feature)
    except _Refused:
        return f"đối tượng thứ {position}"
    parts = [_first(properties, _NAME_KEYS), _first(properties, _CODE_KEYS)]
    return " · ".join(part[:80] for part in parts if part) or f"đối tượng thứ {position}"


def _geometry(feature: Mapping[str, Any]) -> dict[str, Any]:
    """The geometry, checked, simplified and rounded to about one metre."""
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    kind = geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Refused("Không có đường ranh giới khép kín (cần Polygon hoặc MultiPolygon).")
    polygons = geometry.get("coordinates")
    if kind == "Polygon":
        polygons = [polygons]
    if not isinstance(polygons, list) or not polygons:
        raise _Refused("Ranh giới trống.")
    checked = [_polygon(polygon) for polygon in polygons]
    return {"type": kind, "coordinates": checked if kind == "MultiPolygon" else checked[0]}


def _polygon(polygon: Any) -> list[list[list[float]]]:
    if not isinstance(polygon, list) or not polygon:
        raise _Refused("Ranh giới trống.")
    rings = []
    for ring in polygon:
        points = [_point(point) for point in ring] if isinstance(ring, list) else []
        if points and points[0] != points[-1]:
            raise _Refused("Đường ranh giới không khép kín.")
        if len(points) < 4 or rules.ring_area(points) == 0:
            raise _Refused("Đường ranh giới có quá ít điểm hoặc không bao quanh diện tích nào.")
        simple = rules.simplify_ring(points, TOLERANCE)
        rings.append([[round(x, 5), round(y, 5)] for x, y in simple])
    return rings


def _point(point: Any) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(value) for value in point[:2]):
        raise _Refused("Có tọa độ không phải là số.")
    x, y = float(point[0]), float(point[1])
    if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
        if WEST <= y <= EAST and SOUTH <= x <= NORTH:
            raise _Refused("Kinh độ và vĩ độ bị đảo thứ tự (GeoJSON ghi kinh độ trước).")
        raise _Refused("Tọa độ nằm ngoài lãnh thổ Việt Nam; cần kinh độ, vĩ độ theo độ (WGS 84), không phải VN-2000.")
    return x, y


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _boundary(unit: AdminUnit, geometry: dict[str, Any], source: str) -> UnitBoundary:
    west, south, east, north = rules.bounds(rules.rings_of(geometry))
    if unit.longitude is not None and unit.latitude is not None:
        inside_lon = west - FARTHEST <= unit.longitude <= east + FARTHEST
        inside_lat = south - FARTHEST <= unit.latitude <= north + FARTHEST
        if not (inside_lon and inside_lat):
            raise _Refused(f"Ranh giới nằm xa vị trí đã biết của {unit.name} ({UnitKind(unit.kind).label}).")
    return UnitBoundary(
        unit=unit,
        geometry=json.dumps(geometry, separators=(",", ":")),
        west=west,
        south=south,
        east=east,
        north=north,
        source=source[:200],
        imported_at=timezone.now(),
    )
