"""Keys of names and places: equal when they should be, whatever else stands in the batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.matching.normalise import names as names_module
from dean06.ecosystem.matching.normalise import words
from dean06.ecosystem.matching.normalise.names import SCHEMA, name_keys
from dean06.ecosystem.matching.normalise.villages import place_keys, place_name


def keys(*spellings: str | None) -> list[dict]:
    return name_keys(pa.record_batch({"spelling": pa.array(spellings, pa.string())})).to_pylist()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thôn 3", "3"),
        ("thon 03", "3"),
        ("Tổ dân phố 5", "5"),
        ("TDP số 5", "5"),
        ("Xóm Bắc Hoà", "bachoa"),
        ("xóm Bắc Hòa", "bachoa"),
        ("Bản Khe Tạ", "kheta"),
        ("Thôn", "thon"),
        ("  ", ""),
    ],
)
def test_villages(text: str, name: str) -> None:
    assert place_name(text) == name


def test_a_place_without_a_name_has_no_key() -> None:
    batch = place_keys(pa.record_batch({"spelling": pa.array(["Thôn 3", " ", "TDP 3"], pa.string())}))
    first, second, third = batch.column("place").to_pylist()
    assert first == third and second is None


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=8))
def test_any_text_gets_keys_row_by_row(spellings: list[str | None]) -> None:
    batch = name_keys(pa.record_batch({"spelling": pa.array(spellings, pa.string())}))
    assert batch.schema == SCHEMA and batch.num_rows == len(spellings)
    for row, alone in zip(batch.to_pylist(), [keys(spelling)[0] for spelling in spellings], strict=True):
        assert row == alone
        assert (row["words"] == 0) == (row["name"] is None)


@given(st.permutations(["Nguyễn", "Thị", "Ngọc", "Ánh"]))
def test_the_bag_of_words_forgets_the_order_and_nothing_else(order: list[str]) -> None:
    whole, mixed, other = keys("Nguyễn Thị Ngọc Ánh", " ".join(order), "Nguyễn Thị Ngọc Anh Ánh")
    assert whole["n_bag"] == mixed["n_bag"] != other["n_bag"]
    assert (whole["n_plain"] == mixed["n_plain"]) == (order == ["Nguyễn", "Thị", "Ngọc", "Ánh"])


def test_composed_and_decomposed_letters_are_one_name() -> None:
    first, second = keys("Nguyễn Thị Huế", "Nguyễn Thị Huế")
    assert first["name"] == second["name"]


def test_threads_may_share_the_words_even_when_the_table_starts_anew(monkeypatch) -> None:
    monkeypatch.setattr(words, "MOST_WORDS", 300)
    monkeypatch.setattr(names_module, "_WORDS", words.WordTable())
    batches = [[f"Nguyễn Văn {chr(97 + i % 26)}{'anh' * (1 + i // 26)}" for i in range(j, j + 90)] for j in range(60)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda batch: keys(*batch), batches))
    assert together == [keys(*batch) for batch in batches]
