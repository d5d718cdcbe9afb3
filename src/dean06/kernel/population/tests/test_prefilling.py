"""What the registry fills into forms, and whose data it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.population import queries
from dean06.kernel.population.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    factories.place()


def test_a_father_has_his_values_and_those_of_his_home() -> None:
    home = factories.family(children=1)

    values = queries.prefill_values(home.father.pk)

    assert values["full_name"] == "Nguyễn Văn Cha"
    assert values["birth_date"] == "1985-02-03"
    assert values["sex"] == "M"
    assert values["permanent_unit"] == factories.HERE
    assert values["permanent_address"].startswith("Số 5, Thôn 3, Xã Cẩm Mẫu")
    assert values["spouse_name"] == "Trần Thị Mẹ"
    assert values["household_head_id"] == home.father.personal_id
    assert set(values) <= set(queries.PREFILL_COLUMNS)
    assert all(isinstance(text, str) and text for text in values.values())


def test_who_heads_a_household_with_others_in_it_is_known_with_who_would_come_next() -> None:
    home = factories.family(children=1)
    alone = factories.person("Lê Văn Riêng")
    factories.household(alone)

    head, wife = queries.prefill_values(home.father.pk), queries.prefill_values(home.mother.pk)

    assert (head["heads_household"], head["next_head_id"]) == ("yes", home.mother.personal_id)
    assert wife["heads_household"] == "no" and "next_head_id" not in wife
    assert queries.prefill_values(alone.pk)["heads_household"] == "no"
    assert queries.prefill_values(factories.person("Lê Văn Không Hộ").pk)["heads_household"] == "no"


def test_who_stays_when_the_head_moves_out_and_who_of_them_may_head_the_household() -> None:
    home = factories.family(children=2)
    on = dt.date(2026, 11, 17)

    (left,) = queries.left_behind([home.father.pk], on)

    assert (left.household_id, left.head_name, left.stay) == (home.home.pk, "Nguyễn Văn Cha", 3)
    # An adult lives there, so no child may head it.
    assert [one.full_name for one in left.may_head] == ["Trần Thị Mẹ"]
    (children_only,) = queries.left_behind([home.father.pk, home.mother.pk], on)
    assert [one.person_id for one in children_only.may_head] == [one.pk for one in home.children]
    everybody = [home.father.pk, home.mother.pk, *(one.pk for one in home.children)]
    assert queries.left_behind(everybody, on) == []
    assert queries.left_behind([home.mother.pk], on) == []


def test_a_birth_known_to_the_year_stays_a_year() -> None:
    assert queries.prefill_values(factories.person(born=1950).pk)["birth_date"] == "1950"


def test_wife_child_and_household_are_filled_in_and_strangers_are_not() -> None:
    home = factories.family(children=1)
    stranger = factories.person("Lê Văn Lạ")

    assert _kinship(home.father.pk, home.mother.personal_id) == "spouse"
    assert _kinship(home.father.pk, home.children[0].personal_id) == "child"
    assert _kinship(home.children[0].pk, home.mother.personal_id) == "parent"
    assert queries.related_values(home.father.pk, stranger.personal_id or "") is None
    assert queries.related_values(home.father.pk, "042090999999") is None
    assert queries.related_values(stranger.pk, home.father.personal_id or "") is None


def test_nobody_knows_an_unknown_person() -> None:
    assert queries.prefill_values(10**9) == {}
    assert queries.related_values(10**9, factories.person(born=dt.date(1990, 1, 1)).personal_id or "") is None


def _kinship(asker: int, number: str | None) -> str | None:
    found = queries.related_values(asker, number or "")
    return found.kinship.value if found else None
