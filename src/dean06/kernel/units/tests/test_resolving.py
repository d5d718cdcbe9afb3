"""Printed names of bodies, as plans and reports really print them, and the body of today each one means."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.units import queries
from dean06.kernel.units.models import Agency, AgencyAlias
from dean06.kernel.units.tests.helpers import LAST_DAY_OF_DISTRICTS, SPRING_2024, TODAY
from dean06.kernel.units.types import AliasKind, ResolutionKind

pytestmark = pytest.mark.usefixtures("units")

EXACT = [
    ("Sở Nội vụ", "so-noi-vu"),
    ("SỞ NỘI VỤ", "so-noi-vu"),
    ("so noi vu", "so-noi-vu"),
    ("Sở Nội vụ tỉnh Hà Tĩnh", "so-noi-vu"),
    ("- Sở Tư pháp.", "so-tu-phap"),
    ("Sở KH&CN", "so-khcn"),
    ("Sở KHCN", "so-khcn"),
    ("Sở Khoa khọc và Công nghệ", "so-khcn"),
    ("Sở Khoa học và Công nghê", "so-khcn"),
    ("Sở GD-ĐT", "so-gddt"),
    ("Sở Giáo dục & Đào tạo", "so-gddt"),
    ("Sở Văn hóa, Thể thao và Du lịch", "so-vhttdl"),
    ("Sở Văn hoá - Thể thao và Du lịch", "so-vhttdl"),
    ("Sở VHTT&DL", "so-vhttdl"),
    ("Sở Nông nghiệp và Môi trường", "so-nnmt"),
    ("Sở Kế hoạch và Đầu tư theo lĩnh vực quản lý", None),
    ("CA tỉnh", "cong-an-tinh"),
    ("Công an tỉnh", "cong-an-tinh"),
    ("Công an tỉnh Hà Tĩnh", "cong-an-tinh"),
    ("cong an tinh", "cong-an-tinh"),
    ("PC06", "pc06"),
    ("VPUBND", "vp-ubnd-tinh"),
    ("VP UBND tỉnh", "vp-ubnd-tinh"),
    ("Văn phòng UBND tỉnh", "vp-ubnd-tinh"),
    ("Văn phòng Ủy ban nhân dân tỉnh", "vp-ubnd-tinh"),
    ("Văn phòng UBND tỉnh đơn vị quản lý hệ thống", "vp-ubnd-tinh"),
    ("Trung tâm Phục vụ HCC tỉnh", "tt-pvhcc-tinh"),
    ("Trung tâm PVHCC tỉnh", "tt-pvhcc-tinh"),
    ("UBND tỉnh", "ubnd-tinh"),
    ("Uỷ ban nhân dân tỉnh Hà Tĩnh", "ubnd-tinh"),
    ("BHXH tỉnh", "bhxh-tinh"),
    ("Bảo hiểm xã hội tỉnh", "bhxh-tinh"),
    ("Bảo hiểm xã hội khu vực XV", "bhxh-tinh"),
    ("Thuế tỉnh Hà Tĩnh", "thue-tinh"),
    ("Tòa án nhân dân tỉnh", "tand-tinh"),
    ("TAND tỉnh", "tand-tinh"),
    ("Bưu điện tỉnh", "buu-dien-tinh"),
    ("UBMTTQ Việt Nam tỉnh", "mttq"),
    ("Hội Cựu chiến binh", "hoi-ccb"),
    ("Hội Chữ thập đỏ tỉnh", "hoi-ctd"),
    ("Tỉnh đoàn", "tinh-doan"),
    ("Báo Hà Tĩnh", "bao-ha-tinh"),
    ("UBND xã Cẩm Hưng", "ubnd-xa-cam-hung"),
    ("UBND Xã Cẩm Hưng (0%)"[:16], "ubnd-xa-cam-hung"),
    ("ubnd xa cam hung", "ubnd-xa-cam-hung"),
    ("Ủy ban nhân dân xã Cẩm Hưng", "ubnd-xa-cam-hung"),
    ("UBND X. Kỳ Khang", "ubnd-xa-ky-khang"),
    ("UBND xã Kì Khang", "ubnd-xa-ky-khang"),
    ("UBND Phường Trần Phú.", "ubnd-phuong-tran-phu"),
    ("UBND P. Vũng Áng", "ubnd-phuong-vung-ang"),
    ("UBND xã Yên Hoà", "ubnd-xa-yen-hoa"),
    ("xã Thạch Hà", "ubnd-xa-thach-ha"),
    ("Công an xã Cẩm Hưng", "ca-xa-cam-hung"),
    ("Trung tâm Phục vụ hành chính công xã Kỳ Khang", "pvhcc-xa-ky-khang"),
    ("Chi nhánh VPĐKĐĐ Hương Sơn", "vpdkdd-huyen-huong-son"),
    ("Chi nhánh Văn phòng Đăng ký đất đai huyện Hương Sơn", "vpdkdd-huyen-huong-son"),
    ("Chi nhánh VPĐKĐĐ TP Hà Tĩnh", "vpdkdd-thanh-pho-ha-tinh"),
    ("Chi nhánh VPĐKĐĐ Thị xã Kỳ Anh", "vpdkdd-thi-xa-ky-anh"),
    ("Văn phòng Đăng ký đất đai", "vp-dkdd"),
    ("VPĐKĐĐ tỉnh", "vp-dkdd"),
    ("Cục C06 - Bộ Công an", "c06"),
    ("Tổ công tác triển khai Đề án 06 tỉnh", "to-cong-tac-da06-tinh"),
]
SUCCESSORS = [
    ("Sở TT&TT", "so-khcn"),
    ("Sở TTTT", "so-khcn"),
    ("Sở Thông tin và truyền thông", "so-khcn"),
    ("Sở Thông tin - Truyền thông", "so-khcn"),
    ("So Thong tin va Truyen thong", "so-khcn"),
    ("Sở LĐTBXH", "so-noi-vu"),
    ("Sở LĐTB&XH", "so-noi-vu"),
    ("Sở LĐ TB và XH tỉnh", "so-noi-vu"),
    ("Sở Lao động, Thương binh và Xã hội", "so-noi-vu"),
    ("Sở Lao động - Thương binh và Xã hội", "so-noi-vu"),
    ("Sở Tài nguyên và Môi trường", "so-nnmt"),
    ("Sở TN&MT", "so-nnmt"),
    ("Sở NN&PTNT", "so-nnmt"),
    ("Sở Kế hoạch và đầu tư", "so-tai-chinh"),
    ("Sở KHĐT", "so-tai-chinh"),
    ("Sở Kế hoạch và Đầu tư theo lĩnh vực quản lý", "so-tai-chinh"),
    ("Sở Giao thông Vận tải", "so-xay-dung"),
    ("Sở GTVT", "so-xay-dung"),
    ("Cục Thuế tỉnh", "thue-tinh"),
    ("Chi cục Thuế khu vực XI", "thue-tinh"),
    ("Ngân hàng Nhà nước Chi nhánh tỉnh", "nhnn-khu-vuc-8"),
    ("Ngân hàng Nhà nước Chi nhánh tỉnh Hà Tĩnh", "nhnn-khu-vuc-8"),
    ("NHNN tỉnh", "nhnn-khu-vuc-8"),
    ("Đài Phát thanh và Truyền hình tỉnh", "bao-ha-tinh"),
    ("Đài PTTH", "bao-ha-tinh"),
    ("UBND xã Thạch Mỹ", "ubnd-xa-mai-phu"),
    ("UBND xã Kỳ Thọ, huyện Kỳ Anh", "ubnd-xa-ky-khang"),
    ("Bộ Thông tin và Truyền thông", "bo-khcn"),
    ("Ban Tuyên giáo Tỉnh ủy", "ban-tuyen-giao-dan-van"),
]
GROUPS = [
    ("các sở, ban, ngành", "nhom-so-ban-nganh", 20),
    ("Các Sở, ngành", "nhom-so-ban-nganh", 20),
    ("các Sở, ban, ngành cấp tỉnh", "nhom-so-ban-nganh", 20),
    ("các Sở, ban, ngành, địa phương", "nhom-so-ban-nganh-dia-phuong", 89),
    ("Các sở, ban, ngành và địa phương", "nhom-so-ban-nganh-dia-phuong", 89),
    ("Các Sở, ban, ngành, đoàn thể", "nhom-so-ban-nganh-doan-the", 28),
    ("UBND cấp xã", "nhom-ubnd-cap-xa", 69),
    ("UBND các xã, phường", "nhom-ubnd-cap-xa", 69),
    ("UBND các huyện, thành phố, thị xã", "nhom-ubnd-cap-xa", 69),
    ("UBND cấp huyện", "nhom-ubnd-cap-xa", 69),
    ("UBND cấp huyện, cấp xã", "nhom-ubnd-cap-huyen-cap-xa", 69),
    ("các địa phương", "nhom-dia-phuong", 69),
    ("Công an cấp xã", "nhom-cong-an-cap-xa", 69),
    ("Các hội, đoàn thể", "nhom-hoi-doan-the", 8),
    ("các đơn vị có liên quan", "nhom-don-vi-lien-quan", 0),
    ("các Sở, ngành liên quan", "nhom-so-nganh-lien-quan", 0),
    ("các tổ chức tín dụng trên địa bàn", "nhom-to-chuc-tin-dung", 0),
    ("các cơ sở khám, chữa bệnh", "nhom-co-so-kcb", 0),
]
OPEN = [
    ("UBND Kỳ Anh", {"ubnd-xa-ky-anh"}),
    ("UBND Thạch Hà", {"ubnd-xa-thach-ha"}),
    ("Chi nhánh VPĐKĐĐ Kỳ Anh", {"vpdkdd-huyen-ky-anh", "vpdkdd-thi-xa-ky-anh"}),
    ("UBND xã Kỳ Hòa", {"ubnd-xa-ky-hoa"}),
]
UNKNOWN = [
    "", "   ", "-", "thôn 3", "Tổ công tác", "Sở", "UBND", "Công an tỉnh Nghệ An", "Sở Nội vụ tỉnh Thanh Hóa",
    "UBND xã Hoằng Giang", "Sở Y tế và Công an tỉnh", "Bộ Tài chánh Nhà nước", "UBND xã Cẩm Hung Hung", "123", "Sở ABC",
    "Kho bạc Nhà nước khu vực IX", "trước ngày 15 tháng 6",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "code"), [row for row in EXACT if row[1]])
def test_a_body_of_today_is_meant_itself(printed: str, code: str) -> None:
    found = queries.resolve_agency(printed, on=TODAY)
    assert (found.kind, found.agency and found.agency.code) == (ResolutionKind.EXACT, code)


@pytest.mark.parametrize(("printed", "code"), SUCCESSORS)
def test_a_body_that_ended_leads_to_its_successor(printed: str, code: str) -> None:
    found = queries.resolve_agency(printed, on=TODAY)
    assert (found.kind, found.agency and found.agency.code) == (ResolutionKind.SUCCESSOR, code)
    assert found.via
    assert "hoạt động đến" in found.note


@pytest.mark.parametrize(("printed", "code", "fewest"), GROUPS)
def test_a_group_is_a_group(printed: str, code: str, fewest: int) -> None:
    found = queries.resolve_agency(printed, on=TODAY)
    assert (found.kind, [agency.code for agency in found.agencies]) == (ResolutionKind.GROUP, [code])
    assert len(found.members) >= fewest
    assert found.is_open_group == (fewest == 0)


@pytest.mark.parametrize(("printed", "codes"), OPEN)
def test_what_could_be_several_bodies_stays_open(printed: str, codes: set[str]) -> None:
    found = queries.resolve_agency(printed, on=TODAY)
    assert found.kind == ResolutionKind.AMBIGUOUS
    assert codes <= {agency.code for agency in found.agencies}
    assert found.agency is None


@pytest.mark.parametrize("printed", UNKNOWN)
def test_nothing_is_invented_for_what_is_not_known(printed: str) -> None:
    found = queries.resolve_agency(printed, on=TODAY)
    assert found.kind == ResolutionKind.UNKNOWN
    assert found.agencies == ()


def test_the_table_of_real_spellings_is_long_enough() -> None:
    assert len(EXACT) + len(SUCCESSORS) + len(GROUPS) + len(OPEN) >= 100


def test_a_district_s_committee_leads_to_all_committees_of_its_area() -> None:
    found = queries.resolve_agency("UBND huyện Kỳ Anh", on=TODAY)
    codes = {agency.code for agency in found.agencies}
    assert found.kind == ResolutionKind.SUCCESSOR
    assert {"ubnd-xa-ky-anh", "ubnd-xa-ky-khang", "ubnd-xa-ky-van"} <= codes
    assert found.agency is None
    assert "chọn theo địa bàn" in found.note


def test_a_district_abolished_earlier_leads_on_through_its_successor() -> None:
    found = queries.resolve_agency("UBND huyện Lộc Hà", on=TODAY)
    assert {"ubnd-xa-loc-ha", "ubnd-xa-mai-phu"} <= {agency.code for agency in found.agencies}
    in_spring = queries.resolve_agency("UBND huyện Lộc Hà", on=dt.date(2025, 3, 1))
    assert [agency.code for agency in in_spring.agencies] == ["ubnd-huyen-thach-ha"]


def test_the_committee_of_a_divided_commune_leads_to_three() -> None:
    found = queries.resolve_agency("UBND xã Kỳ Lợi", on=TODAY)
    assert {agency.code for agency in found.agencies} == {
        "ubnd-phuong-song-tri", "ubnd-phuong-vung-ang", "ubnd-phuong-hoanh-son",
    }  # fmt: skip
    assert found.agency is None


def test_who_took_over_only_a_part_is_said() -> None:
    found = queries.resolve_agency("Sở LĐTBXH", on=TODAY)
    assert {"so-y-te"} <= {agency.code for agency in found.parts}
    assert "Sở Y tế" in found.note


def test_on_the_day_of_the_paper_the_body_was_itself() -> None:
    found = queries.resolve_agency("Sở TT&TT", on=SPRING_2024)
    assert (found.kind, found.agency and found.agency.code) == (ResolutionKind.EXACT, "so-tttt")
    group = queries.resolve_agency("UBND các huyện, thị xã, thành phố", on=SPRING_2024)
    assert group.agency and group.agency.code == "nhom-ubnd-cap-huyen"
    assert len(group.members) == 13


def test_a_body_that_did_not_exist_yet_is_not_claimed() -> None:
    found = queries.resolve_agency("Sở Nông nghiệp và Môi trường", on=SPRING_2024)
    assert found.kind == ResolutionKind.UNKNOWN
    assert "từ 01/03/2025" in found.note


def test_the_date_of_the_paper_settles_a_name_that_changed_hands() -> None:
    today = queries.resolve_agency("UBND phường Trần Phú", on=TODAY)
    old = queries.resolve_agency("UBND phường Trần Phú", on=TODAY, printed_on=SPRING_2024)
    assert today.agency and today.agency.code == "ubnd-phuong-tran-phu"
    assert (old.kind, old.agency and old.agency.code) == (ResolutionKind.SUCCESSOR, "ubnd-phuong-thanh-sen")


def test_the_date_of_the_paper_settles_a_name_without_its_kind() -> None:
    found = queries.resolve_agency("UBND Thạch Hà", on=TODAY, printed_on=dt.date(2025, 8, 1))
    assert (found.kind, found.agency and found.agency.code) == (ResolutionKind.EXACT, "ubnd-xa-thach-ha")


def test_a_former_name_of_the_same_body_says_so() -> None:
    found = queries.resolve_agency("BHXH khu vực", on=TODAY)
    assert found.agency and found.agency.code == "bhxh-tinh"
    assert "Tên cũ" in found.note


def test_many_names_take_the_same_few_queries_as_one() -> None:
    names = [name for name, *_ in (*EXACT, *SUCCESSORS, *GROUPS, *OPEN)] + UNKNOWN
    with CaptureQueriesContext(connection) as captured:
        results = queries.resolve_agencies(names * 3, on=TODAY)
    assert len(captured) <= 6
    assert [result.text for result in results] == names * 3
    assert results[: len(names)] == [queries.resolve_agency(name, on=TODAY) for name in names]


def test_every_official_name_of_a_working_body_means_that_body() -> None:
    working = list(Agency.objects.filter(valid_to__isnull=True).exclude(kind="group"))
    results = queries.resolve_agencies([agency.name for agency in working], on=TODAY)
    wrong = [
        agency.name
        for agency, result in zip(working, results, strict=True)
        if result.agency is None or result.agency.code != agency.code
    ]
    assert wrong == []


def test_every_short_name_of_a_working_body_means_that_body() -> None:
    working = list(Agency.objects.filter(valid_to__isnull=True).exclude(kind="group"))
    results = queries.resolve_agencies([agency.short_name for agency in working], on=TODAY)
    wrong = [
        agency.short_name
        for agency, result in zip(working, results, strict=True)
        if result.agency is None or result.agency.code != agency.code
    ]
    assert wrong == []


def test_no_abbreviation_or_spelling_leads_to_two_working_bodies() -> None:
    owners: dict[str, set[str]] = {}
    aliases = AgencyAlias.objects.filter(agency__valid_to__isnull=True).exclude(kind=AliasKind.LOOSE)
    for key, accents, code in aliases.values_list("key", "accent_key", "agency__code"):
        owners.setdefault(f"{key} {accents}", set()).add(code)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_any_text_gets_an_answer(units: None, text: str) -> None:
    found = queries.resolve_agency(text, on=TODAY)
    assert found.text == text
    assert (found.agency is None) or found.kind in {
        ResolutionKind.EXACT, ResolutionKind.SUCCESSOR, ResolutionKind.GROUP,
    }  # fmt: skip


def test_one_wrong_letter_never_turns_a_commune_into_its_neighbour() -> None:
    """Committees of communes differ by single letters (Kỳ Hoa, Kỳ Hải): a typing error must stay unknown or open."""
    chance = random.Random(6)
    names = [agency.short_name for agency in Agency.objects.filter(kind="committee_commune", valid_to__isnull=True)]
    for name in names:
        position = chance.randrange(len("UBND xã "), len(name))
        broken = name[:position] + chance.choice("bcdghklmnt") + name[position + 1 :]
        found = queries.resolve_agency(broken, on=LAST_DAY_OF_DISTRICTS + dt.timedelta(days=1))
        if found.agency:
            assert found.agency.short_name == broken or found.via or found.agency.short_name.lower() == broken.lower()


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("so tttt", "so-tttt"),
        ("Sở TT&TT", "so-tttt"),
        ("y te", "so-y-te"),
        ("sở y tế", "so-y-te"),
        ("cẩm hưng", "ubnd-xa-cam-hung"),
        ("cong an", "cong-an-tinh"),
        ("bhxh", "bhxh-tinh"),
        ("khu vực XV", "bhxh-tinh"),
        ("vpubnd", "vp-ubnd-tinh"),
        ("mat tran", "mttq"),
    ],
)
def test_search_finds_agencies_by_any_of_their_names(q: str, first: str) -> None:
    assert queries.search_agencies(q, limit=5)[0].code == first


def test_search_of_agencies_takes_one_query_and_can_leave_out_former_bodies() -> None:
    with CaptureQueriesContext(connection) as captured:
        former = queries.search_agencies("thông tin")
    assert len(captured) == 1
    assert "so-tttt" in {agency.code for agency in former}
    assert "so-tttt" not in {agency.code for agency in queries.search_agencies("thông tin", on=TODAY)}


def test_a_commune_is_served_by_its_own_bodies_and_the_branch() -> None:
    assert {agency.code for agency in queries.agencies_of_area("18736", TODAY)} == {
        "ubnd-xa-cam-hung", "ca-xa-cam-hung", "pvhcc-xa-cam-hung", "vpdkdd-huyen-cam-xuyen",
    }  # fmt: skip


def test_a_commune_on_the_border_of_two_former_districts_has_both_branches() -> None:
    codes = {agency.code for agency in queries.agencies_of_area("18685", TODAY)}
    assert {"vpdkdd-thanh-pho-ha-tinh", "vpdkdd-huyen-cam-xuyen"} <= codes


def test_descendants_reach_down_to_the_one_stop_centre_of_a_commune() -> None:
    below = queries.agency_descendants("ubnd-xa-cam-hung")
    assert below == {"ubnd-xa-cam-hung", "pvhcc-xa-cam-hung"}
    assert {"so-y-te", "pvhcc-xa-cam-hung", "vpdkdd-huyen-huong-son"} <= queries.agency_descendants("ubnd-tinh")
    assert queries.agency_descendants("khong-co") == {"khong-co"}


def test_there_are_as_many_committees_and_police_stations_as_communes() -> None:
    for kind in ("committee_commune", "police_commune", "one_stop_commune"):
        assert len(queries.current_agencies(on=TODAY, kinds={kind})) == 69
    assert len(queries.current_agencies(on=TODAY, kinds={"land_office_branch"})) == 12
    assert len(queries.current_agencies(on=SPRING_2024, kinds={"committee_district"})) == 13
