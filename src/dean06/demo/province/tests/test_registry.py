"""The made-up registry obeys the law's structure of numbers and looks like a province of families."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

from dean06.demo.province.names import _known_codes, avoid_known, known_names, name_tables
from dean06.demo.province.tests.conftest import PEOPLE, Made
from dean06.kernel import units
from dean06.kernel.common.personal_id import check_personal_id

UNITS = Path(units.__file__).parent / "data"


def codes_of(name: str, parent: str = "") -> set[str]:
    with (UNITS / name).open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if not parent or row["parent"] == parent}


def test_exactly_as_many_people_as_asked_for_each_with_a_number_of_their_own(people: dict[str, dict]) -> None:
    assert len(people) == PEOPLE
    annulled = [number for row in people.values() for number in (row["annulled_ids"] or "").split(";") if number]
    assert annulled
    assert len({*annulled}) == len(annulled)
    assert not people.keys() & {*annulled}


def test_every_number_agrees_with_sex_and_year_of_birth(people: dict[str, dict]) -> None:
    for number, row in people.items():
        flaws = check_personal_id(number, sex=row["sex"], birth_year=row["birth_year"]).flaws
        assert not flaws, (number, flaws)
    places = Counter(number[:3] for number in people)
    assert places["042"] > 0.85 * PEOPLE
    assert len(places) > 10


def test_old_numbers_have_nine_digits_and_only_people_old_enough_for_them_have_one(people: dict[str, dict]) -> None:
    several = 0
    for row in people.values():
        numbers = [number for number in (row["old_ids"] or "").split(";") if number]
        several += len(numbers) > 1
        assert all(len(number) == 9 and number.isdigit() for number in numbers)
        assert not numbers or row["birth_year"] <= 2006
    assert several > PEOPLE / 100


def test_parents_are_at_least_fifteen_and_less_than_seventy_years_older(people: dict[str, dict]) -> None:
    seen = 0
    for row in people.values():
        for parent in (row["father_id"], row["mother_id"]):
            if parent:
                seen += 1
                assert 15 <= row["birth_year"] - people[parent]["birth_year"] < 70
    assert seen > PEOPLE


def test_children_bear_the_fathers_surname_and_the_parents_stand_by_name(people: dict[str, dict]) -> None:
    for row in people.values():
        if row["father_id"]:
            father = people[row["father_id"]]
            assert row["father_name"] == father["full_name"]
            assert father["sex"] == "M"
            if row["ethnicity"] == "01":
                assert row["full_name"].startswith(father["full_name"].split()[0])
        if row["mother_id"]:
            assert people[row["mother_id"]]["sex"] == "F"


def test_there_are_twins_about_one_in_ninety_deliveries(people: dict[str, dict]) -> None:
    deliveries: Counter[tuple] = Counter()
    for row in people.values():
        if row["mother_id"] and row["birth_day"]:
            deliveries[row["mother_id"], row["birth_year"], row["birth_month"], row["birth_day"]] += 1
    twins = sum(count == 2 for count in deliveries.values())
    assert 0.004 < twins / len(deliveries) < 0.02
    assert max(deliveries.values()) == 2


def test_spouses_name_each_other_and_every_household_has_one_head(people: dict[str, dict]) -> None:
    heads: dict[str, int] = defaultdict(int)
    for row in people.values():
        if row["spouse_id"]:
            assert people[row["spouse_id"]]["spouse_id"] == row["personal_id"]
            assert row["marital_status"] == "married"
        if row["household_no"]:
            heads[row["household_no"]] += row["household_role"] == "head"
    assert {*heads.values()} == {1}
    roles = Counter(row["household_role"] for row in people.values())
    assert {"head", "spouse", "child", "parent", "grandchild", "sibling", "other"} <= roles.keys()
    assert 2.5 < sum(roles.values()) / len(heads) < 4.5


def test_everybody_lives_in_one_of_the_69_communes_and_came_from_one_of_the_old_list(people: dict[str, dict]) -> None:
    current, old = codes_of("communes.csv", "42"), codes_of("communes_before_2025_07.csv")
    assert len(current) == 69
    assert {row["permanent_unit"] for row in people.values()} == current
    assert {row["current_unit"] for row in people.values()} <= current
    assert {row["previous_unit"] for row in people.values()} - {None} <= old
    assert {row["birth_unit"] for row in people.values()} <= current | old
    moved = [row for row in people.values() if row["permanent_since"] >= dt.date(2025, 7, 1) and row["previous_unit"]]
    assert moved


def test_days_are_in_order_and_the_dead_stay_with_their_day(people: dict[str, dict]) -> None:
    states = Counter(row["life_status"] for row in people.values())
    assert 0.03 < states["dead"] / PEOPLE < 0.12
    for row in people.values():
        assert (row["died_on"] is not None) == (row["life_status"] == "dead")
        assert row["permanent_since"].year >= row["birth_year"]
        assert row["birth_month"] is not None or row["birth_day"] is None
    year_only = [row for row in people.values() if row["birth_month"] is None]
    month_only = [row for row in people.values() if row["birth_month"] and not row["birth_day"]]
    assert max(row["birth_year"] for row in year_only) < 1990
    assert 0.02 < len(year_only) / PEOPLE < 0.09
    assert month_only


def test_the_pyramid_is_that_of_a_province(people: dict[str, dict]) -> None:
    ages = [2026 - row["birth_year"] for row in people.values() if row["life_status"] == "alive"]
    young, old = (sum(test(age) for age in ages) / len(ages) for test in (lambda age: age < 15, lambda age: age >= 65))
    assert 0.19 < young < 0.28
    assert 0.06 < old < 0.14


def test_names_are_put_together_from_parts_and_as_frequent_as_in_the_country(people: dict[str, dict]) -> None:
    tables = name_tables()
    words = {
        word for part in (tables.surnames, tables.middles, tables.givens) for text in part for word in text.split()
    }
    whole = {*tables.whole}
    for row in people.values():
        assert row["full_name"] in whole or {*row["full_name"].split()} <= words
    first = Counter(row["full_name"].split()[0] for row in people.values())
    assert 0.26 < first["Nguyễn"] / PEOPLE < 0.40
    assert 0.06 < first["Trần"] / PEOPLE < 0.16
    women = [row["full_name"] for row in people.values() if row["sex"] == "F" and row["birth_year"] < 1966]
    assert sum(" Thị " in name for name in women) > 0.7 * len(women)
    assert len({row["full_name"] for row in people.values()}) > PEOPLE / 2


def test_nobody_bears_the_name_of_a_leader_or_of_somebody_in_the_history_books(people: dict[str, dict]) -> None:
    names = {row[column] for row in people.values() for column in ("full_name", "father_name", "mother_name")}
    assert not names & known_names()
    codes = _known_codes()
    assert len(codes) > 20
    tables = name_tables()
    assert {tables.text(code) for code in codes.tolist()} <= known_names()
    changed = codes.copy()
    avoid_known(changed)
    assert not {tables.text(code) for code in changed.tolist()} & known_names()


def test_there_are_people_of_other_peoples_with_their_own_names(people: dict[str, dict]) -> None:
    minorities = {row["ethnicity"] for row in people.values()} - {"01"}
    assert len(minorities) >= 3


def test_the_file_holds_no_way_to_reach_a_person(made: Made) -> None:
    columns = {*made.table("registry").column_names}
    assert not {name for name in columns if any(word in name for word in ("phone", "mail", "face", "finger"))}


def test_the_matching_side_holds_the_same_people(made: Made, people: dict[str, dict]) -> None:
    side = made.rows("registry_side")
    assert [row["person_key"] for row in side] == list(range(1, PEOPLE + 1))
    for row in side:
        own = people[row["personal_id"]]
        assert row["unit_code"] == own["permanent_unit"]
        assert row["previous_unit_codes"] == own["previous_unit"]
        assert row["full_name"] == own["full_name"]
        assert row["life_status"] == own["life_status"]
