"""The table of classes: exhaustive, exclusive, and the same in Python and in SQL."""

from __future__ import annotations

import datetime as dt
import itertools

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.cleaning.evaluating import class_sql
from dean06.ecosystem.cleaning.rules import quality
from dean06.ecosystem.cleaning.rules.classes import PRIORITY, class_of, split_of
from dean06.ecosystem.cleaning.rules.communes import Commune, Lists, place
from dean06.ecosystem.cleaning.rules.facts import CLASS_FACTS, QUALITY_FACTS, compare_name, compare_sex
from dean06.ecosystem.cleaning.types import MATCHED, Criterion, ResultClass, Split

EVERY = [dict(zip(CLASS_FACTS, words, strict=True)) for words in itertools.product(*CLASS_FACTS.values())]


def test_every_combination_of_facts_has_exactly_one_class_in_python_and_in_sql() -> None:
    table = pa.table({fact: [facts[fact] for facts in EVERY] for fact in CLASS_FACTS})
    db = duckdb.connect()
    db.register("every", table)
    by_sql = [row[0] for row in db.execute(f"SELECT {class_sql()} FROM every").fetchall()]
    by_python = [class_of(facts).value for facts in EVERY]
    assert by_sql == by_python
    assert set(by_python) == set(ResultClass.values)


def test_each_class_stands_once_in_the_table_and_the_last_rule_always_holds() -> None:
    assert sorted(rule.result_class for rule in PRIORITY) == sorted(ResultClass.values)
    assert all(PRIORITY[-1].conditions[0].holds(facts) for facts in EVERY[:100])
    assert PRIORITY[-1].result_class not in MATCHED


def test_nothing_is_matched_without_the_registrys_own_number() -> None:
    for facts in EVERY:
        if class_of(facts) in MATCHED:
            assert facts["id_owner"] == "person"
            assert facts["link"] == "sure"
            assert facts["person"] == "living"
            assert facts["name"] in ("same", "folded")
            assert facts["birth"] not in ("different", "missing")
            assert facts["sex"] != "different"


def test_conditions_name_only_facts_and_words_that_exist() -> None:
    known = {**CLASS_FACTS, **QUALITY_FACTS}
    conditions = [condition for rule in PRIORITY for condition in rule.conditions] + list(quality.CRITERIA.values())
    for condition in conditions:
        for fact, words in condition.allowed.items():
            assert set(words) <= set(known[fact])


def test_the_split_follows_the_number_not_the_class() -> None:
    assert split_of("KHOP_DUNG", {"id_given": "valid"}) == Split.MATCHED
    assert split_of("TRUNG_NGUOI", {"id_given": "none"}) == Split.NO_ID
    assert split_of("SO_9_CHU_SO", {"id_given": "nine"}) == Split.NO_ID
    assert split_of("CHO_XAC_MINH", {"id_given": "valid"}) == Split.UNVERIFIED


@pytest.mark.parametrize(
    ("mine", "theirs", "word"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", "same"),
        ("NGUYỄN VĂN  AN ", "Nguyễn Văn An", "folded"),
        ("Lê Thị Hoà", "Lê Thị Hòa", "folded"),
        ("Lí Văn Quý", "Lý Văn Quí", "folded"),
        ("Ðặng Văn Đức", "Đặng Văn Đức", "folded"),
        ("Nguyen Van An", "Nguyễn Văn An", "different"),
        ("", "Nguyễn Văn An", "missing"),
        (None, "Nguyễn Văn An", "missing"),
    ],
)
def test_names(mine: str | None, theirs: str, word: str) -> None:
    assert compare_name(mine, theirs) == word


def test_sex() -> None:
    assert [compare_sex("M", "M"), compare_sex("F", "M"), compare_sex(None, "M")] == ["same", "different", "missing"]


