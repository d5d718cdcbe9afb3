"""Guards, paths and placeholders."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.procedures.catalogue.pack_format import Condition
from dean06.procedures.catalogue.rules.guards import holds, is_empty, value_at
from dean06.procedures.catalogue.rules.placeholders import fill, placeholders, stray_braces

DATA: dict[str, Any] = {
    "child": {"full_name": "Nguyễn Minh An", "sex": "F", "birth_date": "2026-03-02", "twin": False},
    "members": [{"name": "A", "age": 3}, {"name": "B", "age": 40}, {"name": ""}],
    "copies": 2,
}
values = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", "b", "2026-01-01"])
condition_values = st.one_of(st.booleans(), st.integers(-9, 9), st.sampled_from(["a", "b", "2026-01-01"]))


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("child.sex", "eq", "F", True),
        ("child.sex", "ne", "F", False),
        ("child.sex", "in", ["M", "F"], True),
        ("child.sex", "not_in", ["M"], True),
        ("copies", "gt", 1, True),
        ("copies", "lte", 1, False),
        ("copies", "eq", True, False),
        ("child.birth_date", "gte", "2026-01-01", True),
        ("child.twin", "eq", False, True),
        ("child.twin", "present", True, True),
        ("child.nickname", "present", False, True),
        ("child.nickname", "eq", "F", False),
        ("child.nickname", "ne", "F", True),
        ("child.nickname", "lt", 3, False),
        ("members[].age", "gt", 30, True),
        ("members[].age", "gt", 60, False),
        ("members[].name", "present", True, True),
        ("members", "present", True, True),
        ("case.channel", "eq", "online", True),
        ("case.channel", "in", ["direct"], False),
    ],
)
def test_conditions(field: str, op: Any, value: Any, expected: bool) -> None:
    assert holds((Condition(field=field, op=op, value=value),), DATA, "online") is expected


def test_a_question_within_a_group_looks_at_its_own_item() -> None:
    guard = (Condition(field="members[].age", op="gt", value=30),)
    results = [holds(guard, DATA, item=item, group="members") for item in DATA["members"]]
    assert results == [False, True, False]


@given(values, condition_values)
def test_opposites_never_agree(value: Any, other: Any) -> None:
    data = {"x": value}
    for op, opposite, against in (("eq", "ne", other), ("in", "not_in", [other])):
        first = holds((Condition(field="x", op=op, value=against),), data)
        second = holds((Condition(field="x", op=opposite, value=against),), data)
        assert first is not second
    present = holds((Condition(field="x", op="present", value=True),), data)
    assert present is not holds((Condition(field="x", op="present", value=False),), data)
    assert present is not is_empty(value)


@given(values, condition_values)
def test_less_equal_and_greater_are_exclusive_and_never_raise(value: Any, other: Any) -> None:
    data = {"x": value}
    lt, lte, gt, gte = (holds((Condition(field="x", op=op, value=other),), data) for op in ("lt", "lte", "gt", "gte"))
    assert not (lt and gte) and not (gt and lte)
    if lt or lte or gt or gte:
        assert lte or gt
        assert lt or gte


@given(st.lists(st.tuples(values, condition_values), max_size=4))
def test_a_guard_is_the_conjunction_of_its_conditions(pairs: list[tuple[Any, Any]]) -> None:
    data = {f"f{number}": value for number, (value, _) in enumerate(pairs)}
    guard = tuple(Condition(field=f"f{number}", value=value) for number, (_, value) in enumerate(pairs))
    assert holds(guard, data) is all(holds((one,), data) for one in guard)


json_values = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)


@given(json_values, st.sampled_from(["a", "a.b", "a[].b", "a[].b[].c", "a.b.c"]))
def test_reading_a_path_never_fails(data: Any, path: str) -> None:
    value_at({"a": data}, path)
    holds((Condition(field=path, op="gt", value=3),), {"a": data})


def test_paths() -> None:
    assert value_at(DATA, "members[].name") == ["A", "B", ""]
    assert value_at(DATA, "child.full_name") == "Nguyễn Minh An"
    assert value_at(DATA, "copies.x") is None


def test_placeholders_are_filled_in_words() -> None:
    text = "Cháu {child.full_name}, {child.sex}, sinh {child.birth_date}, hồ sơ {case.code}{khong.co}"
    assert placeholders(text) == ["child.full_name", "child.sex", "child.birth_date", "case.code", "khong.co"]
    filled = fill(text, DATA, {"case.code": "H27-1"}, {"child.sex": {"F": "Nữ"}})
    assert filled == "Cháu Nguyễn Minh An, Nữ, sinh 02/03/2026, hồ sơ H27-1"
    assert stray_braces("a {child.full_name b") and not stray_braces(text)


@given(st.text())
def test_words_without_placeholders_stay_as_they_are(text: str) -> None:
    if not placeholders(text):
        assert fill(text, DATA) == text
