"""Sector lists: what is wrong in them is known record by record, and what is not named as an error is right."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dean06.demo.province import make_province
from dean06.demo.province.error_rates import DIRTY_FACTOR, OF_THE_LIST, errors, more_often, rates_of
from dean06.demo.province.report import MEANINGS
from dean06.demo.province.sectors import BY_CODE, SECTORS
from dean06.demo.province.tests.conftest import Made
from dean06.ecosystem.datasets.sectors import shipped_sectors
from dean06.kernel.common.vietnamese import ascii_fold, compare_key

COMMON = {"personal_id", "old_id", "full_name", "birth_year", "birth_month", "birth_day", "sex", "unit_text", "village"}
NOT_HERE = {"NOT_REGISTERED", "FOREIGNER"}


def joined(made: Made, sector: str) -> list[tuple[dict, dict, set[str]]]:
    """Records with their truth and the errors planted in them."""
    records, truth = made.rows(sector), made.rows(f"{sector}.truth")
    return [(record, fact, {*fact["errors"].split(";")} - {""}) for record, fact in zip(records, truth, strict=True)]


@pytest.mark.parametrize("sector", [sector.code for sector in SECTORS])
def test_every_record_has_a_truth_that_resolves(made: Made, people: dict[str, dict], sector: str) -> None:
    rows = joined(made, sector)
    assert [record["record_id"] for record, _, _ in rows] == list(range(1, len(rows) + 1))
    assert rows[0][0].keys() >= COMMON
    for record, fact, planted in rows:
        assert record["record_id"] == fact["record_id"]
        assert (fact["personal_id"] is None) == bool(planted & NOT_HERE)
        assert fact["personal_id"] is None or fact["personal_id"] in people
        assert planted <= {*errors()}


@pytest.mark.parametrize("sector", ["personal_tax", "children", "land", "marriage"])
def test_what_is_not_named_as_an_error_is_as_in_the_registry(made: Made, people: dict[str, dict], sector: str) -> None:
    right = 0
    for record, fact, planted in joined(made, sector):
        if fact["personal_id"] is None:
            continue
        person = people[fact["personal_id"]]
        kinds = {name.split("_")[0] for name in planted}
        if "ID" not in kinds and "DUPLICATE_OTHER_ID" not in planted:
            assert record["personal_id"] == fact["personal_id"]
        if "NAME" not in kinds:
            assert compare_key(record["full_name"]) == compare_key(person["full_name"])
        if "DATE" not in kinds:
            for part in ("birth_year", "birth_month", "birth_day"):
                assert record[part] == person[part]
        if "SEX" not in kinds:
            assert record["sex"] == person["sex"]
        right += not planted
    assert right


def test_each_error_shows_in_the_record(made: Made, people: dict[str, dict]) -> None:
    for record, fact, planted in joined(made, "personal_tax"):
        if fact["personal_id"] is None:
            continue
        person, number = people[fact["personal_id"]], record["personal_id"]
        if "ID_MISSING" in planted:
            assert number is None
        if "ID_OLD" in planted or "DUPLICATE_OTHER_ID" in planted:
            assert number in person["old_ids"].split(";")
        if planted & {"ID_SUBSTITUTED", "ID_TRANSPOSED", "ID_OF_FAMILY", "ID_SHARED", "ID_ANNULLED"}:
            assert len(number) == 12
            assert number != fact["personal_id"]
        if "ID_DIGIT_DROPPED" in planted:
            assert len(number) == 11
        if "ID_ZERO_LOST" in planted:
            assert number.zfill(12) == fact["personal_id"]
        if "NAME_NO_DIACRITICS" in planted:
            assert record["full_name"].isascii()
        if planted == {"NAME_NO_DIACRITICS"}:
            assert record["full_name"] == ascii_fold(person["full_name"]).upper()
        if "NAME_MIDDLE_MISSING" in planted:
            assert len(record["full_name"].split()) < len(person["full_name"].split())
        if "DATE_SWAPPED" in planted and "DATE_FIRST_OF_JANUARY" not in planted:
            assert (record["birth_day"], record["birth_month"]) == (person["birth_month"], person["birth_day"])
        if "DATE_YEAR_ONLY" in planted:
            assert record["birth_month"] is None
        if "DATE_YEAR_OFF_10" in planted:
            assert abs(record["birth_year"] - person["birth_year"]) == 10
        if "SEX_WRONG" in planted:
            assert record["sex"] != person["sex"]
        assert ("DEAD" in planted) == (person["life_status"] == "dead" and "DUPLICATE" not in planted)


def test_duplicates_are_second_records_of_somebody_in_the_list(made: Made) -> None:
    rows = joined(made, "personal_tax")
    first = {fact["personal_id"] for _, fact, planted in rows if not any("DUPLICATE" in name for name in planted)}
    again = [fact["personal_id"] for _, fact, planted in rows if planted & {"DUPLICATE", "DUPLICATE_OTHER_ID"}]
    assert again
    assert {*again} <= first


def test_one_number_stands_on_many_records(made: Made) -> None:
    rows = joined(made, "vaccination")
    shared = [record for record, _, planted in rows if "ID_SHARED" in planted]
    others = {record["personal_id"] for record, _, planted in rows if "ID_SHARED" not in planted}
    assert shared
    assert all(record["personal_id"] in others for record in shared)


def test_errors_come_as_often_as_the_table_says_and_oftener_from_dirty_desks(tmp_path: Path) -> None:
    make_province(tmp_path, people=40_000, seed=3, sectors="personal_tax", say=lambda text: None)
    truth = pq.read_table(tmp_path / "personal_tax.truth.parquet").to_pylist()
    rates, count = rates_of("personal_tax"), len(truth)
    dirty = [row for row in truth if row["dirty_desk"]]
    assert 0.07 < len(dirty) / count < 0.13
    for error, rate in rates.items():
        found = sum(error in row["errors"].split(";") for row in truth)
        if error == "ID_ANNULLED":
            assert 0 < found <= rate * count * 1.5
            continue
        assert abs(found - rate * count) < 4.5 * (rate * count) ** 0.5 + 0.05 * rate * count, error
        if error not in OF_THE_LIST and rate * count > 250:
            own = sum(error in row["errors"].split(";") for row in dirty)
            factor = (own / len(dirty)) / ((found - own) / (count - len(dirty)))
            assert 0.35 * DIRTY_FACTOR < factor < 1.5 * DIRTY_FACTOR, (error, factor)


def test_old_people_get_old_numbers_and_years_only(made: Made, people: dict[str, dict]) -> None:
    rows = [(people[fact["personal_id"]], planted) for _, fact, planted in joined(made, "land") if fact["personal_id"]]
    old = [planted for person, planted in rows if person["birth_year"] < 1956]
    young = [planted for person, planted in rows if person["birth_year"] >= 1980]
    for error in ("ID_OLD", "DATE_YEAR_ONLY"):
        assert sum(error in one for one in old) / len(old) > 2 * sum(error in one for one in young) / len(young)


def test_every_text_of_a_commune_has_its_meaning_today(made: Made, people: dict[str, dict]) -> None:
    shares: dict[str, float] = {}
    meant: dict[str, set[str]] = {}
    for row in made.rows("unit_map"):
        shares[row["unit_text"]] = shares.get(row["unit_text"], 0.0) + row["share"]
        meant.setdefault(row["unit_text"], set()).add(row["unit_code"])
    assert all(abs(share - 1) < 0.001 for share in shares.values())
    assert {len(codes) for codes in meant.values()} >= {1, 2}
    for record, fact, planted in joined(made, "insurance"):
        text = record["unit_text"]
        assert text is None or text in meant
        if fact["personal_id"] and text and not planted & {"ADDRESS_CHANGED", "UNIT_OLD"}:
            assert people[fact["personal_id"]]["permanent_unit"] in meant[text]


def test_dirtier_sectors_have_more_errors(made: Made) -> None:
    def clean(sector: str) -> float:
        rows = joined(made, sector)
        return sum(not planted - {"UNIT_OLD", "VILLAGE_MISSING"} for _, _, planted in rows) / len(rows)

    assert clean("officials") > clean("health_insurance") > clean("personal_tax")


def test_sectors_and_their_columns_are_those_of_the_platform() -> None:
    shipped = shipped_sectors()
    assert BY_CODE.keys() == shipped.keys()
    for sector in SECTORS:
        known = {field.code for field in shipped[sector.code].fields}
        assert {extra.name for extra in sector.extras} <= known, sector.code


def test_the_report_tells_every_error_with_its_counts(made: Made) -> None:
    text = (made.folder / "ERRORS.md").read_text(encoding="utf-8")
    assert {*MEANINGS} == {*errors()}
    for code, counts in made.summary.errors.items():
        section = text.split(f"## {code} ")[1].split("\n## ")[0]
        for error, count in counts.items():
            assert f"| {error} | " in section
            assert f" | {count} | " in section.split(f"| {error} | ")[1].split("\n")[0]
    assert more_often("ID_OLD") in text


def test_rates_can_be_changed_and_wrong_ones_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    quiet = {"people": 300, "seed": 1, "say": lambda text: None}
    make_province(tmp_path / "a", sectors="land", rates={"ID_MISSING": 0.9, "ID_OLD": 0}, **quiet)
    records = pq.read_table(tmp_path / "a" / "land.parquet").to_pylist()
    assert sum(record["personal_id"] is None for record in records) > 0.8 * len(records)
    for wrong in ({"rates": {"ID_MISING": 0.1}}, {"rates": {"ID_MISSING": 1.4}}, {"sectors": "landd"}, {"people": 3}):
        with pytest.raises(ValueError):
            make_province(tmp_path / "b", **{**quiet, **wrong})
    assert not (tmp_path / "b").exists()


def test_a_foreigner_in_a_list_is_nobody_in_the_registry_by_accident(made: Made, people: dict[str, dict]) -> None:
    births = {(row["birth_year"], row["birth_month"], row["birth_day"], row["sex"]) for row in people.values()}
    births -= {(year, None, None, sex) for year in range(1900, 2027) for sex in "MF"}
    foreigners = [record for record in made.rows("vaccination") if record["passport_no"]]
    assert len(foreigners) > 10
    assert not [record for record in foreigners if record["personal_id"]]
    met = sum((one["birth_year"], one["birth_month"], one["birth_day"], one["sex"]) in births for one in foreigners)
    assert met < len(foreigners) / 2
