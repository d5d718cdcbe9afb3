"""Canonical JSON: one value, one spelling."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.audit.canonical import canonical_json, utc_text

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_reading_and_writing_again_gives_the_same_bytes(value: Any) -> None:
    once = canonical_json(value)
    assert canonical_json(json.loads(once)) == once


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": "Hòa"}, '{"a":"Hòa","b":1}'),
        (3.0, "3"),
        (66.9, "66.9"),
        (Decimal("66.90"), '"66.90"'),
        (date(2026, 3, 2), '"2026-03-02"'),
        ({"b", "a"}, '["a","b"]'),
        ((1, None, True), "[1,null,true]"),
    ],
)
def test_spelling(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: "a"}, b"bytes", "\ud800"])
def test_what_has_no_one_spelling_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical_json(value)


def test_moments_are_written_in_utc_with_all_digits() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert utc_text(datetime(2026, 3, 2, 8, 0, tzinfo=hanoi)) == "2026-03-02T01:00:00.000000Z"
    assert utc_text(datetime(2026, 3, 2, 1, 0, 0, 5, tzinfo=UTC)) == "2026-03-02T01:00:00.000005Z"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 3, 2))