@pytest.mark.parametrize(
    ("happened", "shown", "word"),
    [
        (dt.date(2026, 10, 1), False, "missed"),
        (dt.date(2026, 10, 21), False, "none"),  # thirty days: the last day in time
        (dt.date(2026, 10, 20), False, "missed"),
        (None, False, "missed"),
        (None, True, "none"),
    ],
)
def test_a_life_event_that_the_list_should_show(happened: dt.date | None, shown: bool, word: str) -> None:
    assert quality.event_word(happened, shown=shown, today=dt.date(2026, 11, 20), days=30) == word


def test_the_age_of_a_list() -> None:
    day = dt.date(2026, 11, 20)
    assert quality.age_word(dt.date(2026, 10, 21), today=day, days=30) == "fresh"
    assert quality.age_word(dt.date(2026, 10, 20), today=day, days=30) == "stale"


def test_a_criterion_on_facts() -> None:
    good = {fact: words[0] for fact, words in {**CLASS_FACTS, **QUALITY_FACTS}.items()} | {"id_given": "valid"}
    assert all(quality.meets(criterion, good) for criterion in quality.CRITERIA)
    assert not quality.meets(Criterion.LIVE, good | {"event": "missed"})
    assert not quality.meets(Criterion.CLEAN, good | {"id_given": "nine"})


# --- Communes of a list -----------------------------------------------------------------------------------------------

TODAY_LIST = [
    Commune("18073", "Phường Thành Sen", "", (("18073", 1.0),)),
    Commune("18229", "Xã Đức Thọ", "", (("18229", 1.0),)),
]
BEFORE = [
    Commune("18073", "Phường Nam Hà", "Thành phố Hà Tĩnh", (("18073", 1.0),)),
    Commune("18070", "Phường Trần Phú", "Thành phố Hà Tĩnh", (("18073", 1.0),)),
    Commune("18229", "Thị trấn Đức Thọ", "Huyện Đức Thọ", (("18229", 1.0),)),
    Commune("18250", "Xã Yên Hồ", "Huyện Đức Thọ", (("18073", 0.5), ("18229", 0.5))),
    Commune("18300", "Xã Tân Dân", "Huyện Đức Thọ", (("18229", 1.0),)),
    Commune("18400", "Xã Tân Dân", "Huyện Nam Hà", (("18073", 1.0),)),
]
LISTS = Lists(TODAY_LIST, BEFORE)


def placed(*texts: str, before: bool = False) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in place(dict.fromkeys(texts, 10), LISTS, prefer_before=before):
        found.setdefault(one.unit_text, {})[one.unit_code] = one.share
    return found


def test_codes_and_names_of_either_time() -> None:
    assert placed("18070") == {"18070": {"18073": 1.0}}
    assert placed("XÃ ĐỨC THỌ") == {"XÃ ĐỨC THỌ": {"18229": 1.0}}
    assert placed("P. Trần Phú") == {"P. Trần Phú": {"18073": 1.0}}
    assert placed("tran phu") == {"tran phu": {"18073": 1.0}}
    assert placed("Xã Không Có", "", "99999") == {}


def test_the_wrong_kind_in_front_of_a_name_is_forgiven() -> None:
    assert placed("Xã Trần Phú") == {"Xã Trần Phú": {"18073": 1.0}}


def test_a_divided_commune_has_several_successors() -> None:
    assert placed("Xã Yên Hồ") == {"Xã Yên Hồ": {"18073": 0.5, "18229": 0.5}}


def test_the_district_tells_two_communes_of_one_name_apart() -> None:
    assert placed("Xã Tân Dân, huyện Nam Hà, tỉnh Hà Tĩnh") == {
        "Xã Tân Dân, huyện Nam Hà, tỉnh Hà Tĩnh": {"18073": 1.0}
    }
    assert placed("Xã Tân Dân") == {"Xã Tân Dân": {"18073": 0.5, "18229": 0.5}}


@given(
    st.lists(st.sampled_from(["18073", "18070", "Xã Yên Hồ", "Xã Tân Dân", "Đức Thọ", "lạ"]), max_size=6), st.booleans()
)
def test_shares_of_a_text_always_add_up_to_the_whole(texts: list[str], before: bool) -> None:
    for shares in placed(*texts, before=before).values():
        assert sum(shares.values()) == pytest.approx(1.0)
