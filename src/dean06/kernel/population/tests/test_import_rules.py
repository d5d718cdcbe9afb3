"""The rules in SQL are those of the one validator and the one search key: held equal row by row. No database."""

from __future__ import annotations

import datetime as dt

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.common.birth_codes import BIRTH_PROVINCES
from dean06.kernel.common.personal_id import IdFlaw, check_personal_id
from dean06.kernel.common.vietnamese import clean_line, search_key
from dean06.kernel.population.bulk import checking, reading
from dean06.kernel.population.rules.masking import TABLE, Sight, Viewer, masked_number, sight, viewer_of

NUMBER_FLAWS = {
    IdFlaw.NOT_12_DIGITS,
    IdFlaw.UNKNOWN_PROVINCE,
    IdFlaw.CENTURY_MISMATCH,
    IdFlaw.SEX_MISMATCH,
    IdFlaw.YEAR_MISMATCH,
    IdFlaw.CMND_9,
}

numbers = st.one_of(
    st.text("0123456789", min_size=8, max_size=13),
    st.builds(
        lambda place, rest: place + rest,
        st.sampled_from([*sorted(BIRTH_PROVINCES), "003", "150", "399", "400"]),
        st.text("0123456789", min_size=9, max_size=9),
    ),
)
rows = st.lists(st.tuples(numbers, st.sampled_from("MF"), st.integers(1900, 2026)), min_size=1, max_size=60)


@given(rows)
@settings(max_examples=40)
def test_the_number_is_judged_as_the_validator_judges_it(people: list[tuple[str, str, int]]) -> None:
    table = pa.table(
        {
            "row": pa.array(range(len(people)), pa.int32()),
            "personal_id": [person[0] for person in people],
            "sex": [person[1] for person in people],
            "birth_year": pa.array([person[2] for person in people], pa.int16()),
        }
    )
    with duckdb.connect() as work:
        work.register("checked", table)
        found: dict[int, set[str]] = {row: set() for row in range(len(people))}
        for rule in checking.rules(dt.date(2026, 11, 17)):
            if rule.column == "personal_id" and rule.code in NUMBER_FLAWS:
                for (row,) in work.execute(f"SELECT row FROM checked WHERE {rule.broken}").fetchall():
                    found[row].add(str(rule.code))
    for row, (number, sex, year) in enumerate(people):
        # A file must hold the number as it is: the validator's repair of lost zeros is for lists, not for the registry.
        if len(number) in (10, 11):
            assert found[row] == {"NOT_12_DIGITS"}
        else:
            checked = check_personal_id(number, sex=sex, birth_year=year)
            assert found[row] == {str(flaw) for flaw in checked.flaws}


def test_a_plain_name_has_the_same_search_key_in_sql() -> None:
    letters = reading._LETTERS.replace("a-zA-Z", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    names = [f"{letter}{letter.lower()} {letter}an" for letter in letters] + ["Nguyễn Thị Ỷ", "LÝ ĐỨC"]
    with duckdb.connect() as work:
        work.register("names", pa.table({"name": names}))
        sql = f"SELECT name, {reading.name_key_sql('name')}, regexp_full_match(name, '{reading.PLAIN_NAME}') FROM names"
        for name, key, is_plain in work.execute(sql).fetchall():
            assert is_plain and clean_line(name) == name
            assert key == search_key(name)


def test_every_rule_has_a_sentence_and_a_stable_code() -> None:
    for rule in checking.rules(dt.date(2026, 11, 17)):
        assert rule.code.isupper() and rule.message.endswith(".")
        assert rule.message[0].isupper()


def test_a_narrower_duty_never_sees_more() -> None:
    order = [Sight.WHOLE, Sight.PART, Sight.NONE]
    for field, row in TABLE.items():
        seen = [order.index(one) for one in (row[0], row[1], row[3])]
        assert seen == sorted(seen), field
        assert order.index(row[2]) >= order.index(row[0])
    assert sight(Viewer.OTHER, "personal_id") is Sight.PART
    assert viewer_of({"population.register_residence"}, lives_in_area=False) is Viewer.OTHER
    assert viewer_of({"population.register_residence"}, lives_in_area=True) is Viewer.RESIDENCE_HERE
    assert masked_number("042090001234") == "••••••••1234" and masked_number(None) == ""
