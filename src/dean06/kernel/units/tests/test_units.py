"""Administrative units before and after 01/7/2025: counts, re-used codes, divided communes, history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import queries, services
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.models import AdminUnit, Agency, AgencyAlias
from dean06.kernel.units.tests.helpers import FIRST_DAY_OF_TWO_TIERS, LAST_DAY_OF_DISTRICTS, SPRING_2024, TODAY
from dean06.kernel.units.types import UnitLevel

pytestmark = pytest.mark.usefixtures("units")


@pytest.mark.parametrize(
    ("level", "day", "number"),
    [
        (UnitLevel.PROVINCE, LAST_DAY_OF_DISTRICTS, 63),
        (UnitLevel.DISTRICT, LAST_DAY_OF_DISTRICTS, 696),
        (UnitLevel.COMMUNE, LAST_DAY_OF_DISTRICTS, 10040),
        (UnitLevel.PROVINCE, FIRST_DAY_OF_TWO_TIERS, 34),
        (UnitLevel.DISTRICT, FIRST_DAY_OF_TWO_TIERS, 0),
        (UnitLevel.COMMUNE, FIRST_DAY_OF_TWO_TIERS, 3321),
        (UnitLevel.COMMUNE, TODAY, 3321),
        (UnitLevel.DISTRICT, SPRING_2024, 696),
    ],
)
def test_as_many_units_as_the_resolutions_say(level: str, day: dt.date, number: int) -> None:
    assert len(queries.current_units(level, on=day)) == number


def test_five_island_districts_without_communes_stand_for_themselves() -> None:
    stand_ins = AdminUnit.objects.filter(is_stand_in=True)
    assert {unit.short_name for unit in stand_ins} == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}
    [now] = queries.convert_address_unit(stand_ins.get(short_name="Cồn Cỏ").code)
    assert now.name == "Đặc khu Cồn Cỏ"


def test_today_s_kinds_of_communes_add_up() -> None:
    kinds = [unit.kind for unit in queries.current_units(on=TODAY)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"xa": 2621, "phuong": 687, "dac_khu": 13}


def test_ha_tinh_has_sixty_communes_and_nine_wards() -> None:
    communes = queries.current_units(on=TODAY, province="42")
    assert len(communes) == 69
    assert sum(unit.kind == "phuong" for unit in communes) == 9
    assert {len(queries.current_units(on=TODAY, province=code)) for code in ("38", "40")} == {166, 130}


@pytest.mark.parametrize(
    ("code", "before", "now"),
    [
        ("18790", "Xã Kỳ Thọ", "Xã Kỳ Khang"),
        ("18073", "Phường Nam Hà", "Phường Thành Sen"),
        ("15", "Tỉnh Yên Bái", "Tỉnh Lào Cai"),
        ("24", "Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"),
        ("42", "Tỉnh Hà Tĩnh", "Tỉnh Hà Tĩnh"),
    ],
)
def test_a_code_means_another_unit_after_the_changeover(code: str, before: str, now: str) -> None:
    assert queries.unit_on(code, LAST_DAY_OF_DISTRICTS).name == before
    assert queries.unit_on(code, FIRST_DAY_OF_TWO_TIERS).name == now


def test_an_old_code_that_was_not_used_again_is_unknown_today() -> None:
    assert queries.unit_on("18778", LAST_DAY_OF_DISTRICTS).name == "Xã Kỳ Khang"
    with pytest.raises(UnitNotFound):
        queries.unit_on("18778", TODAY)


def test_a_province_that_was_not_merged_is_one_row_across_the_changeover() -> None:
    assert AdminUnit.objects.filter(code="42").count() == 1
    assert [unit.code for unit in queries.convert_address_unit("42")] == ["42"]


def test_a_merged_province_received_several() -> None:
    names = {step.unit.name for step in queries.predecessors("08", TODAY)}
    assert names == {"Tỉnh Tuyên Quang", "Tỉnh Hà Giang"}


def test_a_commune_that_was_divided_has_several_successors_and_none_is_guessed() -> None:
    steps = queries.successors("18796", LAST_DAY_OF_DISTRICTS)
    assert queries.unit_on("18796", LAST_DAY_OF_DISTRICTS).name == "Xã Kỳ Lợi"
    assert {step.unit.code for step in steps} == {"18754", "18823", "18832"}
    assert all(step.partial and step.change == "split" for step in steps)
    assert len(queries.convert_address_unit("18796")) == 3


def test_a_commune_formed_from_three_names_them() -> None:
    steps = queries.predecessors("18790", TODAY)
    assert {step.unit.name for step in steps} == {"Xã Kỳ Khang", "Xã Kỳ Thọ", "Xã Kỳ Thư"}
    assert not any(step.partial for step in steps)
    assert {step.unit.level for step in steps} == {UnitLevel.COMMUNE}


def test_a_commune_left_alone_continues_under_the_province() -> None:
    [step] = queries.predecessors("18196", TODAY)
    assert (step.unit.name, step.change, step.unit.parent_code) == ("Xã Sơn Kim 1", "continued", "439")


def test_a_district_s_area_went_to_communes() -> None:
    steps = queries.successors("447", LAST_DAY_OF_DISTRICTS)
    assert "Xã Kỳ Anh" in {step.unit.name for step in steps}
    assert {step.change for step in steps} == {"abolished"}


def test_every_old_unit_has_a_successor_and_every_new_one_an_origin() -> None:
    ended = AdminUnit.objects.filter(valid_to=LAST_DAY_OF_DISTRICTS, successor_links__isnull=True)
    begun = AdminUnit.objects.filter(valid_from=FIRST_DAY_OF_TWO_TIERS, predecessor_links__isnull=True)
    assert not ended.exists()
    assert not begun.exists()


def test_divided_communes_always_have_at_least_two_successors() -> None:
    divided: dict[int, int] = {}
    for (old,) in AdminUnit.objects.filter(level=UnitLevel.COMMUNE, successor_links__partial=True).values_list("pk"):
        divided[old] = divided.get(old, 0) + 1
    assert len(divided) == 471
    assert min(divided.values()) >= 2


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("cẩm hưng", "18736"),
        ("cam hung", "18736"),
        ("CAM HUNG HA TINH", "18736"),
        ("xã kỳ khang", "18790"),
        ("ky khang ha tinh", "18790"),
        ("18790", "18790"),
        ("ha tinh", "42"),
        ("hà tĩnh", "42"),
        ("tp ha tinh", "436"),
        ("p. thành sen", "18073"),
        ("thach ha", "18562"),
        ("vung ang", "18823"),
        ("đồng lộc", "18484"),
    ],
)
def test_search_puts_the_unit_meant_first(q: str, first: str) -> None:
    assert queries.search_units(q, limit=5)[0].code == first


def test_search_shows_former_units_after_those_of_today() -> None:
    hits = queries.search_units("kỳ khang")
    assert [(hit.code, hit.is_current) for hit in hits[:2]] == [("18790", True), ("18778", False)]


@pytest.mark.parametrize("q", ["", "   ", "%", "_", "'; --", "xyzzy", "a" * 500, "\x00"])
def test_search_survives_empty_and_odd_questions(q: str) -> None:
    assert queries.search_units(q) == []
    assert queries.search_agencies(q) == []


def test_search_is_limited_and_takes_one_query() -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert len(queries.search_units("xã", limit=7)) == 7
    assert len(captured) == 1


def test_a_second_load_changes_nothing() -> None:
    counts = services.load_reference_data(actor=system_actor("load_units"))
    assert counts == {"created": 0, "updated": 0, "deleted": 0}


def test_a_load_repairs_what_was_damaged_and_keeps_what_the_province_edited() -> None:
    AdminUnit.objects.filter(code="18790", valid_to__isnull=True).update(name="Xã Hỏng")
    AgencyAlias.objects.filter(agency__code="so-y-te", text="Sở YT").delete()
    admin = system_actor("tests")
    services.rename_agency(actor=admin, code="tt-cntt", name="Trung tâm Chuyển đổi số mẫu", short_name="TT CĐS mẫu")
    services.add_alias(actor=admin, code="so-y-te", text="Sở Y tế tỉnh ta")
    services.load_reference_data(actor=admin)
    assert queries.unit_on("18790", TODAY).name == "Xã Kỳ Khang"
    assert AgencyAlias.objects.filter(agency__code="so-y-te", text="Sở YT").exists()
    assert Agency.objects.get(code="tt-cntt").name == "Trung tâm Chuyển đổi số mẫu"
    assert queries.resolve_agency("Sở Y tế tỉnh ta", on=TODAY).agency.code == "so-y-te"


def test_the_tile_grid_of_the_province_has_a_square_for_each_commune() -> None:
    grid = queries.tile_grid("42", TODAY)
    assert len(grid) == len(set(grid.values())) == 69
    assert min(column for column, _ in grid.values()) == min(row for _, row in grid.values()) == 0
    # Vũng Áng lies in the south-east of Hương Sơn.
    assert grid["18823"][0] > grid["18133"][0]
    assert grid["18823"][1] > grid["18133"][1]
