"""Who signs, and number and symbol: as NĐ 30/2020/NĐ-CP writes them."""

from __future__ import annotations

import pytest

from dean06.procedures.cases.rules.signing_as import SignsAs, signs_as
from dean06.procedures.cases.rules.symbols import agency_symbol, kind_symbol, number_and_symbol

PEOPLE = "TM. ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    ("position", "kind", "authority", "title"),
    [
        ("Chủ tịch UBND xã Kỳ Khang", "committee_commune", PEOPLE, "CHỦ TỊCH"),
        ("Phó Chủ tịch UBND xã", "committee_commune", PEOPLE, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        ("Chủ tịch", "mass_org", "", "CHỦ TỊCH"),
        ("Trưởng Công an xã Kỳ Khang", "police_commune", "", "TRƯỞNG CÔNG AN XÃ"),
        ("Phó trưởng Công an phường", "police_commune", "", "KT. TRƯỞNG CÔNG AN PHƯỜNG\nPHÓ TRƯỞNG CÔNG AN PHƯỜNG"),
        ("Giám đốc Sở Y tế", "department", "", "GIÁM ĐỐC"),
        ("Phó Giám đốc Công an tỉnh", "police_province", "", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("Trưởng phòng PC06", "police_office", "", "TRƯỞNG PHÒNG"),
        ("Trưởng phòng Lao động", "department", "", "TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"),
        ("Phó phòng", "police_office", "", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG"),
        ("Công chức tư pháp - hộ tịch", "committee_commune", "", "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"),
        ("", "committee_commune", "", "NGƯỜI CÓ THẨM QUYỀN"),
    ],
)
def test_whoever_signs_does_so_with_his_position(position: str, kind: str, authority: str, title: str) -> None:
    assert signs_as(position, kind) == SignsAs(authority, title)


@pytest.mark.parametrize(
    ("title", "symbol"),
    [
        ("Thông báo kết quả đăng ký thường trú", "TB"),
        ("Giấy chứng nhận kết hôn", "GCN"),
        ("Giấy xác nhận tình trạng hôn nhân", "GXN"),
        ("Quyết định hỗ trợ chi phí mai táng", "QĐ"),
        ("Trích lục khai tử", "TL"),
        ("Phiếu lý lịch tư pháp", "PLL"),
        ("  ", "VB"),
    ],
)
def test_the_kind_of_paper_follows_from_its_title(title: str, symbol: str) -> None:
    assert kind_symbol(title) == symbol


@pytest.mark.parametrize(
    ("short_name", "kind", "symbol"),
    [
        ("UBND xã Kỳ Khang", "committee_commune", "UBND"),
        ("Công an xã Kỳ Khang", "police_commune", "CAX"),
        ("Công an phường Trần Phú", "police_commune", "CAP"),
        ("Phòng PC06", "police_office", "PC06"),
        ("Công an tỉnh", "police_province", "CAT"),
        ("Sở Nội vụ", "department", "SNV"),
        ("Sở NN&MT", "department", "SNNMT"),
        ("VPĐKĐĐ tỉnh", "land_office", "VPĐKĐĐ"),
        ("Trung tâm PVHCC tỉnh", "one_stop_province", "TTPVHCC"),
        ("Thuế tỉnh", "vertical", "THUẾ"),
    ],
)
def test_bodies_are_abbreviated_as_they_abbreviate_themselves(short_name: str, kind: str, symbol: str) -> None:
    assert agency_symbol(short_name, kind) == symbol


def test_a_number_below_ten_has_a_zero_and_one_not_given_yet_a_place() -> None:
    assert number_and_symbol(5, "GXN", "UBND") == "05/GXN-UBND"
    assert number_and_symbol(117, "GXN", "UBND") == "117/GXN-UBND"
    assert number_and_symbol(None, "TB", "CAX") == "…/TB-CAX"
