"""Importing outlines: whole files, partly broken files, files of the old list."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.units import queries, services
from dean06.kernel.units.errors import BoundaryFileUnreadable
from dean06.kernel.units.models import UnitBoundary
from dean06.kernel.units.tests.helpers import TODAY, officer

pytestmark = pytest.mark.usefixtures("units")
surveyor = officer("units.import_boundaries")


def square(longitude: float, latitude: float, half: float = 0.05) -> dict[str, Any]:
    west, east, south, north = longitude - half, longitude + half, latitude - half, latitude + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def run(content: bytes) -> Any:
    return services.import_boundaries(actor=surveyor, content=content, source="ban-do-mau.geojson")


KY_KHANG = square(106.29, 18.11)


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "18790"},
        {"code": 18790, "name": "Xã Kỳ Khang"},
        {"CODE": "18790", "NAME": "Kỳ Khang"},
        {"ma_xa": "18790", "ten_xa": "xã kỳ khang"},
        {"name": "Xã Kỳ Khang"},
        {"name": "ky khang"},
        {"name": "Kỳ Khang"},
    ],
)
def test_an_outline_finds_its_unit_by_code_or_name(properties: dict[str, Any]) -> None:
    report = run(file(feature(KY_KHANG, **properties)))
    assert (report.imported, report.refused) == (["18790"], [])
    assert queries.outlines(["18790"], TODAY)["18790"].path.startswith("M")


def test_a_province_and_a_leading_zero_lost_by_a_spreadsheet() -> None:
    report = run(file(feature(square(105.73, 18.29), code="42"), feature(square(105.838, 21.0386), code=4)))
    assert report.imported == ["42", "00004"]


def test_of_a_partly_broken_file_the_good_part_is_imported_and_each_refusal_says_why() -> None:
    good = feature(square(105.903, 18.3419), code="18073", name="Phường Thành Sen")
    bad = [
        (feature(KY_KHANG, code="18790", name="Xã Kỳ Thọ"), "danh mục cũ"),
        (feature(KY_KHANG, code="99999"), "Không có đơn vị nào hiện nay mang mã 99999"),
        (feature(KY_KHANG, code="18778"), "mang mã 18778"),
        (feature(KY_KHANG, name="Xã Không Có"), "Không có đơn vị nào trong tỉnh"),
        (feature(KY_KHANG), "Không có mã và không có tên"),
        (feature(None, code="18790"), "Không có đường ranh giới"),
        (feature({"type": "Point", "coordinates": [106, 18]}, code="18790"), "Không có đường ranh giới"),
        (feature({"type": "Polygon", "coordinates": []}, code="18790"), "trống"),
        (
            feature({"type": "Polygon", "coordinates": [[[106, 18], [106.1, 18], [106, 18.1]]]}, code="18790"),
            "khép kín",
        ),
        (feature({"type": "Polygon", "coordinates": [[[106, 18]] * 5]}, code="18790"), "quá ít điểm"),
        (feature({"type": "Polygon", "coordinates": [[["a", 18]] * 5]}, code="18790"), "không phải là số"),
        (feature(square(18.11, 106.29), code="18790"), "đảo thứ tự"),
        (feature(square(560000, 2000000), code="18790"), "VN-2000"),
        (feature(square(105.84, 21.03), code="18790"), "xa vị trí đã biết"),
        (feature(square(105.903, 18.3419), code="18073"), "hai lần"),
        ("không phải đối tượng", "Feature"),
    ]
    report = run(file(good, *(broken for broken, _ in bad)))
    assert report.imported == ["18073"]
    assert len(report.refused) == len(bad)
    for refusal, (_, reason) in zip(report.refused, bad, strict=True):
        assert reason in refusal.reason
    assert UnitBoundary.objects.count() == 1
    assert report.total == 1 + len(bad)


@pytest.mark.parametrize("content", [b"", b"abc", b"[]", b"{}", b'{"type":"Feature"}', b"\xff\xfe\x00", b"[" * 100000])
def test_a_file_that_is_no_map_is_refused_as_a_whole_and_changes_nothing(content: bytes) -> None:
    run(file(feature(KY_KHANG, code="18790")))
    before = list(UnitBoundary.objects.values_list("unit__code", "geometry")), AuditRow.objects.count()
    with pytest.raises(BoundaryFileUnreadable):
        run(content)
    assert (list(UnitBoundary.objects.values_list("unit__code", "geometry")), AuditRow.objects.count()) == before


def test_a_second_import_replaces_the_outline() -> None:
    run(file(feature(KY_KHANG, code="18790")))
    first = UnitBoundary.objects.get().geometry
    run(file(feature(square(106.3, 18.12), code="18790")))
    assert UnitBoundary.objects.get().geometry != first


def test_units_without_an_outline_are_left_out_of_the_map() -> None:
    assert queries.area_map(["18790"], TODAY) is None
    run(file(feature(KY_KHANG, code="18790")))
    drawn = queries.area_map(["18790", "18791"], TODAY)
    assert drawn is not None
    assert set(drawn.paths) == {"18790"}


def test_an_officer_without_the_right_imports_nothing() -> None:
    with pytest.raises(NotAllowed):
        services.import_boundaries(
            actor=officer("units.view", "units.edit"), content=file(feature(KY_KHANG, code="18790")), source=""
        )
    assert not UnitBoundary.objects.exists()


def test_the_command_prints_what_was_refused(tmp_path: Path) -> None:
    path = tmp_path / "ban-do.geojson"
    path.write_bytes(file(feature(KY_KHANG, code="18790"), feature(KY_KHANG, code="99999")))
    out = io.StringIO()
    call_command("import_boundaries", str(path), stdout=out)
    assert "Đã nhập 1/2 ranh giới, từ chối 1." in out.getvalue()
    assert "Từ chối 99999: Không có đơn vị nào" in out.getvalue()


def test_the_command_says_when_a_file_is_missing_or_no_map(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_boundaries", str(tmp_path / "khong-co.geojson"))
    (tmp_path / "a.txt").write_text("xin chào")
    with pytest.raises(CommandError, match="không phải là bản đồ GeoJSON"):
        call_command("import_boundaries", str(tmp_path / "a.txt"))


def test_the_province_s_own_map_is_taken_whole() -> None:
    root = Path(__file__).parents[5]
    folder = Path(os.environ.get("DEAN06_SHARED", root.parent / "shared")) / "boundaries"
    maps = list(folder.glob("*.geojson")) if folder.is_dir() else []
    if not maps:
        pytest.skip("no map beside the repository")
    report = run(maps[0].read_bytes())
    assert (len(report.imported), report.refused) == (69, [])
