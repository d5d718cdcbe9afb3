"""Each class from situations as they stand in lists; one record alone and records beside each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.cleaning.evaluating import BIRTH_SQL, evaluate
from dean06.ecosystem.cleaning.rules.facts import Birth, compare_birth
from dean06.ecosystem.cleaning.tests.lists import AN, FACTS, link, person, record_of, results, world

OTHER = "042085009999"  # a good number that nobody bears


def one(records: list[dict[str, Any]], persons: list[dict[str, Any]] | None = None, links: Any = None, **facts: Any):
    everyone = persons if persons is not None else [AN]
    db = world(everyone, records, links if links is not None else [link(row["record_id"], 1) for row in records])
    evaluate(db, replace(FACTS, **facts))
    return results(db)


SITUATIONS = [
    ("the same in every letter", {}, "KHOP_DUNG"),
    ("typed in capitals with two spaces", {"full_name": "NGUYỄN  VĂN AN"}, "KHOP_SAU_CHUAN_HOA"),
    ("letters of a decomposed alphabet", {"full_name": "Nguye\u0302\u0303n Va\u0306n An"}, "KHOP_SAU_CHUAN_HOA"),
    ("only the birth year", {"birth_month": None, "birth_day": None}, "KHOP_SAU_CHUAN_HOA"),
    ("zero lost, put back by intake", {"flags": "personal_id:ZERO_PADDED"}, "KHOP_SAU_CHUAN_HOA"),
    ("zero lost, still missing", {"personal_id": "42085001234"}, "KHOP_SAU_CHUAN_HOA"),
    ("the sex left out", {"sex": None}, "KHOP_SAU_CHUAN_HOA"),
    ("another given name", {"full_name": "Nguyễn Văn Bình"}, "SAI_HO_TEN"),
    ("accents lost", {"full_name": "Nguyen Van An"}, "SAI_HO_TEN"),
    ("no name", {"full_name": None}, "SAI_HO_TEN"),
    ("day and month swapped", {"birth_month": 12, "birth_day": 3}, "SAI_NGAY_SINH"),
    ("another birth year, against the number's digits", {"birth_year": 1984}, "SAI_NGAY_SINH"),
    ("no birth date", {"birth_year": None, "birth_month": None, "birth_day": None}, "SAI_NGAY_SINH"),
    ("the other sex, against the number's digit", {"sex": "F"}, "SAI_GIOI_TINH"),
    ("no number", {"personal_id": None}, "THIEU_SO_DINH_DANH"),
    ("a number of spaces", {"personal_id": "   "}, "THIEU_SO_DINH_DANH"),
    ("an old number in the number's column", {"personal_id": "183123456"}, "SO_9_CHU_SO"),
    ("an old number in its own column", {"personal_id": None, "old_id": "183123456"}, "SO_9_CHU_SO"),
    ("a digit too many", {"personal_id": "0420850012345"}, "SO_KHONG_HOP_LE"),
    ("letters in the number", {"personal_id": "04208500123X"}, "SO_KHONG_HOP_LE"),
    ("digits that contradict the birth year", {"personal_id": "042099001234"}, "SO_KHONG_HOP_LE"),
    ("digits that contradict the sex", {"personal_id": "042185001234"}, "SO_KHONG_HOP_LE"),
    ("a good number that nobody bears", {"personal_id": OTHER}, "KHONG_TIM_THAY"),
]


@pytest.mark.parametrize(("changed", "expected"), [row[1:] for row in SITUATIONS], ids=[row[0] for row in SITUATIONS])
def test_one_record_of_a_living_person(changed: dict[str, Any], expected: str) -> None:
    second = record_of(AN, 2, personal_id="042085000002", full_name="Lê Văn Cường")
    everyone = [AN, person(2, personal_id="042085000002", full_name="Lê Văn Cường")]
    found = one([record_of(AN, **changed), second], everyone, [link(1, 1), link(2, 2)])
    assert found[1]["result_class"] == expected
    assert found[2]["result_class"] == "KHOP_DUNG"


def test_tone_placement_and_i_y_are_the_same_name() -> None:
    hoa = person(1, full_name="Lý Thị Hòa", sex="F", personal_id="042185001234")
    assert one([record_of(hoa, full_name="LÍ THỊ HOÀ")], [hoa])[1]["result_class"] == "KHOP_SAU_CHUAN_HOA"


def test_a_dead_person_on_the_list_and_how_soon_it_should_be_known() -> None:
    long_ago = person(1, life_status="dead", died_on=dt.date(2026, 1, 5))
    just_now = person(1, life_status="dead", died_on=dt.date(2026, 11, 10))
    assert one([record_of(AN)], [long_ago])[1]["result_class"] == "DA_CHET"
    assert not one([record_of(AN)], [long_ago])[1]["live"]
    assert one([record_of(AN)], [just_now])[1]["live"]


def test_in_a_list_of_deaths_the_dead_are_right_and_the_living_wait() -> None:
    dead = person(1, life_status="dead", died_on=dt.date(2026, 1, 5))
    assert one([record_of(AN)], [dead], of_the_dead=True)[1]["result_class"] == "KHOP_DUNG"
    alive = one([record_of(AN)], of_the_dead=True)[1]
    assert alive["result_class"] == "CHO_XAC_MINH"
    assert "PERSON_NOT_DEAD" in alive["reasons"]


def test_an_annulled_number_and_an_annulled_record() -> None:
    renumbered = person(1, personal_id="042085005555", annulled_ids="042085001234;042085001111")
    assert one([record_of(AN)], [renumbered])[1]["result_class"] == "DA_HUY"
    unlinked = one([record_of(AN)], [renumbered], [link(1, None, 0)])[1]
    assert (unlinked["result_class"], unlinked["person_id"]) == ("DA_HUY", 1)
    assert one([record_of(AN)], [person(1, record_annulled=True)])[1]["result_class"] == "DA_HUY"


def test_foreigners_by_their_own_word_and_by_the_registry() -> None:
    assert one([record_of(AN, nationality="LAO")], links=[link(1, None, 0)])[1]["result_class"] == "NGUOI_NUOC_NGOAI"
    assert one([record_of(AN)], [person(1, foreigner=True)])[1]["result_class"] == "NGUOI_NUOC_NGOAI"
    assert one([record_of(AN, nationality="Việt Nam")])[1]["result_class"] == "KHOP_DUNG"
    passport = record_of(AN, personal_id="YB1234567", full_name="SOFIA BIANCHI")
    assert one([passport], links=[link(1, None, 0)])[1]["result_class"] == "NGUOI_NUOC_NGOAI"
    ours = record_of(AN, personal_id="C1234567", full_name="Nguyễn Văn Anh")
    assert one([ours], links=[link(1, None, 0)])[1]["result_class"] == "SO_KHONG_HOP_LE"


def test_one_number_on_two_records() -> None:
    found = one(
        [record_of(AN), record_of(AN, 2, full_name="Nguyễn Thị Bông", sex="F")], links=[link(1, 1), link(2, None, 0)]
    )
    assert {row["result_class"] for row in found.values()} == {"TRUNG_SO"}
    assert not any(row["clean"] for row in found.values())


def test_a_filler_number_is_an_invalid_number_however_often_it_stands_there() -> None:
    found = one(
        [record_of(AN, n, personal_id="000000000000", full_name=f"Người {n}") for n in (1, 2)],
        links=[link(1, None, 0), link(2, None, 0)],
    )
    assert {row["result_class"] for row in found.values()} == {"SO_KHONG_HOP_LE"}


def test_one_person_under_two_numbers_or_without_one() -> None:
    twice = one(
        [record_of(AN), record_of(AN, 2, personal_id=OTHER)], links=[link(1, 1), link(2, 1, 0.99, "name_date_unit")]
    )
    assert {row["result_class"] for row in twice.values()} == {"TRUNG_NGUOI"}
    without = one([record_of(AN), record_of(AN, 2, personal_id=None)], links=[link(1, 1), link(2, 1, 0.99, "scored")])
    assert {row["result_class"] for row in without.values()} == {"TRUNG_NGUOI"}


@pytest.mark.parametrize("twin", ["Nguyễn Văn Ân", "Nguyễn Văn Ánh", "Nguyễn Thị Bông"])
def test_twins_are_two_people(twin: str) -> None:
    """The brother is not registered, so the engine takes his record for An: the name says it is somebody else."""
    found = one(
        [record_of(AN), record_of(AN, 2, personal_id=None, full_name=twin)],
        links=[link(1, 1), link(2, 1, 0.98, "scored")],
    )
    assert found[1]["result_class"] == "KHOP_DUNG"
    assert found[2]["result_class"] == "THIEU_SO_DINH_DANH"
    assert found[2]["uncertain"]
    assert "SEEMS_TWIN" in found[2]["reasons"]


def test_a_twin_with_the_brothers_number_is_one_number_on_two_records() -> None:
    found = one(
        [record_of(AN), record_of(AN, 2, full_name="Nguyễn Văn Ân")], links=[link(1, 1), link(2, 1, tier="id_date")]
    )
    assert [row["result_class"] for row in found.values()] == ["TRUNG_SO", "TRUNG_SO"]


def test_a_number_that_the_registry_gives_to_somebody_else_waits() -> None:
    binh = person(2, personal_id="042085007777", full_name="Trần Bình", birth_month=7)
    found = one([record_of(AN, personal_id="042085007777")], [AN, binh], [link(1, 1, 0.97, "scored")])
    assert found[1]["result_class"] == "CHO_XAC_MINH"
    assert "NUMBER_OF_OTHER" in found[1]["reasons"]
    nobody = one([record_of(AN, personal_id="042085007777", full_name="Đỗ Thị Lan")], [AN, binh], [link(1, None, 0)])
    assert nobody[1]["result_class"] == "CHO_XAC_MINH"
    assert nobody[1]["person_id"] == 2


def test_an_unsure_link_never_makes_a_match() -> None:
    found = one([record_of(AN)], links=[link(1, 1, 0.7, "scored")])
    assert found[1]["result_class"] == "CHO_XAC_MINH"
    assert found[1]["uncertain"]
    assert found[1]["split"] == "unverified"


def test_the_commune_comes_from_the_text_and_in_a_divided_one_from_the_person() -> None:
    divided = [("cũ", "18100", 0.5), ("cũ", "18073", 0.5)]
    db = world(
        [AN],
        [record_of(AN, unit_text="cũ"), record_of(AN, 2, unit_text="lạ", personal_id=None)],
        [link(1, 1), link(2, None, 0)],
        divided,
    )
    evaluate(db, FACTS)
    found = results(db)
    assert found[1]["unit_code"] == "18073"
    assert found[2]["unit_code"] == ""


def test_a_move_the_list_does_not_show() -> None:
    db = world([person(1, unit_code="18100")], [record_of(AN)], [link(1, 1)])
    evaluate(db, FACTS)
    row = results(db)[1]
    assert row["result_class"] == "KHOP_DUNG"
    assert (row["correct"], row["live"], row["unit_code"]) == (True, False, "18073")
    assert "LIVES_ELSEWHERE" in row["reasons"]


def test_quality_of_a_record_with_a_gap_and_of_a_stale_list() -> None:
    assert not one([record_of(AN, full_name=None)])[1]["complete"]
    assert not one([record_of(AN)], mandatory=("personal_id", "card_no"))[1]["complete"]
    assert not one([record_of(AN)], data_as_of=dt.date(2026, 9, 1))[1]["live"]
    assert not one([record_of(AN, flags="birth:DATE_IMPOSSIBLE")])[1]["clean"]
    assert one([record_of(AN)])[1]["live"]


def test_a_list_without_a_sex_column_can_be_right() -> None:
    row = one([record_of(AN, sex=None)])[1]
    assert (row["result_class"], row["correct"]) == ("KHOP_DUNG", True)


parts = st.tuples(
    st.one_of(st.none(), st.integers(1990, 1991)),
    st.one_of(st.none(), st.integers(1, 2)),
    st.one_of(st.none(), st.integers(1, 2)),
)


@given(parts, st.tuples(st.integers(1990, 1991), *[st.one_of(st.none(), st.integers(1, 2))] * 2))
def test_birth_dates_compare_alike_in_sql_and_python(record: Any, registered: Any) -> None:
    columns = ("birth_year", "birth_month", "birth_day", "p_year", "p_month", "p_day")
    row = ", ".join(f"?::INT AS {column}" for column in columns)
    word = duckdb.execute(f"SELECT {BIRTH_SQL} FROM (SELECT {row})", [*record, *registered]).fetchall()[0][0]
    assert word == compare_birth(Birth(*record), Birth(*registered))
